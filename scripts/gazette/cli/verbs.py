"""Verbs (命令): the command line of scripts/publish, with its verbs build, check, serve and test."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.cluster import SCHEDULER, SHARED_PLACE, chosen_workers
from gazette.cli.convert import convert
from gazette.cli.exchange import memory, terms, xliff
from gazette.cli.options import DOCS, FORMAT, LANG, LEDGER, MESSAGES, RELEASE, SITE_URL, STRICT, project_of
from gazette.cli.preview_log import LogWords
from gazette.cli.print import print_verb
from gazette.cli.record import record
from gazette.cli.report import EXIT_PROBLEMS, ROOT, language_of, note, progress, report, shown
from gazette.cli.review_session import review
from gazette.cli.sign import sign
from gazette.cli.translation import status, translated
from gazette.cli.usage import Verbs, translate_click
from gazette.cli.verify import verify
from gazette.problems import PublicationError, errors_of, judge_for_release
from gazette.site.build_options import BuildOptions
from gazette.system_errors import system_words

if TYPE_CHECKING:
    from gazette.project import Project
    from gazette.site.build import BuiltSite

translate_click()


class _Verbs(Verbs):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [
            "build",
            "check",
            "serve",
            "review",
            "record",
            "print",
            "verify",
            "sign",
            "status",
            "translated",
            "xliff",
            "terms",
            "memory",
            "convert",
            "test",
        ]


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Start with:  scripts/publish build   (从这里开始)",
)
def main() -> None:
    """Publish official texts as a static site in Simplified Chinese, Traditional Chinese and English.

    把政策解读发布为简体中文、繁体中文、英文三种文本的静态网站。

    \b
    Examples 示例:
      scripts/publish build              make the site in site/     生成网站
      scripts/publish check              look for problems only     只检查，不生成
      scripts/publish serve              preview while you write    边写边看
      scripts/publish review             doubtful characters        校核存疑字
      scripts/publish print              official copies as PDF     印制正式文本
      scripts/publish verify copy.pdf    is it what was published   核验文本
      scripts/publish build --help       all options of a verb      查看某个命令的全部选项
    """


@main.command(short_help="Make the site. 生成网站。")
@DOCS
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=ROOT / "site",
    show_default="site",
    help="Folder for the finished site. 成品目录。",
)
@SITE_URL
@FORMAT
@LANG
@STRICT
@RELEASE
@click.option("--no-copies", is_flag=True, help="Without the PDF files, which is faster. 不排印正式文本。")
@LEDGER
@click.option("--fresh", is_flag=True, help="Use nothing that an earlier run kept. 不使用以前保存的结果。")
@click.option("--explain", metavar="PUBLICATION", help="Say why it is rendered again. 说明某篇为何重新生成。")
@SCHEDULER
@SHARED_PLACE
def build(
    *,
    docs: Path,
    out: Path,
    site_url: str | None,
    form: str,
    lang: str | None,
    strict: bool,
    release: bool,
    no_copies: bool,
    ledger: Path | None,
    fresh: bool,
    explain: str | None,
    scheduler: str | None,
    shared: str | None,
) -> None:
    """Check the texts and make the site. When anything is wrong, the site made before stays as it was.

    检查全部文本并生成网站；有错误时，原有网站保持不变。

    \b
    Examples 示例:
      scripts/publish build
      scripts/publish build --site-url https://www.example.gov.cn/policy/
      scripts/publish build --release
      scripts/publish build --docs drafts --out /tmp/preview
      scripts/publish build --explain interpretations/2022/ip-pilot-city
      scripts/publish build --format json --lang en
      scripts/publish build --scheduler tcp://10.0.0.5:8786 --shared /mnt/shared
    """
    project, lang = project_of(docs, ledger), language_of(lang)
    project = replace(project, store=None) if fresh else project
    if strict:
        _check(project, site_url, form, lang, strict=True, quiet=True)
    with chosen_workers(scheduler, shared, lang) as workers:
        built = _build(project, out, BuildOptions(site_url, release, not no_copies, workers), form, lang)
    if explain:
        from gazette.cli.explaining import say_reasons

        say_reasons(built, explain, lang)


def _build(project: Project, out: Path, options: BuildOptions, form: str, lang: str) -> BuiltSite:
    from gazette.site.build import build_site

    started = time.monotonic()
    try:
        with progress(lang) as show:
            built = build_site(
                project,
                out.resolve(),
                options.site_url,
                release=options.release,
                with_copies=options.with_copies,
                workers=options.workers,
                on_progress=show,
            )
    except PublicationError as cause:
        report(cause.problems, form, lang)
        note(
            lang,
            "有错误，未生成网站；原有文件未作改动。",
            "There are errors: no site was made, and what was there is unchanged.",
        )
        sys.exit(EXIT_PROBLEMS)
    report(built.warnings, form, lang)
    if not built.is_new:
        note(lang, f"没有改动，{shown(out)} 已是最新。", f"Nothing has changed: {shown(out)} is up to date.")
        return built
    seconds = time.monotonic() - started
    note(
        lang,
        f"已生成：{shown(out)}（{built.pages} 个页面，用时 {seconds:.1f} 秒）",
        f"Made {shown(out)} ({built.pages} pages, {seconds:.1f} s)",
    )
    return built


@main.command(short_help="Look for problems only. 只检查。")
@DOCS
@SITE_URL
@FORMAT
@LANG
@STRICT
@RELEASE
@LEDGER
def check(
    *, docs: Path, site_url: str | None, form: str, lang: str | None, strict: bool, release: bool, ledger: Path | None
) -> None:
    """Run all checks without making anything. Exit status 1 when there are errors.

    运行全部检查，不生成任何文件；有错误时退出码为 1。

    \b
    Examples 示例:
      scripts/publish check
      scripts/publish check --docs drafts --format json
    """
    _check(project_of(docs, ledger), site_url, form, language_of(lang), strict=strict, release=release)


main.add_command(review)
main.add_command(convert)
main.add_command(print_verb)
main.add_command(record)
main.add_command(verify)
main.add_command(sign)
main.add_command(status)
main.add_command(translated)
main.add_command(xliff)
main.add_command(terms)
main.add_command(memory)


def _check(
    project: Project,
    site_url: str | None,
    form: str,
    lang: str,
    *,
    strict: bool,
    release: bool = False,
    quiet: bool = False,
) -> None:
    from gazette.site.stage_files import compose_stage

    _, problems = compose_stage(project, site_url)
    problems = judge_for_release(problems) if release else problems
    failed = bool(problems) if strict else bool(errors_of(problems))
    if failed or not quiet:
        report(problems, form, lang)
    if failed:
        sys.exit(EXIT_PROBLEMS)
    if not quiet:
        note(lang, "检查完毕，没有错误。", "Checked: no errors.")


@main.command(short_help="Preview while you write. 边写边看。")
@DOCS
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port of the preview. 预览地址。")
@LANG
def serve(docs: Path, address: str, lang: str | None) -> None:
    """Show the site on this computer; an edit shows after one rebuild. End with Ctrl+C.

    在本机预览；修改保存后自动更新。按 Ctrl+C 结束。

    \b
    Examples 示例:
      scripts/publish serve
      scripts/publish serve --docs drafts --address 127.0.0.1:8080
    """
    from gazette.site.serving import serve_site

    lang = language_of(lang)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LogWords(lang))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        serve_site(project_of(docs), address, lang)
    except PublicationError as stopped:
        report(stopped.problems, "text", lang)
        sys.exit(EXIT_PROBLEMS)
    except OSError as error:
        note(
            lang,
            f"无法在 {address} 上预览：{system_words(error.strerror or '', lang)}。可用 --address 另选端口。",
            f"Cannot preview on {address}: {error.strerror}. Choose another port with --address.",
        )
        sys.exit(EXIT_PROBLEMS)


@main.command(short_help="Run the project's tests. 运行测试。", context_settings={"ignore_unknown_options": True})
@click.option("--long", is_flag=True, help="Also soaks and long fuzzing. 包括长时间测试。")
@click.option("--update-golden", is_flag=True, help="Write the expected results anew. 更新预期结果。")
@click.option("--step", "steps", multiple=True, help="Only this step of tests/steps.py. 只运行其中一步。")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@MESSAGES
def test(*, long: bool, update_golden: bool, steps: Sequence[str], arguments: Sequence[str]) -> None:
    """Run the tests; further arguments go to pytest.

    运行测试；其余参数交给 pytest。

    \b
    Examples 示例:
      scripts/publish test
      scripts/publish test --long
      scripts/publish test tests/model -k index_number
    """
    flags = [name for name, given in (("--long", long), ("--update-golden", update_golden)) if given]
    if steps or not (arguments or update_golden):
        command = ["tests/steps.py", *(f"--step={name}" for name in steps)]
    else:
        command = ["-m", "pytest", *([] if update_golden else ["-n", "2"])]
    os.chdir(ROOT)
    Path("build").mkdir(exist_ok=True)
    os.execv(sys.executable, [sys.executable, *command, *flags, *arguments])
