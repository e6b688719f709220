"""Takes the README's pictures: home page and publication in the three languages, and pages of its official copies.

Run: .venv/bin/python tests/pictures/take.py
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts")]

PAGES = ("", "zh-Hant/", "en/")
WIDTH, HEIGHT = 520, 860
COPY_WIDTH, COPY_HEIGHT = 529, 748


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def copy_pages(site: Path, folder: Path) -> list[str]:
    """The first page of the Simplified copy, its last one, and the first of the Traditional copy."""
    pages = []
    for prefix, number in (("", 1), ("", 5), ("zh-Hant/", 1)):
        [copy] = (site / f"{prefix}interpretations/2022/ip-pilot-city").glob("*.pdf")
        target = folder / f"page-{len(pages)}"
        command = ["pdftoppm", "-r", "64", "-f", str(number), "-l", str(number), "-png", "-singlefile", copy, target]
        subprocess.run(command, check=True)
        pages.append(base64.b64encode(target.with_suffix(".png").read_bytes()).decode())
    return pages


def take(page: Page, shots: list[str], width: int, height: int, name: str) -> None:
    images = "".join(f'<img src="data:image/png;base64,{shot}">' for shot in shots)
    style = f"body{{margin:20px;display:flex;gap:20px;background:#d5dbe3}}img{{width:{width}px;height:{height}px}}"
    page.set_viewport_size({"width": 3 * width + 80, "height": height + 40})
    page.set_content(f"<style>{style}</style>{images}")
    page.screenshot(path=Path(__file__).with_name(name))


def main() -> None:
    from gazette.project import Project
    from gazette.site.build import build_site

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        build_site(Project(ROOT, ROOT / "docs"), site, "https://www.example.org/")
        server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Quiet(*a, directory=str(site)))  # type: ignore[arg-type]
        Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.add_init_script("Object.defineProperty(navigator, 'languages', { get: () => [] })")
        for name, path in (("home.png", ""), ("publication.png", "interpretations/2022/ip-pilot-city/")):
            shots = []
            page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
            for prefix in PAGES:
                page.goto(f"http://127.0.0.1:{server.server_port}/{prefix}{path}")
                shots.append(base64.b64encode(page.screenshot()).decode())
            take(page, shots, WIDTH, HEIGHT, name)
        take(page, copy_pages(site, Path(folder)), COPY_WIDTH, COPY_HEIGHT, "official-copy.png")
        browser.close()


if __name__ == "__main__":
    main()
