"""The zip that a .docx is: guarded, its parts found by relationship and read as a stream of XML events.

Nothing is ever extracted to disk, and nothing outside the zip is followed. Only the parts that hold text are
unpacked, in pieces, and only within the size limit, so that pictures never count and bombs never burst.

Known limitations: part names are compared exactly; a cut-off zip is refused, its whole part is not salvaged.
Source: ECMA-376, part 2 (packages); namespaces of the transitional and of the strict form.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from struct import error as StructError
from typing import Literal, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from speechkit.errors import TooLarge, UnknownFormat, UnreadableSource
from speechkit.settings import MEGABYTE

_MOST_ENTRIES = 10_000
"""Entries of a zip; a Word document has tens, one with many pictures hundreds."""
_PIECE = 1 << 20
"""Bytes unpacked at once. Older parsers scan a long token anew with every piece, so pieces are large."""
_ENCRYPTED = 0x1
"""The zip's flag bit."""
_DEFAULT_MAIN = "word/document.xml"
_BROKEN_ZIP = (
    BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    IndexError,
    StructError,
)
"""What zipfile raises on a damaged archive."""
_BROKEN_XML = (ParseError, LookupError, ValueError)
"""ParseError: not well-formed; LookupError, ValueError: an encoding that the parser does not know."""

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
}
"""Namespace → prefix of the names in events; elements of other namespaces make no events."""


class Event(NamedTuple):
    """One step through an XML part.

    Attributes:
        kind: "start" or "end" of an element, or "text" inside it.
        name: the element's name with its prefix in `_PREFIXES` ("p", "mc:Choice"); the characters of a text.
        attributes: by name without namespace; empty but for "start".
    """

    kind: Literal["start", "end", "text"]
    name: str
    attributes: dict[str, str]


@dataclass(slots=True)
class Package:
    """An open .docx.

    Attributes:
        limit: bytes that may be unpacked in all.
        unpacked: bytes that have been, or are declared by parts begun.
    """

    archive: ZipFile
    limit: int
    path: str | None
    entries: dict[str, ZipInfo] = field(default_factory=dict)
    unpacked: int = 0


def open_package(data: bytes, *, limit: int, path: str | None) -> Package:
    """Open a zip after looking at what it claims.

    Raises:
        UnreadableSource: cut off, damaged, encrypted, or with too many entries.
    """
    if data.count(b"PK\x01\x02") > _MOST_ENTRIES:
        raise UnreadableSource(f"a zip archive of more than {_MOST_ENTRIES} entries, no document", path=path)
    try:
        archive = ZipFile(BytesIO(data))
    except _BROKEN_ZIP as error:
        raise _broken(path) from error
    return Package(archive, limit, path, {info.filename: info for info in archive.infolist()})


def find_main_part(package: Package) -> str:
    """Name the part that holds the document's body.

    Raises:
        UnknownFormat: the zip holds no such part.
    """
    target = find_parts(package, "").get("officeDocument", _DEFAULT_MAIN)
    if target not in package.entries:
        raise no_document(package.path)
    return target


def find_parts(package: Package, part: str) -> dict[str, str]:
    """Name the parts that a part is related to.

    Args:
        part: "" for the package itself.
    Returns:
        Last word of the relationship's type ("numbering", "officeDocument") → name of the part; the first of
        its type, external targets left out.
    """
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, str] = {}
    if relations not in package.entries:
        return found
    for kind, element, attributes in read_events(package, relations):
        if kind == "start" and element == "rel:Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            found.setdefault(attributes.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found


def read_events(package: Package, part: str) -> Iterator[Event]:
    """Read a part's XML from start to end.

    Raises:
        TooLarge: the part would unpack beyond the package's limit.
        UnreadableSource: damaged, encrypted, not well-formed, or with a document type, which no .docx has and
            which entity bombs need.
    """
    events: list[Event] = []
    parser = DefusedXMLParser(target=_Collector(events), forbid_dtd=True)
    for piece in _read_pieces(package, part):
        try:
            parser.feed(piece)
        except DefusedXmlException as error:
            raise UnreadableSource(f"{part} declares entities; not read", path=package.path) from error
        except _BROKEN_XML as error:
            raise _broken(package.path) from error
        yield from events
        events.clear()
    try:
        parser.close()
    except _BROKEN_XML as error:
        raise _broken(package.path) from error
    yield from events


def _read_pieces(package: Package, part: str) -> Iterator[bytes]:
    info = package.entries[part]
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableSource("protected by a password; save it without one", path=package.path)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # the others are unpacked without bound
        raise _broken(package.path)
    package.unpacked += info.file_size
    if package.unpacked > package.limit:  # zipfile never gives more than the declared size
        message = f"unpacks to more than {package.limit / MEGABYTE:g} MB; split it or raise --max-size"
        raise TooLarge(message, path=package.path)
    try:
        with package.archive.open(info) as file:
            while piece := file.read(_PIECE):
                yield piece
    except (*_BROKEN_ZIP, RuntimeError) as error:
        raise _broken(package.path) from error


def no_document(path: str | None) -> UnknownFormat:
    """The error for a zip that is something else: a spreadsheet, an archive of files."""
    return UnknownFormat("a zip archive without a Word document in it; give the .docx itself", path=path)


def _broken(path: str | None) -> UnreadableSource:
    return UnreadableSource("damaged or cut off, not a whole .docx; get the file again", path=path)


@dataclass(frozen=True, slots=True)
class _Collector:
    """The parser's target: appends events to a list that `read_events` empties."""

    events: list[Event]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _short_name(tag)
        if name is not None:
            self.events.append(Event("start", name, {_local(key): value for key, value in attributes.items()}))

    def end(self, tag: str) -> None:
        name = _short_name(tag)
        if name is not None:
            self.events.append(Event("end", name, {}))

    def data(self, text: str) -> None:
        self.events.append(Event("text", text, {}))

    def close(self) -> None:
        """The parser asks for it; the events are all there."""


def _short_name(tag: str) -> str | None:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(namespace)
    return None if prefix is None else prefix + name


def _local(key: str) -> str:
    return key.rpartition("}")[2]
