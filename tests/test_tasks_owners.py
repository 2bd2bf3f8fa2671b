"""Who is to do it: tables of owners, and the grammar of their names."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from conftest import CASES
from task_tools import read_demand

from speechkit.model import Task

ANCHOR = date(2024, 9, 18)


def _load_rows() -> list[Any]:
    groups = yaml.safe_load((CASES / "owners.yaml").read_text(encoding="utf-8"))
    return [pytest.param(*row, id=row[0][:30]) for group in groups for row in group["rows"]]


def _owners(tasks: tuple[Task, ...]) -> str:
    first = next((task for task in tasks if task.owners), None)
    if first is None:
        return ""
    return " ".join(("+" if owner.role == "support" else "") + owner.text for owner in first.owners)


@pytest.mark.parametrize(("text", "holders"), _load_rows())
def test_owners_of_a_demand(text: str, holders: str) -> None:
    doc = read_demand(text, anchor=ANCHOR)
    assert doc.tasks or not holders, "no task at all"
    assert _owners(doc.tasks) == holders
