"""The normalised tables of a corpus: their columns, keys and references, and the rows of one record.

`TABLES` is the one description; SQLite, Parquet and CSV are written from it. A speech is known by `speech`, the first
20 hexadecimal digits of the SHA-256 of its path, so that rows made on different machines go together, and a speech
that is analysed again takes its own place.

Known limitations: names of files that are no UTF-8, and lone surrogates in texts, are written with U+FFFD for each
byte that cannot be; `start` and `stop` still count in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from speechkit.records import Record, is_failure, require, walk_outline

Kind = Literal["text", "integer", "real", "boolean", "date"]
Row = tuple[Any, ...]

_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGITS = 20
"""Of a speech's key: 80 bits, so that 10⁸ speeches share a key with a probability of about 10⁻⁸."""
_GROUPS = (
    "lexicons", "outline", "declared", "roles", "times", "tasks", "phrases", "patterns", "statistics",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `start` and `stop` are offsets as the contract has them (`end` is a reserved word of SQL)."""

    name: str
    kind: Kind
    null: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        key: names of the columns that make a row unique; the first is `speech`, except in a shared table.
        references: (columns here, table there): the columns hold that table's key, or the last of them is null.
        shared: rows are of no single speech (the lexicons), and equal in all records that hold them.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[tuple[tuple[str, ...], str], ...] = ()
    shared: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


def _columns(written: str) -> tuple[Column, ...]:
    """Columns from words like `title:text?`, where ? allows null."""
    columns = []
    for word in written.split():
        name, _, kind = word.partition(":")
        columns.append(Column(name, kind.rstrip("?"), kind.endswith("?")))  # type: ignore[arg-type]
    return tuple(columns)


_SPEECH = (("speech",), "speeches")
_POINT = (("speech", "point"), "points")

TABLES = (
    Table(
        "speeches",
        _columns(
            "speech:text path:text? folder:text? format:text encoding:text? sha256:text characters:integer "
            "title:text? speaker:text? date:date? salutation:text? anchor_date:date? year:integer? "
            "text_characters:integer? sentences:integer? tokens:integer? phrase_density:real? lexicons:text"
        ),
        ("speech",),
    ),
    Table("failures", _columns("speech:text path:text? folder:text? code:text message:text"), ("speech",)),
    Table(
        "points",
        _columns(
            "speech:text point:text parent:text? number:integer depth:integer kind:text label:text ordinal:integer? "
            "title:text start:integer stop:integer"
        ),
        ("speech", "point"),
        (_SPEECH, (("speech", "parent"), "points")),
    ),
    Table(
        "declared",
        _columns("speech:text number:integer text:text count:integer found:integer? start:integer stop:integer"),
        ("speech", "number"),
        (_SPEECH,),
    ),
    Table(
        "roles",
        _columns("speech:text number:integer role:text start:integer stop:integer"),
        ("speech", "number"),
        (_SPEECH,),
    ),
    Table(
        "times",
        _columns(
            "speech:text time:text role:text text:text timex:text? earliest:date? latest:date? rrule:text? "
            "duration:text? approximate:boolean point:text? start:integer stop:integer"
        ),
        ("speech", "time"),
        (_SPEECH, _POINT),
    ),
    Table(
        "tasks",
        _columns(
            "speech:text task:text text:text point:text? time:text? quantity:text? modality:text is_key:boolean "
            "start:integer stop:integer"
        ),
        ("speech", "task"),
        (_SPEECH, _POINT, (("speech", "time"), "times")),
    ),
    Table(
        "owners",
        _columns(
            "speech:text task:text number:integer text:text role:text inherited:boolean start:integer stop:integer"
        ),
        ("speech", "task", "number"),
        (_SPEECH, (("speech", "task"), "tasks")),
    ),
    Table(
        "phrases",
        _columns(
            "speech:text number:integer entry:text text:text lexicon:text category:text point:text? "
            "start:integer stop:integer"
        ),
        ("speech", "number"),
        (_SPEECH, _POINT),
    ),
    Table(
        "patterns",
        _columns(
            "speech:text number:integer pattern:text text:text lexicon:text point:text? start:integer stop:integer"
        ),
        ("speech", "number"),
        (_SPEECH, _POINT),
    ),
    Table(
        "slots",
        _columns("speech:text pattern_number:integer number:integer text:text"),
        ("speech", "pattern_number", "number"),
        (_SPEECH, (("speech", "pattern_number"), "patterns")),
    ),
    Table(
        "keywords",
        _columns("speech:text number:integer text:text weight:real"),
        ("speech", "number"),
        (_SPEECH,),
    ),
    Table(
        "notices",
        _columns("speech:text number:integer code:text message:text start:integer? stop:integer?"),
        ("speech", "number"),
        (_SPEECH,),
    ),
    Table("lexicons", _columns("sha256:text lexicon:text title:text"), ("sha256", "lexicon"), shared=True),
)
"""A table comes behind those that it refers to."""


def speech_key(record: Record) -> str:
    """The key of a record's speech: of its path; of its content, where it was given in memory."""
    path = record["source"]["path"]
    known = record["source"].get("sha256", "") if path is None else path
    return sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def folder_of(path: str | None) -> str | None:
    """The folder of a path as written, "" for a bare name, with / between its parts."""
    return None if path is None else path.replace("\\", "/").rpartition("/")[0]


def year_of(record: Record) -> int | None:
    """The year of a speech: of its own date, else of the day that its times were counted from."""
    day = record["meta"]["date"] or record["anchor_date"]
    return int(day[:4]) if day else None


def rows(record: Record) -> dict[str, list[Row]]:
    """Make the rows of one record.

    Args:
        record: of `analyze` or `batch`, checked by `speechkit.records`.
    Returns:
        For every table its rows, cells in the order of its columns; days are `date`s.
    Raises:
        BadRecord: the record lacks a group of findings.
    """
    made: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    key, path = speech_key(record), record["source"]["path"]
    if is_failure(record):
        error = record["error"]
        made["failures"] = [(key, path, folder_of(path), error["code"], error["message"])]
    else:
        require(record, *_GROUPS)
        made["speeches"] = [_speech(record, key)]
        made["lexicons"] = [
            (item["sha256"], f"{item['id']}@{item['version']}", item["title"]) for item in record["lexicons"]
        ]
        _add_structure(made, record, key)
        _add_duties(made, record, key)
        _add_phrases(made, record, key)
    return {name: [_storable(row) for row in table] for name, table in made.items()}


def _speech(record: Record, key: str) -> Row:
    source, meta, counts = record["source"], record["meta"], record["statistics"] or {}
    return (
        key,
        source["path"],
        folder_of(source["path"]),
        *(source[name] for name in ("format", "encoding", "sha256", "characters")),
        meta["title"],
        meta["speaker"],
        _day(meta["date"]),
        meta["salutation"],
        _day(record["anchor_date"]),
        year_of(record),
        *(counts.get(name) for name in ("characters", "sentences", "tokens", "phrase_density")),
        " ".join(map(_label, record["lexicons"])),
    )


def _label(lexicon: Record) -> str:
    return f"{lexicon['id']}@{lexicon['version']}"


def _add_structure(made: dict[str, list[Row]], record: Record, key: str) -> None:
    for number, (item, parent) in enumerate(walk_outline(record["outline"]), 1):
        depth = item["id"].count(".") + 1
        values = (item[name] for name in ("kind", "label", "ordinal", "title", "start", "end"))
        made["points"].append((key, item["id"], parent, number, depth, *values))
    for name, keys in (
        ("declared", ("text", "count", "found", "start", "end")),
        ("roles", ("role", "start", "end")),
        ("notices", ("code", "message", "start", "end")),
    ):
        made[name] = [(key, number, *map(item.get, keys)) for number, item in enumerate(record[name], 1)]


def _add_duties(made: dict[str, list[Row]], record: Record, key: str) -> None:
    for time in record["times"]:
        made["times"].append(
            (
                key,
                *(time[name] for name in ("id", "role", "text", "timex")),
                _day(time["earliest"]),
                _day(time["latest"]),
                *(time[name] for name in ("rrule", "duration", "approximate", "point", "start", "end")),
            )
        )
    names = ("id", "text", "point", "time", "quantity", "modality", "key", "start", "end")
    for task in record["tasks"]:
        made["tasks"].append((key, *(task[name] for name in names)))
        for number, owner in enumerate(task["owners"], 1):
            values = (owner[name] for name in ("text", "role", "inherited", "start", "end"))
            made["owners"].append((key, task["id"], number, *values))


def _add_phrases(made: dict[str, list[Row]], record: Record, key: str) -> None:
    fields: tuple[str, ...] = ("entry", "text", "lexicon", "category", "point", "start", "end")
    for number, phrase in enumerate(record["phrases"], 1):
        made["phrases"].append((key, number, *map(phrase.get, fields)))
    fields = ("pattern", "text", "lexicon", "point", "start", "end")
    for number, pattern in enumerate(record["patterns"], 1):
        made["patterns"].append((key, number, *map(pattern.get, fields)))
        made["slots"] += [(key, number, at, slot) for at, slot in enumerate(pattern["slots"], 1)]
    words = (record["statistics"] or {}).get("keywords", ())
    made["keywords"] = [(key, number, word["text"], word["weight"]) for number, word in enumerate(words, 1)]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _storable(row: Row) -> Row:
    """Texts without what UTF-8 cannot hold, and without U+0000, at which SQLite's own functions stop."""
    if any(type(cell) is str and (_SURROGATE.search(cell) or "\0" in cell) for cell in row):
        return tuple(
            _SURROGATE.sub("\ufffd", cell).replace("\0", "\ufffd") if type(cell) is str else cell for cell in row
        )
    return row
