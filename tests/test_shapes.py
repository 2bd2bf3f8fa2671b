"""One speech in many shapes: the same findings, shifted."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from conftest import ROOT
from containers import docx, lists, paragraphs

from speechkit.align import to_text
from speechkit.model import Document, Span
from speechkit.pipeline import analyze_source
from speechkit.readers import read_bytes
from speechkit.settings import Settings

_SPEECH = (ROOT / "samples" / "grassroots-partybuilding.txt").read_text(encoding="utf-8")
_LINES = [line.strip("　 ") for line in _SPEECH.split("\n") if line.strip("　 ")]
_WIDTH = 38


def _analyse(data: bytes, path: str | None = None) -> Document:
    settings = Settings()
    doc = analyze_source(read_bytes(data, settings, path=path), settings)
    doc.check()
    return doc


def _findings(doc: Document) -> dict[str, Any]:
    """What was found, without where it stands and how the source was read."""
    found: dict[str, Any] = {
        "text": "".join(doc.text.split()),
        "meta": asdict(doc.meta),
        "outline": [(name, p.kind, p.label, p.ordinal, p.title) for name, p in doc.points()],
        "declared": [(d.count, d.found) for d in doc.declared],
        "roles": [(p.role, _bare(doc, p.span.start, p.span.end)) for p in doc.passages],
        "times": [(t.role, t.timex, t.earliest, t.latest, t.rrule, t.duration, t.point) for t in doc.times],
        "tasks": [(_bare(doc, t.span.start, t.span.end), t.point, t.time, t.modality) for t in doc.tasks],
        "phrases": [(p.entry, p.point) for p in doc.phrases],
        "patterns": [(p.pattern, p.point) for p in doc.patterns],
    }
    return found


def _bare(doc: Document, start: int, end: int) -> str:
    place = to_text(doc.alignment, Span(start, end))
    return "".join(doc.text[place.start : place.end].split())


def _auto_numbered() -> bytes:
    """第一， as Word's numbering; the body as it is."""
    lines = [f"1/0 {line[3:]}" if line.startswith(("第一，", "第二，", "第三，")) else line for line in _LINES]
    return docx(paragraphs(lines), numbering=lists({1: ["chineseCounting 第%1，"]}))


def _one_line() -> bytes:
    return ("　　" + "　　".join(_LINES)).encode()


def _wrapped() -> bytes:
    indented = [line if i < 3 else "　　" + line for i, line in enumerate(_LINES)]
    return "\n".join(line[at : at + _WIDTH] for line in indented for at in range(0, len(line), _WIDTH)).encode()


SHAPES = {
    "utf-8 with BOM": _SPEECH.encode("utf-8-sig"),
    "utf-16": _SPEECH.encode("utf-16"),
    "gb18030": _SPEECH.encode("gb18030"),
    "carriage returns": _SPEECH.replace("\n", "\r\n").encode(),
    "half-width punctuation": _SPEECH.translate(str.maketrans("，：；！？（）", ",:;!?()")).encode(),
    "docx, typed": docx(paragraphs(_LINES)),
    "docx, numbered": _auto_numbered(),
    "one line": _one_line(),
    "wrapped": _wrapped(),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_findings(shape: str) -> None:
    assert _findings(_analyse(SHAPES[shape])) == _findings(_analyse(_SPEECH.encode()))
