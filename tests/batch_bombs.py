"""A work that some speeches kill; in a module that loads little, because each worker imports it."""

from __future__ import annotations

import os
import signal

from speechkit.batch_worker import Answer, Job, Order


def end_on_bombs(order: Order, jobs: tuple[Job, ...]) -> tuple[Answer, ...]:
    """Answer with the path alone, and die of what has "bomb" in it."""
    for job in jobs:
        if "bomb" in job.path:
            os.kill(os.getpid(), signal.SIGKILL)
    return tuple(Answer(job.path, f"{job.path}\n", "0" * 64) for job in jobs)
