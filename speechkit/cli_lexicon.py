"""The commands `speechkit lexicon …`: list, show, check, new, search.

Known limitations: none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from speechkit.errors import SpeechkitError

_P = ParamSpec("_P")


def _printing(function: Callable[_P, str]) -> Callable[_P, None]:
    """Print what a command returns; a failure is its message on standard error and its exit status."""

    @wraps(function)
    def command(*args: _P.args, **kwargs: _P.kwargs) -> None:
        from speechkit.renderers.safety import printable

        try:
            click.echo(function(*args, **kwargs), nl=False)
        except SpeechkitError as error:
            for line in str(error).splitlines():
                click.echo(printable(line), err=True)
            sys.exit(error.exit_status)

    return command


@click.group()
def lexicon() -> None:
    """List, read, check, start and search lexicons of phrases.

    \b
    Examples:
      speechkit lexicon list
      speechkit lexicon check my-phrases.yaml
      speechkit lexicon search 落实
    """


@lexicon.command("list")
@_printing
def list_command() -> str:
    """List the shipped lexicons with what they hold.

    \b
    Example:
      speechkit lexicon list
    """
    from speechkit.lexicon_tools import list_lexicons, render_list

    return render_list(list_lexicons())


@lexicon.command("show")
@click.argument("name", metavar="ID|FILE")
@_printing
def show_command(name: str) -> str:
    """Print a lexicon's header, categories and entries.

    \b
    Example:
      speechkit lexicon show frames
    """
    from speechkit.lexicon_tools import find_lexicon, render_lexicon

    return render_lexicon(find_lexicon(name))


@lexicon.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_printing
def check_command(files: tuple[str, ...]) -> str:
    """Check files: form, categories, repeats, and every hit and miss; faults as file:line:column.

    \b
    Example:
      speechkit lexicon check my-phrases.yaml
    """
    from speechkit.errors import BadLexicon
    from speechkit.lexicon_tools import check_lexicon, render_checked

    faults: list[str] = []
    lines: list[str] = []
    for file in files:
        try:
            lines.append(render_checked(check_lexicon(file)))
        except BadLexicon as error:
            faults.append(str(error))
    if faults:
        raise BadLexicon("\n".join(faults))
    return "".join(lines)


@lexicon.command("new")
@click.argument("name", metavar="ID")
@click.option("--title", default="我的词库", show_default=True, help="Title of the lexicon.")
@_printing
def new_command(name: str, title: str) -> str:
    """Print the commented start of a lexicon.

    \b
    Example:
      speechkit lexicon new my-phrases > my-phrases.yaml
    """
    from speechkit.lexicon_tools import new_lexicon

    return new_lexicon(name, title)


@lexicon.command("search")
@click.argument("query")
@_printing
def search_command(query: str) -> str:
    """Find entries by phrase, gloss or category.

    \b
    Example:
      speechkit lexicon search 担当
    """
    from speechkit.lexicon_tools import render_found, search_lexicons

    return render_found(search_lexicons(query))
