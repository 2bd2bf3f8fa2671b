"""Records of samples and of texts in memory, for the tests of what is made of records."""

from __future__ import annotations

import json
from datetime import date as day
from functools import cache
from typing import Any

from conftest import ROOT

from speechkit.model import Source
from speechkit.pipeline import analyze_source
from speechkit.readers import read_source
from speechkit.renderers import View
from speechkit.renderers.json import to_object
from speechkit.settings import Settings

Record = dict[str, Any]
FAILURE: Record = {
    "schema": "speechkit/1",
    "source": {"path": "a/gone.txt"},
    "error": {"code": "unreadable", "message": "no such file"},
}


def make_record(path: str, text: str, *, date: str | None = None) -> Record:
    """Analyse a text in memory as if it had been read from `path`."""
    from hashlib import sha256

    source = Source(text, path, "text", "utf-8", sha256(text.encode()).hexdigest())
    settings = Settings(date=day.fromisoformat(date) if date else None)
    return _as_json(to_object(analyze_source(source, settings), View("analyze")))


def sample_records() -> list[Record]:
    """Records of all samples; the same objects at each call, so copy before changing them."""
    return _sample_records()


@cache
def _sample_records() -> list[Record]:
    names = [path.name for path in sorted((ROOT / "samples").iterdir()) if path.suffix in (".txt", ".docx")]
    return [_read(f"samples/{name}") for name in names]


def _read(name: str) -> Record:
    source = read_source(str(ROOT / name), Settings())
    record = _as_json(to_object(analyze_source(source, Settings()), View("analyze")))
    record["source"]["path"] = name
    return record


def _as_json(record: Record) -> Record:
    parsed: Record = json.loads(json.dumps(record))
    return parsed
