"""From documents to what people and programs read; one file a format.

`FORMATS` is the registry: for each command the formats it prints, the first of them its default. A module is imported
when its format is asked for.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Literal

from speechkit.model import Document


@dataclass(frozen=True, slots=True)
class View:
    """How a command wants its documents shown.

    Attributes:
        command: whose groups of findings are shown.
        depth: levels of the outline; None: all.
        width: cells of the terminal; None: as wide as the content.
        colour: whether escape sequences for colour may be written.
        mentions: whether times that bind no duty, and tasks that are no key tasks, are shown too.
        level: of phrases, count categories cut to so many parts; None: count phrases.
        by: of phrases, count each "point" or each "role" for itself; None: the whole.
        today: of deadlines, the day that the days left are counted from; None: they are not counted.
        unit: of tasks, the body that they must bind; None: any.
        lead: of tasks, only those that the unit leads.
        missing: of tasks, only those that lack one of "owner", "time", "target".
        stamp: of an iCalendar file, the time of writing, in UTC.
        language: of a check's heads and levels; its findings are worded already.
    """

    command: str
    depth: int | None = None
    width: int | None = None
    colour: bool = False
    mentions: bool = False
    level: int | None = None
    by: Literal["point", "role"] | None = None
    today: date | None = None
    unit: str | None = None
    lead: bool = False
    missing: tuple[str, ...] = ()
    stamp: datetime | None = None
    language: Literal["zh", "en"] = "zh"


Render = Callable[[Sequence[Document], View], str | bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the registry; `module` holds `render(docs, view)`: str, or bytes of a binary file."""

    name: str
    module: str


_JSON = Format("json", "speechkit.renderers.json")
_JSONL = Format("jsonl", "speechkit.renderers.jsonl")

FORMATS: dict[str, tuple[Format, ...]] = {
    "outline": (
        Format("tree", "speechkit.renderers.tree"),
        Format("table", "speechkit.renderers.outline_table"),
        _JSON,
        _JSONL,
        Format("markdown", "speechkit.renderers.markdown"),
        Format("opml", "speechkit.renderers.opml"),
    ),
    "analyze": (_JSON, _JSONL),
    "deadlines": (
        Format("table", "speechkit.renderers.deadlines_table"),
        _JSON,
        _JSONL,
        Format("csv", "speechkit.renderers.deadlines_csv"),
        Format("markdown", "speechkit.renderers.deadlines_markdown"),
        Format("ics", "speechkit.renderers.ics"),
    ),
    "tasks": (
        Format("table", "speechkit.renderers.tasks_table"),
        _JSON,
        _JSONL,
        Format("csv", "speechkit.renderers.tasks_csv"),
        Format("markdown", "speechkit.renderers.tasks_markdown"),
        Format("xlsx", "speechkit.renderers.xlsx"),
        Format("docx", "speechkit.renderers.task_docx"),
    ),
    "phrases": (
        Format("table", "speechkit.renderers.phrases_table"),
        _JSON,
        _JSONL,
        Format("csv", "speechkit.renderers.phrases_csv"),
        Format("markdown", "speechkit.renderers.phrases_markdown"),
    ),
    "check": (
        Format("text", "speechkit.renderers.findings_text"),
        _JSON,
        Format("sarif", "speechkit.renderers.sarif"),
        Format("github", "speechkit.renderers.github"),
    ),
}


def load_renderer(command: str, name: str) -> Render:
    """Import the renderer of a command's format; the name must be one of `FORMATS[command]`."""
    row = next(row for row in FORMATS[command] if row.name == name)
    render: Render = import_module(row.module).render
    return render
