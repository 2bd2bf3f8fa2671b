"""What every test file shares: tables of cases and one way to analyse text."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import speechkit
from speechkit.model import Document, Point

ROOT = Path(__file__).parent.parent
MOST_GROWTH = 6.0
"""Times as long for a text four times as long; a square would be sixteen."""
ATTEMPTS, RUNS = 12, 2
CASES = Path(__file__).parent / "cases"


def load_cases(name: str) -> list[Any]:
    """Read a table; a row with `xfail` is expected to fail, strictly."""
    rows = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [
        pytest.param(
            row,
            id=row.get("why", row.get("text", ""))[:40].replace("\n", "⏎"),
            marks=[pytest.mark.xfail(reason=row["xfail"], strict=True)] if "xfail" in row else [],
        )
        for row in rows
    ]


def growth(work: Callable[[Any], object], small: Any, large: Any) -> float:
    """How many times as long `large` takes as `small`: CPU time, best of many, in turns, collector off.

    A machine under load can only make this larger, so a bad figure is measured again; times under a millisecond count
    as one.
    """
    least = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(ATTEMPTS):
            best = [float("inf"), float("inf")]
            for _ in range(RUNS):
                for i, item in enumerate((small, large)):
                    start = time.process_time()
                    work(item)
                    best[i] = min(best[i], time.process_time() - start)
            least = min(least, best[1] / max(best[0], 0.001))
            if least < MOST_GROWTH:
                break
    finally:
        gc.enable()
    return least


def analyse(text: str, *steps: str) -> Document:
    """Analyse text in memory and hold the document to its invariants."""
    doc = speechkit.analyze(speechkit_text(text), only=steps or None)
    doc.check()
    return doc


def speechkit_text(text: str) -> str:
    """Text that `analyze` takes for text, however short it is."""
    return text if "\n" in text else text + "\n"


def sketch(points: tuple[Point, ...], depth: int = 0) -> list[str]:
    """One line a point: two blanks a level, ordinal, label|title; "-" and "~" for unnumbered and implicit ones."""
    lines: list[str] = []
    for point in points:
        mark = {"numbered": str(point.ordinal), "unnumbered": "-", "implicit": "~"}[point.kind]
        lines.append(f"{'  ' * depth}{mark} {point.label}|{point.title}")
        lines += sketch(point.children, depth + 1)
    return lines
