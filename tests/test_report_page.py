"""The report's pages as HTML: safe whatever a speech holds, sealed by their policy, whole without a script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from dataclasses import replace
from functools import cache
from urllib.parse import unquote

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from report_tools import Page, skeleton

import speechkit
from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.report import render_index, render_page, render_pages
from speechkit.renderers.report_html import load_assets, page_text, script_json
from speechkit.renderers.tasks import list_rows

VIEW = View("report")
NAMES = ["county-safety.txt", "digital-government.docx", "no-labels.txt", "traditional.txt", "soe-annual.pdf"]
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "]]>--><!--",
    '" onmouseover="alert(1)" x=\'',
    "' onfocus='alert(1)",
    "</mark></article></main><h1>",
    "&lt;b&gt;&amp;&#60;",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}${7*7}",
    "<!doctype html><base href=//evil.example>",
    "\u202e倒过来\u2066里面\u2069",
    "<svg/onload=alert(1)>",
    "\u2028\u2029",
]
PAIRS = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("soft", "paper"),
    ("soft", "ground"),
    ("soft", "raised"),
    ("accent", "paper"),
    ("accent", "ground"),
    ("accent", "accent-wash"),
    ("accent", "raised"),
    ("ink", "task"),
    ("task-ink", "paper"),
    ("owner", "task"),
    ("owner", "paper"),
    ("time", "task"),
    ("time", "paper"),
    ("time", "ground"),
    ("time", "time-wash"),
    ("mention", "paper"),
    ("mention", "task"),
]
"""Colours of type and what they stand on."""


@cache
def sample(name: str) -> Document:
    return speechkit.analyze(str(ROOT / "samples" / name))


@cache
def sample_page(name: str) -> str:
    return render_page(sample(name), VIEW)


def write_speech(evil: str) -> str:
    """A speech that holds the same words in every place that a page shows."""
    return (
        f"在全县工作会议上的讲话{evil}\n王一鸣\n（2024年3月5日）\n同志们：\n"
        f"下面，我讲两点意见{evil}。\n"
        f"一、查细{evil}\n县住建局要在3月底前把{evil}台账报县安委办。抓而不紧{evil}等于不抓。\n"
        f"二、改实{evil}\n“{evil}”县财政局{evil}每周五报告1次，既要{evil}又要{evil}。\n"
    )


@pytest.mark.parametrize("evil", HOSTILE)
def test_no_text_becomes_markup(evil: str) -> None:
    doc = speechkit.analyze(write_speech(evil))
    html = render_page(doc, VIEW)
    page = Page(html)
    assert page.lines() == [page_text(line) for line in doc.text.split("\n") if line.strip()]
    assert len(page.of("script")) == 2
    assert not page.comments
    assert page.declarations == ["doctype html"]
    assert {one.tag for one in page.elements} <= {one.tag for one in Page(sample_page("county-safety.txt")).elements}
    names = {name for one in page.elements for name in one.attributes}
    assert not [name for name in names if name.startswith("on") or name in ("style", "src", "srcset", "action")]
    index = render_index([("a.html", doc), (f"{evil.replace('/', '')}.html", doc)], VIEW)
    assert len(Page(index).of("script")) == 1
    assert {one.tag for one in Page(index).elements} <= {one.tag for one in page.elements} | {"cite"}


@settings(max_examples=40, deadline=None)
@given(words=st.text(alphabet="<>\"'&/=!-[]{}%` \u202e\u2067\x00\x0b\ufeff年要", min_size=1, max_size=20))
def test_random_text_changes_no_structure(words: str) -> None:
    """The path and the title alone are foreign here: what the page is built of stays as it is."""
    doc = sample("no-labels.txt")
    foreign = replace(
        doc,
        meta=replace(doc.meta, title=f"x{words}", speaker=words, salutation=None),
        source=replace(doc.source, path=f"{words}.txt"),
    )
    plain = replace(
        doc,
        meta=replace(doc.meta, title="x", speaker="y", salutation=None),
        source=replace(doc.source, path="a.txt"),
    )
    assert skeleton(Page(render_page(foreign, VIEW))) == skeleton(Page(render_page(plain, VIEW)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("年\u202e底", "年\ufffd底"),
        ("\u2066\u2069\u200e\u200f\u061c", "\ufffd" * 5),
        ("\x00\x1b\x7f\x9f", "\ufffd" * 4),
        ("\ud800年\udfff", "\ufffd年\ufffd"),
        ("a\tb\r\nc", "a b  c"),
        ("<b>&\"'", "<b>&\"'"),
        ("𠮷野家", "𠮷野家"),
        ("", ""),
    ],
)
def test_page_text(text: str, shown: str) -> None:
    assert page_text(text) == shown
    page_text(text).encode("utf-8")


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5))
def test_script_json_reads_back_and_closes_no_script(value: object) -> None:
    written = script_json(value)
    assert json.loads(written) == value
    assert not set(written) & set("<>&\u2028\u2029")


def test_no_control_and_no_direction_mark_reaches_a_page() -> None:
    """A file's name and a head may hold what cleaning has taken out of the text, down to half a character."""
    foreign = "年\u202e底\u2066\x07\x1b\udc80\ufffe"
    doc = sample("county-safety.txt")
    doc = replace(doc, meta=replace(doc.meta, title=foreign), source=replace(doc.source, path=f"{foreign}.txt"))
    pages = dict(render_pages([doc, doc], VIEW))
    for html in pages.values():
        html.encode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe]", html)
        assert "年\ufffd底\ufffd\ufffd\ufffd\ufffd\ufffd" in html


@pytest.mark.parametrize("name", NAMES)
def test_every_mark_has_its_details_and_none_is_left_over(name: str) -> None:
    page = Page(sample_page(name))
    (data,) = [one.text for one in page.of("script") if one.attributes.get("id") == "details"]
    told = {name for one in page.of("mark") for name in one.attributes["data-f"].split()}
    assert told == set(json.loads(data))
    kinds = {name[0] for name in told}
    assert kinds >= {"T", "D", "P"}


@pytest.mark.parametrize("name", NAMES)
def test_page_is_sealed(name: str) -> None:
    html = sample_page(name)
    page = Page(html)
    (policy,) = [one.attributes["content"] for one in page.of("meta") if "http-equiv" in one.attributes]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert len(bodies) == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert set(rules) == {
        "default-src",
        "style-src",
        "script-src",
        "base-uri",
        "form-action",
        "require-trusted-types-for",
        "trusted-types",
    }
    assert not page.of("link")
    assert not page.of("img")
    assert not page.of("iframe")


def test_assets_ask_for_nothing_outside() -> None:
    assets = load_assets()
    assert not re.search(r"url\(|@import|@font-face|https?:|//[a-z]", assets.style)
    assert not re.search(
        r"https?:|fetch\(|XMLHttp|import\(|WebSocket|sendBeacon|innerHTML|insertAdjacent|\beval\b|new Function",
        assets.script,
    )
    assert not re.search(r"Date\b|Math\.random|localStorage", assets.script)
    assert "</" not in assets.style + assets.script


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere_and_ids_are_unique(name: str) -> None:
    page = Page(sample_page(name))
    assert len(page.ids) == len(set(page.ids))
    links = [one.attributes["href"] for one in page.of("a")]
    assert len(links) > 20
    for link in links:
        assert link.startswith("#"), link
        assert unquote(link[1:]) in page.ids, link


def test_pages_of_a_folder_lead_to_each_other() -> None:
    docs = [sample(name) for name in NAMES]
    pages = {name: Page(html) for name, html in render_pages(docs, VIEW)}
    assert list(pages) == ["index.html", *(f"{name.rpartition('.')[0]}.html" for name in NAMES)]
    for page in pages.values():
        for one in page.of("a"):
            file, _, place = one.attributes["href"].partition("#")
            target = pages[unquote(file)] if file else page
            assert not place or unquote(place) in target.ids
    index = pages["index.html"]
    rows = [one for one in index.of("tr") if "data-owners" in one.attributes]
    assert len(rows) == len(list_rows(docs, VIEW))
    assert len(index.of("table", "side")) == 1
    assert all("index.html" in [one.attributes["href"] for one in pages[name].of("a")] for name in list(pages)[1:])


def test_same_input_same_bytes() -> None:
    doc = speechkit.analyze(str(ROOT / "samples" / "county-safety.txt"))
    assert render_page(doc, VIEW) == sample_page("county-safety.txt")
    docs = [sample(name) for name in NAMES]
    assert list(render_pages(docs, VIEW)) == list(render_pages(docs, VIEW))


def test_the_page_reads_without_a_script() -> None:
    """Text, outline, tasks, times and figures are in the page; what needs the script is marked and hidden by style."""
    doc = sample("county-safety.txt")
    page = Page(sample_page("county-safety.txt"))
    assert page.lines() == [line for line in doc.text.split("\n") if line.strip()]
    (tree,) = page.of("ol", "tree")
    assert all(point.title in tree.text for _, point in doc.points())
    (ledger,) = page.of("table", "ledger")
    assert all(row.text in ledger.text for row in list_rows([doc], VIEW))
    assert len([one for one in page.of("mark") if one.has("k-task")]) >= 26
    for one in page.elements:
        if one.tag in ("button", "form", "fieldset") and not one.has("js-only"):
            above = [one]
            while above[-1].parent is not None:
                above.append(above[-1].parent)
            assert one.tag == "fieldset" or any(outer.has("js-only") for outer in above), one
    assert "html:not(.js) .js-only { display: none !important; }" in load_assets().style


def test_landmarks_and_names() -> None:
    for html in (sample_page("county-safety.txt"), render_index([("a.html", sample("county-safety.txt"))], VIEW)):
        page = Page(html)
        assert page.elements[0].attributes["lang"] == "zh-CN"
        for tag in ("main", "header", "footer", "h1"):
            assert len(page.of(tag)) == 1, tag
        assert page.of("a")[0].attributes["href"] == "#main"
        assert all(one.attributes.get("aria-label") for one in page.of("nav"))
        for one in page.elements:
            for name in ("aria-labelledby", "aria-describedby"):
                assert one.attributes.get(name, page.ids[0]) in page.ids
            if one.tag in ("svg",):
                assert one.attributes["aria-hidden"] == "true"
        levels = [int(one.tag[1]) for one in page.elements if re.fullmatch("h[1-6]", one.tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_traditional_speech_is_set_in_its_glyphs() -> None:
    assert Page(sample_page("traditional.txt")).of("article")[0].attributes["lang"] == "zh-Hant"
    assert Page(sample_page("county-safety.txt")).of("article")[0].attributes["lang"] == "zh-CN"


def test_what_is_not_said_is_not_made_up() -> None:
    page = Page(render_page(speechkit.analyze("各位代表，现在散会。\n", only=()), VIEW))
    assert page.lines() == ["各位代表，现在散会。"]
    assert not page.of("table", "ledger")
    assert not page.of("svg")
    assert "没有分点" in page.of("nav", "rail")[0].text
    assert "讲话日期不明" in page.of("main")[0].text


def test_notices_and_counts_are_shown() -> None:
    doc = speechkit.analyze("同志们，我讲四点意见。\n一、查细\n要查细。\n二、改实\n要改实。\n")
    (notes,) = [one for one in Page(render_page(doc, VIEW)).of("section") if one.attributes.get("id") == "notes"]
    assert "后文 2 点，不符" in notes.text


def test_all_shows_more_tasks() -> None:
    doc = sample("county-safety.txt")
    rows = [len(Page(render_page(doc, View("report", mentions=more))).of("td", "what")) for more in (False, True)]
    assert rows[0] == 26
    assert rows[1] > rows[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(theme: str) -> None:
    """WCAG 2.1, 1.4.3: type stands out from its ground by 4.5 to 1."""
    style = load_assets().style
    blocks = re.findall(r":root(\[data-theme=\"dark\"\])? \{(.*?)\n\}", style, re.DOTALL)
    (block,) = [body for mark, body in blocks if bool(mark) == (theme == "dark") and "--paper" in body][:1]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    low = {pair: ratio(colours[pair[0]], colours[pair[1]]) for pair in PAIRS}
    assert {pair: value for pair, value in low.items() if value < 4.5} == {}


def test_dark_is_written_twice_alike() -> None:
    """Once for the reader's system, once for the switch: CSS has no other way."""
    bodies = re.findall(r":root[^{]*\{\s*color-scheme: dark;(.*?)\}", load_assets().style, re.DOTALL)
    assert len(bodies) == 2
    assert bodies[0].split() == bodies[1].split()


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_long_speech_stays_usable() -> None:
    """200,000 characters: at most 25 bytes of page a character, and time that grows with the text only."""
    texts = [speechkit.analyze(str(ROOT / "samples" / name), only=()).text for name in NAMES[:3]]
    text = ("\n".join(texts) + "\n") * 30
    doc, half = (speechkit.analyze(text[:size]) for size in (200_000, 50_000))
    spent = []
    for one in (half, doc):
        start = time.process_time()
        html = render_page(one, VIEW)
        spent.append(time.process_time() - start)
    assert len(html.encode()) < 25 * 200_000 + 100_000
    assert spent[1] < 8 * max(spent[0], 0.05)
    assert len(Page(html).lines()) == len([line for line in doc.text.split("\n") if line.strip()])
