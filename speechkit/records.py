"""Records: what `batch` and `analyze` wrote, read back and never trusted.

A record is one parsed object of the contract, of a speech or of a file that failed. What is read is held to
`output.schema.json` and to what the schema cannot say: spans within the source, ids once, references that resolve.

Known limitations: a JSON array, unlike JSON Lines, is read whole. A record that lacks a group (the output of a
command other than `analyze` and `batch`) passes; `require` asks for what a use needs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

from speechkit.errors import BadRecord, SpeechkitError, UnreadableSource
from speechkit.shapes import Check, WrongShape, compile_schema

Record = dict[str, Any]
SCHEMA = "speechkit/1"
SUFFIXES = (".json", ".jsonl", ".ndjson")
_LINES = (".jsonl", ".ndjson")
_MOST_DIGITS = 20
"""Of a whole number; longer ones are refused before they are read."""
_GROUPS_WITH_SPANS = ("declared", "roles", "times", "tasks", "phrases", "patterns")


def load_records(path: str, *, notice: Callable[[str], None] | None = None) -> Iterator[Record]:
    """Read records one by one, in the order of the file; a folder's files in the order of their paths.

    Args:
        path: a file of JSON Lines, of one JSON object or of a JSON array, or a folder of such files (those named
            *.json, *.jsonl, *.ndjson, at any depth; hidden ones are left out).
        notice: told in one line of a torn last line, which is left out; None: it is an error.
    Raises:
        UnreadableSource: nothing can be read there.
        BadRecord: something there is no record; names the file and the line.
    """
    if os.path.isdir(path):
        found = sorted(_files_below(path))
        if not found:
            raise UnreadableSource("no .json or .jsonl file in this folder", path=path)
        for file in found:
            yield from _load_file(file, notice)
    else:
        yield from _load_file(path, notice)


def is_failure(record: Record) -> bool:
    """True for the record of a file that could not be read or analysed."""
    return "error" in record


def require(record: Record, *groups: str) -> None:
    """Raise BadRecord unless a speech's record holds these groups of findings."""
    missing = [group for group in groups if group not in record]
    if missing:
        raise BadRecord(
            f"the record lacks {', '.join(missing)}; make it with speechkit batch or analyze",
            path=str(record["source"]["path"]),
        )


def check_record(value: object, where: str) -> Record:
    """Hold a parsed object to the contract.

    Args:
        value: what json.loads made.
        where: for the error, "out.jsonl:3".
    Raises:
        BadRecord: names what is wrong and where in the object.
    """
    if not isinstance(value, dict):
        raise BadRecord("no JSON object; each line is one speech as speechkit batch writes it", path=where)
    if value.get("schema") != SCHEMA:
        raise BadRecord(f"its schema is {value.get('schema')!r:.40}, not {SCHEMA!r}; make it anew", path=where)
    try:
        _checks()["failure" if "error" in value else "speech"](value)
        if "error" not in value:
            _check_places(value)
            _check_references(value)
    except WrongShape as wrong:
        raise BadRecord(str(wrong), path=where) from None
    except RecursionError:
        raise BadRecord("nested too deeply", path=where) from None
    return value


def walk_outline(points: Iterable[Record]) -> Iterator[tuple[Record, str | None]]:
    """Yield every point of an outline with its parent's id, in text order."""
    stack: list[tuple[Record, str | None]] = []
    stack.extend((point, None) for point in reversed(list(points)))
    while stack:
        point, parent = stack.pop()
        yield point, parent
        stack.extend((child, point["id"]) for child in reversed(point["children"]))


def _files_below(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(root, name) for name in names if name.endswith(SUFFIXES) and name[0] != ".")


def _load_file(path: str, notice: Callable[[str], None] | None) -> Iterator[Record]:
    try:
        with open(path, "rb") as file:
            head = file.readline().removeprefix(b"\xef\xbb\xbf")
            if not path.endswith(_LINES) and not _is_object(head):
                yield from _load_whole(head + file.read(), path)
                return
            yield from _load_lines(head, file, path=path, notice=notice)
    except OSError as error:
        raise UnreadableSource(f"cannot be read: {error.strerror or error}", path=path) from error


def _is_object(line: bytes) -> bool:
    """True for a line that holds a JSON object by itself; a file of such lines is JSON Lines."""
    try:
        return isinstance(_parse(line, ""), dict)
    except SpeechkitError:
        return False


def _load_whole(data: bytes, path: str) -> Iterator[Record]:
    value = _parse(data, path)
    for number, item in enumerate(value if isinstance(value, list) else [value]):
        yield check_record(item, f"{path}[{number}]" if isinstance(value, list) else path)


def _load_lines(
    head: bytes, rest: Iterable[bytes], *, path: str, notice: Callable[[str], None] | None
) -> Iterator[Record]:
    number = 0
    for number, line in enumerate(_chain(head, rest), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            value = _parse(line, where)
        except BadRecord:
            if line.endswith(b"\n"):
                raise
            said = f"{where}: the last line is torn and was left out; run batch again with --resume to mend it"
            if notice is None:
                raise BadRecord("the last line is torn; run batch again with --resume", path=where) from None
            notice(said)
            return
        yield check_record(value, where)


def _chain(head: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from rest


def _parse(data: bytes, where: str) -> object:
    """Parse JSON; bytes that are no UTF-8 (in the name of a file) become lone surrogates, as Python names files."""
    try:
        return json.loads(
            data.decode("utf-8", "surrogateescape"), parse_constant=_refuse_constant, parse_int=_whole_number
        )
    except RecursionError:
        raise BadRecord("nested too deeply", path=where) from None
    except ValueError as error:
        raise BadRecord(f"no JSON ({error})", path=where) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _whole_number(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError("a number of too many digits")
    return int(digits)


@cache
def _checks() -> dict[str, Check]:
    schema = json.loads(files("speechkit").joinpath("output.schema.json").read_text(encoding="utf-8"))
    definitions = schema["$defs"]
    return {name: compile_schema(definitions[name], definitions) for name in ("speech", "failure")}


def _check_places(record: Record) -> None:
    """Every span is one, and lies within the source."""
    size = record["source"]["characters"]
    for group in _GROUPS_WITH_SPANS:
        for number, item in enumerate(record.get(group, ())):
            if not item["start"] <= item["end"] <= size:
                raise WrongShape(f"{group}[{number}]: the span {item['start']}–{item['end']} is outside the source")
    for item, _ in walk_outline(record.get("outline", ())):
        if not item["start"] <= item["end"] <= size:
            raise WrongShape(f"outline, point {item['id']}: its span is outside the source")


def _check_references(record: Record) -> None:
    """Ids are given once; what is named by an id is there, where its group is."""
    points = _ids("outline", [point for point, _ in walk_outline(record.get("outline", ()))])
    times = _ids("times", record.get("times", []))
    _ids("tasks", record.get("tasks", []))
    if "outline" in record:
        for group in ("times", "tasks", "phrases", "patterns"):
            _resolve(record.get(group, ()), "point", points, group=group)
    if "times" in record:
        _resolve(record.get("tasks", ()), "time", times, group="tasks")


def _ids(group: str, items: list[Record]) -> frozenset[str]:
    ids = frozenset(item["id"] for item in items)
    if len(ids) < len(items):
        raise WrongShape(f"{group}: an id is given twice")
    return ids


def _resolve(items: Iterable[Record], key: str, ids: frozenset[str], *, group: str) -> None:
    for number, item in enumerate(items):
        if item[key] is not None and item[key] not in ids:
            raise WrongShape(f"{group}[{number}]: its {key} {item[key]!r:.40} is nowhere in the record")
