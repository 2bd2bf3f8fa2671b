"""What a worker does: read and analyse a few speeches and give back finished JSON.

It never raises: one exception that cannot be unpickled would end all workers.

Known limitations: `fingerprint` knows a version by its number, so that an edit of the code alone changes nothing; the
largest size is left out of it, because it changes failures only, and these are tried again anyway.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from typing import Literal

from speechkit import __version__
from speechkit.batch_inputs import is_remote
from speechkit.errors import SpeechkitError
from speechkit.model import Document
from speechkit.settings import Settings

Form = Literal["json", "jsonl"]
SCHEMA = "speechkit/1"
_APART = ("cache_folder", "engine", "lexicons", "max_bytes")
"""Settings that a fingerprint holds in another way, or not, because no record depends on them."""


@dataclass(frozen=True, slots=True)
class Order:
    """What all jobs of a run share.

    Attributes:
        settings: of the analysis.
        form: of the text that is given back: one line, or an indented file.
        fingerprint: of the process that gives the order; a worker of another version or with other lexicons refuses.
    """

    settings: Settings
    form: Form
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Job:
    """One speech; `known` is the sha256 of the bytes that a record is there of, None where there is none."""

    path: str
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one speech.

    Attributes:
        path: as in the job.
        text: its record, with a line end; None where the bytes are those that a record is there of.
        sha256: of its bytes; None of a failure.
        characters: of its source text; 0 where it was not analysed.
        code: of the error; None where all went well.
        message: of the error.
    """

    path: str
    text: str | None = None
    sha256: str | None = None
    characters: int = 0
    code: str | None = None
    message: str = ""


def analyse_group(order: Order, jobs: tuple[Job, ...]) -> tuple[Answer, ...]:
    """Do some jobs, in order. Never raises an Exception."""
    return tuple(_analyse(order, job) for job in jobs)


def fail_job(order: Order, job: Job, *, code: str, message: str) -> Answer:
    """The answer for a speech that could not be analysed, with its record."""
    record = {"schema": SCHEMA, "source": {"path": job.path}, "error": {"code": code, "message": message}}
    indent = 2 if order.form == "json" else None
    return Answer(job.path, json.dumps(record, ensure_ascii=False, indent=indent) + "\n", code=code, message=message)


def fingerprint(settings: Settings) -> str:
    """Hex digest over all that a record depends on besides its speech: version, lexicons, settings, segmenter.

    Raises:
        BadLexicon: a lexicon cannot be read.
    """
    return _fingerprint(settings)


@cache
def _fingerprint(settings: Settings) -> str:
    from speechkit.lexicon import read_lexicon_bytes, shipped_paths
    from speechkit.segment import ENGINES

    engine = settings.engine
    if engine == "auto":
        engine = next((name for name in ENGINES[1:] if find_spec(name)), engine)
    shipped = [(os.path.basename(path), sha256(read_lexicon_bytes(path)).hexdigest()) for path in shipped_paths()]
    own = [sha256(read_lexicon_bytes(path)).hexdigest() for path in settings.lexicons]
    chosen = {field.name: str(getattr(settings, field.name)) for field in fields(settings) if field.name not in _APART}
    parts = [__version__, SCHEMA, chosen, engine, shipped, own]
    return sha256(json.dumps(parts, sort_keys=True).encode("ascii")).hexdigest()


def _analyse(order: Order, job: Job) -> Answer:
    try:
        if fingerprint(order.settings) != order.fingerprint:
            message = "the worker has another version of speechkit or other lexicons; install the same everywhere"
            return fail_job(order, job, code="other-version", message=message)
        data = _read(job.path, order.settings)
        digest = sha256(data).hexdigest()
        if digest == job.known:
            return Answer(job.path, sha256=digest)
        doc = _find_all(data, job.path, order.settings)
        return Answer(job.path, _render(doc, order.form), digest, len(doc.source.text))
    except SpeechkitError as error:
        return fail_job(order, job, code=error.code, message=error.message)
    except Exception as error:  # a fault of ours: this speech is lost, the others must not be
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return fail_job(order, job, code="internal", message=f"{reason}; run analyze --debug on it and report it")


def _read(path: str, settings: Settings) -> bytes:
    if is_remote(path):
        from speechkit.batch_remote import read_remote

        return read_remote(path, settings)
    from speechkit.readers import read_file

    return read_file(path, settings)


def _find_all(data: bytes, path: str, settings: Settings) -> Document:
    from speechkit.pipeline import analyze_source
    from speechkit.readers import read_bytes

    return analyze_source(read_bytes(data, settings, path=path), settings)


def _render(doc: Document, form: Form) -> str:
    from speechkit.renderers import View, load_renderer

    text = load_renderer("analyze", form)([doc], View("analyze"))
    return text if isinstance(text, str) else text.decode("utf-8")
