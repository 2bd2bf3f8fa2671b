"""What is fuzzed: `TARGETS`, one row each, with how its inputs are made and what is done with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from fuzz import targets_across, targets_data, targets_files, targets_text


@dataclass(frozen=True, slots=True)
class Target:
    """One target.

    Attributes:
        inputs: the strategy that makes them.
        check: takes one; raises whatever is wrong.
        smoke: inputs that the suite tries.
    """

    name: str
    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]
    smoke: int = 20


TARGETS = (
    *(Target(name, inputs, check) for name, inputs, check in targets_files.ROWS),
    *(Target(name, inputs, check) for name, inputs, check in targets_text.ROWS),
    *(Target(name, inputs, check) for name, inputs, check in targets_data.ROWS),
    *(Target(name, inputs, check, 6) for name, inputs, check in targets_across.ROWS),
)
