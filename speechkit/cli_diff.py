"""The command `speechkit diff`.

Known limitations: none.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from speechkit.cli_shared import (
    complete_path,
    fail,
    format_option_of,
    read_documents,
    reading_options,
    settings_of,
    write,
)
from speechkit.errors import FAILED, WRONG_USAGE, SpeechkitError, WrongUsage

if TYPE_CHECKING:
    from speechkit.renderers.diff_labels import Language

FORMS = {
    "text": "speechkit.renderers.diff_text",
    "json": "speechkit.renderers.diff_json",
    "html": "speechkit.renderers.diff_html",
}
"""Format → the module that holds `render(diff, view)`."""
DIFFERENT = 1
"""Exit status under --exit-code."""


@click.command()
@click.argument("old", metavar="OLD", shell_complete=complete_path)
@click.argument("new", metavar="NEW", shell_complete=complete_path)
@format_option_of([*FORMS])
@click.option("--all", "minor", is_flag=True, help="Compare directed actions that are no key tasks, too.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where the drafts differ, with 2 where one cannot be read.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the labels."
)
@reading_options
def diff(old: str, new: str, form: str, *, minor: bool, exit_code: bool, lang: Language, **reading: Any) -> None:
    """Compare two drafts by meaning: points, tasks, times, phrases, then word by word.

    \b
    Examples:
      speechkit diff draft-1.docx draft-2.docx
      speechkit diff draft-1.txt draft-2.txt -o 两稿对照.html
      speechkit diff draft-1.txt draft-2.txt --format json | jq '.tasks[].fields'
    """
    from importlib import import_module

    from speechkit.diff import STEPS, compare
    from speechkit.renderers.diff_labels import DiffView

    for side in filter(os.path.isdir, (old, new)):
        fail(WrongUsage("a folder; give the two drafts as files", path=side), debug=reading["debug"])
    docs, failed = read_documents((old, new), only=STEPS, reading=reading)
    if failed:
        sys.exit(WRONG_USAGE if exit_code else FAILED)
    colour = reading["output"] is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    try:
        found = compare(docs[0], docs[1], settings_of(reading), minor=minor)
        content = import_module(FORMS[form]).render(found, DiffView(lang, colour))
    except SpeechkitError as error:
        fail(error, debug=reading["debug"])
    write(content, reading, drawn=form == "text")
    sys.exit(DIFFERENT if exit_code and not found.is_empty else 0)
