"""The page of two drafts in a browser: it says nothing to the console, asks for nothing, fits a hand, has contrast.

Skipped where Playwright's package or a Chromium is not installed; CHROMIUM names one that is not on the path.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import speechkit
from speechkit.diff import STEPS, compare
from speechkit.renderers.diff_html import render
from speechkit.renderers.diff_labels import DiffView
from speechkit.settings import Settings

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright's package is not installed")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

HEAD = "讲话\n（2024年5月10日）\n同志们：\n"
OLD = HEAD + "一、看河道\n市水利局务必在11月底前查完300处坡塘。\n二、看山塘\n塘埂漏水。\n"
NEW = HEAD + "一、守住大堤<img src=x onerror=alert(1)>\n市水利局争取在12月底前查完300处坡塘。\n"
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3, level AA."""
CONTRAST = """() => {
  const light = colour => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(part => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ground = node => {
    while (node) {
      const colour = getComputedStyle(node).backgroundColor;
      if (!/, 0\\)$|transparent/.test(colour)) return colour;
      node = node.parentElement;
    }
    return "rgb(255, 255, 255)";
  };
  const shown = [...document.querySelectorAll("main *, header *, footer")].filter(node => node.innerText);
  return Math.min(...shown.map(node => {
    const pair = [light(getComputedStyle(node).color), light(ground(node))].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05);
  }));
}"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    docs = [speechkit.analyze(text, only=STEPS) for text in (OLD, NEW)]
    path = tmp_path_factory.mktemp("page") / "diff.html"
    path.write_text(render(compare(docs[0], docs[1], Settings()), DiffView()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        shown = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield shown
        shown.close()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_quiet_fits_and_can_be_read(browser: Any, page_file: Path, width: int, scheme: str) -> None:
    faults: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", lambda request: faults.append(request.url))
    page.goto(page_file.as_uri())
    assert page.locator("del", has_text="务必").count() == 1
    assert page.locator("#points li").count() == 2
    page.locator("nav a").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) >= LEAST_CONTRAST
    assert page.locator("img").count() == 0
    context.close()
    assert [fault for fault in faults if fault.partition("#")[0] != page_file.as_uri()] == []


def test_the_page_prints(browser: Any, page_file: Path) -> None:
    page = browser.new_page()
    page.goto(page_file.as_uri())
    assert page.pdf(format="A4").startswith(b"%PDF-")
    page.close()
