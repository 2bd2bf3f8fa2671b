"""`check`: planted faults at their places, clean texts, the registry and its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
import yaml
from conftest import CASES, MOST_GROWTH, ROOT, growth, load_cases, speechkit_text

from speechkit.check import GROUPS, RULES, check_document, choose_rules, steps_of
from speechkit.check_model import LEVELS, CheckOptions, Rule
from speechkit.errors import WrongUsage
from speechkit.model import Document, Finding
from speechkit.pipeline import analyze_source
from speechkit.readers import read_source, source_from_text
from speechkit.settings import Settings

FEWEST_FOUND = 48
CLEAN = (
    "county-safety.txt",
    "digital-government.docx",
    "discipline-inspection.txt",
    "environment-oneline.txt",
    "flood-season.txt",
    "grassroots-partybuilding.txt",
    "inspection-rectification.txt",
    "minutes.txt",
    "no-labels.txt",
    "school-opening.txt",
    "traditional.txt",
    "village-revitalisation.txt",
)
"""Samples that are written as such speeches should be; the others are messes on purpose."""
BY_ID = {rule.id: rule for rule in RULES}


def check(text: str, rules: Sequence[Rule] = RULES, **chosen: Any) -> Document:
    settings = Settings(date=chosen.get("date"))
    doc = analyze_source(source_from_text(speechkit_text(text)), settings, only=steps_of(rules))
    doc = check_document(doc, rules, settings)
    doc.check()
    return doc


def marked(text: str) -> tuple[str, int, int]:
    start, end = text.index("⟦"), text.index("⟧") - 1
    return text.replace("⟦", "").replace("⟧", ""), start, end


def is_found(row: dict[str, Any]) -> bool:
    text, start, end = marked(row["text"])
    found = check(text, [BY_ID[row["rule"]]], date=row.get("date")).findings
    return (start, end) in [(finding.span.start, finding.span.end) for finding in found]


@pytest.mark.parametrize("row", load_cases("check.yaml"))
def test_a_planted_fault_is_found_at_its_place(row: dict[str, Any]) -> None:
    assert is_found(row)


def test_of_the_planted_faults_nearly_all_are_found_by_the_whole_check() -> None:
    rows = yaml.safe_load((CASES / "check.yaml").read_text(encoding="utf-8"))
    assert len(rows) >= 50
    found = 0
    for row in rows:
        text, start, _ = marked(row["text"])
        findings = check(text, date=row.get("date")).findings
        found += any(finding.rule == row["rule"] and finding.span.start == start for finding in findings)
    assert found / len(rows) >= FEWEST_FOUND / 50


@pytest.mark.parametrize("row", load_cases("check_clean.yaml"))
def test_what_is_right_is_let_pass(row: dict[str, Any]) -> None:
    rules = [BY_ID[row["rule"]]] if "rule" in row else RULES
    assert [(f.rule, f.text) for f in check(row["text"], rules, date=row.get("date")).findings] == []


@pytest.mark.parametrize("name", CLEAN)
def test_clean_speeches_have_no_error(name: str) -> None:
    settings = Settings()
    doc = analyze_source(read_source(str(ROOT / "samples" / name), settings), settings, only=steps_of(RULES))
    doc = check_document(doc, RULES, settings)
    doc.check()
    assert [(f.rule, f.text) for f in doc.findings if f.level == "error"] == []


def test_every_rule_has_a_fault_and_a_clean_text() -> None:
    for table in ("check.yaml", "check_clean.yaml"):
        rows = yaml.safe_load((CASES / table).read_text(encoding="utf-8"))
        lacking = {rule.id for rule in RULES if rule.group != "proportion"} - {row.get("rule") for row in rows}
        assert lacking == set(), table


LONG = "各村的渠道要清到田头，谁家的田谁来看，看完了在册子上签字，签了字的就要负责到收割。" * 12


def test_a_point_out_of_all_proportion() -> None:
    rules = [BY_ID["uneven-point"]]
    text = "一、种\n{}\n二、管\n{}\n三、收\n{}\n"
    short = "说一句。"
    assert [f.text for f in check(text.format(short * 8, LONG * 3, short * 8), rules).findings] == ["二、管"]
    assert [f.text for f in check(text.format(LONG * 2, LONG * 2, short), rules).findings] == ["三、收"]
    assert check(text.format(LONG, LONG * 2, LONG), rules).findings == ()


def test_a_point_of_stock_phrases_only() -> None:
    rules = [BY_ID["hollow-point"]]
    hollow = (
        "提高政治站位，增强责任意识，压紧压实责任，持续走深走实，坚持问题导向，以钉钉子精神狠抓落实，确保见行见效，"
    )
    hollow += "绷紧思想之弦，发扬斗争精神，守正创新，真抓实干，久久为功，善作善成。"
    plain = "渠从东头修到西头，老方带人去量了两回，石头在后山，车从前村借，账记在会计那里，谁都可以看。"
    text = f"一、认识\n{hollow}\n二、修渠\n{plain * 3}\n三、修路\n{plain * 3}\n"
    assert [f.text for f in check(text, rules).findings] == ["一、认识"]
    assert check(text.replace("久久为功", "月底前修好3条渠"), rules).findings == ()


def test_a_habit_is_one_finding_with_all_its_places() -> None:
    text = "今天开会,说春耕,说修渠。请XX讲,请XX听。\n"
    found = {finding.rule: finding for finding in check(text, choose_rules(CheckOptions(ignore=("duties",)))).findings}
    comma = found["half-width-mark"]
    places = [comma.span.start, *(span.start for span in comma.others)]
    assert [text[at] for at in places] == [","] * 3
    assert len(comma.fix) == 3
    assert len(found["mask"].others) == 1


def test_findings_are_in_order_and_carry_all_words() -> None:
    text = "截止目前,种子、化肥、等物资6月31日前要到。\n"
    for language in ("zh", "en"):
        settings = Settings()
        rules = choose_rules(CheckOptions(ignore=("duties",)))
        doc = analyze_source(source_from_text(text), settings, only=steps_of(rules))
        findings = check_document(doc, rules, settings, language=language).findings
        assert [f.rule for f in findings] == ["confusion", "half-width-mark", "mark-before-deng", "impossible-day"]
        for finding in findings:
            assert finding.message
            assert finding.advice
            assert finding.basis
            assert finding.text == text[finding.span.start : finding.span.end]


def test_rules_are_chosen_by_id_and_group() -> None:
    everything = choose_rules(CheckOptions())
    assert everything == RULES
    some = choose_rules(CheckOptions(select=("dates", "mask"), ignore=("missing-year",)))
    assert [rule.id for rule in some] == ["impossible-day", "wrong-weekday", "past-deadline", "mask"]
    assert steps_of(some) == ("times",)
    with pytest.raises(WrongUsage, match="did you mean 'mask'"):
        choose_rules(CheckOptions(select=("maks",)))
    with pytest.raises(WrongUsage, match="there are the groups"):
        choose_rules(CheckOptions(ignore=("wholly unknown",)))


def test_the_registry_is_in_order() -> None:
    assert len(BY_ID) == len(RULES)
    assert not set(BY_ID) & set(GROUPS)
    for rule in RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
        assert rule.level in LEVELS
        for words in (rule.title, rule.message, rule.advice, rule.basis):
            assert words.zh
            assert words.en
            assert set(re.findall(r"\{\w+\}", words.en)) <= set(re.findall(r"\{\w+\}", words.zh)) | {"{right}"}


_ROW = re.compile(r"^\| `([a-z-]+)` \| (\S+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_NAMES = {"error": "错误", "suspect": "疑似", "hint": "提示"}
_EXAMPLE = re.compile(r"`([^`]+)`")


def test_the_page_lists_every_rule_as_it_is_and_its_examples_hold() -> None:
    page = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    rows = {row[0]: row for row in _ROW.findall(page)}
    assert list(rows) == [rule.id for rule in RULES]
    for rule in RULES:
        _, level, title, basis, wrong, right = rows[rule.id]
        assert (level, title, basis) == (_NAMES[rule.level], rule.title.zh, rule.basis.zh)
        for cell, expected in ((wrong, True), (right, False)):
            example = _EXAMPLE.fullmatch(cell)
            if example:
                text = example[1].replace("⏎", "\n")
                assert any(f.rule == rule.id for f in check(text, [rule]).findings) is expected, cell


HOSTILE = {
    "quotes": "“",
    "closers": "）",
    "titles": "《甲",
    "quoted lists": "“甲”、",
    "half-width": "甲,",
    "straight quotes": '甲"',
    "doubled": "。。甲",
    "dots": "甲...",
    "blanks": "安 全",
    "dates": "6月31日，",
    "weekdays": "3月5日（星期三）",
    "figures": "新建高标准农田2万亩。\n",
    "masks": "XX*",
    "notes": "【待补",
    "addresses": "www.a",
    "lists": "一、甲\n",
    "restarts": "一、甲\n二、乙\n",
    "gaps": "一、甲\n三、乙\n",
    "spoken": "一是甲。",
    "repeated lines": "各村的渠道要清到田头，谁家的田谁来看，看完了在册子上签字，签了字的就要负责到收割。\n",
    "confusions": "截止目前，",
    "page numbers": "- 4 -\n",
    "estimates": "三、四天",
    "deng": "、等",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text(name: str) -> None:
    """The rules alone; what the steps cost is held elsewhere."""
    settings = Settings()
    docs = []
    for factor in (1, 4):
        text = "安\n" + HOSTILE[name] * (factor * 6_000 // len(HOSTILE[name]))
        docs.append(analyze_source(source_from_text(text), settings, only=steps_of(RULES)))
    check_document(docs[0], RULES, settings)
    assert growth(lambda doc: check_document(doc, RULES, settings), *docs) < MOST_GROWTH


def test_findings_can_be_compared_and_pickled() -> None:
    import pickle

    doc = check("今天开会,说春耕。\n")
    assert pickle.loads(pickle.dumps(doc)) == doc
    assert isinstance(doc.findings[0], Finding)
