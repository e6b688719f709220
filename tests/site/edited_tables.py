"""Run in a process of its own, in a copy of a project: edits each table and says, as JSON, what the next render made of it.

For each table whether the render differs from the one before the edit; `is_back`, whether with the old tables the old render
comes back; `is_cold`, whether a render after edits of all tables of conversion is what it is when every cache is emptied.

"""

from __future__ import annotations

import errno
import functools
import gc
import hashlib
import json
import os
import re
import sys
from pathlib import Path

from gazette.convert.gazetteer import place_characters
from gazette.convert.glosses import read_glosses
from gazette.convert.profiles import regional_phrases, spellings
from gazette.convert.reasons import word_reason
from gazette.convert.returns import load_returner
from gazette.convert.simplified import kept_words, old_forms
from gazette.convert.tables import read_protected_terms
from gazette.pages.own_names import is_own_id
from gazette.pipeline import compose_project
from gazette.problems import problem
from gazette.project import Project
from gazette.settings import ConversionProfile
from gazette.site.outputs import Output, check_outputs
from gazette.site.stage_files import complete_stage
from gazette.source.attachments import check_attachment
from gazette.system_errors import system_words
from gazette.verify.glyphs import folded_glyphs
from gazette.verify.parts import known_parts

PROFILES: tuple[ConversionProfile, ...] = ("tw", "cn")
FIELDS = ("contact", "index_number", "issued", "published", "title", "type")
IDS = ("by-hand", "checks", "contact", "main", "query", "titles")
EVERY = "".join(map(chr, range(0x20, 0xD800)))


def main(root: Path, tables: list[str]) -> dict[str, bool]:
    project = Project(root, root / "docs")
    before = render(project)
    found = {}
    texts = {root / name: (root / name).read_text(encoding="utf-8") for name in tables}
    for table, text in texts.items():
        table.write_text(edited(table.name, text), encoding="utf-8")
        found[table.relative_to(root).as_posix()] = render(project) != before
        table.write_text(text, encoding="utf-8")
    found["is_back"] = render(project) == before
    for table, text in texts.items():
        if re.search("/(convert|translate)/data/", table.as_posix()) and table.name != "engine.tsv":
            table.write_text(edited(table.name, text), encoding="utf-8")
    warm = render(project)
    forget_everything()
    found["is_cold"] = warm == render(project) and "Error" not in warm
    return found


def render(project: Project) -> str:
    """A digest of all that one render says; what stops it counts too."""
    try:
        checked, problems = compose_project(project, None)
        stage, unread = complete_stage(project, checked) if checked else (None, [])
        said = [
            sorted((name, hashlib.sha256(repr(each).encode()).hexdigest()) for name, each in stage.files.items())
            if stage
            else None,
            [each.sentence(language) for each in problems + unread for language in ("zh", "en")],
            checked and [repr(each) for each in checked.occurrences],
            [word_reason(("backward", "发"), language) for language in ("zh", "en")],
            sorted(place_characters().items()),
            sorted(read_protected_terms().items()),
            [is_own_id(name) for name in IDS],
            [sorted(read_glosses(profile).items()) for profile in PROFILES],
            [sorted(load_returner(profile).forms.items()) for profile in PROFILES],
            [repr(load_returner(profile).kept) for profile in PROFILES],
            sorted(kept_words()),
            sorted(old_forms().items()),
            folded_glyphs(EVERY),
            known_parts(),
            [problem("field.missing", "x", 1, name).sentence("zh") for name in FIELDS],
            sorted(spellings("hk").items()),
            [sorted(regional_phrases(profile)) for profile in ("tw", "hk", "t", "cn")],
            [str(each) for name in (".csv", ".doc", ".pdf") for each in check_attachment(f"a{name}", b"%PDF-1.7")],
            [str(each) for each in check_outputs([Output("a", "copy", "x"), Output("a", "list", "y")])],
            [system_words(os.strerror(number), "zh") for number in sorted(errno.errorcode)],
        ]
    except (AssertionError, KeyError, LookupError, RuntimeError, TypeError, ValueError) as error:
        return repr(error)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=repr).encode()).hexdigest()


def edited(name: str, text: str) -> str:
    """Without every second row; where a row must not be missing, with a mark behind each or before its second cell."""
    head, *rows = text.splitlines()
    if os.path.basename(name) == "engine.tsv":
        return "\n".join([head, *(row.replace("\t", "\t0", 1) for row in rows)]) + "\n"
    if os.path.basename(name) in ("messages.tsv", "reasons.tsv"):
        return "\n".join([head, *(f"{row}！" for row in rows)]) + "\n"
    return "\n".join([head, *rows[1::2]]) + "\n"


def forget_everything() -> None:
    """Empty every functools cache of the project's modules, whoever made it; but for the segmenter, which takes a second."""
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and each.__module__.startswith("gazette."):
            if each.__module__ == "gazette.convert.words":
                continue
            each.cache_clear()


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), sys.argv[2:]), sys.stdout)
