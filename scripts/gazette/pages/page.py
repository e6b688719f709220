"""Page (页): one Markdown file of build/docs: front matter for the templates, then a body for Python-Markdown."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from gazette.languages import SOURCE_TAG
from gazette.model.versions import NO_DIGEST, CanonicalDigest


@dataclass(frozen=True)
class PageRecord:
    """What other pages need to know of a page; `fingerprint` is the digest of its text, "" if it has no official copy."""

    path: str
    tag: str
    title: str
    fingerprint: CanonicalDigest = NO_DIGEST


# libyaml writes the same bytes as PyYAML, five times as fast, but for characters outside the BMP, some line breaks and
# unusual keys; where it may have written such a thing, PyYAML writes the whole.
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_OTHERWISE = re.compile(r"\\[UNLPr]|'':|^[ ?:-]*[?] ", re.MULTILINE)
_FORM: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 10**6}


@dataclass(frozen=True)
class Page:
    """One page; `path` is its folder ("" for the home page), `data` what the template shows besides the body."""

    path: str
    tag: str
    template: str
    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file name in build/docs, in the suffix form of mkdocs-static-i18n: `x/index.en.md`."""
        name = "index.md" if self.tag == SOURCE_TAG else f"index.{self.tag}.md"
        return f"{self.path}/{name}" if self.path else name

    @property
    def record(self) -> PageRecord:
        fingerprint = self.data.get("official", {}).get("fingerprint", "")
        return PageRecord(self.path, self.tag, self.title, CanonicalDigest(fingerprint))

    @property
    def digest(self) -> str:
        """A digest of everything that the content is made from."""
        parts = (self.file, self.template, self.title, self.data, self.body, self.description, self.keywords)
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()

    @property
    def content(self) -> str:
        """The text of the file: YAML front matter, then the body."""
        front = {"title": self.title, "template": self.template}
        if self.description:
            front["description"] = self.description
        if self.keywords:
            front["keywords"] = ", ".join(self.keywords)  # HTML, 4.2.5.1: separated by commas
        return f"---\n{write_yaml({**front, 'gazette': dict(self.data)})}---\n{self.body}"


def page_place(name: str) -> tuple[str, str]:
    """Return the folder and the language tag of a page by its file name in build/docs."""
    folder, _, file = name.rpartition("/")
    parts = file.split(".")
    return folder, parts[1] if len(parts) == 3 else SOURCE_TAG


def write_yaml(data: Mapping[str, Any]) -> str:
    """Return front matter as YAML, each text on one line, as PyYAML writes it."""
    written = str(yaml.dump(data, Dumper=_DUMPER, **_FORM))
    return str(yaml.safe_dump(data, **_FORM)) if _OTHERWISE.search(written) else written
