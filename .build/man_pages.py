"""Write the man pages, one for each command, from the help texts of the command line.

    python .build/man_pages.py FOLDER

The pages are made when they are wanted and are not kept in the repository, so that they cannot be out of date. The same
version gives the same bytes.

Known limitations: none.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from inspect import cleandoc

import click

from speechkit import __version__
from speechkit.cli import cli

_EXIT = (
    ("0", "All went well."),
    ("1", "A file could not be read or analysed, or the command found what its help names."),
    ("2", "Wrong usage."),
)


def write_pages(folder: str) -> None:
    """Write speechkit.1, speechkit-outline.1, … into a folder, which is made."""
    os.makedirs(folder, exist_ok=True)
    for words, command, related in _walk(("speechkit",), cli, None):
        name = "-".join(words)
        with open(os.path.join(folder, f"{name}.1"), "w", encoding="utf-8") as file:
            file.write("\n".join(_page(words, command, related)) + "\n")


def _walk(
    words: tuple[str, ...], command: click.Command, parent: str | None
) -> Iterator[tuple[tuple[str, ...], click.Command, list[str]]]:
    """Every command with the words that call it and the pages to see also."""
    below = _commands_below(command)
    yield words, command, ([parent] if parent else []) + ["-".join((*words, name)) for name, _ in below]
    for name, child in below:
        yield from _walk((*words, name), child, "-".join(words))


def _commands_below(command: click.Command) -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return []
    context = click.Context(command)
    found = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return [(name, child) for name, child in found if child is not None]


def _page(words: Sequence[str], command: click.Command, related: Sequence[str]) -> Iterator[str]:
    name, context = "-".join(words), click.Context(command, parent=click.Context(cli, **cli.context_settings))
    summary, *paragraphs = re.split(r"\n\s*\n", _help(command))
    yield f'.TH "{_escape(name.upper())}" "1" "" "speechkit {__version__}" "speechkit"'
    yield from (".SH NAME", f"{_escape(name)} \\- {_escape(_flat(summary).rstrip('.:'))}")
    yield from (
        ".SH SYNOPSIS",
        f"\\fB{_escape(' '.join(words))}\\fR {_escape(' '.join(command.collect_usage_pieces(context)))}",
    )
    yield from (".SH DESCRIPTION", _escape(_flat(summary)))
    for paragraph in paragraphs:
        yield from _paragraph(paragraph)
    options = [
        record
        for record in (
            each.get_help_record(context) for each in command.get_params(context) if isinstance(each, click.Option)
        )
        if record
    ]
    if options:
        yield ".SH OPTIONS"
    for declared, words_of_help in options:
        yield from (".TP", f"\\fB{_escape(declared)}\\fR", _escape(_flat(words_of_help)))
    below = _commands_below(command)
    if below:
        yield ".SH COMMANDS"
    for child_name, child in below:
        first = _flat(re.split(r"\n\s*\n", _help(child))[0])
        yield from (".TP", f"\\fB{_escape(child_name)}\\fR", _escape(first))
    yield ".SH EXIT STATUS"
    for status, meaning in _EXIT:
        yield from (".TP", f"\\fB{status}\\fR", meaning)
    yield from (".SH SEE ALSO", ", ".join(f"\\fB{_escape(page)}\\fR(1)" for page in related))


def _help(command: click.Command) -> str:
    return cleandoc(command.help or "")


def _paragraph(paragraph: str) -> Iterator[str]:
    """A paragraph of help; one behind click's mark \\b keeps its lines, a block of examples gets a head of its own."""
    if not paragraph.lstrip().startswith("\b"):
        yield from (".PP", _escape(_flat(paragraph)))
        return
    lines = paragraph.replace("\b", "").strip("\n").splitlines()
    if re.fullmatch(r"\s*Examples?:", lines[0]):
        yield ".SH EXAMPLES"
        lines = lines[1:]
    else:
        yield ".PP"
    yield from (".nf", *(_escape(line.strip()) for line in lines if line.strip()), ".fi")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _escape(text: str) -> str:
    """Text as roff takes it: a backslash as \\e, a hyphen that can be copied, no request at a line's start."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python .build/man_pages.py FOLDER")
    write_pages(sys.argv[1])
