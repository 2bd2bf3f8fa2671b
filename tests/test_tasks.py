"""The step "tasks": a table of rows, what the judge lets through, and the invariants of the document."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from conftest import CASES
from task_tools import read_demand

from speechkit.model import Document, Task


def _load_rows() -> list[Any]:
    groups = yaml.safe_load((CASES / "tasks.yaml").read_text(encoding="utf-8"))
    return [
        pytest.param(
            row["text"],
            row["expect"],
            date.fromisoformat(group["anchor"]),
            id=row.get("why", row["text"])[:30],
            marks=[pytest.mark.xfail(reason=row["xfail"], strict=True)] if "xfail" in row else [],
        )
        for group in groups
        for row in group["rows"]
    ]


def describe(doc: Document, task: Task) -> str:
    owners = " ".join(("+" if owner.role == "support" else "") + owner.text for owner in task.owners)
    inherited = "^" if any(owner.inherited for owner in task.owners) else ""
    time = next((time.text for time in doc.times if time.id == task.time), "-")
    return f"{task.text} | {inherited}{owners or '-'} | {time} | {task.quantity or '-'} | {task.modality}"


@pytest.mark.parametrize(("text", "expect", "anchor"), _load_rows())
def test_rows_of_a_demand(text: str, expect: list[str], anchor: date) -> None:
    doc = read_demand(text, anchor=anchor)
    assert [describe(doc, task) for task in doc.tasks if task.key] == expect
