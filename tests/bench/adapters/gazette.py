"""Our search for evaluate.py in ../shared/data/search: the module that the search page loads, called as its contract says."""

from __future__ import annotations

from typing import Any

# The module's own loading counts: a reader who types at once waits for it too.
SEARCH = """async (query) => {
  const script = document.querySelector('script[type=module][src*="assets/search."]');
  const started = performance.now();
  try {
    const module = await import(script.src);
    const found = await module.search(query, {lang: document.documentElement.lang, limit: 10});
    return {ms: performance.now() - started, total: found.total, exact: found.exact,
            results: found.results.map(({url, title, excerpt, marked}) => ({url, title, excerpt, marked}))};
  } catch (error) {
    return {ms: null, total: String(error), exact: false, results: []};
  }
}"""


class Adapter:
    def __init__(self, **options: str) -> None:
        pass

    def page(self, prefix: str) -> str:
        return prefix + "search/"

    def is_search(self, path: str) -> bool:
        return "search-data/" in path or "assets/search" in path

    def search(self, page: Any, query: str, *, first: bool = False) -> Any:
        return page.evaluate(SEARCH, query)
