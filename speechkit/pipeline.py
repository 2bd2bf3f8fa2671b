"""The way of a speech through the steps.

`STEPS` is read from top to bottom. A step is a function `(Document, Settings) -> Document` in a module of its own,
imported when it first runs, so that a command pays only for what it needs.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from importlib import import_module

from speechkit.errors import WrongUsage
from speechkit.model import Document, Source
from speechkit.settings import Settings

StepFunction = Callable[[Document, Settings], Document]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of `STEPS`.

    Attributes:
        name: of the step; also what `analyze(only=…)` takes.
        module: holds a function `run(doc, settings) -> Document`.
        needs: names of the steps whose findings it reads.
    """

    name: str
    module: str
    needs: tuple[str, ...] = ()


STEPS = (
    Step("meta", "speechkit.meta"),
    Step("outline", "speechkit.outline", ("meta",)),
    Step("declared", "speechkit.declared", ("outline",)),
    Step("roles", "speechkit.roles", ("outline",)),
    Step("phrases", "speechkit.phrases", ("outline",)),
    Step("times", "speechkit.deadlines", ("outline", "roles")),
    Step("tasks", "speechkit.tasks", ("outline", "roles", "times")),
    Step("statistics", "speechkit.statistics", ("phrases",)),
)


def analyze_source(source: Source, settings: Settings, *, only: Collection[str] | None = None) -> Document:
    """Take a source through the steps.

    Args:
        source: what a reader made.
        settings: the user's choices.
        only: names of the steps wanted, with what they need; None: all.
    Returns:
        The document with the findings of these steps, in text order.
    Raises:
        WrongUsage: `only` names a step that there is not.
    """
    from speechkit.clean import clean_source

    wanted = _with_needs(only)
    doc = clean_source(source, settings)
    for step in STEPS:
        if wanted is None or step.name in wanted:
            doc = load_step(step)(doc, settings)
    return doc


def load_step(step: Step) -> StepFunction:
    """Import the step's module and return its `run`."""
    run: StepFunction = import_module(step.module).run
    return run


def _with_needs(only: Collection[str] | None) -> frozenset[str] | None:
    if only is None:
        return None
    rows = {step.name: step for step in STEPS}
    wanted: set[str] = set()
    left = list(only)
    while left:
        name = left.pop()
        if name not in rows:
            raise WrongUsage(f"no step '{name}'; there are {', '.join(rows)}")
        if name not in wanted:
            wanted.add(name)
            left.extend(rows[name].needs)
    return frozenset(wanted)
