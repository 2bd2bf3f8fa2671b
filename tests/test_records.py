"""Records read back: whole files, torn ones, hostile ones; each fault one line with file and place."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, load_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from record_tools import FAILURE, make_record, sample_records

from speechkit.errors import BadRecord, SpeechkitError, UnreadableSource
from speechkit.records import check_record, is_failure, load_records, require
from speechkit.shapes import WrongShape, compile_schema

SCHEMA = json.loads((ROOT / "speechkit" / "output.schema.json").read_text(encoding="utf-8"))


def as_lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@pytest.mark.parametrize("row", load_cases("records.yaml"))
def test_a_changed_value_is_named(row: dict[str, Any]) -> None:
    record = copy.deepcopy(sample_records()[0])
    *way, last = row["at"]
    holder: Any = record
    for key in way:
        holder = holder[key]
    if "start" in row:
        holder["start"] = row["start"]
    holder[last] = row["value"]
    if row["says"] is None:
        assert check_record(record, "out.jsonl:1") is record
        return
    with pytest.raises(BadRecord) as caught:
        check_record(record, "out.jsonl:1")
    assert str(caught.value).startswith("out.jsonl:1: ")
    assert row["says"] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_lines_array_object_and_folder_read_the_same(tmp_path: Path) -> None:
    records = [*sample_records()[:3], FAILURE]
    folder = tmp_path / "folder" / "deep"
    folder.mkdir(parents=True)
    (tmp_path / "out.jsonl").write_text(as_lines(records), encoding="utf-8")
    (tmp_path / "out").write_text("\ufeff" + as_lines(records), encoding="utf-8")
    (tmp_path / "array.json").write_text(json.dumps(records, indent=2), encoding="utf-8")
    for number, record in enumerate(records):
        (folder / f"{number}.json").write_text(json.dumps(record, indent=2), encoding="utf-8")
    (folder / ".hidden.json").write_text("{", encoding="utf-8")
    (folder / "notes.txt").write_text("no record", encoding="utf-8")
    for name in ("out.jsonl", "out", "array.json", "folder"):
        assert list(load_records(str(tmp_path / name))) == records, name
    assert [is_failure(record) for record in records] == [False, False, False, True]


def test_a_torn_last_line_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    whole = as_lines(sample_records()[:2])
    path.write_text(whole + whole[:500], encoding="utf-8")
    said: list[str] = []
    assert len(list(load_records(str(path), notice=said.append))) == 2
    assert said == [f"{path}:3: the last line is torn and was left out; run batch again with --resume to mend it"]
    with pytest.raises(BadRecord, match="torn"):
        list(load_records(str(path)))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{]", ":2: no JSON"),
        ("[]", ":2: no JSON object"),
        ("7", ":2: no JSON object"),
        ('{"schema": "speechkit/1"}', ":2: the record: lacks the key 'source'"),
        ('{"schema": "speechkit/1", "source": {"path": 7}, "error": {}}', ":2: source.path: must be text or null"),
        ('{"schema": NaN}', ":2: no JSON (NaN"),
        ('{"schema": ' + "9" * 5000 + "}", ":2: no JSON (a number of too many digits)"),
        ('{"schema": "speechkit/1", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", ":2: nested too deeply"),
        ("\x00", ":2: no JSON"),
    ],
)
def test_a_bad_line_is_one_line_of_error(line: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(as_lines([FAILURE]) + line + "\n" + as_lines([FAILURE]), encoding="utf-8")
    with pytest.raises(BadRecord) as caught:
        list(load_records(str(path)))
    assert says in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_utf8_name_the_file_as_python_does(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(as_lines([FAILURE]).encode().replace(b"gone.txt", b"\xff.txt"))
    (record,) = load_records(str(path))
    assert record["source"]["path"] == "a/\udcff.txt"


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="cannot be read"):
        list(load_records(str(tmp_path / "none.jsonl")))
    with pytest.raises(UnreadableSource, match=r"no \.json or \.jsonl file"):
        list(load_records(str(tmp_path)))
    with pytest.raises(BadRecord, match="lacks tasks"):
        require({"source": {"path": "a.txt"}}, "tasks")


def test_deep_outline_is_an_error_not_a_crash() -> None:
    record = make_record("deep.txt", "一、查\n查细。\n二、改\n改完。\n")
    point = record["outline"][0]
    for _ in range(5000):
        point = {**record["outline"][0], "children": [point]}
    with pytest.raises(BadRecord, match="nested too deeply"):
        check_record({**record, "outline": [point]}, "x")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 9) | st.floats() | st.text("aD1一\ud800\0", max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "start", "path"]), inner),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6), _VALUES)
def test_any_value_anywhere_gives_a_record_or_one_error(place: int, value: object) -> None:
    record = copy.deepcopy(_SMALL)
    spots = list(_spots(record))
    holder, key = spots[place % len(spots)]
    holder[key] = value
    try:
        check_record(record, "x.jsonl:1")
    except SpeechkitError as error:
        assert error.path == "x.jsonl:1"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), _VALUES)
def test_shapes_agree_with_jsonschema(place: int, value: object) -> None:
    record = copy.deepcopy(_SMALL)
    spots = list(_spots(record))
    holder, key = spots[place % len(spots)]
    holder[key] = value
    check = compile_schema(SCHEMA["$defs"]["speech"], SCHEMA["$defs"])
    valid = jsonschema.Draft202012Validator({**SCHEMA["$defs"]["speech"], "$defs": SCHEMA["$defs"]}).is_valid(record)
    try:
        check(record)
    except WrongShape:
        refused = True
    else:
        refused = False
    # We refuse more: 1.0 for a whole number, days that the calendar lacks, numbers that are not finite.
    assert valid or refused
    if refused and not isinstance(value, float) and not (isinstance(value, (dict, list)) and "float" in _kinds(value)):
        assert not valid


@pytest.mark.parametrize("name", SCHEMA["$defs"])
def test_every_definition_of_the_schema_compiles(name: str) -> None:
    """A keyword that `shapes` does not know must be seen here, not by who reads a file."""
    check = compile_schema(SCHEMA["$defs"][name], SCHEMA["$defs"])
    with pytest.raises(WrongShape, match="must be"):
        check(7)


@pytest.mark.parametrize(
    ("schema", "value", "says"),
    [
        ({"type": "string", "minLength": 1}, "", "must not be empty"),
        ({"type": "string", "minLength": 1}, "一", None),
        ({"type": "string", "minLength": 2, "pattern": "^a$"}, "a", "must have 2 characters"),
        ({"type": "array", "items": {"type": "null"}, "minItems": 2}, [None], "must hold 2"),
        ({"type": "array", "items": {"type": "null"}, "minItems": 2}, [None, None], None),
    ],
)
def test_least_lengths(schema: dict[str, Any], value: object, says: str | None) -> None:
    if says is None:
        compile_schema(schema, {})(value)
        return
    with pytest.raises(WrongShape, match=says):
        compile_schema(schema, {})(value)


def test_an_unknown_keyword_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="multipleOf"):
        compile_schema({"type": "integer", "multipleOf": 2}, {})


def _kinds(value: object) -> set[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {type(value).__name__}.union(*map(_kinds, inner))


def _spots(value: Any) -> Any:
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(inner, (dict, list)):
            yield from _spots(inner)


_SMALL = make_record(
    "small.txt",
    "同志们：\n一、查\n各镇要在11月底前完成2次排查，真抓实干。\n二、改\n既要查，又要改。\n",
    date="2023-10-08",
)
