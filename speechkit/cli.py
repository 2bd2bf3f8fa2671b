"""The command line: options in, text and exit status out.

Each command turns its options into `Settings`, calls the library once, renders and writes. What a command prints goes
to standard output, everything else to standard error.

Known limitations: none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

import click

from speechkit import __version__
from speechkit.cli_lexicon import lexicon
from speechkit.errors import FAILED, SpeechkitError, WrongUsage
from speechkit.renderers import FORMATS, View

if TYPE_CHECKING:
    from datetime import date, datetime

    from speechkit.model import Document
    from speechkit.settings import Settings

_FunctionT = TypeVar("_FunctionT", bound=Callable[..., Any])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version")
def cli() -> None:
    """Read Chinese meeting speeches: their points, phrases, times and tasks.

    FILE is text of any usual encoding, .docx, .pdf, .md, .html, .doc or .wps; - is standard input.

    \b
    Examples:
      speechkit outline speech.docx
      speechkit outline *.txt --format json | jq '.[].meta.title'
      speechkit analyze speech.txt --date 2024-03-05 > speech.json

    Completion: eval "$(_SPEECHKIT_COMPLETE=bash_source speechkit)" (or zsh_source, fish_source).
    """


def _files(function: _FunctionT) -> _FunctionT:
    return click.argument("files", nargs=-1, required=True, metavar="FILE...")(function)


def _reading(function: _FunctionT) -> _FunctionT:
    """The options of every command that reads speeches."""
    for option in (
        click.option("--debug", is_flag=True, help="Show the traceback of a failure."),
        click.option("-o", "--output", metavar="PATH", help="Write to a file instead of standard output."),
        click.option("--encoding", metavar="NAME", help="Encoding of text files; guessed otherwise."),
        click.option("--date", metavar="YYYY-MM-DD", help="Day of the speech; relative times count from it."),
    ):
        function = option(function)
    return function


def _format(command: str) -> Callable[[_FunctionT], _FunctionT]:
    names = [row.name for row in FORMATS[command]]
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True, help="What to print."
    )


@cli.command()
@_files
@_format("outline")
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Show N levels only.")
@_reading
def outline(files: tuple[str, ...], form: str, depth: int | None, **reading: Any) -> None:
    """Print the structure: every point with its level, label, title and length.

    \b
    Examples:
      speechkit outline speech.docx
      speechkit outline speech.txt --depth 2 --format markdown
      speechkit outline speech.txt --format opml -o speech.opml
    """
    _run(files, View("outline", depth=depth), form, only=("declared",), reading=reading)


@cli.command()
@_files
@_format("analyze")
@_reading
def analyze(files: tuple[str, ...], form: str, **reading: Any) -> None:
    """Print all that is found, as JSON (see `speechkit schema`).

    \b
    Examples:
      speechkit analyze speech.txt --date 2024-03-05
      cat speech.txt | speechkit analyze - | jq '.tasks[].text'
    """
    _run(files, View("analyze"), form, only=None, reading=reading)


def _lexicons(function: _FunctionT) -> _FunctionT:
    """The options of commands that match phrases."""
    for option in (
        click.option("--only", multiple=True, metavar="ID", help="Use this lexicon alone; may be repeated."),
        click.option("--lexicon", multiple=True, metavar="FILE", help="Add a lexicon of your own; may be repeated."),
    ):
        function = option(function)
    return function


@cli.command()
@_files
@_format("phrases")
@_lexicons
@click.option("--level", type=click.IntRange(min=0), metavar="N", help="Count categories, cut to N parts.")
@click.option("--by", type=click.Choice(["point", "role"]), help="Count each point or each part for itself.")
@_reading
def phrases(
    files: tuple[str, ...], form: str, level: int | None, by: Literal["point", "role"] | None, **options: Any
) -> None:
    """Count stock phrases and sentence frames, by category, with density and coverage.

    \b
    Examples:
      speechkit phrases speech.txt
      speechkit phrases speech.txt --by point --level 1
      speechkit phrases *.txt --format csv -o phrases.csv
    """
    steps = ["phrases"] + ["roles"] * (by == "role") + ["statistics"] * form.startswith("json")
    _run(files, View("phrases", level=level, by=by), form, only=tuple(steps), reading=options)


@cli.command()
@_files
@_format("deadlines")
@click.option("--all", "mentions", is_flag=True, help="Show times that bind no duty, too.")
@click.option("--today", metavar="YYYY-MM-DD", help="Count the days left from this day.")
@_reading
def deadlines(files: tuple[str, ...], form: str, mentions: bool, today: str | None, **reading: Any) -> None:
    """Print every duty's time as days, a recurrence or a length, first due first.

    \b
    Examples:
      speechkit deadlines speech.txt --date 2024-03-05 --today 2024-04-01
      speechkit deadlines speech.txt --format ics -o duties.ics
      speechkit deadlines *.docx --all --format csv
    """
    day = _day("--today", today) if today else None
    view = View("deadlines", mentions=mentions, today=day, stamp=_stamp() if form == "ics" else None)
    _run(files, view, form, only=("times",), reading=reading)


@cli.command()
@_files
@_format("tasks")
@click.option("--unit", metavar="NAME", help="Only what binds this body, 各部门 and the like included and marked.")
@click.option("--lead", is_flag=True, help="Only what the body leads (without --unit: what anybody leads).")
@click.option("--missing", metavar="LIST", help="Only what lacks one of owner,time,target.")
@click.option("--all", "mentions", is_flag=True, help="Directed actions that are no key tasks, too.")
@_reading
def tasks(
    files: tuple[str, ...], form: str, unit: str | None, lead: bool, missing: str | None, mentions: bool, **reading: Any
) -> None:
    """Print the task table (任务分解表): task, lead, support, deadline, target.

    \b
    Examples:
      speechkit tasks speech.txt --date 2024-03-05
      speechkit tasks *.docx --unit 市财政局 --lead
      speechkit tasks speech.txt --missing owner,time --format csv -o 补缺清单.csv
      speechkit tasks speech.txt --format xlsx -o 任务台账.xlsx
    """
    names = tuple(filter(None, (missing or "").split(",")))
    if not set(names) <= {"owner", "time", "target"}:
        _fail(WrongUsage(f"--missing {missing}: give a list of owner, time and target"), debug=reading["debug"])
    view = View("tasks", unit=unit, lead=lead, missing=names, mentions=mentions)
    _run(files, view, form, only=("tasks",), reading=reading)


@cli.command()
@_files
@click.option("--clean", is_flag=True, help="Print the cleaned text, one paragraph a line.")
@_reading
def text(files: tuple[str, ...], clean: bool, **reading: Any) -> None:
    """Print the source text that all offsets count in.

    \b
    Examples:
      speechkit text speech.docx
      speechkit text --clean web-copy.txt
    """
    docs, failed = _read(files, only=(), reading=reading)
    _write(
        "".join(_with_line_end(doc.text if clean else doc.source.text, several=len(files) > 1) for doc in docs), reading
    )
    sys.exit(FAILED if failed else 0)


@cli.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of what the commands print.

    \b
    Example:
      speechkit schema > speechkit.schema.json
    """
    with open(os.path.join(os.path.dirname(__file__), "output.schema.json"), encoding="utf-8") as file:
        click.echo(file.read(), nl=False)


cli.add_command(lexicon)


def _run(files: Sequence[str], view: View, form: str, *, only: tuple[str, ...] | None, reading: dict[str, Any]) -> None:
    """Analyse, render and write; exit with the status of the run."""
    from dataclasses import replace

    from speechkit.renderers import load_renderer

    docs, failed = _read(files, only=only, reading=reading)
    if docs:
        if reading["output"] is None and sys.stdout.isatty():
            view = replace(view, width=_width(), colour="NO_COLOR" not in os.environ)
        try:
            content = load_renderer(view.command, form)(docs, view)
        except SpeechkitError as error:
            _fail(error, debug=reading["debug"])
        _write(content, reading)
    sys.exit(FAILED if failed else 0)


def _read(files: Sequence[str], *, only: tuple[str, ...] | None, reading: dict[str, Any]) -> tuple[list[Document], int]:
    """Read and analyse files; report each failure in one line.

    Returns:
        The documents, and how many files failed.
    """
    from speechkit.pipeline import analyze_source
    from speechkit.readers import read_source

    docs: list[Document] = []
    failed = 0
    settings = _settings(reading)
    for file in files:
        try:
            docs.append(analyze_source(read_source(file, settings), settings, only=only))
        except SpeechkitError as error:
            if reading["debug"] or error.exit_status != FAILED:
                _fail(error, debug=reading["debug"])
            _complain(error)
            failed += 1
    return docs, failed


def _settings(reading: dict[str, Any]) -> Settings:
    from speechkit.folders import default_cache_folder
    from speechkit.settings import Settings

    return Settings(
        date=_day("--date", reading["date"]) if reading["date"] else None,
        encoding=reading["encoding"],
        lexicons=reading.get("lexicon", ()),
        only=reading.get("only", ()),
        cache_folder=default_cache_folder(os.environ),
    )


def _day(option: str, written: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(written)
    except ValueError:
        _fail(WrongUsage(f"{option} {written}: not a day; write it as 2024-03-05"))


def _stamp() -> datetime:
    """The time of writing, in UTC; SOURCE_DATE_EPOCH sets it for reproducible files."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def _fail(error: SpeechkitError, *, debug: bool = False) -> NoReturn:
    if debug:
        raise error
    _complain(error)
    sys.exit(error.exit_status)


def _complain(error: SpeechkitError) -> None:
    from speechkit.renderers.safety import printable

    click.echo(f"speechkit: {printable(str(error))}", err=True)


def _write(content: str | bytes, reading: dict[str, Any]) -> None:
    """Write to the file asked for or to standard output; text as UTF-8 whatever the locale."""
    data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    if reading["output"] is not None:
        try:
            with open(reading["output"], "wb") as file:
                file.write(data)
        except OSError as error:
            _fail(
                WrongUsage(f"cannot be written: {error.strerror or error}", path=reading["output"]),
                debug=reading["debug"],
            )
        return
    if isinstance(content, bytes) and sys.stdout.isatty():
        _fail(WrongUsage("this format is no text for a terminal; give -o FILE"), debug=reading["debug"])
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _with_line_end(text: str, *, several: bool) -> str:
    return text + "\n" if several and not text.endswith("\n") else text


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns
