"""Targets that take what the steps made further: check and --fix, diff, concordance, report, stats."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from fuzz import alphabet
from fuzz.alphabet import LEFTOVERS, MARKS, SAMPLES, edits, pieces, speeches, texts
from fuzz.invariants import holds, outcome, record_of, rendered
from fuzz.targets_text import DATED
from speechkit.check import RULES, check_document, steps_of
from speechkit.check_fix import mend_document
from speechkit.concordance import find_concordance, sort_lines
from speechkit.concordance_patterns import make_search
from speechkit.diff import STEPS as DIFF_STEPS
from speechkit.diff import compare
from speechkit.errors import SpeechkitError
from speechkit.model import Document
from speechkit.pipeline import analyze_source
from speechkit.readers import source_from_text
from speechkit.renderers import (
    FORMATS,
    View,
    concordance_csv,
    concordance_json,
    concordance_jsonl,
    concordance_table,
    diff_html,
    diff_json,
    diff_text,
)
from speechkit.renderers.concordance import KwicView, keyword_like
from speechkit.renderers.diff_labels import DiffView
from speechkit.renderers.report import render_pages
from speechkit.settings import Settings
from speechkit.shared_passages import find_passages
from speechkit.stats_counts import count_groups, count_items, tally_records
from speechkit.stats_sources import sentences_of

MECHANICAL = [rule for rule in RULES if rule.fixes]


def _checked(text: str, rules: Any, settings: Settings) -> Document:
    doc = analyze_source(source_from_text(text, "a.txt"), settings, only=steps_of(rules))
    return check_document(doc, rules, settings)


def check_findings(drawn: tuple[str, date | None]) -> None:
    """All rules: findings slice the source; every format reads back; both languages word all findings."""
    text, anchor = drawn
    settings = Settings(date=anchor)
    doc = _checked(text, RULES, settings)
    holds(doc)
    for finding in doc.findings:
        assert finding.message, finding
        assert finding.advice, finding
        for span in finding.others:
            assert 0 <= span.start < span.end <= len(text), finding
        for edit in finding.fix:
            assert 0 <= edit.start <= edit.end <= len(text), finding
    render_check(doc)
    english = check_document(doc, RULES, settings, language="en")
    assert [(f.rule, f.span) for f in english.findings] == [(f.rule, f.span) for f in doc.findings]


def render_check(doc: Document) -> list[str]:
    """A checked document in every format."""
    return [str(rendered(doc, View("check"), row.name)) for row in FORMATS["check"]]


def check_mending(text: str) -> None:
    """A mended text has nothing left to mend, and is mended to itself."""
    settings = Settings()
    doc = _checked(text, MECHANICAL, settings)
    mended = mend_document(doc, MECHANICAL, settings)
    last = 0
    for edit in mended.changes:
        assert last <= edit.start <= edit.end <= len(text), edit
    if mended.text.strip():
        again = _checked(mended.text, MECHANICAL, settings)
        left = [edit for finding in again.findings for edit in finding.fix]
        assert mend_document(again, MECHANICAL, settings).text == mended.text, left


def check_diff(drawn: tuple[str, str]) -> None:
    """A draft does not differ from itself; two drafts compare alike twice, in every format."""
    settings = Settings()
    old, new = (analyze_source(source_from_text(text, "a.txt"), settings, only=DIFF_STEPS) for text in drawn)
    assert compare(old, old, settings).is_empty
    assert render_diff(old, new) == render_diff(old, new)
    text, data, page = render_diff(new, old)
    assert not [c for c in text if c < " " and c != "\n"], "a control character"
    json.loads(data)
    assert "<script>alert" not in page


def render_diff(old: Document, new: Document) -> list[str]:
    """Two documents compared, in every format."""
    found, view = compare(old, new, Settings(), minor=True), DiffView("zh", False)
    return [module.render(found, view) for module in (diff_text, diff_json, diff_html)]


def check_concordance(drawn: tuple[str, str, int, bool]) -> None:
    """Lines slice the source; every format writes them; a pattern is taken or refused in one line."""
    text, pattern, context, across = drawn
    settings = Settings()
    search = outcome(lambda: make_search(pattern, settings))
    if isinstance(search, SpeechkitError):
        return
    doc = analyze_source(source_from_text(text, "a.txt"), settings, only=("outline",))
    lines = list(find_concordance(doc, search, context=context, across=across))
    for line in lines:
        assert text[line.span.start : line.span.end] == line.text
        assert line.line >= 1
        assert line.column >= 1
        assert len(line.left) <= context
        assert len(line.right) <= context
        assert 0 <= line.own_left <= len(line.left)
        assert 0 <= line.own_right <= len(line.right)
    assert sorted(sort_lines(lines, "left"), key=lambda line: line.span) == sorted(lines, key=lambda line: line.span)
    view = KwicView(
        pattern=pattern, width=80, longest_path=5, keyword=keyword_like(search.kind, search.widest), colour=False
    )
    json.loads("".join(concordance_json.render(lines, view)))
    for module in (concordance_csv, concordance_jsonl, concordance_table):
        "".join(module.render(lines, view))


def check_report(drawn: tuple[str, date | None]) -> None:
    """Pages hold no markup of the speech and no control character, and come out alike twice."""
    text, anchor = drawn
    settings = Settings(date=anchor)
    docs = [analyze_source(source_from_text(text, f"{n}/a.txt"), settings) for n in range(2)]
    pages = list(render_pages(docs, View("report", mentions=True)))
    assert pages == list(render_pages(docs, View("report", mentions=True)))
    for _, page in pages:
        assert "<script>alert" not in page
        assert not [c for c in page if c < " " and c != "\n"], "a control character"
        assert page.encode("utf-8")


def check_stats(texts_: list[str]) -> None:
    """Counts over a few speeches, and their passages in common."""
    docs = [analyze_source(source_from_text(text, f"{n}.txt"), Settings()) for n, text in enumerate(texts_)]
    records = [record_of(doc) for doc in docs]
    for of in ("phrases", "frames", "categories", "points", "owners"):
        tally = tally_records(records, of)
        count_items(tally, "year")
        count_items(tally, None)
    count_groups(records, None)
    count_groups(records, "folder")
    sentences = [sentence for n, doc in enumerate(docs) for sentence in sentences_of(doc, n)]
    for passage in find_passages(sentences, least=0.5):
        for place in passage.places:
            assert place.speech < len(docs)


def _pairs() -> st.SearchStrategy[tuple[str, str]]:
    def with_edit(text: str) -> st.SearchStrategy[tuple[str, str]]:
        return edits(text).filter(lambda new: bool(new.strip())).map(lambda new: (text, new))

    start = st.one_of(speeches(20), st.sampled_from([text[:1500] for text in SAMPLES]))
    return st.one_of(start.flatmap(with_edit), st.tuples(speeches(10), speeches(10)))


_PATTERNS = st.one_of(
    pieces(),
    st.sampled_from(("既…又…", "(既|又)…", "frame:…", "a…", "literal:", "category:", "category:成语")),
    st.sampled_from(("lexicon:idioms", "lexicon:idioms/x", "lexicon:actions", "lexicon:frames", "lexicon:")),
    st.lists(st.sampled_from(tuple("既又…[]()|+{}序；，要不是")), max_size=8).map("".join),
)  # fmt: skip
_SOUGHT = st.tuples(speeches(15), _PATTERNS, st.integers(0, 50), st.booleans())
_MENDED = st.one_of(speeches(20), texts(LEFTOVERS, MARKS, alphabet.LABELS, alphabet.PLAIN).filter(str.strip))
ROWS: tuple[tuple[str, st.SearchStrategy[Any], Callable[[Any], None]], ...] = (
    ("check", DATED, check_findings),
    ("mend", _MENDED, check_mending),
    ("diff", _pairs(), check_diff),
    ("concordance", _SOUGHT, check_concordance),
    ("report", DATED, check_report),
    ("stats", st.lists(speeches(12), min_size=1, max_size=3), check_stats),
)
