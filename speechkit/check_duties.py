"""Rules on duties: a key task that names nobody, no time or no target.

Known limitations: see `speechkit.tasks`; an owner whom the hearers know from the occasion cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from speechkit.check_model import OWN, Hit, Rule, Words
from speechkit.model import Document
from speechkit.settings import Settings


def find_without_owner(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Key tasks of nobody."""
    yield from (Hit(task.span) for task in doc.tasks if task.key and not task.owners)


def find_without_time(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Key tasks with no deadline, repetition or length."""
    yield from (Hit(task.span) for task in doc.tasks if task.key and task.time is None)


def find_without_target(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Key tasks with neither a time nor a figure: nothing that could be checked off."""
    yield from (Hit(task.span) for task in doc.tasks if task.key and task.quantity is None and task.time is None)


RULES = (
    Rule(
        "duty-without-owner",
        "duties",
        "hint",
        Words("任务没有责任主体", "a duty without an owner"),
        Words("这项任务没有说由谁负责", "nobody is named for this duty"),
        Words("写明责任单位", "name who is to do it"),
        OWN,
        find_without_owner,
        needs=("tasks",),
        grouped=True,
    ),
    Rule(
        "duty-without-time",
        "duties",
        "hint",
        Words("任务没有时限", "a duty without a time"),
        Words("这项任务没有说什么时候完成", "no time is set for this duty"),
        Words("写明完成时限或者频次", "set a deadline or a repetition"),
        OWN,
        find_without_time,
        needs=("tasks",),
        grouped=True,
    ),
    Rule(
        "duty-without-target",
        "duties",
        "hint",
        Words("任务既没有时限也没有目标", "a duty without a time or a target"),
        Words("这项任务既没有时限，也没有可以核对的目标", "neither a time nor a target to check this duty by"),
        Words("写明数量、比例或者要拿出的成果", "say how many, how much or what is to come of it"),
        OWN,
        find_without_target,
        needs=("tasks",),
        grouped=True,
    ),
)
