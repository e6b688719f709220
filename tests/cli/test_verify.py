"""`scripts/publish verify`: one sentence about each file, whatever the file is; exit status 0 only for the very file that was published, or the very words of a text."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import threading
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from copies.authority import BUREAU, NOW, PASSPHRASE, issue
from copies.samples import converted, copy_html, print_copy, print_html, published
from gazette.cli.verbs import main
from gazette.copies.certificates import read_pkcs12
from gazette.copies.sign import sign_copy
from gazette.project import Project
from gazette.records.versions import Recording, record_versions
from gazette.site.printing import Order, print_copies
from tiny_site import ROOT, write_notice
from verify.forgeries import forge

BODY = "推动知识产权高质量发展，加快试点城市建设。"
URL = "https://www.example.org/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """docs/ with two recorded publications, and files made of them."""
    folder = tmp_path_factory.mktemp("verify")
    write_notice(folder / "docs", "n", BODY)
    write_notice(folder / "docs", "m", "另一篇通知，内容毫不相同，另有安排。", title="另一篇通知", number=2)
    project = Project(ROOT, folder / "docs", folder / "ledger.tsv")
    record_versions(project, (), Recording("王斌", date(2023, 3, 2)), URL)
    for tag, name in (("zh-Hans", "copy.pdf"), ("zh-Hant", "hant.pdf")):
        order = Order(["interpretations/2023/n"], [tag])
        [printed] = print_copies(project, order, folder / "out", URL, lambda done, total: None)
        printed.file.rename(folder / name)
    write_notice(folder / "one", "n", BODY)
    text = converted(folder / "one")
    copy = (folder / "copy.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        pdf.save(folder / "saved.pdf")
    (folder / "boxed.pdf").write_bytes(forge("white_box", copy))
    (folder / "changed.pdf").write_bytes(print_copy(text, "zh-Hans", f"<p>{BODY.replace('加快', '减慢')}</p>"))
    (folder / "untagged.pdf").write_bytes(print_html(copy_html(text, "zh-Hans"), variant=None))
    (folder / "pasted.txt").write_text(published(text, "zh-Hans").text.replace("\n", "\r\n  "), encoding="gb18030")
    (folder / "cut.pdf").write_bytes(copy[:200])
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "picture.txt").write_bytes(b"\x89PNG\0\0")
    (folder / "strange.txt").write_text("今天天气很好，适合出门散步和读书。", encoding="utf-8")
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        pdf.save(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(folder / "scan.pdf")
    return folder


@pytest.fixture
def verify(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.chdir(folder)

    def run(*arguments: str, language: str = "en_US.UTF-8") -> Result:
        monkeypatch.setenv("LANG", language)
        options = ("--docs", "docs", "--ledger", "ledger.tsv", "--site-url", URL)
        return CliRunner().invoke(main, ["verify", *options, *arguments], catch_exceptions=False)

    return run


def test_the_very_file(verify: object, folder: Path) -> None:
    now = published(converted(folder / "one"), "zh-Hans")
    done = call(verify, "copy.pdf")
    assert done.exit_code == 0
    assert done.output == (
        "copy.pdf: is the very file that was published (version 1 of 2023-03-02, in force)\n"
        "  title: 关于试点工作的通知\n"
        "  language: zh-Hans\n"
        "  date of publication: 2023-03-02\n"
        f"  fingerprint: {now.short_form} (SHA-256 {now.fingerprint})\n"
        f"  SHA-256 of the file: {hashlib.sha256((folder / 'copy.pdf').read_bytes()).hexdigest()}\n"
    )


def test_in_chinese(verify: object) -> None:
    done = call(verify, "hant.pdf", language="zh_CN.UTF-8")
    assert done.exit_code == 0
    assert done.output.startswith(
        "hant.pdf：就是本站发布的原文件（第 1 版，2023-03-02 登记，现行）\n"
        "  标题：關於試點工作的通知\n  语种：zh-Hant\n  发布日期：2023-03-02\n  指纹："
    )


def test_the_same_words_in_another_file(verify: object) -> None:
    done = call(verify, "saved.pdf", language="zh_CN.UTF-8")
    assert done.exit_code == 1
    assert done.stdout.startswith(
        "saved.pdf：文字与已发布的一致（第 1 版，2023-03-02 登记，现行），但不是原文件：文字之上或之外所绘内容无法判断，"
        "请对照原件（https://www.example.org/interpretations/2023/n/n.pdf）\n"
    )
    assert "  页面：逐页图像与原件相同（每英寸 96 点）\n" in done.stdout


def test_where_a_page_looks_different(verify: object, folder: Path) -> None:
    done = call(verify, "boxed.pdf", "--pictures", "marked")
    assert done.exit_code == 1 and "[copy.hidden]" in done.stdout
    places = re.findall(r"boxed.pdf p. 1: found \"(\d+), (\d+); (\d+) × (\d+) mm\".*\[copy.look\]", done.stdout)
    assert places
    for name in ("page-1.png", "page-1.original.png"):
        picture = Image.open(folder / "marked" / "boxed" / name).convert("RGB")
        for place in places:
            left, top, width, height = (round(int(each) / 25.4 * 96) for each in place)
            around = picture.crop((left - 8, top - 8, left + width + 8, top + height + 8))
            assert (220, 0, 0) in around.get_flattened_data()


def test_where_it_differs(verify: object) -> None:
    done = call(verify, "changed.pdf")
    assert done.exit_code == 1
    assert re.match(r"changed.pdf: differs from what was published; places: \d+\n", done.stdout)
    assert (
        'error  changed.pdf:7: found "推动知识产权高质量发展，⟦减慢⟧试点城市建设。", '
        "expected “推动知识产权高质量发展，⟦加快⟧试点城市建设。” — hint: the difference is in ⟦⟧; "
        "compare with the page on the site. [copy.changed]\n"
    ) in done.stdout


def test_a_pasted_text_in_the_encoding_of_a_chinese_windows(verify: object) -> None:
    done = call(verify, "pasted.txt")
    assert done.exit_code == 0
    assert done.output.startswith("pasted.txt: has the words that were published (version 1 of 2023-03-02, in force)\n")
    assert "  not compared: spaces and line ends (plain text)\n" in done.output


def test_a_pdf_without_structure_is_compared_by_its_words(verify: object) -> None:
    done = call(verify, "untagged.pdf", "--publication", "interpretations/2023/n", "--edition", "zh-Hans")
    assert "  not compared: spaces and line ends (this PDF has no structure)\n" in done.output


def test_what_comes_through_a_pipe(verify: object, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    writer = threading.Thread(target=lambda: (folder / "pipe").write_bytes((folder / "pasted.txt").read_bytes()))
    writer.start()
    done = call(verify, "pipe")
    writer.join()
    assert done.exit_code == 0 and done.output.startswith("pipe: has the words that were published")


def test_a_file_that_is_not_there_and_a_folder(verify: object) -> None:
    for name, said in (("nothing.pdf", "Cannot read or write nothing.pdf"), ("docs", "[copy.kind]")):
        done = call(verify, name)
        assert done.exit_code == 2 and said in done.output


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cut.pdf", "error  cut.pdf: expected a complete PDF — hint: download or copy the file again. [copy.damaged]"),
        ("empty.pdf", "error  empty.pdf: expected a PDF or a plain text file — hint: choose a .pdf or .txt file; from any other format paste the words into a .txt file. [copy.kind]"),
        ("picture.txt", "error  picture.txt: expected a PDF or a plain text file — hint: choose a .pdf or .txt file; from any other format paste the words into a .txt file. [copy.kind]"),
        ("empty.txt", "error  empty.txt: expected words in the file — hint: paste the text that is to be compared and save the file. [copy.empty]"),
        ("strange.txt", "error  strange.txt: expected the words of a publication — hint: name it with --publication and --edition. [copy.publication]"),
        ("locked.pdf", "error  locked.pdf: expected a PDF without a password; official copies never have one — hint: ask the issuing body for the original file. [copy.encrypted]"),
        ("scan.pdf", "error  scan.pdf: expected a PDF that contains text — hint: a scan or a picture cannot be compared; use the official copy itself, or type its words into a .txt file. [copy.no-text]"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_ends_with_a_sentence(verify: object, name: str, sentence: str) -> None:
    done = call(verify, name)
    assert (done.exit_code, done.stdout.splitlines()) == (2, [sentence])


def test_a_publication_that_is_not_there(verify: object) -> None:
    done = call(verify, "copy.pdf", "--publication", "interpretations/2023/x")
    assert done.exit_code == 2 and "[publication.unknown]" in done.stdout


def test_json_has_one_record_a_file(verify: object) -> None:
    done = call(verify, "copy.pdf", "saved.pdf", "changed.pdf", "scan.pdf", "--format", "json")
    good, same, bad, scan = json.loads(done.stdout)
    assert done.exit_code == 2
    assert [each["answer"] for each in (good, same, bad, scan)] == ["original", "words", "differs", "unknown"]
    assert [each["status"] for each in (good, same, bad, scan)] == [0, 1, 1, 2]
    assert (good["file"], good["version"], good["in_force"], good["problems"]) == ("copy.pdf", 1, True, [])
    assert same["fingerprint"] == same["found_fingerprint"] == bad["fingerprint"] != bad["found_fingerprint"]
    assert (same["original"], same["differences"]) == (f"{URL}interpretations/2023/n/n.pdf", [])
    assert scan["problems"][0]["code"] == "copy.no-text"
    assert not {"equal", "is_equal"} & set(good)


def test_signatures_are_told(verify: object, folder: Path) -> None:
    issued = issue()
    signer, _ = read_pkcs12(issued.file, PASSPHRASE, NOW, "")
    assert signer
    signed = sign_copy((folder / "copy.pdf").read_bytes(), signer)
    (folder / "signed.pdf").write_bytes(signed)
    (folder / "other-signed.pdf").write_bytes(sign_copy((folder / "saved.pdf").read_bytes(), signer))
    (folder / "appended.pdf").write_bytes(signed + b"\n%")
    (folder / "root.pem").write_bytes(issued.root)
    (folder / "other.pem").write_bytes(issue().root)
    line = f"  signature: {BUREAU} (certificate from 试验根证书); unchanged since it was signed"
    done = call(verify, "signed.pdf")
    assert done.exit_code == 0 and f"{line}; issuer not checked, no authority was given with --trust\n" in done.output
    done = call(verify, "signed.pdf", "--trust", "root.pem")
    assert done.exit_code == 0 and f"{line}; issuer trusted\n" in done.output
    for name, trust, code in (
        ("signed.pdf", "other.pem", "copy.untrusted"),
        ("appended.pdf", "root.pem", "copy.appended"),
    ):
        done = call(verify, name, "--trust", trust)
        assert done.exit_code == 1 and f"[{code}]" in done.stdout
    done = call(verify, "appended.pdf")
    assert done.stdout.startswith(
        f"appended.pdf: the signature is not valid ({BUREAU}): do not trust it; differs from what was published: the words are the same (version 1 "
    )
    done = call(verify, "other-signed.pdf", "--trust", "root.pem")
    assert done.exit_code == 1 and "differs from what was published: the words are the same" in done.stdout
    assert "[sign.roots]" in call(verify, "signed.pdf", "--trust", "pasted.txt").stdout


def call(verify: object, *arguments: str, language: str = "en_US.UTF-8") -> Result:
    assert callable(verify)
    done = verify(*arguments, language=language)
    assert isinstance(done, Result) and "Traceback" not in done.output
    return done
