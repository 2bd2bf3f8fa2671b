"""Workers of this machine: processes that are replaced when the system kills one.

Processes are started afresh (spawn), not forked, so that a thread of the caller, such as a progress bar's, is no danger
to them, and so that all systems behave alike.

Known limitations: a program that uses this room needs the `if __name__ == "__main__"` of every program that starts
processes.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
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
        self._pool = _start_pool(workers)
        self._spare: ProcessPoolExecutor | None = None

    def submit(self, order: Order, jobs: tuple[Job, ...]) -> Future[Answers]:
        """See `Engine`."""
        try:
            return self._pool.submit(self._work, order, jobs)
        except BrokenExecutor:
            self._pool.shutdown()
            self._pool = _start_pool(self.workers)
            return self._pool.submit(self._work, order, jobs)

    def retry(self, order: Order, job: Job) -> Answers:
        """See `Engine`."""
        if self._spare is None:
            self._spare = _start_pool(1)
        try:
            return self._spare.submit(self._work, order, (job,)).result()
        except BrokenExecutor:
            self._spare.shutdown()
            self._spare = None
            raise

    def close(self) -> None:
        """See `Engine`."""
        for pool in (self._pool, self._spare):
            if pool is not None:
                pool.shutdown(cancel_futures=True)


def _start_pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)


def _start_worker() -> None:
    """Make a new process a worker: Ctrl-C is its parent's business, and it does not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 100)  # as in __main__, which a worker does not run
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent's end, however it comes; a pool's workers would wait for ever."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
