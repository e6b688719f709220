"""Chromium, as in the browser tests, for what a reader prints."""

from __future__ import annotations

from browser.conftest import browser

__all__ = ["browser"]
