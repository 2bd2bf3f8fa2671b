"""The command `speechkit concordance`.

Known limitations: none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from speechkit.cli_folders import expand_folders
from speechkit.cli_shared import (
    complain,
    fail,
    files_argument,
    format_option_of,
    lexicon_options,
    reading_options,
    settings_of,
)
from speechkit.errors import FAILED, SpeechkitError, WrongUsage

if TYPE_CHECKING:
    from speechkit.concordance import KwicLine, Order
    from speechkit.concordance_patterns import Search
    from speechkit.renderers.concordance import KwicView
    from speechkit.settings import Settings

FORMS = {
    "table": "speechkit.renderers.concordance_table",
    "json": "speechkit.renderers.concordance_json",
    "jsonl": "speechkit.renderers.concordance_jsonl",
    "csv": "speechkit.renderers.concordance_csv",
}
"""Format → the module that holds `render(lines, view)`, which yields text as the lines come."""
_CONTEXT = 40
"""Characters on either side in JSON and CSV."""
_WIDTH = 120
"""Cells of a line where no terminal says how wide it is."""


@dataclass(slots=True)
class _Failures:
    """How many files failed."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be read, and how."""

    search: Search
    settings: Settings
    context: int
    across: bool
    debug: bool
    failures: _Failures = field(default_factory=_Failures)


@click.command()
@click.argument("pattern")
@files_argument
@click.option("--sort", type=click.Choice(["place", "left", "right"]), default="place", show_default=True,
              help="By place, or by the words next to the keyword.")  # fmt: skip
@format_option_of([*FORMS])
@click.option("--context", type=click.IntRange(min=0), metavar="N", help="Characters on either side.")
@click.option("--width", type=click.IntRange(min=40), metavar="N", help="Cells of a line of the table.")
@click.option("--across", is_flag=True, help="Let contexts go beyond the paragraph; its end is shown as ¶.")
@lexicon_options
@reading_options
def concordance(
    pattern: str,
    files: tuple[str, ...],
    form: str,
    *,
    sort: Order,
    context: int | None,
    width: int | None,
    across: bool,
    **reading: Any,
) -> None:
    """List every place of PATTERN with what stands left and right of it (KWIC); FILE may be a folder.

    PATTERN is a word, a frame (既…又…), category:NAME, lexicon:ID or lexicon:ID/CATEGORY; literal:TEXT takes any text
    as it stands. A simplified pattern finds traditional text, too.

    \b
    Examples:
      speechkit concordance 放管服 speeches/
      speechkit concordance '既…又…' *.docx --sort left
      speechkit concordance category:成语 speech.txt -o 成语.csv
    """
    from speechkit.concordance import sort_lines
    from speechkit.concordance_patterns import make_search

    settings = settings_of(reading)
    try:
        search = make_search(pattern, settings)
        width = width or _terminal_width(reading["output"])
        reach = context if context is not None else width if form == "table" else _CONTEXT
        paths = expand_folders(files, own=reading["output"])
    except SpeechkitError as error:
        fail(error, debug=reading["debug"])
    job = _Job(search, settings, reach, across, reading["debug"])
    lines = _read(paths, job)
    view = _view(paths, search, pattern=pattern, width=width, output=reading["output"])
    _write(_render(lines if sort == "place" else sort_lines(lines, sort), form, view), reading, drawn=form == "table")
    sys.exit(FAILED if job.failures.count else 0)


def _terminal_width(output: str | None) -> int:
    if output is not None or not sys.stdout.isatty():
        return _WIDTH
    from shutil import get_terminal_size

    return max(40, get_terminal_size().columns)


def _read(paths: Iterable[str], job: _Job) -> Iterator[KwicLine]:
    """Yield the lines of one file after the other; report each failure in one line and go on."""
    from speechkit.concordance import STEPS, find_concordance
    from speechkit.pipeline import analyze_source
    from speechkit.readers import read_source

    for path in paths:
        try:
            doc = analyze_source(read_source(path, job.settings), job.settings, only=STEPS)
            yield from find_concordance(doc, job.search, context=job.context, across=job.across)
        except SpeechkitError as error:
            if job.debug or error.exit_status != FAILED:
                fail(error, debug=job.debug)
            complain(error)
            job.failures.count += 1


def _view(paths: Sequence[str], search: Search, *, pattern: str, width: int, output: str | None) -> KwicView:
    from speechkit.renderers.concordance import KwicView, keyword_like

    return KwicView(
        pattern=pattern,
        width=width,
        longest_path=max(map(len, paths)),
        keyword=keyword_like(search.kind, search.widest),
        colour=output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ,
    )


def _render(lines: Iterable[KwicLine], form: str, view: KwicView) -> Iterator[str]:
    from importlib import import_module

    render: Callable[[Iterable[KwicLine], KwicView], Iterator[str]] = import_module(FORMS[form]).render
    return render(lines, view)


def _write(pieces: Iterable[str], reading: dict[str, Any], *, drawn: bool) -> None:
    """Write pieces as they come, to the file asked for or to standard output; see `cli_shared.write`."""
    output = reading["output"]
    if output is None:
        if sys.stdout.isatty():
            from speechkit.renderers.safety import terminal_text

            pieces = (terminal_text(piece, drawn=drawn) for piece in pieces)
        try:
            _write_all(pieces, sys.stdout.buffer)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    try:
        with open(output, "wb") as file:
            _write_all(pieces, file)
    except OSError as error:
        fail(WrongUsage(f"cannot be written: {error.strerror or error}", path=output), debug=reading["debug"])


def _write_all(pieces: Iterable[str], stream: BinaryIO) -> None:
    for piece in pieces:
        stream.write(piece.encode("utf-8", "backslashreplace"))
    stream.flush()
