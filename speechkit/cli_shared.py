"""What the commands share: options in, settings, one call of the library, what is written, the exit status.

Known limitations: none.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from speechkit.errors import FAILED, BadLexicon, OutputFailed, SpeechkitError, UnreadableSource, WrongUsage
from speechkit.renderers import FORMATS, View

if TYPE_CHECKING:
    from datetime import date, datetime

    from click.shell_completion import CompletionItem

    from speechkit.model import Document
    from speechkit.settings import Settings
    from speechkit.settings_file import SettingsFile

_OF_THE_DISK = (errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC)
_DRAWN = ("tree", "table")
"""Formats that are drawn for a terminal, in colour."""
_SUFFIXES = {".md": "markdown", ".db": "sqlite", ".sqlite3": "sqlite"}
"""Of outputs whose format has another name."""
_NO_TEXT = (".doc", ".docx", ".html", ".ics", ".opml", ".pdf", ".wps", ".xls", ".xlsx")
"""Suffixes of files that a program would not open if a table of text stood in them."""
_FunctionT = TypeVar("_FunctionT", bound=Callable[..., Any])


def complete_path(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Have the shell complete the name of a file or folder."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def files_argument(function: _FunctionT) -> _FunctionT:
    files = click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_path)
    return files(function)


def reading_options(function: _FunctionT) -> _FunctionT:
    """The options of every command that reads speeches and prints."""
    words = "Write to a file instead of standard output."
    option = click.option("-o", "--output", metavar="PATH", is_eager=True, shell_complete=complete_path, help=words)
    return option(speech_options(function))


def speech_options(function: _FunctionT) -> _FunctionT:
    """The options of every command that reads speeches."""
    for option in (
        click.option("--debug", is_flag=True, help="Show the traceback of a failure."),
        click.option(
            "--max-size",
            type=click.FloatRange(min=0, min_open=True),
            show_default="20",
            metavar="MB",
            help="Largest file that is read, in millions of bytes.",
        ),
        click.option("--encoding", metavar="NAME", help="Encoding of text files; guessed otherwise."),
        click.option("--date", metavar="YYYY-MM-DD", help="Day of the speech; relative times count from it."),
        click.option("--no-config", is_flag=True, help="Read no settings file."),
        click.option(
            "--config",
            metavar="FILE",
            shell_complete=complete_path,
            help="Settings file; the nearest speechkit.toml upward otherwise.",
        ),
    ):
        function = option(function)
    return function


def format_option(command: str) -> Callable[[_FunctionT], _FunctionT]:
    return format_option_of([row.name for row in FORMATS[command]])


def format_option_of(names: Sequence[str]) -> Callable[[_FunctionT], _FunctionT]:
    """The option --format; without it the suffix of -o says what is written, else it is the first of these."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        callback=partial(_form_by_suffix, names),
        help=f"What to print; without it as the suffix of -o says, else {names[0]}.",
    )


def _form_by_suffix(names: Sequence[str], context: click.Context, _: click.Parameter, form: str | None) -> str:
    """Without --format the name of the output says what is written: 台账.xlsx is a workbook; else the first format."""
    output = context.params.get("output") or context.params.get("out") or ""
    suffix = os.path.splitext(output)[1].lower()
    if form is None and suffix in _NO_TEXT and suffix[1:] not in names:
        raise click.BadParameter(
            f"no {suffix} file comes from this command; it writes {', '.join(names)}.", param_hint="'--output'"
        )
    wanted = _SUFFIXES.get(suffix, suffix[1:])
    is_folder = wanted == "json" and "out" in context.params  # batch writes a file a speech
    return form or (wanted if wanted in names and not is_folder else names[0])


def lexicon_options(function: _FunctionT) -> _FunctionT:
    """The options of commands that match phrases."""
    for option in (
        click.option("--only", multiple=True, metavar="ID", help="Use this lexicon alone; may be repeated."),
        click.option(
            "--lexicon",
            multiple=True,
            metavar="FILE",
            shell_complete=complete_path,
            help="Add a lexicon of your own; may be repeated.",
        ),
    ):
        function = option(function)
    return function


def run(files: Sequence[str], view: View, form: str, *, only: tuple[str, ...] | None, reading: dict[str, Any]) -> None:
    """Analyse, render and write; exit with the status of the run."""
    from speechkit.renderers import load_renderer

    docs, failed = read_documents(files, only=only, reading=reading)
    if docs:
        try:
            content = load_renderer(view.command, form)(docs, view_for_terminal(view, reading))
        except SpeechkitError as error:
            fail(error, debug=reading["debug"])
        write(content, reading, drawn=form in _DRAWN)
    sys.exit(FAILED if failed else 0)


def view_for_terminal(view: View, reading: dict[str, Any]) -> View:
    """The view, as wide as the terminal and in colour where it goes to one."""
    from dataclasses import replace

    if reading["output"] is None and sys.stdout.isatty():
        return replace(view, width=_width(), colour="NO_COLOR" not in os.environ)
    return view


def read_documents(
    files: Sequence[str], *, only: tuple[str, ...] | None, reading: dict[str, Any]
) -> tuple[list[Document], int]:
    """Read and analyse files, and those below folders; report each failure in one line.

    Returns:
        The documents, and how many files failed.
    """
    from speechkit.cli_folders import expand_folders
    from speechkit.pipeline import analyze_source
    from speechkit.readers import read_source

    docs: list[Document] = []
    failed = 0
    settings = settings_of(reading)
    try:
        files = expand_folders(files, own=reading["output"])
    except SpeechkitError as error:
        fail(error, debug=reading["debug"])
    for file in files:
        if os.path.basename(file).startswith("~$"):
            complain(UnreadableSource("what Word keeps beside an open document; passed over", path=file))
            continue
        try:
            docs.append(analyze_source(read_source(file, settings), settings, only=only))
        except SpeechkitError as error:
            if reading["debug"] or error.exit_status != FAILED:
                fail(error, debug=reading["debug"])
            complain(error)
            failed += 1
    return docs, failed


def settings_of(reading: dict[str, Any]) -> Settings:
    """The settings of a call: defaults, then the settings file, then the options."""
    from dataclasses import replace

    from speechkit.folders import default_cache_folder
    from speechkit.settings import MEGABYTE, Settings
    from speechkit.settings_file import apply_settings_file

    chosen = Settings(cache_folder=default_cache_folder(os.environ))
    chosen = apply_settings_file(chosen, settings_file_of(reading))
    return replace(
        chosen,
        date=parse_day("--date", reading["date"]) if reading["date"] else chosen.date,
        encoding=reading["encoding"] or chosen.encoding,
        max_bytes=int(reading["max_size"] * MEGABYTE) if reading["max_size"] else chosen.max_bytes,
        lexicons=reading.get("lexicon") or chosen.lexicons,
        only=reading.get("only") or chosen.only,
    )


def settings_file_of(reading: dict[str, Any]) -> SettingsFile:
    """What the settings file says that `--config` names, or the nearest one; empty with `--no-config`."""
    from speechkit.settings_file import SettingsFile, find_settings_file, load_settings_file

    if reading["no_config"]:
        return SettingsFile()
    try:
        path = reading["config"] or find_settings_file(os.getcwd())
        return load_settings_file(path) if path else SettingsFile()
    except SpeechkitError as error:
        fail(error, debug=reading["debug"])
    except FileNotFoundError:  # the working directory is gone
        return SettingsFile()


def parse_day(option: str, written: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(written)
    except ValueError:
        fail(WrongUsage(f"{option} {written}: not a day; write it as 2024-03-05"))


def time_of_writing() -> datetime:
    """The time of writing, in UTC; SOURCE_DATE_EPOCH sets it for reproducible files."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def fail(error: SpeechkitError, *, debug: bool = False) -> NoReturn:
    if debug:
        raise error
    complain(error)
    sys.exit(error.exit_status)


def complain(error: SpeechkitError) -> None:
    from speechkit.renderers.safety import printable

    lines = str(error).split("\n") if isinstance(error, BadLexicon) else [str(error)]
    for line in lines:
        click.echo(f"speechkit: {printable(line)}", err=True)


def write(content: str | bytes, reading: dict[str, Any], *, drawn: bool = True) -> None:
    """Write to the file asked for or to standard output; text as UTF-8 whatever the locale.

    Args:
        drawn: the content was drawn for a terminal, where one shows it, and holds nothing that acts on it but colours.
    """
    if isinstance(content, str) and reading["output"] is None and sys.stdout.isatty():
        from speechkit.renderers.safety import terminal_text

        content = terminal_text(content, drawn=drawn)
    # A file name that is no UTF-8 holds lone surrogates; \udcff is what JSON writes for one.
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if reading["output"] is not None:
        try:
            with open(reading["output"], "wb") as file:
                file.write(data)
        except OSError as error:
            kind = OutputFailed if error.errno in _OF_THE_DISK else WrongUsage
            fail(kind(f"cannot be written: {error.strerror or error}", path=reading["output"]), debug=reading["debug"])
        return
    if isinstance(content, bytes) and sys.stdout.isatty():
        fail(WrongUsage("this format is no text for a terminal; give -o FILE"), debug=reading["debug"])
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def end_without_output(error: OSError) -> NoReturn:
    """Say that standard output cannot be written (full disk, closed) and exit; raise what is another fault."""
    from io import UnsupportedOperation

    is_closed = isinstance(error, UnsupportedOperation) or error.errno == errno.EBADF
    if error.filename is not None or not (is_closed or error.errno in _OF_THE_DISK):
        raise error
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in the buffer goes nowhere
    complain(OutputFailed(f"standard output cannot be written: {error.strerror or 'it is closed'}"))
    sys.exit(FAILED)


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns
