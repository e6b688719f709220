"""After any edit, undoing, damage or kill a site is what a build from nothing makes, byte for byte, or the one before."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site.build import build_site
from gazette.site.kept import kept_files
from gazette.site.swap import MARKER
from tiny_site import ROOT, write_notice

LONG_CHAINS = 20
EDITS_IN_CHAIN = 10
PDF = b"%PDF-1.7\n"
WORDS = "市场监管知识产权保护办法规定企业服务"
KILL = """
import sys
from pathlib import Path
sys.path.insert(0, {scripts!r})
from gazette.project import Project
from gazette.site.build import build_site
root = Path({root!r})
build_site(Project(root, root / "docs", store=root / "store"), root / "site", {url!r}, with_copies={copies})
"""


class World:
    """A project of its own with its site; `state` is what a person may edit, by path."""

    def __init__(self, root: Path, seed: int, *, with_copies: bool) -> None:
        self.root, self.random, self.with_copies = root, random.Random(seed), with_copies
        self.url = "https://www.example.org/"
        for name in ("docs", "overrides", "scripts/review"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("fonts", "statutes", "regulations"))
        shutil.copytree(ROOT / "overrides" / "fonts", root / "overrides" / "fonts", copy_function=os.link)
        for name in ("mkdocs.yml", "scripts/mkdocs_hooks.py"):
            shutil.copy(ROOT / name, root / name)
        for number in range(3):
            write_notice(root / "docs", f"n{number}", "正文。\n\n## 一、总则\n\n有关事项通知如下。", number=number + 1)
        self.states = [self.state()]

    def state(self) -> dict[str, bytes]:
        """The content of everything that a person edits but the fonts, which are links to ours."""
        names = (each for top in ("docs", "overrides", "scripts", "mkdocs.yml") for each in self._below(top))
        return {name: (self.root / name).read_bytes() for name in names}

    def _below(self, top: str) -> list[str]:
        place = self.root / top
        files = [place] if place.is_file() else [each for each in place.rglob("*") if each.is_file()]
        names = (each.relative_to(self.root).as_posix() for each in files)
        return [name for name in names if "/fonts/" not in name and "__pycache__" not in name]

    def restore(self, state: dict[str, bytes]) -> None:
        for name in self.state().keys() - state.keys():
            (self.root / name).unlink()
        for name, content in state.items():
            file = self.root / name
            if not file.is_file() or file.read_bytes() != content:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)

    def texts(self) -> list[Path]:
        return sorted((self.root / "docs").rglob("index*.md"))

    def a_text(self) -> Path:
        return self.random.choice(self.texts())

    def replace(self, file: Path, before: str, after: str) -> None:
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(before, after, text, count=1, flags=re.MULTILINE), encoding="utf-8")

    def build(self, out: str, *, store: bool) -> dict[str, bytes] | list[str]:
        """The files of the site that is built, or the sentences of the problems that stop it."""
        project = Project(self.root, self.root / "docs", store=self.root / "store" if store else None)
        try:
            built = build_site(project, self.root / out, self.url, with_copies=self.with_copies)
        except PublicationError as error:
            return [each.sentence("en") for each in error.problems]
        return self.site(out) | {"warnings": "\n".join(each.sentence("en") for each in built.warnings).encode()}

    def site(self, out: str) -> dict[str, bytes]:
        """The files of a finished site, without those that it keeps for readers of its predecessor."""
        folder = self.root / out
        left_out = {MARKER, *kept_files(folder)}
        files = (each for each in folder.rglob("*") if each.is_file())
        named = {each.relative_to(folder).as_posix(): each for each in files}
        return {name: each.read_bytes() for name, each in named.items() if name not in left_out}


def a_word(world: World) -> None:
    file = world.a_text()
    head, body = file.read_text(encoding="utf-8").rsplit("\n---\n", 1)
    places = [at for at, each in enumerate(body) if each in WORDS] or [len(body) - 1]
    at = world.random.choice(places)
    file.write_text(f"{head}\n---\n{body[:at]}{world.random.choice(WORDS)}{body[at + 1 :]}", encoding="utf-8")


def a_paragraph(world: World) -> None:
    file = world.a_text()
    words = "".join(world.random.choices(WORDS, k=world.random.randint(2, 400)))
    file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\n\n{words}。\n", encoding="utf-8")


def a_title(world: World) -> None:
    world.replace(world.a_text(), "^title: .*", f"title: {''.join(world.random.choices(WORDS, k=8))}")


def a_date(world: World) -> None:
    world.replace(
        world.a_text(), "^published: .*", f"published: 202{world.random.randint(3, 5)}-03-0{world.random.randint(2, 9)}"
    )


def a_mistake(world: World) -> None:
    dated = [file for file in world.texts() if "\npublished: " in file.read_text(encoding="utf-8")]
    world.replace(world.random.choice(dated), "^published: .*", "published: 2022-02-30")


def a_new_publication(world: World) -> None:
    number = world.random.randint(10, 10_000)
    write_notice(
        world.root / "docs",
        f"x{number}",
        f"新的通知{world.random.choice(WORDS)}。",
        number=number,
        year=world.random.choice([2021, 2023, 2026]),
        languages=world.random.choice(["zh-Hans", "zh-Hans, zh-Hant"]),
    )


def without_a_publication(world: World) -> None:
    notices = [file for file in world.texts() if re.fullmatch(r"[nx]\d+", file.parent.name)]
    if len(notices) > 1:
        shutil.rmtree(world.random.choice(notices).parent)


def another_folder(world: World) -> None:
    folder = world.random.choice([file.parent for file in world.texts() if "about" not in file.parts])
    folder.rename(folder.with_name(f"{folder.name}{world.random.randint(0, 9)}"))


def an_attachment(world: World) -> None:
    file = world.a_text()
    (file.parent / "form.pdf").write_bytes(PDF + str(world.random.random()).encode())
    if "form.pdf" not in (text := file.read_text(encoding="utf-8")):
        file.write_text(f"{text.rstrip()}\n\n见[附件](form.pdf)。\n", encoding="utf-8")


def a_link(world: World) -> None:
    one, other = world.a_text(), world.a_text()
    target = os.path.relpath(other.parent / "index.md", one.parent)
    one.write_text(f"{one.read_text(encoding='utf-8').rstrip()}\n\n见[另文]({target})。\n", encoding="utf-8")


def a_label(world: World) -> None:
    file = world.root / "overrides" / "labels" / "zh-Hans.yml"
    world.replace(file, "^(published: ).*", rf"\g<1>{world.random.choice(['公布日期', '发布日期', '发布之日'])}")


def a_comment_in_a_template(world: World) -> None:
    file = world.random.choice(sorted((world.root / "overrides").rglob("*.html")))
    file.write_text(file.read_text(encoding="utf-8") + f"{{# {world.random.random()} #}}", encoding="utf-8")


def words_in_a_template(world: World) -> None:
    world.replace(world.root / "overrides" / "main.html", "</body>", f"<!-- {world.random.random()} --></body>")


def a_style(world: World) -> None:
    file = world.random.choice(sorted((world.root / "overrides" / "css").glob("*.css")))
    file.write_text(
        f"{file.read_text(encoding='utf-8')}\n.gz-x {{ order: {world.random.randint(1, 9)}; }}\n", encoding="utf-8"
    )


def a_setting(world: World) -> None:
    choices = [
        ("(title: {zh-Hans: ).*?,", rf"\g<1>政策{world.random.choice(WORDS)},"),
        ("conversion_profile: ..?", f"conversion_profile: {world.random.choice(['tw', 'hk', 't'])}"),
        ("(intellectual-property: {zh-Hans: ).*?,", rf"\g<1>产权{world.random.choice(WORDS)},"),
    ]
    world.replace(world.root / "mkdocs.yml", *world.random.choice(choices))


def another_address(world: World) -> None:
    world.url = world.random.choice(["https://www.example.org/", "https://www.example.org/policy/"])


def a_signed_row(world: World) -> None:
    file = world.random.choice(sorted((world.root / "scripts" / "review").glob("*.tsv")))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    if len(lines) > 2:
        del lines[world.random.randrange(1, len(lines))]
        file.write_text("".join(lines), encoding="utf-8")


def an_earlier_state(world: World) -> None:
    world.restore(world.random.choice(world.states))


def a_clock_set_back(world: World) -> None:
    a_word(world)
    for file in world.texts():
        os.utime(file, (1_000_000_000, 1_000_000_000))


def a_touched_site(world: World) -> None:
    place = world.random.choice(["site", "build/spare"])
    files = sorted(each for each in (world.root / place).rglob("*") if each.is_file() and each.name != MARKER)
    if not files:
        return
    file = world.random.choice(files)
    what = world.random.choice(["lost", "changed", "more", "a link"])
    if what == "lost":
        file.unlink()
    elif what == "changed":
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    elif what == "more":
        (file.parent / "more.html").write_bytes(b"more")
    else:
        file.unlink()
        file.symlink_to("/etc/passwd")


def a_damaged_store(world: World) -> None:
    file = world.root / "store"
    if not file.is_file():
        return
    what = world.random.choice(["lost", "cut", "bytes"])
    content = bytearray(file.read_bytes())
    if what == "lost":
        file.unlink()
    elif what == "cut":
        file.write_bytes(content[: len(content) // 2])
    else:
        for _ in range(200):
            content[world.random.randrange(len(content))] ^= 0x55
        file.write_bytes(content)


def a_kill(world: World) -> None:
    a_word(world)
    code = KILL.format(scripts=str(ROOT / "scripts"), root=str(world.root), url=world.url, copies=world.with_copies)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(world.random.uniform(0.2, 4))
    process.send_signal(signal.SIGKILL)
    process.wait()


EDITS: list[Callable[[World], None]] = [
    *(a_word, a_paragraph, a_title, a_date, a_mistake, a_new_publication, without_a_publication, another_folder),
    *(an_attachment, a_link, a_label, a_comment_in_a_template, words_in_a_template, a_style, a_setting),
    *(another_address, a_signed_row, an_earlier_state, a_clock_set_back, a_touched_site, a_damaged_store, a_kill),
]


def check_chain(world: World, edits: list[Callable[[World], None]]) -> int:
    """Apply one edit after the other; return how many of the builds made a site."""
    made = 0
    world.build("site", store=True)
    for edit in edits:
        edit(world)
        before = world.site("site")
        kept, fresh = world.build("site", store=True), world.build("fresh", store=False)
        assert kept == fresh, f"{edit.__name__}: {_difference(kept, fresh)}"
        if isinstance(kept, list):
            assert world.site("site") == before, edit.__name__  # nothing is lost by a mistake
            world.restore(world.states[-1])
        else:
            made += 1
            world.states.append(world.state())
    return made


def _difference(kept: dict[str, bytes] | list[str], fresh: dict[str, bytes] | list[str]) -> str:
    if isinstance(kept, list) or isinstance(fresh, list):
        return f"{str(kept)[:500]} | {str(fresh)[:500]}"
    names = [name for name in sorted({*kept, *fresh}) if kept.get(name) != fresh.get(name)]
    return ", ".join(f"{name} ({'lacking' if name not in kept else 'other'})" for name in names[:8])


def test_a_few_edits_one_after_the_other(tmp_path: Path) -> None:
    world = World(tmp_path, 1, with_copies=False)
    assert (
        check_chain(world, [a_word, a_new_publication, a_touched_site, an_earlier_state, a_damaged_store, a_mistake])
        == 5
    )


@pytest.mark.long
@pytest.mark.parametrize("seed", range(LONG_CHAINS))
def test_any_edits_one_after_the_other(tmp_path: Path, seed: int) -> None:
    world = World(tmp_path, seed, with_copies=seed % 5 == 0)
    edits = [world.random.choice(EDITS) for _ in range(EDITS_IN_CHAIN)]
    assert check_chain(world, edits) > EDITS_IN_CHAIN // 4
