"""The command line: options in, text and exit status out.

Each command turns its options into `Settings`, calls the library once, renders and writes. What a command prints goes
to standard output, everything else to standard error.

Known limitations: none.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, Literal

import click

from speechkit import __version__
from speechkit.cli_shared import (
    fail,
    files_argument,
    format_option,
    lexicon_options,
    parse_day,
    read_documents,
    reading_options,
    run,
    time_of_writing,
    write,
)
from speechkit.errors import FAILED, WrongUsage
from speechkit.renderers import View

ROOMS = {
    "batch": "speechkit.cli_batch",
    "check": "speechkit.cli_check",
    "concordance": "speechkit.cli_concordance",
    "diff": "speechkit.cli_diff",
    "join": "speechkit.cli_batch",
    "lexicon": "speechkit.cli_lexicon",
    "report": "speechkit.cli_report",
    "stats": "speechkit.cli_stats",
}
"""Commands that have a module of their own, which holds a click command of that name."""


class _Commands(click.Group):
    """A group that imports the commands of `ROOMS` when they are called: `outline` pays for `outline` only.

    A subclass, against the rule of the house, because this is the road that click gives.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *ROOMS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ROOMS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(ROOMS[cmd_name]), cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version")
def cli() -> None:
    """Read Chinese meeting speeches: their points, phrases, times and tasks.

    FILE is text of any usual encoding, .docx, .pdf, .md, .html, .doc or .wps, or a folder of these; - is standard
    input. Without --format the name behind -o says it: -o 任务台账.xlsx, -o 提纲.md.

    \b
    Examples:
      speechkit outline speech.docx
      speechkit outline *.txt --format json | jq '.[].meta.title'
      speechkit analyze speech.txt --date 2024-03-05 > speech.json

    Completion: eval "$(_SPEECHKIT_COMPLETE=bash_source speechkit)" (or zsh_source, fish_source).
    """


@cli.command()
@files_argument
@format_option("outline")
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Show N levels only.")
@reading_options
def outline(files: tuple[str, ...], form: str, depth: int | None, **reading: Any) -> None:
    """Print the structure: every point with its level, label, title and length.

    \b
    Examples:
      speechkit outline speech.docx
      speechkit outline speech.txt --depth 2 --format markdown
      speechkit outline speeches/ -o speech.opml
    """
    run(files, View("outline", depth=depth), form, only=("declared",), reading=reading)


@cli.command()
@files_argument
@format_option("analyze")
@reading_options
def analyze(files: tuple[str, ...], form: str, **reading: Any) -> None:
    """Print all that is found, as JSON (see `speechkit schema`).

    \b
    Examples:
      speechkit analyze speech.txt --date 2024-03-05
      cat speech.txt | speechkit analyze - | jq '.tasks[].text'
    """
    run(files, View("analyze"), form, only=None, reading=reading)


@cli.command()
@files_argument
@format_option("phrases")
@lexicon_options
@click.option("--level", type=click.IntRange(min=0), metavar="N", help="Count categories, cut to N parts.")
@click.option("--by", type=click.Choice(["point", "role"]), help="Count each point or each part for itself.")
@reading_options
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
    run(files, View("phrases", level=level, by=by), form, only=tuple(steps), reading=options)


@cli.command()
@files_argument
@format_option("deadlines")
@click.option("--all", "mentions", is_flag=True, help="Show times that bind no duty, too.")
@click.option("--today", metavar="YYYY-MM-DD", help="Count the days left from this day.")
@reading_options
def deadlines(files: tuple[str, ...], form: str, mentions: bool, today: str | None, **reading: Any) -> None:
    """Print every duty's time as days, a recurrence or a length, with who leads, first due first.

    A calendar (ics) holds what has a day or recurs; lengths and times left open (暑假前) stand in the others only.

    \b
    Examples:
      speechkit deadlines speech.txt --date 2024-03-05 --today 2024-04-01
      speechkit deadlines speeches/ -o 日历.ics
      speechkit deadlines *.docx --all --format csv
    """
    day = parse_day("--today", today) if today else None
    view = View("deadlines", mentions=mentions, today=day, stamp=time_of_writing() if form == "ics" else None)
    run(files, view, form, only=("times", "tasks"), reading=reading)


@cli.command()
@files_argument
@format_option("tasks")
@click.option("--unit", metavar="NAME", help="Only what binds this body, 各部门 and the like included and marked.")
@click.option("--lead", is_flag=True, help="Only what the body leads (without --unit: what anybody leads).")
@click.option("--missing", metavar="LIST", help="Only what lacks one of owner,time,target.")
@click.option("--all", "mentions", is_flag=True, help="Directed actions that are no key tasks, too.")
@reading_options
def tasks(
    files: tuple[str, ...], form: str, unit: str | None, lead: bool, missing: str | None, mentions: bool, **reading: Any
) -> None:
    """Print the task table (任务分解表): task, lead, support, deadline, target.

    \b
    Examples:
      speechkit tasks speech.txt --date 2024-03-05
      speechkit tasks *.docx --unit 市财政局 --lead
      speechkit tasks speeches/ -o 任务台账.xlsx
      speechkit tasks speeches/ --missing owner,time -o 补缺清单.xlsx
    """
    names = tuple(filter(None, (missing or "").split(",")))
    if not set(names) <= {"owner", "time", "target"}:
        fail(WrongUsage(f"--missing {missing}: give a list of owner, time and target"), debug=reading["debug"])
    view = View("tasks", unit=unit, lead=lead, missing=names, mentions=mentions)
    run(files, view, form, only=("tasks",), reading=reading)


@cli.command()
@files_argument
@click.option("--clean", is_flag=True, help="Print the cleaned text, one paragraph a line.")
@reading_options
def text(files: tuple[str, ...], clean: bool, **reading: Any) -> None:
    """Print the source text that all offsets count in.

    \b
    Examples:
      speechkit text speech.docx
      speechkit text --clean web-copy.txt
    """
    docs, failed = read_documents(files, only=(), reading=reading)
    write(
        "".join(_with_line_end(doc.text if clean else doc.source.text, several=len(docs) > 1) for doc in docs),
        reading,
        drawn=False,
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


def _with_line_end(text: str, *, several: bool) -> str:
    return text + "\n" if several and not text.endswith("\n") else text
