"""Start (入口): `python -m gazette.cli`; what the file system refuses is said in a sentence."""

from __future__ import annotations

import sys

from gazette.cli.report import EXIT_PROBLEMS, language_of, refused
from gazette.cli.verbs import main


def run() -> None:
    """The verbs, without a traceback for a file that cannot be read or written."""
    try:
        main(prog_name="scripts/publish")
    except OSError as error:
        refused(error, language_of(None))
        sys.exit(EXIT_PROBLEMS)


if __name__ == "__main__":
    run()
