"""The commands `speechkit batch` and `speechkit join`.

Known limitations: none.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from speechkit.cli_shared import complain, fail, format_option_of, lexicon_options, settings_of, speech_options
from speechkit.errors import FAILED, SpeechkitError, WrongUsage

if TYPE_CHECKING:
    from concurrent.futures import Future

    from speechkit.batch import Batch, Outcome, Request
    from speechkit.batch_pool import Answers, Engine

_FORMATS = ("jsonl", "json", "sqlite", "parquet", "csv", "xlsx")
_SHOWN = 20
"""Failures in the table; the output holds them all."""
_SPEED_EVERY = 10
"""Speeches between two looks at the speed, so that rich need not reckon it for each."""
_SIGNAL = 128
"""Exit status of a program that a signal has ended, less the signal's number."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--out", required=True, metavar="OUT", is_eager=True, help="Where the records go.")
@format_option_of(_FORMATS)
@click.option("--include", multiple=True, metavar="GLOB", help="Take these files of folders; may be repeated.")
@click.option("--resume", is_flag=True, help="Go on with an output that is there; do only what is new or changed.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Workers; as many as cores otherwise.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Who works.")
@click.option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster, as tcp://HOST:8786.")
@click.option("--shard", metavar="I/N", default="1/1", help="Do the I-th of N parts; `speechkit join` joins them.")
@lexicon_options
@speech_options
def batch(
    paths: tuple[str, ...],
    form: str,
    jobs: int | None,
    engine: str,
    scheduler: str | None,
    shard: str,
    **options: Any,
) -> None:
    """Analyse files, folders and URLs, or a list of such paths on standard input (-), into one output.

    \b
    Examples:
      speechkit batch speeches/ --out speeches.jsonl
      speechkit batch speeches/ --include '*.docx' --format sqlite --out speeches.db
      find archive -name '*.txt' | speechkit batch - --out archive.jsonl --resume
      speechkit batch s3://bucket/speeches/ --engine dask --scheduler tcp://head:8786 --out all.jsonl
      speechkit batch speeches/ --shard 3/8 --out part3.jsonl
    """
    from speechkit.batch import Request

    debug = options["debug"]
    if (engine == "dask") != (scheduler is not None):
        fail(WrongUsage("--engine dask and --scheduler go together; give both or none"), debug=debug)
    request = Request(
        out=os.path.normpath(options["out"]),
        settings=settings_of(options),
        form=form,
        include=options["include"],
        shard=_parse_shard(shard, form, debug=debug),
        resume=options["resume"],
    )
    started = time.monotonic()
    tally = _Tally()
    try:
        with _ended_by_signals() as end:
            _run(_expand(paths), request, lambda: _start_engine(scheduler, jobs), tally=tally, end=end)
    except SpeechkitError as error:
        if tally.total:
            tally.report(time.monotonic() - started)
        fail(error, debug=debug)
    except _Ended as ended:
        tally.report(time.monotonic() - started)
        complain(SpeechkitError("ended before its time; go on with --resume", path=request.out))
        sys.exit(_SIGNAL + ended.number)
    tally.report(time.monotonic() - started)
    sys.exit(FAILED if tally.counts["failed"] else 0)


@click.command()
@click.argument("shards", nargs=-1, required=True, metavar="SHARD...")
@click.option("-o", "--out", required=True, metavar="OUT", is_eager=True, help="Where the records go; must not exist.")
@format_option_of([name for name in _FORMATS if name != "json"])
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def join(shards: tuple[str, ...], out: str, form: str, debug: bool) -> None:
    """Join outputs of `speechkit batch --format jsonl` into one, or turn one into another format.

    Shards of one run (--shard) come out as the run without shards would have written them; other outputs follow each
    other in the order given.

    \b
    Examples:
      speechkit join part*.jsonl --out all.jsonl
      speechkit join part*.jsonl --format parquet --out all.parquet
    """
    from speechkit.batch_join import join_outputs

    try:
        count = join_outputs(shards, os.path.normpath(out), form=form)
    except SpeechkitError as error:
        fail(error, debug=debug)
    click.echo(f"speechkit: {count:,} records joined", err=True)


class _Ended(BaseException):
    """A signal asks the run to end. No SpeechkitError: nothing may take it for a failure of a speech."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _End:
    """Whether a signal has asked the run to end; a class, because that changes.

    Attributes:
        is_patient: something is being written: the end must wait until the run waits for its workers.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self.is_patient = False

    def ask(self, number: int) -> None:
        """Ask for the end."""
        self.number = number
        if not self.is_patient:
            raise _Ended(number)

    def wait(self, future: Future[Answers]) -> Answers:
        """Wait for a result; the moment at which a run may end."""
        self.is_patient = False
        if self.number is not None:
            raise _Ended(self.number)
        try:
            return future.result()
        finally:
            self.is_patient = True


class _Tally:
    """What a run has come to; a class, because it counts while the run goes on."""

    def __init__(self) -> None:
        self.total = 0
        self.counts = {"done": 0, "failed": 0, "skipped": 0}
        self.characters = 0
        self.dropped = 0
        self.failures: list[Outcome] = []

    def count(self, outcome: Outcome) -> None:
        self.counts[outcome.state] += 1
        self.characters += outcome.characters
        if outcome.state == "failed" and len(self.failures) < _SHOWN:
            self.failures.append(outcome)

    def report(self, seconds: float) -> None:
        """Write the table of the failures and the summary to standard error."""
        if self.failures:
            click.echo(_draw_failures(self.failures), err=True, nl=False)
            more = self.counts["failed"] - len(self.failures)
            if more:
                click.echo(f"……另有 {more} 个，见输出中的 error", err=True)
        done, failed, skipped = self.counts.values()
        dropped = f", {self.dropped:,} no longer among the inputs" if self.dropped else ""
        rate = f"{self.characters / max(seconds, 0.001):,.0f} characters/s" if done else ""
        total = f"{done:,} done, {failed:,} failed, {skipped:,} skipped of {self.total:,}{dropped}"
        click.echo(f"speechkit: {total}; {', '.join(filter(None, [f'{seconds:.1f} s', rate]))}", err=True)


def _run(
    paths: Iterator[str], request: Request, start_engine: Callable[[], Engine], *, tally: _Tally, end: _End
) -> None:
    from speechkit.batch import run_batch, start_batch

    engine = start_engine()
    try:
        with start_batch(paths, request) as begun, _progress(begun) as advance:
            tally.total, tally.dropped = begun.total, begun.dropped
            for outcome in run_batch(begun, engine, wait=end.wait):
                tally.count(outcome)
                advance()
    finally:
        engine.close()


def _start_engine(scheduler: str | None, jobs: int | None) -> Engine:
    if scheduler is not None:
        from speechkit.batch_dask import DaskEngine

        return DaskEngine(scheduler, workers=jobs)
    from speechkit.batch_pool import PoolEngine

    return PoolEngine(jobs or count_cores())


def count_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))  # those of a container or a batch system, not of the machine
    return os.cpu_count() or 1


def _expand(paths: tuple[str, ...]) -> Iterator[str]:
    """Paths given, and those that standard input lists in place of "-"."""
    for path in paths:
        if path != "-":
            yield path
            continue
        for line in sys.stdin.buffer:
            name = os.fsdecode(line.rstrip(b"\r\n"))
            if name:
                yield name


def _parse_shard(written: str, form: str, *, debug: bool) -> tuple[int, int]:
    number, _, shards = written.partition("/")
    if not (number.isdecimal() and shards.isdecimal() and 1 <= int(number) <= int(shards)):
        fail(WrongUsage(f"--shard {written}: write it as 3/8, the third of eight"), debug=debug)
    if int(shards) > 1 and form != "jsonl":
        fail(WrongUsage("--shard needs --format jsonl; `speechkit join` makes other formats of it"), debug=debug)
    return int(number), int(shards)


@contextmanager
def _ended_by_signals() -> Iterator[_End]:
    """Have Ctrl-C and what batch systems send end the run cleanly, once; a second one ends it at once."""
    end = _End()

    def handle(number: int, frame: object) -> None:
        for name in before:
            signal.signal(name, signal.SIG_DFL)
        end.ask(number)

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield end
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _progress(begun: Batch) -> Iterator[Callable[[], None]]:
    """Show how far the run is, on a terminal; yields what is to be called for each input."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=begun.total, rate="")

        def advance() -> None:
            bar.advance(task)
            if bar.tasks[0].completed % _SPEED_EVERY == 0:
                bar.update(task, rate=f"{bar.tasks[0].speed or 0:,.0f}/s")

        yield advance


def _draw_failures(failures: list[Outcome]) -> str:
    from shutil import get_terminal_size

    from speechkit.renderers import View
    from speechkit.renderers.terminal import draw_table

    rows = [[outcome.path, outcome.code or "", outcome.message] for outcome in failures]
    width = get_terminal_size().columns if sys.stderr.isatty() else None
    return draw_table(["文件", "代码", "原因"], rows, View("batch", width=width))
