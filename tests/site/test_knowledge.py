"""A preview runs for hours: a table of data that is edited is read again by the next render, and so is all that was made of it."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gazette.project import Project
from gazette.site.serving import watched
from tiny_site import ROOT, write_notice

GAZETTE = ROOT / "scripts" / "gazette"
SCRIPT = Path(__file__).with_name("edited_tables.py")
TABLES = sorted(file.relative_to(ROOT).as_posix() for file in GAZETTE.rglob("*.tsv"))
# Tables that no render reads.
UNREAD = {
    "scripts/gazette/site/headers.tsv": "for the administrator of a web server, and the tests",
    "scripts/gazette/cli/preview_log.tsv": "lines of the log, of the command and of no render",
    "scripts/gazette/cli/usage.tsv": "of the command line, which is read before a preview begins",
    **{name: "print fonts are made by a person, before a build" for name in TABLES if "/fonts/data/" in name},
}
READ = [name for name in TABLES if name not in UNREAD]
# What a process may keep for good, and the reason why no table can change it.
LASTING = {
    "gazette/knowledge.py": "the one place where what comes from tables is kept and forgotten",
    "gazette/model/text_marks.py": "of the text alone",
    "gazette/model/alignment.py": "of the text alone",
    "gazette/source/inline.py": "of the text alone",
    "gazette/convert/words.py": "the dictionary of the segmenter, which comes with its package",
    "gazette/convert/matching.py": "a pattern of the terms that are given",
    "gazette/convert/splits.py": "the dictionary of the segmenter, which comes with its package",
    "gazette/translate/term_check.py": "stems of words, by an algorithm",
    "gazette/translate/figure_rules.py": "a pattern of the rules that are given",
    "gazette/search/postings.py": "hashes of terms",
    "gazette/search/stemming.py": "stems of words, by an algorithm",
    "gazette/fonts/packages.py": "one command of a person, no preview",
    "gazette/fonts/make_fonts.py": "one command of a person, no preview",
    "gazette/fonts/audit.py": "one command of a person, no preview",
    "gazette/site/templates.py": "Jinja looks at the time stamp of each template itself",
    "gazette/site/context.py": "of the address alone",
    "gazette/copies/fonts.py": "of a font file, with its digest",
    "gazette/copies/missing.py": "of font files, with their digests",
    "gazette/copies/typesetter.py": "what typesets; another version of it is another process",
    "gazette/copies/justify.py": "of the text alone",
    "gazette/copies/libraries.py": "the libraries that this process has loaded",
    "gazette/copies/typeset.py": "of the style sheet alone",
    "gazette/copies/draft.py": "of the words and the font file alone",
    "gazette/digests.py": "of files of the code, with their time stamps",
    "gazette/pages/labels.py": "of the day, the pattern and the locale alone",
    "gazette/pages/words.py": "of the rendered body alone",
    "gazette/pages/canonical.py": "of the Markdown alone",
}


@pytest.fixture(scope="module")
def after_edits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    """What edited_tables.py says of a copy of the project with two publications."""
    root = tmp_path_factory.mktemp("edited")
    for name in ("overrides", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    pilot = "docs/interpretations/2022/ip-pilot-city"
    shutil.copytree(ROOT / pilot, root / pilot)
    write_notice(root / "docs", "words", "\n\n".join(paragraphs()), number=1)
    write_notice(root / "docs", "marks", "这里有⺨和⼀。<kbd>A</kbd><mark>B</mark>", number=2)
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts")}
    run = subprocess.run(
        [sys.executable, str(SCRIPT), str(root), *READ], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, bool] = json.loads(run.stdout)
    return found


def paragraphs() -> list[str]:
    """Sentences with words of every table of conversion."""
    made = []
    for name in TABLES:
        if re.search("/(convert|translate)/data/", name) and not name.endswith(
            "old_forms.tsv"
        ):  # whose characters are errors in a text
            rows = (ROOT / name).read_text(encoding="utf-8").splitlines()[1:]
            words = [row.split("\t")[0] for row in rows[:: max(1, len(rows) // 12)]]
            made.append("，".join(word for word in words if re.fullmatch(r"[\u4e00-\u9fff]+", word)) + "。")
    names = (ROOT / "scripts/gazette/convert/data/surnames.tsv").read_text(encoding="utf-8").splitlines()[1::60]
    made += [f"联系人：{row.split()[0]}发后，电话。原告{row.split()[0]}松干诉称。" for row in names]
    return [each for each in made if len(each) > 1]


@pytest.mark.long
@pytest.mark.parametrize("table", READ)
def test_the_next_render_in_the_same_process_sees_an_edit_of_a_table(after_edits: dict[str, bool], table: str) -> None:
    assert after_edits[table]


@pytest.mark.long
def test_after_edits_a_render_is_that_of_a_new_process_and_with_the_old_tables_the_old_one(
    after_edits: dict[str, bool],
) -> None:
    assert after_edits["is_back"] and after_edits["is_cold"]


def test_every_table_that_a_render_reads_is_watched_by_the_preview() -> None:
    paths = watched(Project(ROOT, ROOT / "docs"))
    seen = {name for name in TABLES for path in paths if (ROOT / name).is_relative_to(path)}
    assert seen >= set(READ)


def test_what_a_process_keeps_for_good_comes_from_no_table() -> None:
    keeping = set()
    for file in GAZETTE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "functools":
                keeping |= {file for each in node.names if each.name in ("cache", "lru_cache")}
    assert {file.relative_to(GAZETTE.parent).as_posix() for file in keeping} == set(LASTING)
