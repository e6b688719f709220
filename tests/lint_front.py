"""Run ESLint on overrides/js and stylelint on overrides/css, if tests/node has settings for them; 1 if one finds anything."""

from __future__ import annotations

import sys

import judges

OVERRIDES = judges.ROOT / "overrides"


def main() -> int:
    reports = []
    if (judges.LOCK / "eslint.config.cjs").is_file():
        reports.append(judges.eslint(OVERRIDES / "js", judges.LOCK))
    if (judges.LOCK / "stylelint.config.json").is_file():
        reports.append(judges.stylelint(OVERRIDES / "css"))
    print("".join(reports), end="")
    return 1 if any(reports) else 0


if __name__ == "__main__":
    sys.exit(main())
