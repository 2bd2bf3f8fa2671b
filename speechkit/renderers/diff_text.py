"""A difference of two drafts for the terminal: [-old-]{+new+}, or red and green where colour may be written.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from speechkit.diff_model import Difference, Piece
from speechkit.renderers.deadlines import with_days
from speechkit.renderers.diff_labels import (
    LABELS,
    DiffView,
    count_times_with_points,
    fields_of,
    name_point,
    sentence_place,
    task_place,
    title_pieces,
)
from speechkit.renderers.safety import printable

_SIGNS = {"added": "+", "dropped": "-", "moved": ">", "renamed": "~", "changed": "~"}
_RED, _GREEN, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"
_COLOURS = {"+": _GREEN, "-": _RED, ">": "\x1b[36m", "~": "\x1b[33m"}


def render(diff: Difference, view: DiffView) -> str:
    """Render the sections that hold something, each headed by its name; one line where the drafts are the same."""
    labels = LABELS[view.lang]
    lines = [f"{labels[side]}  {_describe(diff, labels, side=side)}" for side in ("old", "new")]
    for name, section in _SECTIONS:
        found = list(section(diff, view))
        if found:
            lines += ["", f"{_BOLD}{labels[name]}{_PLAIN}" if view.colour else labels[name], *found]
    if diff.is_empty:
        lines += ["", labels["same"], *_relabelled(diff, labels)]
    return "\n".join(lines) + "\n"


def _describe(diff: Difference, labels: Mapping[str, str], *, side: str) -> str:
    source = (diff.old if side == "old" else diff.new).source
    return f"{printable(source.path or '-')}（{labels['characters'].format(len(source.text))}）"


def _line(labels: Mapping[str, str], view: DiffView, kind: str, text: str) -> str:
    sign = _SIGNS[kind]
    mark = f"{_COLOURS[sign]}{sign} {labels[kind]}{_PLAIN}" if view.colour else f"{sign} {labels[kind]}"
    return f"  {mark}  {text}"


def _pieces(pieces: Sequence[Piece], view: DiffView) -> str:
    marks = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}
    if view.colour:
        marks |= {"old": (_RED, _PLAIN), "new": (_GREEN, _PLAIN)}
    return "".join(f"{marks[p.kind][0]}{printable(p.text)}{marks[p.kind][1]}" for p in pieces)


def _relabelled(diff: Difference, labels: Mapping[str, str]) -> list[str]:
    return [f"  {labels['relabelled'].format(diff.relabelled)}"] if diff.relabelled else []


def _head(diff: Difference, view: DiffView) -> Iterator[str]:
    labels = LABELS[view.lang]
    for field in diff.meta:
        sides = (printable(value) if value is not None else labels["none"] for value in (field.old, field.new))
        yield f"  {labels[field.field]}  {' → '.join(sides)}"


def _points(diff: Difference, view: DiffView) -> Iterator[str]:
    labels = LABELS[view.lang]
    titles = title_pieces(diff)
    for change in diff.points:
        sides = [f"{side.id} {printable(name_point(side))}" for side in (change.old, change.new) if side is not None]
        text = " → ".join(sides)
        if change.kind == "renamed" and change.new is not None and change.new.id in titles:
            text = f"{change.new.id} {printable(change.new.point.label)}{_pieces(titles[change.new.id], view)}"
        if change.below:
            text += f"（{labels['below'].format(change.below)}）"
        yield _line(labels, view, change.kind, text)
    if diff.points:
        yield from _relabelled(diff, labels)


def _tasks(diff: Difference, view: DiffView) -> Iterator[str]:
    labels = LABELS[view.lang]
    fields = fields_of(diff, labels)
    for change in diff.tasks:
        task = change.new or change.old
        if task is None:
            continue
        text, place = printable(" ".join(task.text.split())), task_place(labels, change)
        yield _line(labels, view, change.kind, text + (f"（{place}）" if place else ""))
        for name, before, after in fields(change):
            yield f"      {name}  {printable(before)} → {printable(after)}"


def _times(diff: Difference, view: DiffView) -> Iterator[str]:
    labels = LABELS[view.lang]
    for change in diff.times:
        if change.within is None:
            sides = [side for side in (change.old, change.new) if side is not None]
            place = f"（{labels['point'].format(sides[-1].point)}）" if sides[-1].point else ""
            yield _line(labels, view, change.kind, " → ".join(printable(with_days(side)) for side in sides) + place)
    if count_times_with_points(diff):
        yield f"  {labels['times-with-points'].format(count_times_with_points(diff))}"


def _phrases(diff: Difference, view: DiffView) -> Iterator[str]:
    labels = LABELS[view.lang]
    for change in diff.phrases:
        counts = " → ".join(labels["times-used"].format(count) for count in (change.old, change.new))
        kind = "added" if change.new > change.old else "dropped"
        yield _line(labels, view, kind, f"{printable(change.name)}  {counts}（{change.category or labels['frame']}）")


def _sentences(diff: Difference, view: DiffView) -> Iterator[str]:
    """What no line about a point shows already."""
    labels = LABELS[view.lang]
    for change in diff.sentences:
        side = change.new or change.old
        if change.title or change.within is not None or side is None:
            continue
        text = _pieces(change.pieces, view) if change.pieces else printable(side.text)
        yield _line(labels, view, change.kind, f"{text}（{sentence_place(labels, change)}）")


_SECTIONS: tuple[tuple[str, Callable[[Difference, DiffView], Iterator[str]]], ...] = (
    ("head", _head),
    ("points", _points),
    ("tasks", _tasks),
    ("times", _times),
    ("phrases", _phrases),
    ("text", _sentences),
)
