"""What a first view costs: requests, bytes as brotli sends them, layout shift; beside plain Material on the same Markdown.

Ends with 1 where a publication's page in any language costs more than half of what it costs there.
PYTHONPATH=scripts:tests .venv/bin/python tests/bench/budgets.py
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli
from playwright.sync_api import Browser, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

# Of the page of a publication, in bytes: HTML, CSS and JavaScript together; JavaScript before search is opened.
MOST_BYTES, MOST_SCRIPT, MOST_REQUESTS, MOST_SHIFT = 90_000, 30_000, 8, 0
# Ours against plain Material's.
MOST_OF_PEER = 0.5
SHIFT = """() => new Promise(done => {
  let sum = 0;
  const add = list => list.forEach(entry => { if (!entry.hadRecentInput) sum += entry.value; });
  const observer = new PerformanceObserver(list => add(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  scrollTo(0, document.body.scrollHeight);
  setTimeout(() => { add(observer.takeRecords()); done(sum); }, 300);
})"""


@dataclass(frozen=True)
class View:
    """`sizes` by kind of resource, in bytes."""

    sizes: Mapping[str, int]
    requests: int
    shift: float

    @property
    def critical(self) -> int:
        return sum(self.sizes.get(kind, 0) for kind in ("document", "stylesheet", "script"))

    @property
    def all(self) -> int:
        return sum(self.sizes.values())


def first_view(browser: Browser, url: str, kept: str = "", locale: str = "zh-CN") -> View:
    """A phone with an empty cache; `kept` is what the site remembers of an earlier visit."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale=locale)
    if kept:
        context.add_init_script(f"localStorage.setItem('gazette', {kept!r})")
    page = context.new_page()
    # Fonts and icons of other hosts, which plain Material asks for, are not counted.
    context.route(lambda asked: "//127.0.0.1" not in asked, lambda route: route.abort())
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(url)
    page.wait_for_timeout(500)
    sizes: dict[str, int] = {}
    for each in responses:
        kind = each.request.resource_type
        sizes[kind] = sizes.get(kind, 0) + len(brotli.compress(each.body(), quality=11))
    shift = float(page.evaluate(SHIFT))
    context.close()
    return View(sizes, len(responses), shift)


def main() -> int:
    from bench.build import build_plain
    from browser.nginx import free_ports, serve
    from conftest import DESKTOP_CHROMIUM, QUIET
    from gazette.project import Project
    from gazette.site.build import build_site
    from served import FOLDERS, PUBLICATION

    with tempfile.TemporaryDirectory(prefix="budgets-") as name, sync_playwright() as playwright:
        root, (port, secure) = Path(name), free_ports(2)
        project = Project(ROOT, ROOT / "docs")
        build_site(project, root / "site", f"http://127.0.0.1:{port}/", with_copies=False)
        build_plain(project.stage, root)
        (root / "plain").rename(root / "many")
        browser = playwright.chromium.launch(executable_path=DESKTOP_CHROMIUM, args=list(QUIET))
        with serve(root, port, secure):
            print(f"{'':12}{'critical':>10}{'script':>8}{'all':>8}{'requests':>10}{'shift':>7}")
            beaten = []
            for tag, folder in FOLDERS.items():
                critical = {}
                for who, base in (("ours", ""), ("Material", "many/")):
                    view = first_view(browser, f"http://127.0.0.1:{port}/{base}{folder}{PUBLICATION}")
                    critical[who] = view.critical
                    script = view.sizes.get("script", 0)
                    print(
                        f"{tag + ' ' + who:20}{view.critical:>8,}{script:>8,}{view.all:>9,}{view.requests:>5}{view.shift:>9.3f}"
                    )
                beaten.append(critical["ours"] <= MOST_OF_PEER * critical["Material"])
        browser.close()
    return 0 if all(beaten) else 1


if __name__ == "__main__":
    sys.exit(main())
