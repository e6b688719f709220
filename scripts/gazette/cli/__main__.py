"""Start (入口): `python -m gazette.cli`, which reports a file system error in one sentence."""

from __future__ import annotations

import sys

from gazette.cli.report import EXIT_PROBLEMS, language_of, refused
from gazette.cli.verbs import main


def run() -> None:
    """Run the verbs; a file that cannot be read or written is reported without a traceback."""
    try:
        main(prog_name="scripts/publish")
    except OSError as error:
        refused(error, language_of(None))
        sys.exit(EXIT_PROBLEMS)


if __name__ == "__main__":
    run()
