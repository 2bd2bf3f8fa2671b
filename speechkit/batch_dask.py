"""Workers of a Dask cluster, by the same futures as processes of this machine.

Dask itself gives the jobs of a lost worker to another; a job is lost for us when as many workers died with it as Dask's
`distributed.scheduler.allowed-failures` says (three).

Known limitations: the number of workers is that at the start, so that a cluster that grows should be given with --jobs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from speechkit.batch_pool import Answers
from speechkit.batch_worker import Job, Order, analyse_group
from speechkit.errors import EngineLost, WrongUsage, missing_package

_ADDRESS = re.compile(r"\w+://.+:\d+")
_SECONDS = 30
"""Given to the scheduler to answer."""


class DaskEngine:
    """A client of a scheduler. A class, because it holds the connection.

    Args:
        scheduler: its address, "tcp://host:8786".
        workers: how many jobs should run at a time; None: as many as the cluster has threads now.
    Raises:
        MissingPackage: dask.distributed is not installed.
        EngineLost: no scheduler answers there.
        WrongUsage: that is no address.
    """

    def __init__(self, scheduler: str, *, workers: int | None = None) -> None:
        self._address = scheduler
        self._client = _connect(scheduler)
        self._pool = self._client.get_executor(pure=False)
        self.workers = workers or max(1, sum(self._client.nthreads().values()))

    def submit(self, order: Order, jobs: tuple[Job, ...]) -> Future[Answers]:
        """See `batch_pool.Engine`. Raises EngineLost where the scheduler is gone."""
        self._check()
        future: Future[Answers] = self._pool.submit(analyse_group, order, jobs)
        return future

    def retry(self, order: Order, job: Job) -> Answers:
        """See `batch_pool.Engine`. Raises EngineLost where the scheduler is gone."""
        return self.submit(order, (job,)).result()

    def close(self) -> None:
        """See `batch_pool.Engine`."""
        self._pool.shutdown(wait=False)
        self._client.close()

    def _check(self) -> None:
        if self._client.status != "running":
            raise EngineLost("the scheduler is gone; start it and go on with --resume", path=self._address)


def _connect(scheduler: str) -> Any:
    if _ADDRESS.fullmatch(scheduler) is None:
        raise WrongUsage(f"--scheduler {scheduler}: write it as tcp://HOST:8786")
    try:
        from distributed import Client
    except ImportError as error:
        raise missing_package("--engine dask", "distributed") from error
    try:
        connect: Callable[..., Any] = Client
        return connect(scheduler, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise EngineLost(
            f"no scheduler answers ({reason}); give --scheduler tcp://HOST:8786", path=scheduler
        ) from error
