"""Findings as annotations of GitHub Actions, one line a place, shown beside the lines of a pull request.

Source: GitHub Actions, workflow commands (error, warning and notice messages).

Known limitations: GitHub shows ten annotations of a level a step; all are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from speechkit.model import Document, Finding, Span
from speechkit.places import Lines
from speechkit.renderers import View
from speechkit.renderers.findings import lines_of

_COMMANDS = {"error": "error", "suspect": "warning", "hint": "notice"}
_DATA = re.compile(r"[%\r\n]")
_PROPERTY = re.compile(r"[%\r\n:,]")


def render(docs: Sequence[Document], view: View) -> str:
    """Render every place of every finding."""
    return "".join(line + "\n" for doc in docs for line in _lines(doc))


def _lines(doc: Document) -> Iterator[str]:
    lines = lines_of(doc)
    for finding in doc.findings:
        for span in (finding.span, *finding.others):
            yield _line(doc, finding, span, lines)


def _line(doc: Document, finding: Finding, span: Span, lines: Lines) -> str:
    start, end = lines.place(span.start), lines.place(span.end)
    properties = {"line": start[0], "endLine": end[0], "col": start[1], "endColumn": end[1], "title": finding.rule}
    if doc.source.path not in (None, "-"):
        properties = {"file": doc.source.path, **properties}
    written = ",".join(f"{name}={_escape(_PROPERTY, str(value))}" for name, value in properties.items())
    message = f"{finding.message} {finding.advice} [{finding.basis}]"
    return f"::{_COMMANDS[finding.level]} {written}::{_escape(_DATA, message)}"


def _escape(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: f"%{ord(match.group()):02X}", text)
