"""The report in a browser: what is clicked, filtered, followed, printed, and that nothing leaves the page.

Skipped where Playwright's package or a Chromium is not installed; CHROMIUM names one that is not on the path.
"""

from __future__ import annotations

import io
import os
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import speechkit
from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.outline_table import count_characters
from speechkit.renderers.report import render_page, render_pages
from speechkit.renderers.report_html import page_text
from speechkit.renderers.tasks import list_rows

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright's package is not installed")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

DESK, HAND = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
VIEW = View("report")
WATCH = "addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective))"
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
HOSTILE = """在全县工作会议上的讲话<img src=x onerror=alert(1)>
王一鸣
（2024年3月5日）
同志们：
一、查细</script><script>document.title='taken'</script>
县住建局<b onclick=alert(1)>要在3月底前把台账]]>--!>报县安委办，抓而不紧等于不抓。
二、改实" onmouseover="alert(1)
县财政局每周五报告1次，<iframe src=https://evil.example></iframe>既要快又要好。
"""


@cache
def sample(name: str) -> Document:
    return speechkit.analyze(str(ROOT / "samples" / name))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        shown = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield shown
        shown.close()


@dataclass
class Desk:
    """Opens pages and watches over them: what they say, ask for and refuse."""

    browser: Any
    folder: Path
    faults: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def open(self, *docs: Document, viewport: dict[str, int] = DESK, place: str = "", **options: Any) -> Any:
        files = dict(render_pages(docs, VIEW)) if len(docs) > 1 else {"page.html": render_page(docs[0], VIEW)}
        for name, html in files.items():
            (self.folder / name).write_text(html, encoding="utf-8")
        context = self.browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.faults.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        page.on("request", self._watch)
        page.add_init_script(WATCH)
        page.goto((self.folder / next(iter(files))).as_uri() + place)
        return page

    def _watch(self, request: Any) -> None:
        if not request.url.startswith(self.folder.as_uri()) or not request.is_navigation_request():
            self.faults.append(f"request: {request.url}")


@pytest.fixture
def desk(browser: Any, tmp_path: Path) -> Iterator[Desk]:
    """A desk; at the end nothing may have been said, refused or asked for."""
    made = Desk(browser, tmp_path)
    yield made
    for context in made.contexts:
        context.close()
    assert made.faults == []


@pytest.mark.parametrize("name", ["county-safety.txt", "digital-government.docx", "traditional.txt", "no-labels.txt"])
def test_the_browser_shows_the_cleaned_text(desk: Desk, name: str) -> None:
    doc = sample(name)
    page = desk.open(doc)
    shown = page.evaluate("[...document.querySelectorAll('.speech > *')].map(line => line.textContent)")
    assert shown == [line for line in doc.text.split("\n") if line.strip()]
    for width in (DESK, HAND):
        page.set_viewport_size(width)
        assert page.evaluate("document.documentElement.scrollWidth") == width["width"], "nothing sticks out"


def test_hostile_speech(desk: Desk) -> None:
    doc = speechkit.analyze(HOSTILE)
    page = desk.open(doc)
    shown = page.evaluate("[...document.querySelectorAll('.speech > *')].map(line => line.textContent)")
    assert shown == [page_text(line) for line in doc.text.split("\n") if line.strip()]
    for mark in page.locator("mark.m[data-b]").all():
        mark.hover()
    assert page.locator(".card h3").count() > 0
    assert "taken" not in page.title()
    assert page.locator("iframe, img, .speech script, .card b").count() == 0


def test_the_policy_is_kept(browser: Any, tmp_path: Path) -> None:
    """What is put into the page afterwards does not run and is not loaded."""
    desk = Desk(browser, tmp_path)
    page = desk.open(sample("no-labels.txt"))
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.failure))
    page.evaluate("""() => {
      const image = new Image(); image.src = 'https://evil.example/a.png'; document.body.append(image);
      try { const script = document.createElement('script'); script.textContent = 'window.taken = 1';
            document.body.append(script); } catch {}
      try { document.body.insertAdjacentHTML('beforeend', '<p onclick="1">'); } catch {}
    }""")
    page.evaluate(SETTLED)
    assert page.evaluate("window.taken") is None
    assert any("img-src" in fault for fault in desk.faults)
    assert failed == ["csp"], "the picture was asked for and refused before it left"
    desk.contexts[0].close()


def test_sorting(desk: Desk) -> None:
    page = desk.open(sample("county-safety.txt"))
    head = page.locator("th.due-day")
    for direction in ("ascending", "descending"):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == direction
        keys = page.evaluate("[...document.querySelectorAll('.ledger td[data-key]')].map(cell => cell.dataset.key)")
        days = [key for key in keys if key]
        assert days == sorted(days, reverse=direction == "descending")
        assert len(days) > 10
        assert not any(keys[len(days) :]), "rows without a day stay last"
    page.locator("th.number button").click()
    numbers = page.locator(".ledger td.n").all_inner_texts()
    assert numbers == [str(n) for n in range(1, 27)]
    assert head.get_attribute("aria-sort") is None


def shown_rows(page: Any) -> list[str]:
    texts: list[str] = page.locator(".ledger tbody tr:not([hidden]) .what").all_inner_texts()
    return texts


def test_filters(desk: Desk) -> None:
    doc = sample("county-safety.txt")
    rows = list_rows([doc], VIEW)
    page = desk.open(doc)
    page.locator("select[name=owner]").select_option(label="县住建局（6）")
    assert shown_rows(page) == [row.text for row in rows if "县住建局" in row.leads + row.supports]
    assert page.locator(".count").inner_text() == "显示 6 / 26 项"
    page.locator("input[name=words]").fill("每周 隐患")
    assert len(shown_rows(page)) == len(
        [row for row in rows if "县住建局" in row.leads and "重大隐患每周五" in row.text]
    )
    page.get_by_role("button", name="清除").click()
    playwright.expect(page.locator(".count")).to_have_text("共 26 项")
    page.locator("select[name=lack]").select_option("time")
    assert shown_rows(page) == [row.text for row in rows if row.task.time is None]
    page.locator("input[name=words]").fill("查无此事")
    assert shown_rows(page) == []
    assert page.locator(".count").inner_text() == "显示 0 / 26 项"


def test_from_task_to_sentence_and_back(desk: Desk) -> None:
    doc = sample("county-safety.txt")
    page = desk.open(doc)
    row = list_rows([doc], VIEW)[9]
    page.locator(f"#r{row.task.id} .what a").click()
    mark = page.locator(f"#{row.task.id} ~ mark.k-task").first
    playwright.expect(mark).to_be_in_viewport()
    playwright.expect(mark).to_be_focused()
    assert row.text.startswith(mark.inner_text())
    playwright.expect(page.locator(".card")).to_contain_text("任务 10")
    page.locator(f".ref[data-n='{row.number}']").click()
    playwright.expect(page.locator(f"#r{row.task.id}")).to_be_in_viewport()


def style_of(page: Any, selector: str, name: str) -> str:
    value: str = page.locator(selector).first.evaluate(f"one => getComputedStyle(one)['{name}']")
    return value


@pytest.mark.parametrize(
    ("kind", "name", "plain"),
    [
        ("task", "backgroundColor", "rgba(0, 0, 0, 0)"),
        ("time", "boxShadow", "none"),
        ("phrase", "textDecorationLine", "none"),
        ("frame", "borderBottomStyle", "none"),
    ],
)
def test_kinds_are_switched(desk: Desk, kind: str, name: str, plain: str) -> None:
    page = desk.open(sample("county-safety.txt"))
    mark = f"mark.k-{kind}"
    assert style_of(page, mark, name) != plain
    page.locator(f"input[data-kind={kind}]").uncheck()
    assert style_of(page, mark, name) == plain
    page.locator(f"input[data-kind={kind}]").check()
    assert style_of(page, mark, name) != plain


def test_mentions_are_quiet_until_asked_for(desk: Desk) -> None:
    page = desk.open(sample("county-safety.txt"))
    mark = "mark.k-mention:not(.k-time)"
    assert style_of(page, mark, "boxShadow") == "none"
    page.locator("input[data-kind=mention]").check()
    assert style_of(page, mark, "boxShadow") != "none"


def test_categories_are_switched(desk: Desk) -> None:
    page = desk.open(sample("county-safety.txt"))
    page.locator(".categories summary").click()
    page.locator("input[data-category='0']").uncheck()
    assert style_of(page, "mark[data-c='0']", "textDecorationLine") == "none"
    assert style_of(page, "mark[data-c='1']", "textDecorationLine") == "underline"
    page.get_by_role("button", name="全不选").click()
    assert page.locator("mark.k-phrase:not(.off)").count() == 0
    page.get_by_role("button", name="全选").click()
    assert page.locator("mark.off").count() == 0


def test_marks_tell_of_themselves(desk: Desk) -> None:
    page = desk.open(sample("county-safety.txt"))
    card = page.locator(".card")
    assert card.is_hidden()
    page.locator("mark.k-time.k-task", has_text="11月底前").first.hover()
    playwright.expect(card).to_contain_text("2023-11-30 周四")
    playwright.expect(card).to_contain_text("任务 1")
    page.locator("mark.k-phrase", has_text="九小场所").first.hover()
    playwright.expect(card).to_contain_text("固定表述")
    playwright.expect(card).not_to_contain_text("任务")
    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_keys_go_from_mark_to_mark(desk: Desk) -> None:
    """One stop of Tab for the whole speech; the arrow keys go on from there, past what is switched off."""
    page = desk.open(sample("county-safety.txt"))
    assert page.locator("mark.m[tabindex='0']").count() == 1
    page.locator("mark.m[tabindex='0']").focus()
    seen = [page.evaluate("document.activeElement.textContent")]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        seen.append(page.evaluate("document.activeElement.textContent"))
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.textContent") == seen[2]
    assert len(set(seen)) == 4
    assert page.locator(".card").is_visible()
    page.locator("input[data-kind=phrase]").uncheck()
    page.locator("mark.m[tabindex='0']").focus()
    assert "k-phrase" not in page.evaluate("document.activeElement.className")


def test_skip_link_comes_first(desk: Desk) -> None:
    page = desk.open(sample("county-safety.txt"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_tree_follows_the_scroll(desk: Desk) -> None:
    page = desk.open(sample("county-safety.txt"))
    deep = page.locator(".tree a[href='#p6.1.2']")
    assert deep.is_hidden(), "the third level waits until it is read"
    for name in ("p5", "p6.1.2", "p7.3"):
        page.evaluate(f"document.getElementById('{name}').scrollIntoView()")
        current = page.locator(".tree a[aria-current='location']")
        playwright.expect(current).to_have_attribute("href", f"#{name}")
        playwright.expect(current).to_be_in_viewport()
    page.locator("#times").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('times').scrollIntoView()")
    playwright.expect(page.locator(".sections a[aria-current]")).to_have_attribute("href", "#times")
    playwright.expect(page.locator(".tree a[aria-current]")).to_have_count(0)
    page.locator(".unfold").click()
    assert deep.is_visible()


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_light_and_dark(desk: Desk, scheme: str, other: str) -> None:
    page = desk.open(sample("no-labels.txt"), color_scheme=scheme)
    grounds = {"light": "rgb(244, 241, 234)", "dark": "rgb(20, 19, 17)"}
    assert style_of(page, "body", "backgroundColor") == grounds[scheme]
    page.locator(".theme").click()
    assert style_of(page, "body", "backgroundColor") == grounds[other]
    assert page.locator(".theme").get_attribute("aria-pressed") == str(other == "dark").lower()
    page.locator(".theme").click()
    assert style_of(page, "body", "backgroundColor") == grounds[scheme]


def test_timeline_leads_to_its_list(desk: Desk) -> None:
    page = desk.open(sample("county-safety.txt"))
    page.locator(".axis a").nth(4).click()
    target = page.locator(".due li:target")
    playwright.expect(target).to_be_in_viewport()
    assert target.locator(".no").inner_text() == "5"


def test_on_a_phone(desk: Desk) -> None:
    page = desk.open(sample("county-safety.txt"), viewport=HAND, has_touch=True)
    assert page.locator(".tree").is_hidden(), "outline and switches are folded"
    assert page.locator(".kinds").is_hidden()
    page.locator(".rail summary").tap()
    assert page.locator(".tree").is_visible()
    page.locator(".rail summary").tap()
    page.locator("mark.k-time.k-task").first.tap()
    playwright.expect(page.locator(".card")).to_be_in_viewport(ratio=0.9)
    page.locator(".card .close").tap()
    assert page.locator(".card").is_hidden()
    page.locator("select[name=order]").select_option("due-day")
    keys = page.evaluate("[...document.querySelectorAll('.ledger td[data-key]')].map(cell => cell.dataset.key)")
    assert [key for key in keys if key] == sorted(key for key in keys if key)


def test_without_a_script(desk: Desk) -> None:
    doc = sample("county-safety.txt")
    page = desk.open(doc, java_script_enabled=False)
    assert page.locator(".speech").is_visible()
    for control in (".tools", ".theme", ".unfold", ".card", ".categories"):
        assert page.locator(control).is_hidden(), control
    assert page.locator(".tree a[href='#p6.1.2']").is_visible(), "all levels are open"
    page.locator("#rT1 .what a, .ledger .what a").first.click()
    playwright.expect(page.locator("mark.k-task").first).to_be_in_viewport()


RADICALS = str.maketrans("⺠⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰", "民见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙")
"""Signs of radicals that have no compatible form in Unicode, and the characters that they stand for."""


def plain(text: str) -> str:
    """Text without spaces, in one form: some fonts write 生 and 长 with the signs of the radicals."""
    return unicodedata.normalize("NFKC", "".join(text.split())).translate(RADICALS)


def test_print(desk: Desk) -> None:
    """A4; the whole text, the tables and the numbers of pages on it, what is for the screen left out."""
    from pypdf import PdfReader

    doc = sample("county-safety.txt")
    page = desk.open(doc, color_scheme="dark")
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    sheets = [plain(sheet.extract_text()) for sheet in reader.pages]
    assert 10 <= len(sheets) <= 18
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in reader.pages} == {(595, 842)}
    assert all(f"—{n}—" in sheet for n, sheet in enumerate(sheets, 1))
    text = "".join(sheet.replace(f"—{n}—", "") for n, sheet in enumerate(sheets, 1))
    for line in doc.text.split("\n")[4:]:
        assert plain(line)[:12] in text
    for word in ("任务分解表", "有日期的", "各要点的篇幅", "SHA-256"):
        assert word in text
    for word in ("展开各级", "深色", "浅色", "清除", "指向或点按", "跳到正文"):
        assert word not in text
    assert len([sheet for sheet in sheets if "工作任务牵头单位" in sheet]) == 2, "the head of the table repeats"


def test_a_folder(desk: Desk) -> None:
    docs = [sample(name) for name in ("county-safety.txt", "minutes.txt", "traditional.txt")]
    page = desk.open(*docs)
    rows = list_rows(docs, VIEW)
    assert len(shown_rows(page)) == len(rows)
    page.locator("select[name=speech]").select_option("1")
    assert shown_rows(page) == [row.text for row in rows if row.path.endswith("minutes.txt")]
    page.locator(".ledger tbody tr:not([hidden]) .what a").first.click()
    page.wait_for_url("**/minutes.html#*")
    playwright.expect(page.locator("mark.k-task").first).to_be_in_viewport()
    page.get_by_role("link", name="目录").click()
    page.wait_for_url("**/index.html")
    sizes = page.locator(".side th", has_text="字数").locator("button")
    sizes.click()
    counts = [int(text) for text in page.locator(".side td[data-label='字数']").all_inner_texts()]
    assert counts == sorted(count_characters(doc.text) for doc in docs)  # as `outline` counts


def test_a_long_speech_answers_at_once(desk: Desk) -> None:
    """100,000 characters: a switch, a search and a scroll each take less than a second of the page's time."""
    texts = [
        speechkit.analyze(str(ROOT / "samples" / name), only=()).text for name in ("county-safety.txt", "minutes.txt")
    ]
    page = desk.open(speechkit.analyze(("\n".join(texts) + "\n") * 15))
    assert page.evaluate("document.querySelector('.speech').textContent.length") > 95_000
    took = page.evaluate("""async () => {
      const settled = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
      const time = async work => {
        const start = performance.now();
        work();
        await settled();
        return performance.now() - start;
      };
      const words = document.querySelector('input[name=words]');
      await settled();
      return [
        await time(() => document.querySelector('input[data-kind=phrase]').click()),
        await time(() => { words.value = '台账'; words.dispatchEvent(new Event('input', { bubbles: true })); }),
        await time(() => scrollTo(0, document.body.scrollHeight / 2)),
      ];
    }""")
    assert max(took) < 1000
