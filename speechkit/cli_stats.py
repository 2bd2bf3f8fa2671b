"""The command `speechkit stats`.

Known limitations: none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from speechkit.cli_shared import (
    complain,
    complete_path,
    fail,
    format_option_of,
    lexicon_options,
    reading_options,
    settings_of,
    view_for_terminal,
    write,
)
from speechkit.errors import FAILED, SpeechkitError, WrongUsage
from speechkit.renderers import View

if TYPE_CHECKING:
    from speechkit.shared_passages import Sentence
    from speechkit.stats_model import Of, Speech, Tally
    from speechkit.stats_report import Choice, Report
    from speechkit.stats_sources import Sources

_OF = ("phrases", "frames", "categories", "points", "owners", "words")
_SORT = (
    "characters", "count", "dispersion", "documents", "frames", "g2", "group", "length", "phrases", "place", "ratio",
    "speeches", "tasks", "text",
)  # fmt: skip
_SHOWN = 20
"""Rows of a table where the user names no number."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", shell_complete=complete_path)
@click.option("--of", type=click.Choice(_OF), help="Count these; without it, one summary row.")
@click.option("--by", type=click.Choice(["speech", "folder", "year"]), help="Count each of these for itself.")
@click.option(
    "--keyness", nargs=2, metavar="A B", help="What marks folder (--by year: year) A against B; - is the rest."
)
@click.option("--shared", is_flag=True, help="Passages that speeches share, with all their places.")
@click.option(
    "--similarity",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.7,
    show_default=True,
    help="Of --shared: from which sentences are nearly equal; 1: equal ones only.",
)
@click.option(
    "--length",
    type=click.IntRange(min=2),
    default=12,
    show_default=True,
    metavar="N",
    help="Of --shared: least characters of a sentence.",
)
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="So many rows a group; tables: 20, else all.")
@click.option("--least", type=click.IntRange(min=1), default=1, metavar="N", help="Leave out what occurs less often.")
@click.option("--sort", type=click.Choice(_SORT), metavar="NAME", help=f"Order: {', '.join(_SORT)}, as it fits.")
@format_option_of(["table", "json", "csv"])
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Workers, where speeches are analysed.")
@lexicon_options
@reading_options
def stats(sources: tuple[str, ...], form: str, top: int | None, jobs: int | None, **options: Any) -> None:
    """Count across speeches: SOURCE is an output of batch (jsonl, json, sqlite), or speeches and folders of them.

    \b
    Examples:
      speechkit stats speeches/ --by folder
      speechkit stats all.jsonl --of phrases --by year --top 10
      speechkit stats all.jsonl --keyness 2023 2019 --by year
      speechkit stats speeches/ --keyness county city --of words
      speechkit stats speeches/ --shared --format csv -o shared.csv
    """
    from speechkit.cli_batch import count_cores
    from speechkit.stats_report import Choice
    from speechkit.stats_sources import Sources

    debug, failures = options["debug"], [0]

    def tell(error: SpeechkitError) -> None:
        failures[0] += 1
        complain(error)

    choice = Choice(top or (_SHOWN if form == "table" else None), options["sort"], options["least"])
    try:
        known = Sources(sources, settings_of(options), jobs or count_cores(), tell, _say)
        report = _MAKERS[_statistic(options)](known, choice, options)
        view = view_for_terminal(View("stats"), options)
        content: str = import_module(f"speechkit.renderers.stats_{form}").render(report, view)
    except SpeechkitError as error:
        fail(error, debug=debug)
    write(content, options, drawn=form == "table")
    sys.exit(FAILED if failures[0] else 0)


def _say(words: str) -> None:
    complain(SpeechkitError(words))


def _statistic(options: dict[str, Any]) -> str:
    """Which statistic the options ask for; refuses those that do not go together."""
    if options["shared"] and (options["keyness"] or options["of"] or options["by"]):
        raise WrongUsage("--shared goes with none of --of, --by and --keyness; call the command twice")
    if options["shared"]:
        return "shared"
    if options["keyness"]:
        return "keyness"
    return "counts" if options["of"] else "summary"


def _make_summary(sources: Sources, choice: Choice, options: dict[str, Any]) -> Report:
    from speechkit.stats_counts import count_groups
    from speechkit.stats_report import report_groups

    return report_groups(count_groups(sources.records(), options["by"]), options["by"], choice)


def _make_counts(sources: Sources, choice: Choice, options: dict[str, Any]) -> Report:
    from speechkit.stats_counts import count_items
    from speechkit.stats_report import report_counts

    tally = _tally(sources, options["of"])
    rows = count_items(tally, options["by"])
    return report_counts(tally, rows, of=options["of"], by=options["by"], choice=choice)


def _make_keyness(sources: Sources, choice: Choice, options: dict[str, Any]) -> Report:
    from speechkit.stats_keyness import choose_sides, compare
    from speechkit.stats_report_pairs import report_keyness

    of: Of = options["of"] or "phrases"
    tally = _tally(sources, of)
    sides = choose_sides(tally, options["keyness"], options["by"] or "folder")
    return report_keyness(tally, compare(tally, *sides), sides=sides, of=of, choice=choice)


def _make_shared(sources: Sources, choice: Choice, options: dict[str, Any]) -> Report:
    from speechkit.shared_passages import find_passages
    from speechkit.stats_report_pairs import report_passages
    from speechkit.stats_sources import sentences_of

    least, length = options["similarity"], options["length"]
    speeches: list[Speech] = []
    sentences: list[Sentence] = []
    for number, (speech, doc) in enumerate(sources.texts()):
        speeches.append(speech)
        sentences += sentences_of(doc, number)
    passages = find_passages(sentences, least=least, length=length)
    return report_passages(speeches, passages, least=least, length=length, choice=choice)


def _tally(sources: Sources, of: Of) -> Tally:
    from speechkit.stats_counts import tally_records
    from speechkit.stats_words import tally_words

    if of == "words":
        return tally_words(sources.texts(), sources.settings.engine)
    return tally_records(sources.records(), of)


_MAKERS: dict[str, Callable[[Sources, Choice, dict[str, Any]], Report]] = {
    "summary": _make_summary,
    "counts": _make_counts,
    "keyness": _make_keyness,
    "shared": _make_shared,
}
