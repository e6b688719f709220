"""The addresses of the served site, for the browser tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SUB_PATH = "gov/policy/"
MANY_PATH = "many/"
FOLDERS = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
PUBLICATION = "interpretations/2022/ip-pilot-city/"


@dataclass(frozen=True)
class Server:
    """`secure` is its host and port for https, `root` the folder of its sites, its certificate and its settings."""

    base: str
    secure: str
    root: Path

    def url(self, tag: str = "zh-Hans", path: str = PUBLICATION, sub: str = "") -> str:
        return f"{self.base}{sub}{FOLDERS[tag]}{path}"
