"""The command `speechkit report`.

Known limitations: all speeches of a folder are held in memory until its index is written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from speechkit.cli_shared import fail, files_argument, lexicon_options, read_documents, reading_options, write
from speechkit.errors import FAILED, SpeechkitError, WrongUsage
from speechkit.renderers import View


@click.command()
@files_argument
@click.option("--all", "mentions", is_flag=True, help="Show directed actions that are no key tasks, too.")
@lexicon_options
@reading_options
def report(files: tuple[str, ...], mentions: bool, **reading: Any) -> None:
    """Write a speech as one self-contained page: text, outline, tasks, deadlines, figures.

    Several files, or a folder, become a folder of pages with an index.html: the speeches side by side and one task
    ledger. A page loads nothing from anywhere; it prints as an A4 document.

    \b
    Examples:
      speechkit report speech.docx -o report.html
      speechkit report speech.txt --date 2024-03-05 -o report.html
      speechkit report speeches/ -o reports
      speechkit report *.docx -o reports
    """
    view = View("report", mentions=mentions)
    if len(files) == 1 and not os.path.isdir(files[0]):
        _report_one(files[0], view, reading)
    else:
        _report_several(files, view, reading)


def _report_one(file: str, view: View, reading: dict[str, Any]) -> None:
    docs, failed = read_documents([file], only=None, reading=reading)
    if failed:
        sys.exit(FAILED)
    try:
        from speechkit.renderers.report import render_page

        content = render_page(docs[0], view)
    except SpeechkitError as error:
        fail(error, debug=reading["debug"])
    write(content, reading)


def _report_several(files: Sequence[str], view: View, reading: dict[str, Any]) -> None:
    folder = reading["output"]
    if folder is None or os.path.isfile(folder):
        fail(WrongUsage("several speeches become a folder of pages; give -o FOLDER", path=folder))
    docs, failed = read_documents(files, only=None, reading=reading)
    if docs:
        try:
            from speechkit.renderers.report import render_pages

            _write_pages(folder, render_pages(docs, view), reading)
        except SpeechkitError as error:
            fail(error, debug=reading["debug"])
    sys.exit(FAILED if failed else 0)


def _write_pages(folder: str, pages: Iterable[tuple[str, str]], reading: dict[str, Any]) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        fail(WrongUsage(f"cannot be written: {error.strerror or error}", path=folder), debug=reading["debug"])
    for name, content in pages:
        write(content, {**reading, "output": os.path.join(folder, name)})
