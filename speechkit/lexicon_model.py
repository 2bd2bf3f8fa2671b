"""What a lexicon is: entries in categories, with examples.

Apart from `speechkit.lexicon`, because finding phrases needs none of it.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["phrases", "words", "confusions"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf of a lexicon.

    Attributes:
        phrase: as written in the file.
        category: path of its category, parts joined by "/".
        line: of the file, from one; `column` likewise.
        places: line and column of each example and exception.
    """

    phrase: str
    category: str
    line: int
    column: int
    also: tuple[str, ...] = ()
    gloss: str | None = None
    excepts: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    source: str | None = None
    name: str | None = None
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def forms(self) -> tuple[str, ...]:
        """The phrase and its other spellings."""
        return (self.phrase, *self.also)


@dataclass(frozen=True, slots=True)
class Import:
    """Another lexicon that takes part beside this one, less the phrases that are skipped."""

    id: str
    skip: tuple[str, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A checked lexicon.

    Attributes:
        sha256: hex digest of the file's bytes.
        path: as it was given.
        glosses: path of a category → what it holds.
        entries: in the file's order.
    """

    id: str
    version: str
    title: str
    language: str
    licence: str
    kind: Kind
    path: str
    sha256: str
    imports: tuple[Import, ...] = ()
    glosses: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    @property
    def label(self) -> str:
        """What findings name it by: id@version."""
        return f"{self.id}@{self.version}"
