"""The house: which room may know which, how long a file may be, and who may touch MkDocs and OpenCC."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from rooms import FLOOR, ROOMS

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
GAZETTE = SCRIPTS / "gazette"

FILES = sorted(path for path in GAZETTE.rglob("*.py") if "__pycache__" not in path.parts)


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(SCRIPTS).with_suffix("").parts).removesuffix(".__init__")


def named(file: Path) -> str:
    return file.relative_to(SCRIPTS).as_posix()


def test_every_file_belongs_to_a_room_or_to_the_floor() -> None:
    rooms = {room_of(module_of(file)) for file in FILES} - {""}
    assert rooms == {*FLOOR, *ROOMS}


@pytest.mark.parametrize("file", FILES, ids=named)
def test_imports_only_point_back(file: Path) -> None:
    order = [*FLOOR, *ROOMS]
    here = room_of(module_of(file))
    for module in imports(file):
        if module.split(".")[0] == "gazette" and room_of(module):
            assert order.index(room_of(module)) <= order.index(here), f"{named(file)} imports {module}"


def test_no_import_cycle_inside_a_room() -> None:
    graph = {module_of(file): {name for name in imports(file) if name.startswith("gazette.")} for file in FILES}
    finished: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        if module not in finished:
            for other in graph.get(module, set()):
                visit(other, (*trail, module))
            finished.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("mkdocs", "gazette/site/"),
        ("opencc", "gazette/convert/chinese.py"),
        ("weasyprint", "gazette/copies/"),
        ("translate", "gazette/translate/"),
        ("distributed", "gazette/cluster/dispatch.py"),
        ("fsspec", "gazette/cluster/place.py"),
    ],
)
def test_an_engine_is_known_in_one_room_only(package: str, allowed: str) -> None:
    knowing = {named(file) for file in FILES for module in imports(file) if module.split(".")[0] == package}
    # The door translates MkDocs' own way of stopping into an exit code.
    knowing -= {"gazette/cli/verbs.py"} if package == "mkdocs" else set()
    assert knowing and all(name.startswith(allowed) for name in knowing)


@pytest.mark.parametrize("file", [*FILES, SCRIPTS / "mkdocs_hooks.py"], ids=named)
def test_files_and_functions_stay_short_and_say_what_they_are_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{named(file)}: {node.name}"


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager"])
def test_no_file_has_a_name_that_says_nothing(word: str) -> None:
    assert [named(file) for file in FILES if word in file.stem] == []


def test_nobody_prints_but_the_door() -> None:
    for file in FILES:
        calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        names = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
        assert named(file).startswith("gazette/cli/") or not names & {"print", "input", "exit", "quit"}, named(file)


def test_a_check_neither_raises_nor_prints() -> None:
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.FunctionDef)
                and node.name.lstrip("_").startswith("check_")
                and "list[Problem]" in ast.unparse(node.returns or ast.Constant(""))
            ):
                assert not [each for each in ast.walk(node) if isinstance(each, ast.Raise)], (
                    f"{named(file)}: {node.name}"
                )


@pytest.mark.parametrize("file", FILES, ids=named)
def test_the_side_room_of_fonts_is_imported_by_no_other(file: Path) -> None:
    if room_of(module_of(file)) != "fonts":
        assert not [name for name in imports(file) if name.startswith("gazette.fonts")]


# Public names that several modules define, and why.
SHARED_NAMES = {"main": "the entry of each script that a person runs"}


def public_names(file: Path) -> Iterator[str]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name]
        else:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = [each.id for target in targets if target for each in ast.walk(target) if isinstance(each, ast.Name)]
        yield from (name for name in names if not name.startswith("_"))


def test_a_public_name_has_one_meaning() -> None:
    homes: dict[str, list[str]] = {}
    for file in FILES:
        for name in public_names(file):
            homes.setdefault(name, []).append(named(file))
    twice = {name: files for name, files in homes.items() if len(set(files)) > 1}
    assert set(twice) == set(SHARED_NAMES), twice
