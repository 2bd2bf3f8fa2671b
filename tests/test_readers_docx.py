"""The .docx reader: a table of documents, the zip's guards, and the same text from any way of numbering."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from conftest import MOST_GROWTH, growth, load_cases
from containers import docx, levels, lists, paragraphs, relationship, wordml, zip_of
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from speechkit.errors import SpeechkitError, TooLarge, UnknownFormat, UnreadableSource
from speechkit.readers import read_bytes
from speechkit.readers.counters import write_number
from speechkit.settings import Settings

_PARTS = ("styles", "footnotes", "endnotes", "header1", "comments")


def _read(data: bytes, **choices: int) -> str:
    return read_bytes(data, Settings(**choices), path="a.docx").text  # type: ignore[arg-type]


@pytest.mark.parametrize("case", load_cases("docx.yaml"))
def test_document(case: dict[str, Any]) -> None:
    parts = {name: case[name] for name in _PARTS if name in case}
    numbering = case.get("numbering") or (lists(case["lists"]) if "lists" in case else None)
    if numbering:
        parts["numbering"] = numbering
    body = case.get("body") or paragraphs(case["paragraphs"])
    source = read_bytes(docx(body, **parts), Settings(), path="a.docx")
    assert source.text == case["read"]
    assert (source.format, source.encoding) == ("docx", None)
    assert [notice.code for notice in source.notices] == case.get("notices", [])


@examples(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["查", "改", "20处", ""])), min_size=1, max_size=12))
def test_typed_and_automatic_labels_give_one_text(rows: list[tuple[int, str]]) -> None:
    """Counts by hand what the reader must count: three levels, each restarted by those above."""
    counts: list[int] = [0, 0, 0]
    typed = []
    for level, text in rows:
        for above in range(level):
            counts[above] = counts[above] or 1
        counts[level] += 1
        counts[level + 1 :] = [0] * (2 - level)
        number = write_number(counts[level], "chineseCounting")
        typed.append((f"{number}、{text}", f"（{number}）{text}", f"{counts[level]}）{text}")[level])
    numbering = lists({1: ["chineseCounting %1、", "chineseCounting （%2）", "decimal %3）"]})
    automatic = docx(paragraphs([f"1/{level} {text}" for level, text in rows]), numbering=numbering)
    assert _read(automatic) == _read(docx(paragraphs(typed))) == "\n".join(typed)


def test_strict_namespaces_and_another_name_of_the_main_part() -> None:
    strict = wordml("document", "<body><p><r><t>要快</t></r></p></body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    relations = relationship(kind, "/word/document2.xml")
    assert _read(zip_of({"_rels/.rels": relations, "word/document2.xml": strict})) == "要快"


def test_relationships_may_be_missing() -> None:
    assert _read(zip_of({"word/document.xml": wordml("document", "<body><p><r><t>快</t></r></p></body>")})) == "快"


def _external(target: str) -> bytes:
    relations = relationship("x/numbering", target, ' TargetMode="External"')
    body = paragraphs(["1/0 要快"])
    numbering = wordml("numbering", lists({1: ["decimal %1."]}))
    return docx(body, extra={"word/_rels/document.xml.rels": relations, "word/numbering.xml": numbering})


@pytest.mark.parametrize("target", ["http://localhost:1/numbering.xml", "file:///etc/passwd", "numbering.xml"])
def test_external_relationships_are_not_followed(target: str) -> None:
    assert _read(_external(target)) == "要快"


def test_names_that_climb_are_only_names() -> None:
    data = docx(paragraphs(["要快"]), extra={"../../evil.txt": "x", "/etc/passwd": "x", "C:\\x": "x"})
    assert _read(data) == "要快"


def test_a_relationship_that_climbs_finds_nothing() -> None:
    relations = relationship("x/styles", "../../../etc/passwd")
    assert _read(docx(paragraphs(["要快"]), extra={"word/_rels/document.xml.rels": relations})) == "要快"


def _bomb(size: int) -> bytes:
    return docx("", extra={"word/document.xml": wordml("document", f"<body><p/>{' ' * size}</body>")})


def test_a_bomb_does_not_burst() -> None:
    for size in (60_000_000, 240_000_000):  # a reader that unpacked it all would hold as many bytes
        data = _bomb(size)
        assert len(data) < 400_000
        with pytest.raises(TooLarge, match="unpacks to more than 20 MB"):
            _read(data)


def test_the_limit_counts_all_parts_together() -> None:
    data = docx(paragraphs(["要快"]), styles=" " * 60_000, numbering=" " * 60_000)
    assert _read(data, max_bytes=200_000) == "要快"
    with pytest.raises(TooLarge, match=r"unpacks to more than 0\.1 MB"):
        _read(data, max_bytes=100_000)


def test_a_picture_does_not_count() -> None:
    assert _read(docx(paragraphs(["要快"]), extra={"word/media/a.bmp": b"\0" * 500_000}), max_bytes=100_000) == "要快"


def test_labels_cannot_grow_without_bound() -> None:
    numbering = lists({1: ["none " + "长" * 1000]})
    with pytest.raises(TooLarge, match=r"holds more than 0\.1 MB of text"):
        _read(docx(paragraphs(["1/0 甲"] * 500), numbering=numbering), max_bytes=100_000)


def test_a_bomb_that_lies_about_its_size() -> None:
    data = bytearray(_bomb(300_000))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        true_size = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    lie = (1000).to_bytes(4, "little")
    assert data.count(true_size) == 2
    with pytest.raises(UnreadableSource, match="damaged"):
        _read(bytes(data).replace(true_size, lie), max_bytes=100_000)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://localhost:1/a.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_entities_are_refused(declaration: str, part: str) -> None:
    data = docx(paragraphs(["要快"]), styles="")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read(part).decode()
    start = xml.index("?>") + 2 if xml.startswith("<?xml") else 0
    with pytest.raises(UnreadableSource, match="declares entities"):
        _read(docx(paragraphs(["要快"]), styles="", extra={part: xml[:start] + declaration + xml[start:]}))


def test_a_cut_document_is_refused_wherever_it_is_cut() -> None:
    data = docx(paragraphs(["要快", "要准"] * 20), numbering=lists({1: ["decimal %1."]}))
    for length in range(4, len(data), 97):
        with pytest.raises(SpeechkitError, match=r"a\.docx: "):
            _read(data[:length])


@pytest.mark.parametrize(
    "xml", ["", "<w:document", "<a>&nbsp;</a>", '<?xml version="1.0" encoding="x-none"?><a/>', "\xff"]
)
def test_broken_xml_is_refused(xml: str) -> None:
    with pytest.raises(UnreadableSource, match="damaged"):
        _read(docx("", extra={"word/document.xml": xml.encode("latin-1")}))


def test_encrypted_and_oddly_packed_entries() -> None:
    data = bytearray(docx(paragraphs(["要快"])))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        local = archive.getinfo("word/document.xml").header_offset
    central = data.rindex(b"PK\x01\x02")
    assert data.index(b"word/document.xml", central) < len(data)
    locked = bytearray(data)
    locked[local + 6] |= 1
    locked[central + 8] |= 1
    with pytest.raises(UnreadableSource, match="protected by a password"):
        _read(bytes(locked))
    packed = bytearray(data)
    packed[local + 8 : local + 10] = packed[central + 10 : central + 12] = (12).to_bytes(2, "little")  # bzip2
    with pytest.raises(UnreadableSource, match="damaged"):
        _read(bytes(packed))


def test_a_document_saved_with_a_password_is_no_zip() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableSource, match="protected by a password"):
        _read(data)


def test_other_zips_are_no_documents() -> None:
    for entries in ({"xl/workbook.xml": "<a/>"}, {"a.txt": "x"}, {"word/document.xml": "<html/>"}):
        with pytest.raises(UnknownFormat, match="without a Word document"):
            _read(zip_of(entries))


def test_too_many_entries() -> None:
    with pytest.raises(UnreadableSource, match="more than 10000 entries"):
        _read(zip_of({f"{number}": "" for number in range(10_001)}))


def test_ten_thousand_lists() -> None:
    abstract = "".join(
        f'<abstractNum abstractNumId="{n}">{levels("chineseCounting %1、")}</abstractNum>' for n in range(10_000)
    )
    instances = "".join(f'<num numId="{n}"><abstractNumId val="{n}"/></num>' for n in range(1, 10_000))
    body = paragraphs(["1/0 甲", "9999/0 乙", "1/0 丙"])
    assert _read(docx(body, numbering=abstract + instances)) == "一、甲\n一、乙\n二、丙"


def test_deep_xml_and_deep_tables() -> None:
    assert _read(docx("<sdt>" * 20_000 + paragraphs(["要快"]) + "</sdt>" * 20_000)) == "要快"
    table = "<tbl><tr><tc>" * 100 + paragraphs(["要快"]) + "</tc></tr></tbl>" * 100
    assert _read(docx(table)) == "要快"
    table = f"<tbl><tr><tc>{table}</tc></tr></tbl>"
    with pytest.raises(UnreadableSource, match="nested more than 100 deep"):
        _read(docx(table))


def test_time_grows_with_length() -> None:
    """Hostile shapes, each at n and 4n: many fields left open, many styles in a chain, many boxes."""
    open_field = '<r><fldChar fldCharType="begin"/></r>'
    shapes = {
        "fields": lambda n: docx(f"<p>{open_field * n}</p>" + paragraphs(["字"] * n)),
        "paragraphs": lambda n: docx(paragraphs(["1/0 字", "1/1 字"] * n), numbering=lists({1: ["decimal %1."] * 2})),
        "styles": lambda n: docx(
            "".join(f'<p><pPr><pStyle val="S{i}"/></pPr><r><t>字</t></r></p>' for i in range(n)),
            styles="".join(
                f'<style type="paragraph" styleId="S{i}"><basedOn val="S{i + 1}"/></style>' for i in range(n)
            ),
        ),
        "carried": lambda n: docx("<p><pPr><rPr><del/></rPr></pPr><r><t>字</t></r></p>" * n),
    }
    for name, make in shapes.items():
        small, large = make(500), make(2000)
        assert growth(_read, small, large) < MOST_GROWTH, name


@examples(deadline=None)
@given(st.data())
def test_a_damaged_document_gives_text_or_one_clear_error(data: st.DataObject) -> None:
    whole = bytearray(docx(paragraphs(["1/0 要快", "要准"]), numbering=lists({1: ["decimal %1."]})))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        _read(bytes(whole))
    except SpeechkitError as error:
        assert str(error).startswith("a.docx: ")  # either outcome is right
