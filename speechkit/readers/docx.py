"""Word documents: the text of a .docx as a reader of the printed page would type it, automatic numbering
included.

One paragraph is one line. Cells of a table are joined by tabs, rows by line ends, paragraphs in a cell by
line ends; a text box follows the paragraph that it is anchored in; footnotes, then endnotes, stand at the
end in the order of their references. Tracked changes count as accepted. Left out: headers, footers,
comments, hidden text, field codes (their results stay), phonetic guides, placeholders of empty content
controls, and what was deleted.

The part is read as a stream of events with the state of `Walker`, so that memory follows the text and
neither depth nor length of the XML matters.

Known limitations: a table of contents is text like any other; charts, SmartArt and embedded documents have no
text here; a paragraph whose mark is deleted is joined to the next one and takes that one's number.
Source: ECMA-376, part 1, 17.
"""

from __future__ import annotations

from hashlib import sha256

from speechkit.model import Notice, Source
from speechkit.readers.docx_body import Walker
from speechkit.readers.docx_numbering import parse_numbering
from speechkit.readers.docx_package import (
    Package,
    find_main_part,
    find_parts,
    no_document,
    open_package,
    read_events,
)
from speechkit.readers.docx_styles import Styles, parse_styles
from speechkit.settings import Settings

_NOTICES = {
    "tracked-changes": "文档带有修订，按全部接受后的文本读入",
    "hidden-text": "文档中的隐藏文字未读入",
    "embedded-part": "文档中嵌入的其他文件未读入",
}


def read(data: bytes, settings: Settings, *, path: str | None = None) -> Source:
    """Read a .docx.

    Raises:
        UnreadableSource: damaged, cut off, protected by a password, or declaring entities.
        UnknownFormat: a zip that is no Word document.
        TooLarge: its text parts unpack to more than `settings.max_bytes`.
    """
    package = open_package(data, limit=settings.max_bytes, path=path)
    main = find_main_part(package)
    parts = {kind: name for kind, name in find_parts(package, main).items() if name in package.entries}
    styles = parse_styles(read_events(package, parts["styles"])) if "styles" in parts else Styles()
    lists = read_events(package, parts["numbering"]) if "numbering" in parts else ()
    walker = Walker(parse_numbering(lists, styles), settings.max_bytes, path)
    walker.walk(read_events(package, main))
    if not walker.is_document:
        raise no_document(path)
    lines = walker.close() + _read_notes(package, parts, walker)
    return Source(
        text="\n".join(lines),
        path=path,
        format="docx",
        encoding=None,
        sha256=sha256(data).hexdigest(),
        notices=tuple(Notice(code, _NOTICES[code]) for code in sorted(walker.odd)),
    )


def _read_notes(package: Package, parts: dict[str, str], walker: Walker) -> list[str]:
    """The lines of the notes that the body refers to: footnotes, then endnotes, in order of reference."""
    lines: list[str] = []
    for kind in ("footnotes", "endnotes"):
        wanted = dict.fromkeys(note_id for note, note_id in walker.references if f"{note}s" == kind)
        if not wanted or kind not in parts:
            continue
        walker.walk(read_events(package, parts[kind]))
        for note_id in wanted:
            note = walker.notes.get((kind, note_id), [])
            lines += [note[0].lstrip(" "), *note[1:]] if note else []
    return lines
