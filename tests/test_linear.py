"""Linear time: text made to hurt, at n and 4n; growth over six times fails (see `conftest.growth`)."""

from __future__ import annotations

import pytest
from conftest import MOST_GROWTH, growth

from speechkit.pipeline import analyze_source
from speechkit.readers import source_from_text
from speechkit.settings import Settings

SMALL = 8_000
TEXTS: dict[str, str] = {
    "one character": "工",
    "one sentence": "加强领导，",
    "lines of points": "三、抓好工作\n",
    "series in one line": "一是抓好工作。二是落实责任。",
    "openings only": "一是抓好。",
    "every style": "一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n一是己。\n一要庚。\n",
    "ordinals only": "第一，",
    "numbered verbs": "一抓二抓三抓，",
    "spaces between characters": "安 全",
    "web copy": "安全。　　",
    "straight quotes": '"',
    "run-in headings": "要抓好落实。各单位要行动起来，确保完成任务。\n",
    "a list of demands": "要抓好落实。",
    "parallel headings": "对问题要着力于“改”。各单位要行动起来，确保完成任务。\n",
    "digits": "1234567890",
    "half-width commas": "1,",
    "half-width marks": "!?",
    "page numbers": "- 4 -\n",
    "addresses": "同志们，大家好。\n",
    "announcements": "讲三点意见。一、甲\n",
    "brackets": "（",
    "zero-width": "安\u200b",
    "empty lines": "\n",
    "problem passages": "在推进方面，有的单位不够重视。",
    "traditional": "加強領導，落實責任。",
    "dates": "11月底前完成，每周一调度，",
    "lists of dates": "10月21日、",
    "owners": "市财政局牵头，市住建局、市交通局配合，",
    "heading lines": "工作安排几项\n各单位要抓紧办。一是快；二是准。这里的话要说得长一些才像一个段落，不然就不算数。\n",
    "duties": "各单位要在月底前报送清单。",
    "frames": "既抓自身，又抓基层，",
    "coinages": "用好“一站一策”和一站一策，",
}


@pytest.mark.parametrize("name", TEXTS)
def test_time_grows_with_the_text(name: str) -> None:
    unit = TEXTS[name]
    sources = [source_from_text("安\n" + unit * (factor * SMALL // len(unit))) for factor in (1, 4)]
    settings = Settings()
    analyze_source(sources[0], settings)
    assert growth(lambda source: analyze_source(source, settings), *sources) < MOST_GROWTH


def test_the_check_of_a_document_grows_with_its_findings() -> None:
    sources = [source_from_text("县住建局要在3月底前报送清单。\n" * number) for number in (1500, 6000)]
    docs = [analyze_source(source, Settings()) for source in sources]
    assert len(docs[0].tasks) == len(docs[0].times) == 1500
    assert growth(lambda doc: doc.check(), *docs) < MOST_GROWTH
