"""What is wrong with a command line is said in the reader's language, whichever way it is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gazette.cli.usage import translate_click
from gazette.cli.verbs import main
from gazette.system_errors import system_words
from tiny_site import ROOT

VERBS = sorted(main.commands)
PILOT = "interpretations/2022/ip-pilot-city"
WRONG = {
    "no such command": (("publihs",), "错误：没有命令 'publihs'。"),
    "no such option": (("check", "--frob"), "错误：没有选项 '--frob'。"),
    "a misspelt option": (("check", "--dcos", "x"), "错误：没有选项 '--dcos'。 是否要写 '--docs'？"),
    "no argument": (("verify",), "错误：缺少参数 'FILE...'."),
    "no option": (("terms",), "错误：缺少选项 '--out'."),
    "an option without its value": (("check", "--docs"), "错误：选项 '--docs' 需要一个值。"),
    "a flag with a value": (("build", "--release=yes"), "错误：选项 '--release' 不带值。"),
    "one argument too many": (("check", "docs"), "错误：多出参数（docs）"),
    "two arguments too many": (("check", "docs", "more"), "错误：多出参数（docs more）"),
    "not one of the choices": (("check", "--format", "xml"), "错误：'--format' 的值无效：'xml' 不在可选值之中：'text', 'json'。"),
    "no number": (("sign", "x.pdf", "--slot", "one"), "错误：'--slot' 的值无效：'one' 不是有效的数字。"),
    "no day": (("record", "--date", "27.10.2022"), "错误：'--date' 的值无效：'27.10.2022' 不符合格式 '%Y-%m-%d'。"),
    "a file that is not there": (
        ("xliff", "--import", "gone.xlf"),
        "错误：'--import' 的值无效：'gone.xlf' 不存在。",
    ),
    "neither way": (("xliff", PILOT), "错误：请写 出版物 语种 --out 文件，或 --import 文件"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def say(*arguments: str) -> list[str]:
    result = CliRunner().invoke(main, arguments, prog_name="scripts/publish")
    assert result.exit_code == 2, result.output
    return result.stderr.splitlines()


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_a_usage_error_is_said_in_chinese(
    arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    lines = say(*arguments)
    # Click knows no verb yet when an option's value is missing, and says nothing of its use.
    if lines[:-1]:
        verb = f" {arguments[0]}" if arguments[0] in VERBS else ""
        assert lines[0].startswith(f"用法： scripts/publish{verb} [")
        assert lines[1:-1] == [f"用“scripts/publish{verb} --help”查看用法。", ""]
    assert lines[-1] == said


def test_lang_counts_on_the_very_line_that_is_wrong() -> None:
    assert say("check", "--lang", "zh", "--frob")[-1] == "错误：没有选项 '--frob'。"
    assert say("check", "--frob", "--lang=zh")[-1] == "错误：没有选项 '--frob'。"
    assert say("check", "--frob")[-1] == "Error: No such option '--frob'."


def test_english_is_asked_for_in_a_chinese_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert say("verify", "--lang", "en")[-1] == "Error: Missing argument 'FILE...'."


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_the_language_of_messages(verb: str) -> None:
    command = main.commands[verb]
    command._help_option = None  # click keeps the one of the first call, which may have been English
    [option] = [each for each in command.params if "--lang" in each.opts]
    assert option.help == "Language of messages; otherwise from LANG. 提示语言。"
    said = CliRunner().invoke(main, [verb, "--help", "--lang", "zh"]).output
    assert "用法：" in said and "显示此帮助。" in said and "选项" in said


@pytest.mark.parametrize("verb", ["print", "verify", "status"])
def test_the_language_of_a_text_is_its_edition(verb: str) -> None:
    assert [each for each in main.commands[verb].params if "--edition" in each.opts]


def test_the_old_spelling_still_works_and_says_so() -> None:
    new = CliRunner().invoke(main, ["status", "--edition", "en"])
    old = CliRunner().invoke(main, ["status", "--lang", "en"])
    assert (old.exit_code, old.stdout, new.stderr) == (0, new.stdout, "")
    assert old.stderr == (
        "--lang is the language of messages now, that of the text is written --edition en; "
        "this release still takes it as before.\n"
    )
    chinese = CliRunner().invoke(main, ["status", "--lang", "en", "--lang", "zh"])
    assert chinese.stderr == "--lang 现在表示提示的语言，文本的语种写作 --edition en；本版仍按原来的意思处理。\n"


def test_beside_an_edition_lang_is_the_language_of_messages_only() -> None:
    both = CliRunner().invoke(main, ["status", "--edition", "en", "--lang", "zh"])
    assert (both.exit_code, both.stderr) == (0, "") and both.stdout.startswith("出版物")
    english = CliRunner().invoke(main, ["status", "--edition", "en", "--lang", "en"])
    assert english.stderr == "" and english.stdout.startswith("publication")
    wrong = CliRunner().invoke(main, ["status", "--edition", "en", "--lang", "zh-Hant"])
    assert (
        wrong.exit_code == 2 and wrong.stderr.splitlines()[-1] == "Error: Invalid value for --lang: 'zh-Hant': zh, en"
    )


def test_an_interrupted_verb_says_so_in_chinese(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "LC_ALL": "zh_CN.UTF-8", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", "from gazette.cli.__main__ import run; print('up', flush=True); run()", "convert"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )
    assert process.stdin and process.stdout and process.stdout.readline() == b"up\n"
    process.stdin.write("发展\n".encode())
    process.stdin.flush()
    assert process.stdout.readline() == "發展\n".encode()  # it waits for the next line
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert said.decode().strip().splitlines()[-1] == "已中断。"


def test_what_the_system_refuses_is_said_in_chinese() -> None:
    assert system_words("No such file or directory", "zh") == "没有这个文件或目录"
    assert system_words("Permission denied", "zh") == "没有权限"
    assert system_words("No space left on device", "zh") == "磁盘空间不足"
    assert system_words("No such file or directory", "en") == "No such file or directory"
    result = CliRunner().invoke(main, ["verify", "gone.pdf", "--lang", "zh"])
    assert (result.exit_code, result.stderr) == (2, "无法读写文件：gone.pdf（没有这个文件或目录）\n")


def test_click_still_asks_for_its_words_where_we_give_them() -> None:
    """Another release of click that took them elsewhere would speak English in silence."""
    translate_click()
    for module in (click.core, click.exceptions, click.formatting, click.parser, click.types):
        assert vars(module)["_"].__module__ == "gazette.cli.usage", module.__name__
