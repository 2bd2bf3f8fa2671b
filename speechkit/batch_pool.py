"""Workers of this machine: processes that are replaced when the system kills one.

Each worker has a pipe of its own and a thread that speaks with it, so that the death of one is seen at once and costs
nothing but what it held. (`concurrent.futures.ProcessPoolExecutor` has one pipe for the results of all: a worker that
is killed while it writes there stops all others for ever, and any death costs all jobs in flight.) Processes are
started afresh (spawn), not forked, so that threads are no danger to them and all systems behave alike.

Known limitations: a program that uses this room needs the `if __name__ == "__main__"` of every program that starts
processes.
"""

from __future__ import annotations

import gc
import signal
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Protocol

from speechkit.batch_worker import Answer, Job, Order, analyse_group

Answers = tuple[Answer, ...]
Work = Callable[[Order, tuple[Job, ...]], Answers]


class Engine(Protocol):
    """Who does the jobs.

    Attributes:
        workers: how many jobs run at a time.
    """

    workers: int

    def submit(self, order: Order, jobs: tuple[Job, ...]) -> Future[Answers]:
        """Have jobs done; the future raises where the worker was lost."""

    def retry(self, order: Order, job: Job) -> Answers:
        """Have one job of a lost worker done, apart from all others; raises where the worker is lost again."""

    def close(self) -> None:
        """End the workers when they have done what they hold; jobs not begun are given up."""


class PoolEngine:
    """Worker processes. A class, because it owns them.

    Args:
        workers: one or more.
        work: what they do; a function at the top of a module.
    """

    def __init__(self, workers: int, *, work: Work = analyse_group) -> None:
        self.workers = workers
        self._work = work
        self._calls: deque[tuple[Future[Answers], Order, tuple[Job, ...]]] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, order: Order, jobs: tuple[Job, ...]) -> Future[Answers]:
        """See `Engine`."""
        return self._call(order, jobs, first=False)

    def retry(self, order: Order, job: Job) -> Answers:
        """See `Engine`."""
        return self._call(order, (job,), first=True).result()

    def close(self) -> None:
        """See `Engine`."""
        with self._changed:
            self._closed = True
            self._calls.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _call(self, order: Order, jobs: tuple[Job, ...], *, first: bool) -> Future[Answers]:
        future: Future[Answers] = Future()
        with self._changed:
            (self._calls.appendleft if first else self._calls.append)((future, order, jobs))
            self._changed.notify()
        return future

    def _serve(self) -> None:
        """Speak with one worker, and its successors, until the engine is closed; runs in a thread."""
        worker: tuple[BaseProcess, Connection] | None = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._calls)
                if self._closed:
                    break
                future, order, jobs = self._calls.popleft()
            try:
                worker = worker or _start(self._work)
                worker[1].send((order, jobs))
                future.set_result(worker[1].recv())
            except Exception as error:  # whatever it is, this worker cannot be trusted with another job
                if worker is not None:
                    _end(*worker, kill=True)
                worker = None
                future.set_exception(BrokenExecutor(f"a worker was lost ({type(error).__name__})"))
        if worker is not None:
            _end(*worker, kill=False)


def _start(work: Work) -> tuple[BaseProcess, Connection]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_be_worker, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()  # or the worker's death would not end the pipe
    return process, ours


def _end(process: BaseProcess, pipe: Connection, *, kill: bool) -> None:
    """End a worker: by the end of its pipe, or at once."""
    with suppress(OSError):
        pipe.close()
    if kill:
        process.kill()
    process.join()


def _be_worker(pipe: Connection, work: Work) -> None:
    """Do what comes out of a pipe until it ends, as it does with the parent, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.set_threshold(100_000, 50, 100)  # as in __main__, which a worker does not run
    with suppress(EOFError, OSError):
        while True:
            order, jobs = pipe.recv()
            pipe.send(work(order, jobs))
