"""Head, announcements and parts of a speech, as tables."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import analyse, load_cases


@pytest.mark.parametrize("case", load_cases("head.yaml"))
def test_head(case: dict[str, Any]) -> None:
    doc = analyse(case["text"], "meta")
    found = {
        "title": doc.meta.title,
        "speaker": doc.meta.speaker,
        "date": doc.meta.date.isoformat() if doc.meta.date else None,
        "salutation": doc.meta.salutation,
    }
    assert {key: value for key, value in found.items() if value is not None} == case["expect"]
    assert [notice.code for notice in doc.notices] == case.get("notices", [])


@pytest.mark.parametrize("case", load_cases("declared.yaml"))
def test_declared(case: dict[str, Any]) -> None:
    doc = analyse(case["text"], "declared")
    assert [[item.text, item.count, item.found] for item in doc.declared] == case["expect"]
    assert [notice.code for notice in doc.notices] == case.get("notices", [])


@pytest.mark.parametrize("case", load_cases("roles.yaml"))
def test_roles(case: dict[str, Any]) -> None:
    doc = analyse(case["text"], "roles")
    found = [[passage.role, case["text"][passage.span.start :]] for passage in doc.passages]
    assert [role for role, _ in found] == [role for role, _ in case["expect"]]
    for (_, text), (_, words) in zip(found, case["expect"], strict=True):
        assert text.startswith(words)


def test_folding_knows_which_traditional_characters_the_quick_test_lets_through() -> None:
    from speechkit import folding

    encodable = {char for char in folding._TRADITIONAL if char.encode("gb2312", "ignore")}
    assert set(folding._IN_GB2312) == encodable


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("抓落实——见成效", "抓落实——见成效"),
        ("乾坤未定", "干坤未定"),
        ("實幹", "实干"),
        ("勠力同心", "勠力同心"),
        ("著力落實", "着力落实"),
        ("著力", "著力"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    from speechkit.folding import fold

    assert fold(text) == folded
