"""What the tests of tasks share: a text of which every sentence is a demand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from speechkit import deadlines, outline, tasks
from speechkit.clean import clean_source
from speechkit.model import Document, Passage, Span
from speechkit.readers import source_from_text
from speechkit.settings import Settings


def read_demand(text: str, *, anchor: date | None = None) -> Document:
    """Take a text through the steps that tasks need, as if all of it demanded something."""
    settings = Settings(date=anchor)
    doc = outline.run(clean_source(source_from_text(text), settings), settings)
    passages = (Passage("requirements", Span(0, len(doc.source.text))),)
    doc = deadlines.run(replace(doc, passages=passages, anchor=anchor), settings)
    doc = tasks.run(doc, settings)
    doc.check()
    return doc
