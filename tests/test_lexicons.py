"""The shipped lexicons: every hit and miss is a row, and together they keep to the format."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import speechkit
from speechkit.frames import is_frame
from speechkit.lexicon import load_lexicon, shipped_paths
from speechkit.lexicon_checks import find_repeats
from speechkit.lexicon_compiler import compile_lexicons
from speechkit.lexicon_examples import find_entry, read_example
from speechkit.lexicon_model import Entry, Lexicon
from speechkit.phrasebook import Phrasebook, read_phrasebook

LEXICONS = [load_lexicon(path) for path in shipped_paths()]
PHRASES = [lexicon for lexicon in LEXICONS if lexicon.kind == "phrases"]
BOOKS = {lexicon.id: read_phrasebook(compile_lexicons([lexicon])) for lexicon in PHRASES}
EXAMPLES = [
    pytest.param(BOOKS[lexicon.id], entry, example, id=f"{lexicon.id}:{entry.places[example][0]}:{kind}")
    for lexicon in PHRASES
    for entry in lexicon.entries
    for kind, examples in (("hit", entry.hits), ("miss", entry.misses))
    for example in examples
]


@pytest.mark.parametrize(("book", "entry", "example"), EXAMPLES)
def test_example(book: Phrasebook, entry: Entry, example: str) -> None:
    text, wanted = read_example(example)
    assert find_entry(entry, text, book) == wanted, entry.phrase


def test_no_phrase_stands_in_two_lexicons() -> None:
    assert [f"{owner.path}:{fault.line}: {fault.message}" for owner, fault in find_repeats(LEXICONS)] == []


def test_there_are_enough() -> None:
    entries = [entry.phrase for lexicon in PHRASES for entry in lexicon.entries]
    assert sum(not is_frame(entry) for entry in entries) >= 2500
    assert sum(map(is_frame, entries)) >= 150


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda lexicon: lexicon.id)
def test_every_lexicon_is_free_and_explained(lexicon: Lexicon) -> None:
    assert lexicon.licence == "CC0-1.0"
    assert lexicon.title
    assert all(lexicon.glosses.get(entry.category) for entry in lexicon.entries)


SCHEMA = json.loads((Path(speechkit.__file__).parent / "lexicon.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", shipped_paths(), ids=lambda path: Path(path).stem)
def test_the_schema_accepts_it(path: str) -> None:
    jsonschema.validate(yaml.load(Path(path).read_bytes(), yaml.CSafeLoader), SCHEMA)


@pytest.mark.parametrize(
    "change",
    [
        {"licence": None},
        {"kind": "phrase"},
        {"id": "Roles"},
        {"version": 1},
        {"author": "某人"},
        {"glosses": {"甲": 1}},
        {"entries": {"甲": "三会一课"}},
        {"entries": {"甲": [{"gloss": "没有短语"}]}},
        {"entries": {"甲": [{"phrase": "三会一课", "gloos": "注"}]}},
        {"entries": {"甲": [{"phrase": "三会一课", "hit": ["三会一课"]}]}},
        {"entries": {"甲": [{"phrase": "既…又…"}]}},
        {"entries": {"甲": [{"phrase": "甩锅"}]}},
        {"entries": {"甲": ["甩锅"]}},
        {"entries": {"甲": ["既…又…"]}},
    ],
)
def test_the_schema_refuses(change: dict[str, object]) -> None:
    good = {
        "id": "t", "version": "1", "title": "题", "language": "zh-Hans", "licence": "CC0-1.0", "kind": "phrases",
        "glosses": {"甲": "类"}, "entries": {"甲": ["三会一课"]},
    }  # fmt: skip
    jsonschema.validate(good, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({key: value for key, value in {**good, **change}.items() if value is not None}, SCHEMA)


def test_the_schema_knows_the_keys_that_the_loader_knows() -> None:
    source = (Path(speechkit.__file__).parent / "lexicon_loader.py").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^(_HEADER|_LEAF) = \((.*?)\)", source, re.DOTALL | re.MULTILINE))
    known = {name: set(re.findall(r'"([a-z]+)"', row)) for name, row in rows.items()}
    assert SCHEMA["properties"].keys() == known["_HEADER"]
    assert SCHEMA["$defs"]["entry"]["properties"].keys() == known["_LEAF"]
