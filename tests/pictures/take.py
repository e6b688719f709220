"""Takes the README's picture: the publication in its three languages. Run: .venv/bin/python tests/pictures/take.py"""

from __future__ import annotations

import base64
import sys
import tempfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts")]

PAGES = ("", "zh-Hant/", "en/")
WIDTH, HEIGHT = 520, 860


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    from gazette.site.build import build_site
    from gazette.site.staging import Project

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        build_site(Project(ROOT, ROOT / "docs"), site, "http://127.0.0.1/")
        server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Quiet(*a, directory=str(site)))  # type: ignore[arg-type]
        Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        shots = []
        for prefix in PAGES:
            page.goto(f"http://127.0.0.1:{server.server_port}/{prefix}interpretations/2022/ip-pilot-city/")
            shots.append(base64.b64encode(page.screenshot()).decode())
        images = "".join(f'<img src="data:image/png;base64,{shot}">' for shot in shots)
        page.set_viewport_size({"width": 3 * WIDTH + 80, "height": HEIGHT + 40})
        page.set_content(
            f"<style>body{{margin:20px;display:flex;gap:20px;background:#d5dbe3}}img{{width:{WIDTH}px;height:{HEIGHT}px}}</style>{images}"
        )
        page.screenshot(path=Path(__file__).with_name("publication.png"))
        browser.close()


if __name__ == "__main__":
    main()
