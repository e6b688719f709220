"""MkDocs' events, each handed to gazette.site. `mkdocs build` in the environment gives the same pages as scripts/publish."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from mkdocs.plugins import event_priority

from gazette.site import mkdocs_events


def on_config(config, **_):
    return mkdocs_events.prepare(config)


@event_priority(-200)
def on_files(files, config, **_):
    return mkdocs_events.choose_files(files, config)


def on_nav(nav, config, files, **_):
    mkdocs_events.place_not_found(files, config)
    return nav


def on_env(env, config, files, **_):
    return mkdocs_events.be_strict(env)


def on_page_context(context, page, config, **_):
    return mkdocs_events.page_context(context, page, config)
