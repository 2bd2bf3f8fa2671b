"""A difference of two drafts as one page that loads nothing and runs nothing.

Jinja2 escapes all that is put into the template; the page's Content-Security-Policy lets in its one style, by its hash,
and nothing else.

Known limitations: none.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from speechkit import __version__
from speechkit.diff_model import Difference, PointChange, TimeChange
from speechkit.errors import missing_package
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

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = os.path.join(os.path.dirname(__file__), "diff_page")


def render(diff: Difference, view: DiffView) -> str:
    """Render the page.

    Raises:
        MissingPackage: Jinja2 is not installed.
    """
    labels = LABELS[view.lang]
    with open(os.path.join(_FOLDER, "diff.css"), encoding="utf-8") as file:
        style = file.read()
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    sources = diff.old.source, diff.new.source
    template = _template()
    from markupsafe import Markup  # Jinja2's own

    return template.render(
        labels=labels,
        language={"zh": "zh-Hans", "en": "en"}[view.lang],
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704 (a file of this package)
        version=__version__,
        diff=diff,
        old_path=sources[0].path or "-",
        new_path=sources[1].path or "-",
        old_size=labels["characters"].format(len(sources[0].text)),
        new_size=labels["characters"].format(len(sources[1].text)),
        counts=_count(diff),
        points=list(_points(diff)),
        tasks=list(_tasks(diff, labels)),
        times=[_time(change, labels) for change in diff.times if change.within is None],
        times_with_points=count_times_with_points(diff),
        sentences=list(_sentences(diff, labels)),
    )


def _template() -> Template:
    try:
        import jinja2
    except ImportError as error:
        raise missing_package("the page", "jinja2") from error
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER, encoding="utf-8"),
        autoescape=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("diff.html.j2")


def _count(diff: Difference) -> list[tuple[str, int]]:
    """Sections that are there, with how many changes each has."""
    sections = (
        ("head", diff.meta),
        ("points", diff.points),
        ("tasks", diff.tasks),
        ("times", diff.times),
        ("phrases", diff.phrases),
        ("text", [change for change in diff.sentences if not change.title]),
    )
    return [(name, len(changes)) for name, changes in sections if changes]


def _points(diff: Difference) -> Iterator[dict[str, Any]]:
    titles = title_pieces(diff)
    for change in diff.points:
        sides = [side for side in (change.old, change.new) if side is not None]
        yield {
            "kind": change.kind,
            "new": change.new,
            "sides": [{"id": side.id, "name": name_point(side)} for side in sides],
            "pieces": _title(change, titles),
            "below": change.below,
        }


def _title(change: PointChange, titles: Mapping[str, Any]) -> Any:
    return titles.get(change.new.id) if change.kind == "renamed" and change.new is not None else None


def _tasks(diff: Difference, labels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    fields = fields_of(diff, labels)
    for change in diff.tasks:
        task = change.new or change.old
        text = " ".join(task.text.split()) if task else ""
        yield {"kind": change.kind, "text": text, "note": task_place(labels, change), "fields": fields(change)}


def _time(change: TimeChange, labels: Mapping[str, str]) -> dict[str, Any]:
    side = change.new or change.old
    return {
        "kind": change.kind,
        "old": with_days(change.old) if change.old else None,
        "new": with_days(change.new) if change.new else None,
        "place": labels["point" if change.new else "old-point"].format(side.point) if side and side.point else "",
    }


def _sentences(diff: Difference, labels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The changed sentences, those that stand in one place together."""
    shown = (change for change in diff.sentences if not change.title)
    for place, group in groupby(shown, key=lambda change: sentence_place(labels, change)):
        yield {"place": place, "rows": list(group)}
