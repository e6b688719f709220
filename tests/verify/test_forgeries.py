"""Forged copies: none is the very file, none has the same words without a warning, and what was done to it is named."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import NameObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from copies.authority import NOW, PASSPHRASE, Issued, issue
from gazette.cli.examining import Archive, Folders, examine, take
from gazette.cli.verdicts import Examined, _facts, headline
from gazette.copies.certificates import read_pkcs12
from gazette.copies.sign import sign_copy
from gazette.model.issued import IssuedCopies
from gazette.pipeline import CheckedSite, compose_project
from gazette.project import Project
from gazette.records.versions import Recording, record_versions
from gazette.site.printing import Order, print_copies
from gazette.verify import reading
from gazette.verify.published import Published, publish_text
from tiny_site import ROOT, write_notice
from verify import more_forgeries
from verify.forgeries import FORGERIES, forge

URL = "https://www.example.org/"
NOTHING_KEPT = Folders()
BODY = (
    "自2023年3月30日起，罚款金额为3000元，见[通告](https://www.example.org/a)。\n\n"
    + "| 项目 | 金额 |\n|---|---|\n| 甲 | 300元 |\n| 乙 | 3030元 |\n\n"
    + "推动知识产权高质量发展，加快试点城市建设，1〜3月为期，4～6月为止。\n\n" * 12
)


@dataclass(frozen=True)
class Office:
    """A tiny site with one recorded publication, and what it issued."""

    project: Project
    checked: CheckedSite
    issued: IssuedCopies
    texts: tuple[Published, ...]
    copies: dict[str, bytes]
    folder: Path
    folders: Folders = NOTHING_KEPT

    def examine(self, content: bytes, name: str = "copy.pdf") -> Examined:
        file = self.folder / name
        file.write_bytes(content)
        taken = take(name, file, self.issued, b"")
        if taken.problem:
            return Examined(name, (taken.problem,), _unknown())
        return examine(taken, Archive(self.project, self.checked, self.texts, self.folders), None)


def _unknown() -> object:
    from gazette.verify.judgement import Judgement

    return Judgement()


@pytest.fixture(scope="module", autouse=True)
def in_this_process() -> Iterator[None]:
    """Processes of their own are tested in test_confined.py; here each would cost a second."""
    kept = reading.run_confined
    reading.run_confined = lambda function, *arguments, seconds: function(*arguments)  # type: ignore[assignment]
    yield
    reading.run_confined = kept


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    write_notice(folder / "docs", "n", BODY, languages="zh-Hans")
    project = Project(ROOT, folder / "docs", folder / "ledger.tsv")
    done, problems = record_versions(project, (), Recording("王斌", date(2023, 3, 2)), URL)
    assert len(done.files) == 1, problems
    checked, _ = compose_project(project, URL)
    assert checked
    versions = checked.signed.versions
    texts = tuple(
        publish_text(text, tag, checked.labels[tag], versions[text.publication.path, tag])
        for text in checked.site.texts
        for tag in text.editions
    )
    printed = print_copies(project, Order(), folder / "out", URL, lambda done, total: None)
    copies = {"zh-Hans": printed[0].file.read_bytes()}
    assert hashlib.sha256(copies["zh-Hans"]).hexdigest() == done.files[0].sha256 and printed[0].pages >= 2
    return Office(project, checked, checked.signed.issued, texts, copies, folder)


@pytest.fixture(scope="module")
def copy(office: Office) -> bytes:
    return office.copies["zh-Hans"]


@pytest.fixture(scope="module")
def issued() -> Issued:
    return issue()


def codes(found: Examined) -> set[str]:
    return {each.code for each in found.problems}


def signed(copy: bytes, issued: Issued) -> bytes:
    signer, _ = read_pkcs12(issued.file, PASSPHRASE, NOW, "")
    assert signer
    return sign_copy(copy, signer)


def test_the_very_file_is_known(office: Office, copy: bytes) -> None:
    found = office.examine(copy)
    assert (found.judgement.answer, found.status, found.problems) == ("original", 0, ())
    assert headline(found, "en") == "is the very file that was published (version 1 of 2023-03-02, in force)"
    assert headline(found, "zh") == "就是本站发布的原文件（第 1 版，2023-03-02 登记，现行）"


def test_the_same_document_saved_again_is_another_file(office: Office, copy: bytes) -> None:
    """Although its words have 〜 and ～, which one glyph stands for."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        pdf.save(saved)
    found = office.examine(saved.getvalue())
    assert (found.judgement.answer, found.status, codes(found)) == ("words", 1, {"copy.other-file"})
    assert headline(found, "en") == (
        "has the words that were published (version 1 of 2023-03-02, in force), but is another file: what is drawn over or "
        "beside them cannot be judged; compare with the original "
        "(https://www.example.org/interpretations/2023/n/n.pdf)"
    )


def test_a_genuine_copy_has_no_part_that_copies_do_not_have(office: Office, copy: bytes) -> None:
    """Known without the original, so that a copy of an older version is not accused of what every copy has."""
    file = office.folder / "genuine.pdf"
    file.write_bytes(copy)
    found = reading.read_pdf(file, len(copy))
    assert found.refusal is None and found.foreign == ()


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_told_and_named(office: Office, copy: bytes, name: str) -> None:
    found = office.examine(forge(name, copy), f"{name}.pdf")
    assert found.judgement.answer == "differs" and found.status == 1
    assert set(FORGERIES[name][1]) <= codes(found), codes(found)
    assert headline(found, "en").startswith("differs from what was published")
    assert headline(found, "zh").startswith("与已发布的不同")


def test_there_are_forgeries_enough() -> None:
    assert len(FORGERIES) >= 110 and more_forgeries.NOTES


def test_a_signature_behind_the_very_file(office: Office, copy: bytes, issued: Issued) -> None:
    found = office.examine(signed(copy, issued))
    assert (found.judgement.answer, found.status, found.problems) == ("original", 0, ())
    assert headline(found, "en").endswith("in force), with an electronic signature behind it")


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_page_replaced_behind_the_very_file(office: Office, copy: bytes, issued: Issued, is_signed: bool) -> None:
    """The file begins with the recorded bytes; what is shown is what the last revision says."""
    changed = _replaced(copy)
    found = office.examine(signed(changed, issued) if is_signed else changed)
    assert changed.startswith(copy) and found.judgement.answer == "differs"
    assert found.status == 1 and {"copy.revision", "copy.look"} <= codes(found)


def _replaced(copy: bytes) -> bytes:
    """An update behind the file, with a page that is drawn otherwise."""
    writer = IncrementalPdfFileWriter(io.BytesIO(copy))
    page = writer.root["/Pages"]["/Kids"][0]
    content = StreamObject(stream_data=page["/Contents"].data + b" q 1 0 0 rg 100 500 120 30 re f Q")
    page[NameObject("/Contents")] = writer.add_object(content)
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def test_another_document_behind_the_very_file(office: Office, copy: bytes) -> None:
    other = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(other)
    found = office.examine(copy + other.getvalue())
    assert found.judgement.answer != "original" and found.status >= 1


@pytest.mark.parametrize("added", [b"\n", b"%", b"x" * 100, b"%%EOF\n"])
def test_bytes_behind_the_very_file(office: Office, copy: bytes, added: bytes) -> None:
    """Nothing is replaced, so that it is the same document; and yet not the file that was issued."""
    found = office.examine(copy + added)
    assert found.judgement.answer != "original" and found.status == 1


def test_a_bad_signature_changes_the_headline(office: Office, copy: bytes, issued: Issued) -> None:
    content = signed(copy, issued)
    broken = bytearray(content)
    at = content.index(b"/M (D", len(copy)) + 12
    broken[at] ^= 1
    for changed, code in ((bytes(broken), "copy.signature"), (content + b"\n%", "copy.appended")):
        found = office.examine(changed)
        assert (found.judgement.answer, found.status) == ("differs", 1) and code in codes(found)
        assert headline(found, "en").startswith("the signature is not valid (淄博市市场监督管理局): do not trust it; ")
        assert headline(found, "zh").startswith("签名无效（淄博市市场监督管理局），不可信。")


def told(found: Examined) -> list[str]:
    return [value for name, value in _facts(found, "en") if name == "not compared"]


def test_a_superseded_file_is_the_very_file_and_not_in_force(tmp_path: Path, copy: bytes, office: Office) -> None:
    write_notice(tmp_path / "docs", "n", BODY + "另有规定。\n", languages="zh-Hans")
    for name in ("versions.tsv", "copies.tsv"):
        (tmp_path / name).write_bytes((office.folder / name).read_bytes())
    project = Project(ROOT, tmp_path / "docs", tmp_path / "ledger.tsv")
    record_versions(project, (), Recording("王斌", date(2023, 4, 2)), URL)
    checked, _ = compose_project(project, URL)
    assert checked
    text, versions = checked.site.texts[0], checked.signed.versions
    now = publish_text(text, "zh-Hans", checked.labels["zh-Hans"], versions[text.publication.path, "zh-Hans"])
    later = Office(project, checked, checked.signed.issued, (now,), {}, tmp_path)
    found = later.examine(copy)
    assert (found.judgement.answer, found.status, codes(found)) == ("original", 1, {"copy.superseded"})
    assert headline(found, "en") == "is the very file that was published (version 1 of 2023-03-02, superseded)"
    forged = later.examine(forge("a_script_on_opening", copy))
    assert forged.judgement.answer == "differs" and "copy.script" in codes(forged)
    again = later.examine(forge("a_blank_page_added", copy))
    assert again.judgement.answer == "words" and again.status == 1, "there is no original to count the pages of"
    assert told(again) == [
        "pictures of the pages, fonts, bookmarks and tags (no original of that version is at hand; name a folder that has it with "
        "--originals)",
        "links: 2",
    ]
    kept = replace(later, folders=Folders(None, tmp_path / "kept"))
    (tmp_path / "kept" / "2023").mkdir(parents=True)
    (tmp_path / "kept" / "2023" / "n.pdf").write_bytes(copy)
    (tmp_path / "kept" / "a.pdf").write_bytes(forge("a_page_turned", copy))
    compared = kept.examine(forge("a_blank_page_added", copy))
    assert compared.judgement.answer == "differs" and {"copy.pages", "copy.superseded"} <= codes(compared)
    assert kept.examine(forge("another_title", copy)).judgement.answer == "differs"
    assert later.examine(forge("another_title", copy)).judgement.answer == "words"
    changed = later.examine(_replaced(copy))
    assert changed.judgement.answer == "differs" and "copy.look" in codes(changed), "its original is in it"
    gone = Office(project, checked, checked.signed.issued, (), {}, tmp_path).examine(copy)
    assert (gone.judgement.answer, gone.status, codes(gone)) == ("original", 1, {"copy.withdrawn"})
