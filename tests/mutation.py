"""Mutation (变异): plants one small fault after another in a module, runs the module's own tests, and lists the faults that live.

By hand:  python tests/mutation.py [module …] [--number 15]   e.g.  python tests/mutation.py model/alignment source/emphasis
The project is copied into a temporary folder; the working tree is never touched. The sample is the same at each run.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEED = 15
SECONDS = 240  # for one run of a module's tests: a fault that makes them endless is found by it
# Each module with the tests that are its own, as pytest takes them; slow ones that show other things are left out.
OWN = {
    "budget": ["tests/test_budget.py"],
    "convert/chooser": ["tests/convert/test_chooser_thresholds.py", "tests/convert/test_chooser.py"],
    "convert/ledger": ["tests/convert/test_ledger.py"],
    "copies/breaks": ["tests/copies/test_typeset.py", "-k", "may_end or breaks or number"],
    "copies/justify": [
        "tests/copies/test_one_sign.py",
        "tests/copies/test_type_area.py",
        "-k",
        "one_sign or ends_at_its_measure or ragged or torn_apart",
    ],
    "model/alignment": ["tests/model/test_alignment.py", "tests/model/test_alignment_thresholds.py"],
    "model/identifiers": ["tests/model/test_identifiers.py"],
    "model/versions": ["tests/model/test_versions.py"],
    "pages/title": ["tests/pages/test_title.py"],
    "pages/words": ["tests/pages/test_words.py", "tests/pages/test_words_properties.py"],
    "search/check": ["tests/search/test_check.py"],
    "search/index_check": ["tests/search/test_check.py"],
    "search/terms": [
        "tests/search/test_check.py",
        "tests/search/test_index.py",
        "-k",
        "test_check or cut_into or fold_to or accents",
    ],
    "signed_table": ["tests/test_signed_table.py", "-k", "not kill and not processes"],
    "site/kept": ["tests/site/test_swap.py"],
    "site/sitemap": ["tests/site/test_sitemap.py"],
    "site/swap": ["tests/site/test_swap.py"],
    "site/target": [
        "tests/bad_input/test_where_a_site_may_stand.py",
        "-k",
        "not verb and not through_a_link and not disk",
    ],
    "source/brackets": ["tests/source/test_inline.py"],
    "source/crowding": ["tests/source/test_crowding.py"],
    "source/emphasis": ["tests/source/test_emphasis.py"],
    "source/extents": ["tests/source/test_body.py"],
    "verify/changes": ["tests/verify/test_verify.py", "-k", "differ or changes or one_place or often or quickly"],
    "verify/partners": ["tests/verify/test_verify.py", "-k", "differ or changes or often"],
    "yaml_tree": ["tests/test_yaml_tree.py"],
}
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
}  # fmt: skip


def faults(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node: comparison, logic, arithmetic, constant, condition, result."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and (other := COMPARED.get(type(node.ops[0]))):
        yield ast.Compare(node.left, [other()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        yield from (node.values[0], node.values[-1])
    elif isinstance(node, ast.BinOp) and (sign := COUNTED.get(type(node.op))):
        yield ast.BinOp(node.left, sign(), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield from (ast.Constant(node.value + 1), ast.Constant(node.value * 0.7 if node.value % 1 else node.value - 1))
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(ast.Constant(None))


def mutants(source: str) -> list[tuple[int, str, str]]:
    """Line, what stands there and what takes its place; the whole module is `planted` from the number of the mutant."""
    return [(node.lineno, ast.unparse(node), ast.unparse(new)) for node, new in _places(ast.parse(source))]  # type: ignore[attr-defined]


def planted(source: str, number: int) -> str:
    """The module with one fault; comments and layout are lost, and nobody reads them."""
    tree = ast.parse(source)
    wanted, new = list(_places(tree))[number]

    class Plant(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return copy.deepcopy(new) if node is wanted else self.generic_visit(node)

    return ast.unparse(ast.fix_missing_locations(Plant().visit(tree)))


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    for node in ast.walk(tree):
        for new in faults(node):
            if hasattr(node, "lineno") and ast.unparse(new) != ast.unparse(node):
                yield node, new


def _left_out(folder: str, names: list[str]) -> set[str]:
    """What is made or fetched; scripts/gazette/site is neither."""
    made = {"build", "site"} if Path(folder) == ROOT else set()
    return {".git", ".venv", "node_modules", "__pycache__", *made} & set(names)


def is_killed(project: Path, tests: list[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return (
            subprocess.run(command, cwd=project, env=environment, capture_output=True, timeout=SECONDS).returncode != 0
        )
    except subprocess.TimeoutExpired:
        return True


def try_module(project: Path, module: str, number: int) -> tuple[int, int]:
    """How many faults were found, of how many; those that live are printed."""
    file, tests = project / "scripts" / "gazette" / f"{module}.py", OWN[module]
    source = file.read_text(encoding="utf-8")
    known = mutants(source)
    chosen = sorted(random.Random(SEED).sample(range(len(known)), min(number, len(known))))
    assert not is_killed(project, tests), f"{module}: its tests fail as it is"
    living = []
    for each in chosen:
        file.write_text(planted(source, each), encoding="utf-8")
        living += [] if is_killed(project, tests) else [known[each]]
    file.write_text(source, encoding="utf-8")
    print(f"{module}: {len(chosen) - len(living)} of {len(chosen)} found", flush=True)
    for line, before, after in sorted(living):
        print(f"    line {line}: {before}  →  {after}", flush=True)
    return len(chosen) - len(living), len(chosen)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("modules", nargs="*", default=sorted(OWN))
    options.add_argument("--number", type=int, default=15, help="faults to each module")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        shutil.copytree(
            ROOT,
            project,
            ignore=_left_out,
        )
        if (ROOT.parent / "shared").exists():
            (Path(folder) / "shared").symlink_to((ROOT.parent / "shared").resolve())
        results = [try_module(project, module, given.number) for module in given.modules]
    print(f"{sum(found for found, _ in results)} of {sum(of for _, of in results)} faults were found")


if __name__ == "__main__":
    main()
