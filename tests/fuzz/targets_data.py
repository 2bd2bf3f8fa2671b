"""Targets that take data in a form of ours: lexicons, settings files, records, tables."""

from __future__ import annotations

import contextlib
import copy
import json
import os
from collections.abc import Callable
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
from conftest import ROOT
from hypothesis import strategies as st
from record_tools import FAILURE, sample_records

from fuzz import alphabet
from fuzz.files import damage, damaged
from fuzz.invariants import outcome, record_of
from speechkit import tables_csv
from speechkit.errors import SpeechkitError
from speechkit.lexicon_compiler import compile_lexicons
from speechkit.lexicon_examples import find_wrong_examples
from speechkit.lexicon_loader import inspect_lexicon
from speechkit.phrasebook import combine
from speechkit.phrases import find_phrases
from speechkit.pipeline import analyze_source
from speechkit.readers import source_from_text
from speechkit.records import check_record, load_records
from speechkit.segment import find_tokens
from speechkit.settings import Settings
from speechkit.settings_file import apply_settings_file, load_settings_file
from speechkit.tables import TABLES, rows
from speechkit.tables_load import load_database
from speechkit.tables_sqlite import add, finish, open_database

# -- lexicons, settings ----------------------------------------------------------------------------------------------

_HEAD = 'id: fuzz\nversion: "1"\ntitle: 试\nlanguage: zh-Hans\nlicence: CC0-1.0\nkind: {}\n'
_PHRASES = (
    "查摆", "改", "压紧压实", "既…又…", "既要…又要…", "不是…而是…", "{序}要…", "[不]是…就是…", "(既|又)…(又|还)…",
    "(防止…)+", "…又…", "既…", "((a|b)…)+c", "(", ")", "[", "…", "{序}", "{}", "(|)", "[[既]…]又", "既……又",
    "既…；又…", "“回头看”", "a", "", " ", "責任", "一", "1:30", "on", "~", "null", "2019-11-12", "0x1F", "&a b", "*a",
    "!!python/object:os.system x", "|", ">", "- -", "{a: b}", "[a", "'",
)  # fmt: skip
_KEYS = ("phrase", "gloss", "also", "except", "hit", "miss", "source", "name", "gloos", "phrase")
_VALUES = (
    "要【查摆】。",
    "查摆。",
    "【】",
    "【【",
    "[查摆]",
    "['【既查又改】。']",
    "[]",
    "[[a]]",
    "",
    "{}",
    "x",
    '"a\\u0000b"',
    "【既查，又改】",
)
_RAW = (
    "\t",
    "\n",
    "  ",
    "- ",
    ": ",
    "? ",
    "---\n",
    "...\n",
    "# ",
    "%YAML 1.1\n",
    "&a ",
    "*a",
    "<<: *a",
    "!!set ",
    "\ufeff",
    "\x00",
    "\u2028",
)
_WHOLE = (ROOT / "lexicons" / "frames.yaml").read_bytes()[:3000]


def _leaf(drawn: tuple[str, list[tuple[str, str]]]) -> str:
    phrase, rest = drawn
    if not rest:
        return f"    - {phrase}\n"
    return f"    - phrase: {phrase}\n" + "".join(f"      {key}: {value}\n" for key, value in rest)


def lexicons() -> st.SearchStrategy[bytes]:
    """Lexicons that are nearly well formed."""
    rest = st.lists(st.tuples(st.sampled_from(_KEYS), st.sampled_from((*_VALUES, *_PHRASES))), max_size=4)
    leaves = st.lists(st.tuples(st.sampled_from(_PHRASES), rest).map(_leaf), max_size=6).map("".join)
    noise = st.one_of(st.just(""), st.just(""), st.sampled_from(_RAW))
    parts = st.tuples(st.sampled_from(("phrases", "words", "confusions")), leaves, noise, leaves)
    made = parts.map(
        lambda d: (
            _HEAD.format(d[0])
            + "glosses:\n  甲: 一\n  乙/丙: 二\nentries:\n  甲:\n"
            + d[1]
            + d[2]
            + "  乙:\n   丙:\n"
            + d[3]
        )
    )
    return damaged(st.one_of(made.map(lambda text: text.encode("utf-8", "replace")), st.just(_WHOLE)))


def check_lexicon(data: bytes) -> None:
    """A lexicon has faults, each with its place, or it compiles, and what it holds is matched."""
    lexicon, faults = inspect_lexicon(data, path="fuzz.yaml")
    assert all(fault.line >= 1 and fault.column >= 1 and "\n" not in fault.message for fault in faults)
    assert lexicon is not None or faults
    if lexicon is None:
        return
    faults += find_wrong_examples(lexicon)
    assert all(fault.line >= 1 and fault.column >= 1 and "\n" not in fault.message for fault in faults)
    if not faults and lexicon.kind == "phrases" and not lexicon.imports:
        book = combine([json.loads(json.dumps(compile_lexicons([lexicon])))])
        text = "既查又改，要查摆，压紧压实。一要快，二要准。"
        find_phrases(text, book, lambda: find_tokens(text).boundaries)


_TOML = (
    "date = ", "encoding = ", "max-size = ", "lexicon = ", "only = ", "engine = ", "[check]\n", "select = ",
    "ignore = ", "lang = ", "'2024-03-05'", "2024-03-05", "2024-03-05T00:00:00Z", "1", "-1", "0.0", "inf", "nan",
    "true", "[]", "['a']", "[1]", "''", "'zh'", "\n", "\n", "# a", "[tool.speechkit]\n", "a.b = 1\n", '"""',
    "{a = 1}", "[[check]]\n", "99999999999999999999", "'\\u0000'",
)  # fmt: skip


def check_settings_file(drawn: tuple[bytes, str]) -> None:
    data, name = drawn
    with TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(data)
        found = outcome(lambda: load_settings_file(path))
        if not isinstance(found, SpeechkitError):
            apply_settings_file(Settings(), found)


def _settings_files() -> st.SearchStrategy[tuple[bytes, str]]:
    data = damaged(st.lists(st.sampled_from(_TOML), max_size=12).map(lambda words: "".join(words).encode()))
    return st.tuples(data, st.sampled_from(("speechkit.toml", "pyproject.toml")))


# -- records, tables -------------------------------------------------------------------------------------------------

_JSON = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 5),
    st.sampled_from((10**30, 0.5, float("inf"), "", "1.1", "D1", "2024-02-30", "\ud800", [], {})),
    alphabet.pieces(),
)  # fmt: skip
_CHANGES = st.lists(
    st.tuples(
        st.lists(st.integers(0, 40), min_size=1, max_size=5), st.sampled_from(["set", "drop", "add", "twice"]), _JSON
    ),
    max_size=4,
)
_TORN = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "double", "put"]),
        st.integers(0, 2**18),
        st.integers(0, 50),
        st.binary(max_size=3),
    ),
    max_size=2,
)


@cache
def _schema() -> jsonschema.Draft202012Validator:
    text = (ROOT / "speechkit" / "output.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text), format_checker=jsonschema.FormatChecker())


@cache
def _records() -> tuple[dict[str, Any], ...]:
    """Small records, so that a change is seldom lost in them, one sample, one failure."""
    small = [
        record_of(analyze_source(source_from_text("".join(alphabet.SAMPLES[n][:600])), Settings())) for n in range(3)
    ]
    return (*small, sample_records()[0], FAILURE)


def change(record: dict[str, Any], changes: list[tuple[list[int], str, Any]]) -> Any:
    """A record with values set, dropped, added or doubled at places that the numbers lead to."""
    record = copy.deepcopy(record)
    for way, kind, value in changes:
        holder: Any = record
        for number in way[:-1]:
            keys = _keys(holder)
            if not keys or not isinstance(holder[keys[number % len(keys)]], dict | list):
                break
            holder = holder[keys[number % len(keys)]]
        keys = _keys(holder)
        if not keys:
            continue
        key = keys[way[-1] % len(keys)]
        if kind == "set":
            holder[key] = value
        elif kind == "drop":
            del holder[key]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]) if kind == "twice" else value)
        else:
            holder["new"] = value
    return record


def _keys(holder: Any) -> list[Any]:
    return list(holder) if isinstance(holder, dict) else list(range(len(holder)))


def check_changed_record(drawn: tuple[int, list[tuple[list[int], str, Any]]]) -> None:
    """What the reader of records lets through, the schema lets through; tables are made of it, and read back."""
    number, changes = drawn
    value = change(_records()[number], changes)
    record = outcome(lambda: check_record(value, "fuzz:1"))
    if isinstance(record, SpeechkitError):
        return
    with contextlib.suppress(UnicodeEncodeError):
        json.dumps(record, ensure_ascii=False).encode()
        found = next(_schema().iter_errors(record), None)
        assert found is None, f"the schema refuses: {found.message} at {list(found.absolute_path)}"
    outcome(lambda: _check_tables(record))


def _check_tables(record: dict[str, Any]) -> None:
    made = rows(record)
    for table in TABLES:
        assert all(len(row) == len(table.columns) for row in made[table.name])
    with TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.db")
        with contextlib.closing(open_database(path)) as connection:
            add(connection, [record])
            finish(connection)
        (again,) = load_database(path)
        assert rows(again) == made
        tables_csv.write(os.path.join(folder, "csv"), [record])


def record_files() -> st.SearchStrategy[bytes]:
    """Records as lines or an array, torn."""

    def write(drawn: tuple[list[int], bool, list[tuple[str, int, int, bytes]]]) -> bytes:
        numbers, is_array, changes = drawn
        chosen = [_records()[number] for number in numbers]
        text = (
            json.dumps(chosen)
            if is_array
            else "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in chosen)
        )
        return damage(text.encode(), changes)

    return st.tuples(st.lists(st.integers(0, 4), max_size=3), st.booleans(), _TORN).map(write)


def check_record_file(drawn: tuple[bytes, str]) -> None:
    data, name = drawn
    with TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(data)
        for notice in (None, lambda line: None):
            outcome(lambda notice=notice: list(load_records(path, notice=notice)))
        outcome(lambda: list(load_database(path)))


def database_files() -> st.SearchStrategy[bytes]:
    return st.tuples(st.integers(0, 4), _TORN).map(lambda drawn: damage(_database(drawn[0]), drawn[1]))


@cache
def _database(number: int) -> bytes:
    with TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.db")
        with contextlib.closing(open_database(path)) as connection:
            add(connection, [_records()[number]])
            finish(connection)
        with open(path, "rb") as file:
            return file.read()


def check_database(data: bytes) -> None:
    check_record_file((data, "a.db"))


_NAMES = st.sampled_from(("a.jsonl", "a.json", "a"))
ROWS: tuple[tuple[str, st.SearchStrategy[Any], Callable[[Any], None]], ...] = (
    ("lexicon", lexicons(), check_lexicon),
    ("settings-file", _settings_files(), check_settings_file),
    ("record", st.tuples(st.integers(0, 4), _CHANGES), check_changed_record),
    ("record-file", st.tuples(record_files(), _NAMES), check_record_file),
    ("database", database_files(), check_database),
)
