"""Which OpenCC runs, and with which dictionaries, is looked at before anything is converted."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.convert import chinese


def found() -> list[tuple[str, str]]:
    return [(each.code, each.found) for each in chinese.check_engine.__wrapped__()]


def test_the_installed_engine_is_the_one_that_was_checked() -> None:
    assert found() == []


def test_a_dictionary_that_was_changed_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = chinese._engine_file
    other = tmp_path / "STPhrases.ocd2"
    other.write_bytes(real("opencc/STPhrases.ocd2").read_bytes() + b"\0")
    monkeypatch.setattr(chinese, "_engine_file", lambda name: other if name == "opencc/STPhrases.ocd2" else real(name))
    assert found() == [("engine.dictionary", "opencc/STPhrases.ocd2")]
    other.unlink()
    assert found() == [("engine.dictionary", "opencc/STPhrases.ocd2")]


def test_another_version_or_another_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chinese.opencc, "__version__", "1.1.9")
    assert [code for code, _ in found()] == ["engine.version"]
    monkeypatch.undo()
    monkeypatch.setattr(chinese, "_LIBRARY", tmp_path / "clib")  # opencc-python-reimplemented has none
    ((code, what),) = found()
    assert code == "engine.version" and str(Path(chinese.opencc.__file__)) in what


def test_with_a_wrong_engine_nothing_is_converted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chinese, "_LIBRARY", tmp_path / "clib")
    chinese.check_engine.cache_clear()
    chinese.engine.cache_clear()
    with pytest.raises(chinese.WrongEngineError):
        chinese.engine("s2tw")
    monkeypatch.undo()
    chinese.check_engine.cache_clear()
    assert chinese.engine("s2tw")("发") == "發"
