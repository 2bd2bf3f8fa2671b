"""Finished statistics of two sides and of shared passages; see `stats_report`.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from speechkit.keyness import SMOOTHING
from speechkit.shared_passages import Passage
from speechkit.stats_keyness import REST, KeyRow, Side
from speechkit.stats_model import Of, Speech, Tally
from speechkit.stats_report import HEADS, Choice, Field, Report, choose_rows

KEY_ORDERS: dict[str, Callable[[KeyRow], Any]] = {
    "g2": lambda row: -row.keyness.g2,
    "ratio": lambda row: -abs(row.keyness.log_ratio or 0.0),
    "count": lambda row: -(row.count + row.reference_count),
    "text": lambda row: row.item,
}
PASSAGE_ORDERS: dict[str, Callable[[Passage], Any]] = {
    "speeches": lambda passage: -passage.speeches,
    "length": lambda passage: -passage.length,
    "place": lambda passage: (passage.places[0].speech, passage.places[0].start),
}


def report_keyness(tally: Tally, rows: Sequence[KeyRow], *, sides: tuple[Side, Side], of: Of, choice: Choice) -> Report:
    """One row a thing: first what marks the target, then what marks the reference; `choice.top` counts in each."""
    head, category = HEADS[of]
    unit = "千词" if tally.unit == "words" else "千字"
    fields = (
        Field("marks", "偏向"),
        Field("text", head),
        *([Field("category", category)] if category else []),
        Field("count", "甲次数", "count"),
        Field("reference_count", "乙次数", "count"),
        Field("per_1000", f"甲每{unit}", "density"),
        Field("reference_per_1000", f"乙每{unit}", "density"),
        Field("documents", "甲篇数", "count"),
        Field("reference_documents", "乙篇数", "count"),
        Field("dp_norm", "甲DP", "rate", shown=False),
        Field("reference_dp_norm", "乙DP", "rate", shown=False),
        Field("g2", "G²", "rate"),
        Field("p", "p", "level", shown=False),
        Field("p_adjusted", "显著性", "level"),
        Field("bic", "BIC", "rate", shown=False),
        Field("log_ratio", "log₂比", "rate"),
        Field("diff_percent", "%DIFF", "figure", shown=False),
    )
    kept = [row for row in rows if row.count + row.reference_count >= choice.least]
    made = tuple(
        (
            name,
            row.item.text,
            *([row.item.category] if category else []),
            *(row.count, row.reference_count, row.per_1000, row.reference_per_1000),
            *(row.documents, row.reference_documents, row.dp_norm, row.reference_dp_norm),
            *(row.keyness.g2, row.keyness.p, row.p_adjusted, row.keyness.bic),
            *(row.keyness.log_ratio, row.keyness.diff),
        )
        for name, more in (("甲", True), ("乙", False))
        for row in choose_rows([row for row in kept if row.more is more], KEY_ORDERS, choice)
    )
    return Report("keyness", _about_keyness(tally, sides, of, len(rows)), _notes(tally, sides, len(rows)), fields, made)


def report_passages(
    speeches: Sequence[Speech], passages: Sequence[Passage], *, least: float, length: int, choice: Choice
) -> Report:
    """One row a place; the places of a passage follow each other under its number."""
    fields = (
        Field("passage", "序号", "count"),
        Field("speeches", "篇数", "count"),
        Field("length", "字数", "count"),
        Field("sentences", "句数", "count", shown=False),
        Field("path", "文件"),
        Field("start", "起", "offset"),
        Field("end", "止", "offset"),
        Field("similarity", "相似", "rate"),
        Field("text", "文字"),
    )
    made = tuple(
        (
            *(number, passage.speeches, passage.length, passage.sentences, speeches[place.speech].path),
            *(place.start, place.end, place.similarity, place.text),
        )
        for number, passage in enumerate(choose_rows(passages, PASSAGE_ORDERS, choice), 1)
        for place in passage.places
    )
    about = {"speeches": len(speeches), "passages": len(passages), "least_similarity": least, "least_length": length}
    notes = (
        f"{len(speeches):,}篇中有{len(passages):,}段为两篇以上共有",
        "相似：与该段首处的二字组 Jaccard 系数，标点不计，1 为二字组全同",
    )
    return Report("shared", about, notes, fields, made)


def _about_keyness(tally: Tally, sides: tuple[Side, Side], of: Of, compared: int) -> dict[str, Any]:
    target, reference = sides
    return {
        "of": of,
        "unit": tally.unit,
        "target": {"name": target.name, "speeches": len(target.numbers), "size": target.size},
        "reference": {"name": reference.name, "speeches": len(reference.numbers), "size": reference.size},
        "compared": compared,
        "correction": "Bonferroni",
        "smoothing": SMOOTHING,
    }


def _notes(tally: Tally, sides: tuple[Side, Side], compared: int) -> tuple[str, ...]:
    unit = "词" if tally.unit == "words" else "字"
    named = "；".join(
        f"{mark}：{'其余' if side.name == REST else side.name}，{len(side.numbers):,}篇、{side.size:,}{unit}"
        for mark, side in zip("甲乙", sides, strict=True)
    )
    how = f"显著性按 {compared:,} 项比较作 Bonferroni 校正；log₂比中零次按 {SMOOTHING} 次计"
    return named, f"G² 为对数似然比；{how}；只见于一两篇的，看篇数再下结论"
