"""Containers made to hurt that the readers' own tests do not hold: each with what is read, or with its one line."""

from __future__ import annotations

import zlib

import pytest
from containers import docx, lists, paragraphs, pdf_of, pdf_stream

from speechkit.errors import SpeechkitError
from speechkit.lexicon_loader import parse_lexicon
from speechkit.readers import read_bytes
from speechkit.settings import Settings

_HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_HELLO = pdf_stream(b"BT /F 12 Tf (Hello) Tj ET")
_OVER = "a.pdf: a page unpacks to more than pypdf's limits allow"
_DAMAGED = "a.pdf: damaged, not a whole PDF; get the file again"
_NO_TEXT = "a.pdf: a PDF without a text layer (a scan); run OCR on it first"


def page(*objects: bytes, contents: bytes = b"4 0 R", forms: bytes = b"") -> bytes:
    """A PDF of one page; `objects` from number 4 on are its content, its font and what it needs."""
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %b/Resources<</Font<</F 5 0 R>>%b>>>>"
            % (contents, forms),
            *objects,
        ]
    )


def mapped(ranges: bytes) -> bytes:
    """A PDF of two glyphs whose map to characters holds some ranges."""
    head = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <ffff> "
    return page(
        pdf_stream(b"BT /F 12 Tf <4e004e01> Tj ET"),
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 6 0 R>>",
        pdf_stream(head + b"endcodespacerange " + ranges + b" endcmap end end"),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/F/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000>>",
    )


PLAIN = page(_HELLO, _HELVETICA)
_AES = (
    b"<</Filter/Standard/V 5/R 6/Length 256/P -44/O<%b>/U<%b>/OE<%b>/UE<%b>/Perms<%b>"
    b"/CF<</StdCF<</CFM/AESV3/Length 32>>>>/StmF/StdCF/StrF/StdCF>>"
) % (b"41" * 48, b"42" * 48, b"41" * 32, b"42" * 32, b"41" * 16)

PDFS: dict[str, tuple[bytes, str]] = {
    "a map of four thousand million glyphs": (mapped(b"1 beginbfrange <00000000> <ffffffff> <4e00> endbfrange"), _OVER),
    "a thousand maps of all glyphs": (
        mapped(b"1000 beginbfrange " + b"<0000> <ffff> <4e00> " * 1000 + b"endbfrange"),
        "鰀鰁",
    ),
    "a glyph of a million characters": (
        mapped(b"1 beginbfchar <4e00> <" + b"4e00" * 1_000_000 + b"> endbfchar"),
        _OVER,
    ),
    "one content a hundred thousand times": (
        page(_HELLO, _HELVETICA, contents=b"[" + b"4 0 R " * 100_000 + b"]"),
        _OVER,
    ),
    "a table of places that goes back to itself": (
        PLAIN.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % PLAIN.rindex(b"xref\n0")),
        "Hello",
    ),
    "pages that are their own parent": (PLAIN.replace(b"/Type/Pages/Kids", b"/Type/Pages/Parent 2 0 R/Kids"), "Hello"),
    "a content that refers to itself": (page(b"4 0 R", _HELVETICA), _NO_TEXT),
    "twenty thousand filters": (
        page(pdf_stream(b"00>", b"/Filter[" + b"/ASCIIHexDecode" * 20_000 + b"]"), _HELVETICA),
        _OVER,
    ),
    "a length that lies": (PLAIN.replace(b"/Length 25", b"/Length 99999999999"), _DAMAGED),
    "a count that lies": (PLAIN.replace(b"/Count 1", b"/Count 999999999"), "Hello"),
    "a predictor of one column": (
        page(
            pdf_stream(zlib.compress(b"\0" * 100_000), b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 1>>"),
            _HELVETICA,
        ),
        _NO_TEXT,
    ),
    "scripts and programs to be run": (
        PLAIN.replace(
            b"/Type/Catalog",
            b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>/AA<</O<</S/Launch/F(/bin/sh)>>>>",
        ),
        "Hello",
    ),
}

_FIELD = (
    '<p><r><fldChar fldCharType="begin"/></r><r><instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</instrText></r>'
    '<r><fldChar fldCharType="separate"/></r><r><t>要快</t></r><r><fldChar fldCharType="end"/></r></p>'
)
_LOOP = (
    '<abstractNum abstractNumId="1"><numStyleLink val="S"/></abstractNum><num numId="1"><abstractNumId val="1"/></num>'
)

_NOTE = '<footnoteReference id="1"/>'
_ATTRIBUTES = " ".join(f'a{number}="x"' for number in range(50_000))


def numbered(level: str) -> bytes:
    return docx(paragraphs(["1/0 要快"] * 2), numbering=lists({1: [level]}))


DOCUMENTS: dict[str, tuple[bytes, str]] = {
    "a cell that spans a thousand million columns": (
        docx(f'<tbl><tr><tc><tcPr><gridSpan val="1000000000"/></tcPr>{paragraphs(["要快"])}</tc></tr></tbl>'),
        "要快",
    ),
    "a list that starts beyond all numbers": (numbered(f"chineseCounting %1、 {'9' * 5000}"), "〇、要快\n一、要快"),
    "a list that starts below nought": (numbered("decimal %1. -5"), "-5.要快\n-4.要快"),
    "a list that starts at no number": (numbered("decimal %1. ４x"), "0.要快\n1.要快"),
    "Roman numerals of two thousand millions": (numbered("upperRoman %1. 2000000000"), "0.要快\nI.要快"),
    "a level beyond all": (
        docx(
            '<p><pPr><numPr><ilvl val="999999999"/><numId val="1"/></numPr></pPr><r><t>要快</t></r></p>',
            numbering=lists({1: ["decimal %1."]}),
        ),
        "要快",
    ),
    "a list whose style is the list": (
        docx(
            paragraphs(["1/0 要快"]),
            numbering=_LOOP,
            styles='<style type="numbering" styleId="S"><pPr><numPr><numId val="1"/></numPr></pPr></style>',
        ),
        "要快",
    ),
    "one long note referred to 20,000 times": (
        docx(
            f"<p><r>{_NOTE * 20_000}<t>要快</t></r></p>",
            footnotes=f'<footnote id="1">{paragraphs(["注" * 2000])}</footnote>',
        ),
        "要快\n" + "注" * 2000,
    ),
    "a note that refers to itself": (
        docx(
            '<p><r><footnoteReference id="1"/><t>要快</t></r></p>',
            footnotes='<footnote id="1"><p><r><footnoteReference id="1"/><t>注</t></r></p></footnote>',
        ),
        "要快\n注",
    ),
    "a paragraph of 50,000 attributes": (
        docx(f"<p {_ATTRIBUTES}><r><t>要快</t></r></p>"),
        "要快",
    ),
    "a macro and an embedded object": (
        docx(paragraphs(["要快"]), extra={"word/vbaProject.bin": "x", "word/embeddings/o.bin": "x"}),
        "要快",
    ),
    "a field that runs a program": (docx(_FIELD), "要快"),
    "signs of no font": (docx('<p><r><sym font="F" char="FFFFFFFFF"/><sym char="D800"/><t>要快</t></r></p>'), "要快"),
}

PAGES: dict[str, tuple[bytes, str]] = {
    name: (html.encode(), read)
    for name, (html, read) in {
        "a cell that spans a thousand million columns": (
            "<table><tr><td colspan=1000000000 rowspan=999999999>要快</table>",
            "要快",
        ),
        "a list that starts beyond all numbers": (f"<ol start={'9' * 5000}><li>要快<li>要准</ol>", "1.要快\n2.要准"),
        "characters that are none": (
            "<html><p>&#x110000;&#0;&#xD800;&#9999999999999;要快",
            "\ufffd" * 4 + "要快",
        ),
        "scripts in every place": (
            "<html><svg><script>alert(1)</script></svg><img src='data:text/html,<script>1</script>' onerror='x'>"
            '<iframe srcdoc="<p>x"></iframe><p onclick="x">要快<a href="javascript:1">查</a>',
            "要快查",
        ),
        "what is a page only inside": ("<html><template>隐</template><noscript>无</noscript><p>要快", "要快"),
    }.items()
}


@pytest.mark.parametrize(
    ("data", "outcome", "path"),
    [
        pytest.param(data, outcome, path, id=f"{path[2:]}-{name}")
        for path, table in (("a.pdf", PDFS), ("a.docx", DOCUMENTS), ("a.html", PAGES))
        for name, (data, outcome) in table.items()
    ],
)
def test_container(data: bytes, outcome: str, path: str, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        read = read_bytes(data, Settings(), path=path).text
    except SpeechkitError as error:
        read = str(error)
    assert read == outcome
    assert capfd.readouterr() == ("", "")


def test_encryption_that_needs_a_package_names_it() -> None:
    data = PLAIN.replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[<00><00>]/Encrypt" + _AES)
    with pytest.raises(SpeechkitError, match=r"cryptography|protected by a password|damaged"):
        read_bytes(data, Settings(), path="a.pdf")


def test_a_font_nested_50_000_deep_is_left_out_or_refused() -> None:
    """Which of both, the depth of the caller's own stack decides."""
    try:
        read = read_bytes(page(_HELLO, b"<</A" * 50_000 + b">>" * 50_000), Settings(), path="a.pdf").text
    except SpeechkitError as error:
        read = str(error)
    assert read in ("Hello", _DAMAGED)


def test_forms_that_hold_forms_do_not_multiply() -> None:
    """Eight forms, each drawing the next ten times, are a hundred million pieces of text."""
    forms = [
        pdf_stream(
            b"BT /F 12 Tf (in) Tj ET " + b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>" % (7 + number),
        )
        for number in range(8)
    ]
    last = pdf_stream(b"BT /F 12 Tf (x) Tj ET", b"/Type/XObject/Subtype/Form/Resources<</Font<</F 5 0 R>>>>")
    start = pdf_stream(b"BT /F 12 Tf (Hello) Tj ET /X Do")
    data = page(start, _HELVETICA, *forms, last, forms=b"/XObject<</X 6 0 R>>")
    assert len(read_bytes(data, Settings(), path="a.pdf").text) < 100_000


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".rtf", ".wps", ".docm", ".xhtml", ".TXT", ".docx.txt", "."])
@pytest.mark.parametrize("path", ["a.docx", "a.pdf"])
def test_more_wrong_suffixes(path: str, suffix: str) -> None:
    data, read = (docx(paragraphs(["要快"])), "要快") if path == "a.docx" else (PLAIN, "Hello")
    source = read_bytes(data, Settings(), path=f"a{suffix}")
    assert (source.text, source.format) == (read, path[2:])


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("!!python/object/apply:os.system [touch pwned]", "tag tag:yaml.org,2002:python/object/apply:os.system"),
        ("!!python/name:os.system", "tag tag:yaml.org,2002:python/name:os.system"),
        ("!include /etc/passwd", "tag !include"),
        ("{<<: {id: t}}", "unknown key '<<'"),
        ('"\\e[31m红"', "a control or direction mark (U+001B)"),
        ('"\\u202e红"', "a control or direction mark (U+202E)"),
        ('"\\x9b红"', "a control or direction mark (U+009B)"),
        ('"\\ud800"', "not YAML"),
        ('"\\0"', "a control or direction mark (U+0000)"),
    ],
)
def test_lexicons_that_would_act(yaml: str, says: str) -> None:
    content = f"id: t\ntitle: {yaml}\n" if not yaml.startswith("{") else yaml
    with pytest.raises(SpeechkitError) as caught:
        parse_lexicon(content.encode(), path="t.yaml")
    assert says in caught.value.message
