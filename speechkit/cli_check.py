"""The command `speechkit check`.

Known limitations: none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from speechkit.cli_shared import (
    complain,
    fail,
    files_argument,
    format_option,
    read_documents,
    reading_options,
    settings_file_of,
    settings_of,
    view_for_terminal,
    write,
)
from speechkit.errors import FAILED, SpeechkitError, UnreadableSource, WrongUsage
from speechkit.renderers import View, load_renderer

if TYPE_CHECKING:
    from speechkit.check_fix import Mended
    from speechkit.check_model import CheckOptions, Rule
    from speechkit.model import Document
    from speechkit.settings import Settings

_BOMS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
_CODECS = {"big5": "big5hkscs"}
"""Encoding of a source → the codec that writes it."""


@click.command()
@files_argument
@format_option("check")
@click.option("--select", multiple=True, metavar="RULE", help="Only these rules or groups; repeat, or part by commas.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Not these rules or groups; repeat, or part by commas.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of messages.  [default: zh]")
@click.option("--fix", is_flag=True, help="Write a mended copy beside each text file (a.txt → a.fixed.txt).")
@click.option("--lexicon", multiple=True, metavar="FILE", help="Add a lexicon of your own; may be repeated.")
@reading_options
def check(files: tuple[str, ...], form: str, fix: bool, **options: Any) -> None:
    """Say what is wrong in a draft, doubtful or worth a look, each with its place, what to do and its source.

    Levels are 错误, 疑似 and 提示; the exit status is 1 where an 错误 stands. docs/check.md lists the rules.

    \b
    Examples:
      speechkit check draft.docx
      speechkit check draft.txt --date 2024-03-05 --ignore duties
      speechkit check draft.txt --select punctuation,numbering-gap --lang en
      speechkit check draft.txt --fix
      speechkit check drafts/*.txt --format github
    """
    from speechkit.check import check_document, choose_rules, steps_of

    settings = settings_of(options)
    chosen = _options_of(options)
    try:
        rules = choose_rules(chosen)
    except SpeechkitError as error:
        fail(error, debug=options["debug"])
    docs, failed = read_documents(files, only=steps_of(rules), reading=options)
    try:
        docs = [check_document(doc, rules, settings, language=chosen.language) for doc in docs]
    except SpeechkitError as error:
        fail(error, debug=options["debug"])
    if docs:
        view = view_for_terminal(View("check", language=chosen.language), options)
        write(load_renderer("check", form)(docs, view), options, drawn=form == "text")
    if fix:
        failed += sum(not _fix(doc, rules, settings, chosen.language) for doc in docs)
    has_errors = any(finding.level == "error" for doc in docs for finding in doc.findings)
    sys.exit(FAILED if failed or has_errors else 0)


def _options_of(options: dict[str, Any]) -> CheckOptions:
    """What is to be checked: the settings file, then the options."""
    from speechkit.check_model import CheckOptions

    file = settings_file_of(options)
    return CheckOptions(
        select=_names(options["select"]) or file.texts("check.select"),
        ignore=_names(options["ignore"]) or file.texts("check.ignore"),
        language=options["lang"] or file.values.get("check.lang", "zh"),
    )


def _names(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for text in given for name in text.split(",") if name.strip())


def _fix(doc: Document, rules: Sequence[Rule], settings: Settings, language: str) -> bool:
    """Write a mended copy and list its changes on standard error; report what cannot be done. True where it was."""
    from speechkit.check_fix import TEXT_FORMAT, mend_document
    from speechkit.renderers.findings_changes import render_changes

    path = doc.source.path
    try:
        if path is None or path == "-" or doc.source.format != TEXT_FORMAT:
            raise WrongUsage("only a text file can be mended; give its path", path=path)
        mended = mend_document(doc, rules, settings)
        stem, suffix = os.path.splitext(path)
        target = f"{stem}.fixed{suffix}"
        if mended.changes:
            _write_copy(path, target, _encode(doc, mended, path))
    except SpeechkitError as error:
        complain(error)
        return False
    click.echo(render_changes(doc, mended.changes, target=target, language=language), nl=False, err=True)
    return True


def _encode(doc: Document, mended: Mended, path: str) -> bytes:
    """The mended text in the encoding of the input, its byte order mark kept."""
    encoding = doc.source.encoding or "utf-8"
    with open(path, "rb") as stream:
        mark = _BOMS.get(encoding, b"")
        opened = bool(mark) and stream.read(len(mark)) == mark
    try:
        data = mended.text.encode(_CODECS.get(encoding, encoding))
    except UnicodeEncodeError as error:
        sign = mended.text[error.start]
        raise WrongUsage(f"{encoding} has no “{sign}”; convert the file to UTF-8 first", path=path) from None
    return mark + data if opened else data


def _write_copy(path: str, target: str, data: bytes) -> None:
    """Write a new file; never over one that is there."""
    try:
        with open(target, "xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise UnreadableSource("is there already; move it away first", path=target) from None
    except OSError as error:
        raise UnreadableSource(f"cannot be written: {error.strerror or error}", path=target) from None
