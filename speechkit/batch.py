"""Many speeches, with many workers, into one output that survives whatever happens to the run.

`start_batch` lists the inputs, takes the lock on the output and finds what an earlier run has left; `run_batch` is the
one loop, for processes of this machine and for a Dask cluster. Answers are written in the order of the inputs; how many
are waited for is bounded, and so is the memory.

Known limitations: one slow speech at the head holds back what is written, and, when as many jobs wait behind it as the
window has places, the workers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil
from os.path import lexists
from typing import Literal

from speechkit import __version__
from speechkit.batch_files import Run, locked, own_paths, read_run
from speechkit.batch_forms import Sink, find_form, open_sink
from speechkit.batch_inputs import Input, find_inputs, make_wanted
from speechkit.batch_plan import WHOLE, Held, Plan
from speechkit.batch_pool import Answers, Engine
from speechkit.batch_worker import Answer, Job, Order, fail_job, fingerprint
from speechkit.errors import EngineLost, SpeechkitError, WrongUsage
from speechkit.readers import FORMATS as READERS
from speechkit.settings import Settings

State = Literal["done", "failed", "skipped"]

_MOST_FILES = 16
"""Jobs in a group. Handing over a group costs about as much as a tenth of a speech; a worker's loss costs a group."""
_MOST_BYTES = 200_000
"""Bytes of source in a group of several."""
_UNKNOWN_SIZE = 20_000
"""Bytes that a file counts for whose size nothing has told; about a speech."""
_WINDOW = 8
"""Groups in flight for each worker, so that a slow file holds nobody up."""
_MOST_IN_FLIGHT = 8_000_000
"""Bytes of source in flight for each worker, where there is more than one group for each."""
_MOST_LOST = 20
"""Files lost one after the other, each twice, before the run gives up: then it is not the files."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a batch is to make.

    Attributes:
        out: path of the output.
        form: name of one of `batch_forms.FORMS`.
        include: globs for the files of folders; empty: those that the readers know.
        shard: which part of the inputs, from one, of how many.
        resume: whether to go on with an output that is there.
    """

    out: str
    settings: Settings
    form: str = "jsonl"
    include: tuple[str, ...] = ()
    shard: tuple[int, int] = WHOLE
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """A run that may begin.

    Attributes:
        total: inputs of this shard.
        dropped: records of an earlier run that are of no input and will go.
    """

    request: Request
    run: Run
    plan: Plan
    sink: Sink
    total: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: "skipped" where its record was there."""

    path: str
    state: State
    characters: int = 0
    code: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class _Task:
    item: Input
    held: Held | None

    @property
    def job(self) -> Job:
        return Job(self.item.path, self.held.sha256 if self.held else None)


Group = tuple[_Task, ...]
Wait = Callable[[Future[Answers]], Answers]


def wait_for(future: Future[Answers]) -> Answers:
    """Wait for a result, for ever if need be."""
    return future.result()


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the jobs, on what order, and how their results are waited for."""

    order: Order
    engine: Engine
    wait: Wait = wait_for


@contextmanager
def start_batch(paths: Iterable[str], request: Request) -> Iterator[Batch]:
    """List the inputs, lock the output, find what is there; all is let go when the block ends.

    Args:
        paths: files, folders, URLs, in the order in which their speeches are to come; each speech counts once.
    Raises:
        WrongUsage: no input, an output that is there already, two inputs with one name, a bad setting.
        OutputFailed: another run is writing there.
        BadLexicon, MissingPackage: as the settings and the format need.
    """
    _check_settings(request)
    with locked(request.out):
        _check_output(request)
        plan = Plan()
        try:
            run = _list_inputs(plan, paths, request)
            sink = open_sink(find_form(request.form), request.out, run)
            try:
                plan.hold(sink.held())
                dropped = 0 if request.shard != WHOLE else plan.count_unlisted()
                yield Batch(request, run, plan, sink, plan.count(request.shard), dropped)
            finally:
                sink.close()
        finally:
            plan.close()


def run_batch(batch: Batch, engine: Engine, *, wait: Wait = wait_for) -> Iterator[Outcome]:
    """Do what is to be done and write it; yields what became of each input, in order.

    Args:
        wait: waits for a result; nothing is being written meanwhile, so that it may be left by a BaseException.
    Raises:
        OutputFailed: the disk refuses; what was written so far can be gone on with.
        EngineLost: nobody is left to do the work.
    """
    order = Order(batch.request.settings, "json" if batch.request.form == "json" else "jsonl", batch.run.fingerprint)
    for group, answers in _in_order(_groups(batch, engine.workers), Crew(order, engine, wait)):
        for task, answer in zip(group, answers, strict=True):
            if answer.text is None and task.held is not None:
                batch.sink.keep(task.item, task.held)
            else:
                batch.sink.put(task.item, answer)
            yield _outcome(answer)
        batch.sink.commit()
    batch.sink.finish(batch.plan, replace(batch.run, finished=True))


def _outcome(answer: Answer) -> Outcome:
    state: State = "failed" if answer.code else "done" if answer.text is not None else "skipped"
    return Outcome(answer.path, state, answer.characters, answer.code, answer.message)


def _groups(batch: Batch, workers: int) -> Iterator[Group]:
    """Inputs in order, small ones together: of few inputs no more than leaves work for every worker."""
    most = min(_MOST_FILES, ceil(batch.total / (2 * workers)))
    group: list[_Task] = []
    size = 0
    for item in batch.plan.inputs(batch.request.shard):
        if group and (len(group) >= most or size + _weight(item) > _MOST_BYTES):
            yield tuple(group)
            group, size = [], 0
        group.append(_Task(item, batch.plan.find_held(item.path)))
        size += _weight(item)
    if group:
        yield tuple(group)


def _weight(item: Input) -> int:
    return _UNKNOWN_SIZE if item.size is None else item.size


def _in_order(groups: Iterator[Group], crew: Crew) -> Iterator[tuple[Group, Answers]]:
    """Have groups done, a bounded number at a time, and yield them in order."""
    engine = crew.engine
    waiting: deque[tuple[Group, int, Future[Answers]]] = deque()
    in_flight = lost = 0
    for group in groups:
        size = sum(map(_weight, (task.item for task in group)))
        waiting.append((group, size, engine.submit(crew.order, tuple(task.job for task in group))))
        in_flight += size
        while len(waiting) > engine.workers * _WINDOW or (
            in_flight > engine.workers * _MOST_IN_FLIGHT and len(waiting) > engine.workers
        ):
            head, size, future = waiting.popleft()
            in_flight -= size
            answers, lost = _collect(head, future, crew, lost=lost)
            yield head, answers
    while waiting:
        head, _, future = waiting.popleft()
        answers, lost = _collect(head, future, crew, lost=lost)
        yield head, answers


def _collect(group: Group, future: Future[Answers], crew: Crew, *, lost: int) -> tuple[Answers, int]:
    """Wait for a group; where its worker was lost, each of its jobs is tried once more, alone.

    Args:
        lost: files that were lost twice, one after the other, before this group.
    Returns:
        The answers, and `lost` behind this group.
    """
    try:
        return crew.wait(future), 0
    except EngineLost:
        raise
    except Exception:  # jobs raise nothing; so whatever it is, the worker is lost, and each engine has words of its own
        answers: list[Answer] = []
    for task in group:
        try:
            answers += crew.engine.retry(crew.order, task.job)
            lost = 0
        except EngineLost:
            raise
        except Exception as error:
            lost += 1
            if lost >= _MOST_LOST:
                reason = f"{lost} files in a row were lost with their workers ({type(error).__name__})"
                raise EngineLost(f"{reason}; see that workers start, and go on with --resume") from error
            message = "its worker was killed twice; it may need more memory than there is"
            answers.append(fail_job(crew.order, task.job, code="worker-lost", message=message))
    return tuple(answers), lost


def _list_inputs(plan: Plan, paths: Iterable[str], request: Request) -> Run:
    suffixes = {suffix for row in READERS for suffix in row.suffixes}
    wanted, own = make_wanted(request.include, suffixes), own_paths(request.out)
    for place, path in enumerate(paths):
        plan.add(place, find_inputs(path, wanted, own=own))
    total = plan.count()
    if not total:
        raise WrongUsage("no speeches found; name files or folders that hold some, or choose with --include")
    clash = plan.find_clash() if request.form == "json" else None
    if clash:
        raise WrongUsage(f"{clash[0]} and {clash[1]} would both become one file; rename one or choose --format jsonl")
    return Run(__version__, fingerprint(request.settings), request.form, request.shard, total, plan.digest())


def _check_settings(request: Request) -> None:
    """Let a fault that would make every speech fail end the run before it begins."""
    from speechkit.lexicon import load_phrasebook
    from speechkit.readers import read_bytes

    settings = request.settings
    load_phrasebook(lexicons=settings.lexicons, only=settings.only, cache_folder=settings.cache_folder)
    try:
        read_bytes(b"a", settings)
    except SpeechkitError as error:  # b"a" may well be no text in the encoding; that there is one is what counts
        if isinstance(error, WrongUsage):
            raise


def _check_output(request: Request) -> None:
    out = request.out
    before = read_run(f"{out}.run")
    if before is not None:
        if not request.resume:
            raise WrongUsage("exists already; --resume goes on with it, or give another --out", path=out)
        if before.form != request.form:
            raise WrongUsage(f"exists already as {before.form}; give this --format or another --out", path=out)
    elif lexists(out):
        raise WrongUsage("exists already and is no output of `speechkit batch`; give another --out", path=out)
