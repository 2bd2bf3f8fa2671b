"""HTML, Markdown, PDF and office files: tables, and what hostile ones do."""

from __future__ import annotations

import logging
import os
import stat
import time
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import MOST_GROWTH, growth, load_cases
from containers import docx, paragraphs, pdf, pdf_of, pdf_stream
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from speechkit.errors import MissingPackage, SpeechkitError, TooLarge, UnreadableSource
from speechkit.readers import office, read_bytes
from speechkit.readers.html import extract_text
from speechkit.readers.markdown import strip_markers
from speechkit.settings import Settings

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100


@pytest.mark.parametrize("case", load_cases("html.yaml"))
def test_html(case: dict[str, str]) -> None:
    assert extract_text(case["html"]) == case["read"]


@pytest.mark.parametrize("case", load_cases("markdown.yaml"))
def test_markdown(case: dict[str, str]) -> None:
    assert strip_markers(case["md"]) == case["read"]


_MARKUP = [
    *("<", "<!", "<!--", "<a ", '<a\tb="', "<a'b='", "</", "</a", "<?", "&#1", "&a", "<![CDATA[", "<p>", "<li>"),
    *("<ol><li>", "<td>", "<table>", "<nav>", "<pre>\n", "<rt>", "<script>"),
    *("*", "**", "**a", " *a", "_", " _a", "`", "`a", "\\", "[", "[a](", "[a]", "![", "[^", "(", "> ", "# ", "|"),
    *("|-", "- ", "1. ", "~~~", "__a", "[a][", "a|b\n-|-\n", "<!--a-- ", "---\n", "\n>"),
]


@pytest.mark.parametrize("turn", [extract_text, strip_markers])
@pytest.mark.parametrize("unit", _MARKUP)
def test_markup_takes_linear_time(turn: Callable[[str], str], unit: str) -> None:
    assert growth(turn, unit * 1000, unit * 4000) < MOST_GROWTH


@examples(deadline=None)
@given(st.lists(st.sampled_from([*_MARKUP, "要快", "\n", "</p>", "</table>", "</ol>", "</nav>"]), max_size=30))
def test_any_markup_gives_text(pieces: list[str]) -> None:
    markup = "".join(pieces)
    plain = markup.count("要快")
    assert extract_text(markup).count("要快") <= plain
    assert strip_markers(markup).count("要快") <= plain


def test_pdf() -> None:
    pages = [["同志们：", "一、压实责任，抓好“回头看”", "①查 ②改"], ["二、２０２４年底前完成"]]
    source = read_bytes(pdf(pages), Settings(), path="a.pdf")
    assert source.text == "\n".join(line for page in pages for line in page)
    assert (source.format, source.encoding, source.notices) == ("pdf", None, ())


def test_pdf_radicals_are_the_characters_they_stand_for() -> None:
    assert read_bytes(pdf([["⼀、⼯作⻓期抓", "⻅行⻅效"]]), Settings()).text == "一、工作长期抓\n见行见效"


def test_pdf_page_without_text() -> None:
    source = read_bytes(pdf([["要快"], [], ["要准"], []]), Settings())
    assert source.text == "要快\n要准"
    assert [(n.code, n.message[:10]) for n in source.notices] == [("page-without-text", "第2、4页没有文字层")]


def test_pdf_unknown_glyphs() -> None:
    source = read_bytes(pdf([["要把责任压实\x01到底"]]), Settings())
    assert source.text == "要把责任压实\ufffd到底"
    assert [n.code for n in source.notices] == ["unknown-glyphs"]
    with pytest.raises(UnreadableSource, match="does not say which characters"):
        read_bytes(pdf([["\x01\x02\x03\x04要"]]), Settings())


def _page(content: bytes, *, kids: bytes = b"3 0 R", extra: bytes = b"") -> bytes:
    """A PDF of one page in Helvetica with a given content stream."""
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%b]/Count 1>>" % kids,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
            pdf_stream(content, extra),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            pdf_stream(
                b"BT /F 12 Tf (in) Tj ET /X Do /X Do",
                b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>",
            ),
        ]
    )


_HOSTILE_PDFS = {
    "no text": (_page(b"0 0 m 9 9 l S"), "without a text layer"),
    "pages in a circle": (_page(b"", kids=b"2 0 R"), "damaged"),
    "brackets without end": (_page(b"BT /F 12 Tf " + b"[" * 200_000 + b" TJ ET"), "damaged"),
    "a stream that unpacks to 200 MB": (
        _page(zlib.compress(b" " * 200_000_000), extra=b"/Filter/FlateDecode"),
        "unpacks",
    ),
    "many pages": (_page(b"", kids=b"3 0 R " * 2001), "more than 2000 pages"),
    "cut in the middle": (pdf([["要快"] * 20])[:1500], "damaged"),
    "header only": (b"%PDF-1.7\n%%EOF", "damaged"),
}


@pytest.mark.parametrize("name", _HOSTILE_PDFS)
def test_hostile_pdf(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    data, message = _HOSTILE_PDFS[name]
    with pytest.raises(SpeechkitError, match=message) as caught:
        read_bytes(data, Settings(), path="a.pdf")
    assert str(caught.value).startswith("a.pdf: ")
    assert capfd.readouterr() == ("", "")


def test_pdf_forms_in_a_circle_end() -> None:
    assert "Hello" in read_bytes(_page(b"BT /F 12 Tf (Hello) Tj ET /X Do"), Settings()).text


def test_pdf_with_a_password() -> None:
    locked = b"<</Filter/Standard/V 1/R 2/Length 40/P -44/O <" + b"41" * 32 + b">/U <" + b"42" * 32 + b">>>"
    data = pdf([["要快"]]).replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[<00><00>]/Encrypt " + locked)
    with pytest.raises(UnreadableSource, match="protected by a password"):
        read_bytes(data, Settings(), path="a.pdf")


def test_pdf_text_over_the_limit() -> None:
    data = pdf([["长" * 60] * 30])
    assert len(read_bytes(data, Settings(max_bytes=len(data))).text) > 1800
    many = _page(b"BT /F 12 Tf (" + b"a" * 90 + b") Tj ET /X Do", kids=b"3 0 R " * 100)
    with pytest.raises(TooLarge, match="of text"):
        read_bytes(many, Settings(max_bytes=len(many)))


def test_pypdf_stays_silent() -> None:
    import speechkit.readers.pdf  # noqa: F401 - for its effect

    assert any(isinstance(handler, logging.NullHandler) for handler in logging.getLogger("pypdf").handlers)


def _fake_soffice(folder: Path, script: str) -> str:
    """A program that is called like LibreOffice; in `script`, $out is the folder, $in the file."""
    program = folder / "soffice"
    head = '#!/bin/sh\nfor a; do case "$p" in --outdir) out="$a";; esac; p="$a"; done; in="$p"\n'
    program.write_text(head + script, encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.fixture
def use_soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def use(script: str) -> Path:
        program = _fake_soffice(tmp_path, script)
        monkeypatch.setattr(office, "_PROGRAMS", (program,))
        return tmp_path

    return use


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [(_OLE, "a.doc", "doc"), (_OLE, "A.WPS", "wps"), (_OLE, None, "doc"), (b"{\\rtf1 x}", "a.doc", "rtf")],
)
def test_office_files_are_converted(
    use_soffice: Callable[[str], Path], data: bytes, path: str | None, kind: str
) -> None:
    folder = use_soffice('echo "$@" > "$0.called"; cmp -s "$in" "$0.in" && cp "$0.docx" "$out/speech.docx"\n')
    (folder / "soffice.in").write_bytes(data)
    (folder / "soffice.docx").write_bytes(docx(paragraphs(["要快"])))
    source = read_bytes(data, Settings(), path=path)
    assert (source.text, source.format, source.path) == ("要快", kind, path)
    assert source.sha256 == sha256(data).hexdigest()
    called = (folder / "soffice.called").read_text(encoding="utf-8")
    profile = called.split("-env:UserInstallation=file://")[1].split(" ")[0]
    assert "--headless" in called
    assert f"speech.{kind}" in called
    assert not Path(profile).parent.exists()  # private, and gone


def test_office_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_PROGRAMS", ("a-program-that-nobody-has",))
    with pytest.raises(MissingPackage) as caught:
        read_bytes(_OLE, Settings(), path="a.wps")
    assert str(caught.value) == (
        "a.wps: reading .wps needs LibreOffice (apt install libreoffice-writer); or save it as .docx"
    )


def test_office_file_that_does_not_convert(use_soffice: Callable[[str], Path]) -> None:
    use_soffice("echo Error >&2\n")
    with pytest.raises(UnreadableSource, match="could not convert it"):
        read_bytes(_OLE, Settings(), path="a.doc")


def test_office_result_over_the_limit(use_soffice: Callable[[str], Path]) -> None:
    use_soffice('head -c 3000 /dev/zero > "$out/speech.docx"\n')
    with pytest.raises(TooLarge, match="converts to more than"):
        read_bytes(_OLE, Settings(max_bytes=2000), path="a.doc")


def test_office_program_that_does_not_start(use_soffice: Callable[[str], Path]) -> None:
    folder = use_soffice("")
    (folder / "soffice").write_bytes(b"\x7fELF broken")
    with pytest.raises(MissingPackage, match="does not start"):
        read_bytes(_OLE, Settings(), path="a.doc")


def test_office_conversion_that_hangs_is_ended_with_its_children(
    use_soffice: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_SECONDS", 0.3)
    folder = use_soffice('sleep 60 & echo $! > "$0.child"; wait\n')
    with pytest.raises(UnreadableSource, match="took more than"):
        read_bytes(_OLE, Settings(), path="a.doc")
    child = int((folder / "soffice.child").read_text())
    time.sleep(0.1)
    assert not _runs(child)


def _runs(process: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_every_format_under_a_wrong_name() -> None:
    """The content decides: each sample is read the same whatever suffix it has."""
    samples: dict[str, bytes] = {
        "docx": docx(paragraphs(["要快"])),
        "pdf": pdf([["要快"]]),
        "html": "<html><p>要快</p></html>".encode(),
        "text": "要快".encode(),
    }
    for name, data in samples.items():
        for suffix in (".docx", ".pdf", ".doc", ".txt", ".xyz", ""):
            source = read_bytes(data, Settings(), path=f"a{suffix}")
            assert (source.text, source.format) == ("要快", name), suffix


def test_one_speech_in_every_format() -> None:
    lines = ["讲话", "同志们：", "一、要快。", "二、要准。"]
    markdown = "\n\n".join(["# 讲话", *lines[1:]])
    html = "".join(f"<p>{line}</p>" for line in lines)
    texts: list[Any] = [
        read_bytes("\n".join(lines).encode("utf-16"), Settings()).text,
        read_bytes(docx(paragraphs(lines)), Settings()).text,
        read_bytes(pdf([lines[:2], lines[2:]]), Settings()).text,
        read_bytes(html.encode(), Settings(), path="a.html").text,
        read_bytes(markdown.encode(), Settings(), path="a.md").text.replace("\n\n", "\n"),
    ]
    assert texts == ["\n".join(lines)] * 5
