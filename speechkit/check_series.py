"""The series of a document, as the rules on numbering read them.

Known limitations: see `speechkit.series`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from speechkit.model import Document
from speechkit.numbering import Label, find_labels
from speechkit.outline import find_contents
from speechkit.series import Member, Series, assemble


@dataclass(frozen=True, slots=True)
class Numbering:
    """All labels of a text and the series that count.

    Attributes:
        labels: in text order, those of a table of contents left out.
        members: the points, in text order.
        ones: key and place of every label that states one, sorted.
    """

    labels: tuple[Label, ...]
    members: tuple[Member, ...]
    ones: tuple[tuple[str, int], ...]

    def series(self) -> Iterator[Series]:
        """Yield the series, by their first member."""
        yield from {id(member.series): member.series for member in self.members}.values()

    def starts_anew(self, left: Label, right: Label) -> bool:
        """Say whether a series of the same style starts at one between two labels: they are of two series."""
        at = bisect_right(self.ones, (right.key, left.start))
        return at < len(self.ones) and self.ones[at] < (right.key, right.start)

    def loose(self) -> Iterator[Label]:
        """Yield the labels that belong to no series that counts."""
        taken = {member.label.start for member in self.members}
        yield from (label for label in self.labels if label.start not in taken)


def read_numbering(doc: Document) -> Numbering:
    """Read the numbering of a document's folded text; positions are of that text."""
    contents = find_contents(doc.folded)
    labels = tuple(label for label in find_labels(doc.folded) if label.start not in contents)
    ones = sorted((label.key, label.start) for label in labels if label.ordinal == 1)
    return Numbering(labels, tuple(assemble(labels, doc.folded)), tuple(ones))


def is_formal_line(label: Label) -> bool:
    """Say whether a label opens a line and is of a written style: 一、 （一） 1. 第一，"""
    return label.place == "line" and label.style.family == "formal"
