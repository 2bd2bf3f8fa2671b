"""What statistics are made of: records of a batch, or speeches that are analysed on the way; and the texts of either.

Records hold no text: where words or sentences are wanted, the speeches are read again and must be those of the
records, by their SHA-256.

Known limitations: of a folder that holds both records and speeches, the speeches are taken. Texts behind URLs are not
read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from tempfile import TemporaryDirectory

from speechkit.align import to_source
from speechkit.batch import Request, run_batch, start_batch
from speechkit.batch_inputs import find_inputs, make_wanted
from speechkit.batch_pool import PoolEngine
from speechkit.clean import clean_source
from speechkit.errors import BadRecord, SpeechkitError
from speechkit.model import Document
from speechkit.pipeline import analyze_source
from speechkit.readers import FORMATS, read_source
from speechkit.records import SUFFIXES, Record, is_failure, load_records
from speechkit.settings import Settings
from speechkit.shared_passages import Sentence, key_of
from speechkit.stats_counts import speech_of
from speechkit.stats_model import Speech
from speechkit.tables import folder_of
from speechkit.tables_load import is_database, load_database

Tell = Callable[[SpeechkitError], None]
"""Is told of a speech that could not be read or analysed; the others go on."""
_STEPS = ("meta",)
"""What must be found of a text to know its year."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a user named.

    Attributes:
        settings: of the analysis, where speeches are analysed on the way.
        jobs: workers for that.
        tell: see `Tell`.
        notice: is told in one line of what was left out of a batch's output.
    """

    paths: tuple[str, ...]
    settings: Settings
    jobs: int
    tell: Tell
    notice: Callable[[str], None]

    def records(self) -> Iterator[Record]:
        """Records of all speeches; what failed is told or noticed and left out.

        Raises:
            SpeechkitError: a source cannot be read at all.
        """
        recorded, speeches = _split(self.paths)
        yield from self._of_batches(recorded)
        if speeches:
            yield from self._analysed(speeches)

    def texts(self) -> Iterator[tuple[Speech, Document]]:
        """All speeches with their cleaned texts; sizes are characters of the source."""
        recorded, speeches = _split(self.paths)
        for record in self._of_batches(recorded):
            try:
                doc = _read_again(record, self.settings)
            except SpeechkitError as error:
                self.tell(error)
            else:
                yield speech_of(record), doc
        for path in _speeches_below(speeches):
            try:
                doc = analyze_source(read_source(path, self.settings), self.settings, only=_STEPS)
            except SpeechkitError as error:
                self.tell(error)
            else:
                yield _speech(doc), doc

    def _of_batches(self, paths: Iterable[str]) -> Iterator[Record]:
        failed = 0
        for path in paths:
            found = load_database(path) if is_database(path) else load_records(path, notice=self.notice)
            for record in found:
                if is_failure(record):
                    failed += 1
                else:
                    yield record
        if failed:
            self.notice(f"{failed:,} of the records are of files that failed, and are not counted")

    def _analysed(self, paths: tuple[str, ...]) -> Iterator[Record]:
        """Records of speeches by way of a batch's output that goes when they are read."""
        with TemporaryDirectory(prefix="speechkit-") as folder:
            out = os.path.join(folder, "records.jsonl")
            with start_batch(paths, Request(out, self.settings)) as begun, closing(PoolEngine(self.jobs)) as engine:
                for outcome in run_batch(begun, engine):
                    if outcome.state == "failed":
                        self.tell(SpeechkitError(outcome.message, path=outcome.path))
            yield from (record for record in load_records(out) if not is_failure(record))


def sentences_of(doc: Document, number: int) -> Iterator[Sentence]:
    """The sentences of a cleaned document, with their places in its source.

    Args:
        number: of the speech in the corpus.
    """
    for span in doc.sentences:
        place = to_source(doc.alignment, span)
        folded = doc.folded[span.start : span.end]
        yield Sentence(number, place.start, place.end, doc.text[span.start : span.end], key_of(folded))


def _split(paths: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths that hold records, and those that are speeches or hold some."""
    recorded = tuple(path for path in paths if _holds_records(path))
    return recorded, tuple(path for path in paths if path not in recorded)


def _holds_records(path: str) -> bool:
    if not os.path.isdir(path):
        return path.endswith(SUFFIXES) or is_database(path)
    return not any(_speeches_below((path,))) and any(find_inputs(path, make_wanted((), SUFFIXES)))


def _speeches_below(paths: tuple[str, ...]) -> Iterator[str]:
    wanted = make_wanted((), {suffix for row in FORMATS for suffix in row.suffixes})
    return chain.from_iterable(sorted(found.path for found in find_inputs(path, wanted)) for path in paths)


def _read_again(record: Record, settings: Settings) -> Document:
    path = record["source"]["path"]
    if path is None:
        raise BadRecord("a record without a path; its text cannot be read again")
    source = read_source(path, settings)
    if source.sha256 != record["source"]["sha256"]:
        raise BadRecord("has changed since its record was made; run batch again", path=path)
    return clean_source(source, settings)


def _speech(doc: Document) -> Speech:
    day = doc.meta.date or doc.anchor
    path = doc.source.path or "-"
    return Speech(path, folder_of(path) or "", day.year if day else None, len(doc.source.text))
