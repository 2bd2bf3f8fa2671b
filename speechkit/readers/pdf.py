"""PDF files: their text layer, page by page, one printed line a line; pages are joined by line ends.

Glyphs that a font maps to radicals (⼀ for 一, as many Chinese PDFs do) become the characters that they
stand for. Glyphs without a character become U+FFFD, and a notice says how many. Needs pypdf (the extra
`pdf`).

Known limitations: no OCR: a scan has no text layer and is refused, a scanned page among others gets a
notice; columns and tables come in the order in which the file draws them; page numbers and wrapped lines
stay, for cleaning to judge. What a hostile page may unpack to and how long that takes is bounded by the
limits of pypdf (from 6.0).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from unicodedata import normalize

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from speechkit.errors import MissingPackage, TooLarge, UnreadableSource
from speechkit.model import Notice, Source
from speechkit.settings import MEGABYTE, Settings

# What pypdf thinks of a file's faults must not reach standard error; what matters is raised or noticed here.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_MOST_PAGES = 2000
"""Pages of a file; a speech has tens."""
_MOST_UNKNOWN = 0.3
"""Share of glyphs without a character above which a text layer is no text."""
_MOST_NAMED = 20
"""Page numbers that a notice lists."""
_UNKNOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]")
_RADICAL = re.compile("[\u2e80-\u2fd5]")
_RADICALS = str.maketrans(
    {chr(code): normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}  # Kangxi radicals
    # Of the supplement, those that are characters of their own; normalization leaves most of them.
    | dict(
        zip(
            "⺟⺠⺫⻁⻄⻅⻆⻈⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
            "母民目虎西见角讠贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
            strict=True,
        )
    )
)


def read(data: bytes, settings: Settings, *, path: str | None = None) -> Source:
    """Read the text layer of a PDF.

    Raises:
        UnreadableSource: damaged, protected by a password, or without a text layer.
        MissingPackage: encrypted in a way that needs a further package.
        TooLarge: more pages, or more text, than the limits.
    """
    pages = list(_read_pages(data, settings, path))
    text = "\n".join(page for page in pages if page)
    unknown = len(_UNKNOWN.findall(text))
    if not text.strip():
        raise UnreadableSource("a PDF without a text layer (a scan); run OCR on it first", path=path)
    if unknown > _MOST_UNKNOWN * len(text):
        message = "the PDF's text layer does not say which characters its glyphs are; run OCR on it first"
        raise UnreadableSource(message, path=path)
    return Source(
        text=_UNKNOWN.sub("\ufffd", text),
        path=path,
        format="pdf",
        encoding=None,
        sha256=sha256(data).hexdigest(),
        notices=tuple(_find_notices(pages, unknown)),
    )


def _read_pages(data: bytes, settings: Settings, path: str | None) -> Iterator[str]:
    """Yield the text of each page, "" for one without text."""
    size = 0
    for page in _open(data, path):
        try:
            text = page.extract_text()
        except LimitReachedError as error:
            raise TooLarge("a page unpacks to more than pypdf's limits allow", path=path) from error
        except Exception as error:  # pypdf raises whatever a broken object makes Python raise
            raise _broken(path) from error
        size += len(text)
        if size > settings.max_bytes:
            message = f"holds more than {settings.max_bytes / MEGABYTE:g} MB of text; split it or raise --max-size"
            raise TooLarge(message, path=path)
        yield _tidy(text)


def _open(data: bytes, path: str | None) -> list[PageObject]:
    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else _first_pages(reader)
    except DependencyError as error:
        message = "an encrypted PDF; run: pip install cryptography, or save it without encryption"
        raise MissingPackage(message, path=path) from error
    except Exception as error:  # as above
        raise _broken(path) from error
    if locked:
        raise UnreadableSource("protected by a password; save it without one", path=path)
    if len(pages) > _MOST_PAGES:
        raise TooLarge(f"a PDF of more than {_MOST_PAGES} pages; split it", path=path)
    return pages


def _first_pages(reader: PdfReader) -> list[PageObject]:
    """The pages, but no more than show that there are too many."""
    pages = []
    for page in reader.pages:
        pages.append(page)
        if len(pages) > _MOST_PAGES:
            break
    return pages


def _broken(path: str | None) -> UnreadableSource:
    return UnreadableSource("damaged, not a whole PDF; get the file again", path=path)


def _tidy(text: str) -> str:
    """Mend what fonts do to text: halves of surrogate pairs, radicals for characters."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if _RADICAL.search(text):
            text = text.translate(_RADICALS)
    return text.rstrip("\n")


def _find_notices(pages: list[str], unknown: int) -> Iterator[Notice]:
    blank = [str(number) for number, page in enumerate(pages, 1) if not page.strip()]
    if blank:
        numbers = "、".join(blank[:_MOST_NAMED]) + ("等" if len(blank) > _MOST_NAMED else "")
        yield Notice("page-without-text", f"第{numbers}页没有文字层（可能是扫描页或空白页），未读入")
    if unknown:
        yield Notice("unknown-glyphs", f"有{unknown}个字形查不到对应的字符，以“\ufffd”代替")
