"""Cells of a statistic for people and for programs, shared by its formats.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from speechkit.stats_report import Field, Kind

_DIGITS = 6
"""Of fractions for programs."""
_LEVELS = (0.0001, 0.001, 0.01, 0.05)
_SHOWN: dict[Kind, Callable[[Any], str]] = {
    "text": str,
    "count": lambda value: f"{value:,}",
    "offset": str,
    "rate": lambda value: f"{value:.2f}",
    "density": lambda value: f"{value:.3f}",
    "figure": lambda value: f"{value:.3f}",
    "share": lambda value: f"{value:.1%}",
    "level": lambda value: next((f"<{level}" for level in _LEVELS if value < level), "不显著"),
}


def shown(field: Field, value: Any) -> str:
    """A cell for people; "" where there is no figure."""
    return "" if value is None else _SHOWN[field.kind](value)


def exact(field: Field, value: Any) -> Any:
    """A cell for programs: fractions with six digits behind the point, probabilities with six that count."""
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") if field.kind == "level" else round(value, _DIGITS)
    return value
