"""Identity (身份): what must be the same on two machines so that they make the same bytes: code, packages, Python."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TypedDict

from gazette.digests import code_digest
from gazette.problems import Problem, problem

_INSTALLERS = ("pip-", "setuptools-", "wheel-")  # they make no page
_SHOWN = 3


class MachineIdentity(TypedDict):
    """The digest of the code, Python with its build, and the installed packages with their versions."""

    code: str
    python: str
    packages: list[str]


def own_identity() -> MachineIdentity:
    """Return the identity of this process."""
    folders = [Path(each) for each in sys.path if os.path.isdir(each)]
    names = {found.name.removesuffix(".dist-info") for folder in folders for found in folder.glob("*.dist-info")}
    return MachineIdentity(
        code=code_digest(), python=sys.version, packages=sorted(each for each in names if not _is_installer(each))
    )


def check_identity(place: str, ours: MachineIdentity, theirs: MachineIdentity) -> list[Problem]:
    """Report in what the worker at `place` differs from us."""
    missing = [f"−{each}" for each in ours["packages"] if each not in theirs["packages"]]
    added = [f"+{each}" for each in theirs["packages"] if each not in ours["packages"]]
    pairs = {
        "code": (theirs["code"][:12], ours["code"][:12]),
        "python": (theirs["python"], ours["python"]),
        "packages": (_some([*missing, *added]), ""),
    }
    return [
        problem("cluster.version", place, field=field, found=found, wanted=wanted or "=")
        for field, (found, wanted) in pairs.items()
        if found != wanted
    ]


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return " ".join([*names[:_SHOWN], *([f"… {more} more"] if more > 0 else [])])


def _is_installer(name: str) -> bool:
    return name.startswith(_INSTALLERS)
