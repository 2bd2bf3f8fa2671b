"""Containers made by hand for tests: .docx from a few lines or from its XML, PDF with a ToUnicode map.

XML is written without prefixes (`<p><r><t>…</t></r></p>`); `docx` gives names and attributes without one
the prefix of WordprocessingML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {
    "document": "document",
    "numbering": "numbering",
    "styles": "styles",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header1": "hdr",
    "comments": "comments",
}
_PLAIN_NAME = re.compile(r"(</?)([A-Za-z]\w*)(?=[\s/>])")
_PLAIN_ATTRIBUTE = re.compile(r'(?<=\s)([A-Za-z]\w*)="')
_NUMBERED = re.compile(r"(\d+)/(\d+)(?: (.*))?", re.DOTALL)


def wordml(root: str, xml: str) -> str:
    """Make a part: `xml` within its root element, prefixes added."""
    xml = re.sub(r"<[^>]*>", lambda tag: _PLAIN_ATTRIBUTE.sub(r'w:\1="', tag.group()), xml)
    xml = _PLAIN_NAME.sub(r"\1w:\2", xml)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:{root} {_NAMESPACES}>{xml}</w:{root}>"


def docx(body: str, *, extra: Mapping[str, bytes | str] | None = None, **parts: str) -> bytes:
    """Make a .docx.

    Args:
        body: XML of the body.
        extra: further entries of the zip, also in place of those made here; None as content leaves one out.
        parts: XML of "numbering", "styles", "footnotes", "endnotes", "header1", "comments".
    """
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for number, name in enumerate(parts)
    )
    entries: dict[str, bytes | str] = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relationships(
            f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relationships(relations),
        "word/document.xml": wordml("document", f"<body>{body}</body>"),
    }
    entries |= {f"word/{name}.xml": wordml(_ROOTS[name], xml) for name, xml in parts.items()}
    return zip_of(entries | dict(extra or {}))


def zip_of(entries: Mapping[str, bytes | str]) -> bytes:
    """Make a zip of named contents."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def paragraphs(lines: Sequence[str]) -> str:
    """Make body XML of lines; "2/0 文字" is numbered by list 2 at level 0."""
    return "".join(_paragraph(line) for line in lines)


def _paragraph(line: str) -> str:
    numbered = _NUMBERED.fullmatch(line)
    if not numbered:
        return f"<p>{run(line)}</p>"
    number, level, text = numbered.groups(default="")
    properties = f'<pPr><numPr><ilvl val="{level}"/><numId val="{number}"/></numPr></pPr>'
    return f"<p>{properties}{run(text)}</p>"


def run(text: str) -> str:
    return f'<r><t xml:space="preserve">{escape(text)}</t></r>' if text else ""


def lists(definitions: Mapping[int, Sequence[str]]) -> str:
    """Make numbering XML: list number → its levels, each "numFmt lvlText [start]"."""
    abstract = "".join(
        f'<abstractNum abstractNumId="{number}">{levels(*rows)}</abstractNum>' for number, rows in definitions.items()
    )
    return abstract + "".join(f'<num numId="{number}"><abstractNumId val="{number}"/></num>' for number in definitions)


def levels(*rows: str) -> str:
    """Make the levels of a list, each "numFmt lvlText [start]"."""
    made = ""
    for number, row in enumerate(rows):
        number_format, text, *start = row.split(" ")
        made += (
            f'<lvl ilvl="{number}"><start val="{start[0] if start else 1}"/><numFmt val="{number_format}"/>'
            f'<lvlText val="{text}"/></lvl>'
        )
    return made


def relationship(kind: str, target: str, extra: str = "") -> str:
    """Make the part that says which other parts belong to one: a single row."""
    return _relationships(f'<Relationship Id="r" Type="{kind}" Target="{target}"{extra}/>')


def _relationships(rows: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _content_types(parts: Mapping[str, str]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name.rstrip("1")}+xml"/>' for name in parts
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>{rows}</Types>'
    )


def pdf(pages: Sequence[Sequence[str]], *, mapped: bool = True) -> bytes:
    """Make a PDF of pages of lines in a font that is not embedded.

    Args:
        mapped: whether a ToUnicode map says which characters the glyphs are.
    """
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(pages)))
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[4 0 R]"
        + (b"/ToUnicode 6 0 R>>" if mapped else b">>"),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/F/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor 5 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/F/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 80>>",
        pdf_stream(_to_unicode("".join(line for page in pages for line in page))),
    ]
    for number, lines in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            + f"/Contents {8 + 2 * number} 0 R>>".encode()
        )
        drawn = "".join(
            f"BT /F 14 Tf 60 {780 - 22 * row} Td <{line.encode('utf-16-be').hex()}> Tj ET\n"
            for row, line in enumerate(lines)
        )
        objects.append(pdf_stream(drawn.encode()))
    return pdf_of(objects)


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """Make a PDF of the contents of its objects; the first is the catalogue."""
    made = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + head + table + trailer


def pdf_stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), extra, content)


def _to_unicode(text: str) -> bytes:
    """A CMap from the codes that `pdf` draws (UTF-16) to the same characters."""
    rows = "".join(f"<{ord(c):04x}> <{ord(c):04x}>\n" for c in sorted(set(text)) if ord(c) < 0x10000)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{rows.count(chr(10))} beginbfchar\n{rows}endbfchar\nendcmap end end"
    ).encode()
