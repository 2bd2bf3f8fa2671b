"""speechkit: what a Chinese meeting speech says, asks, of whom and by when.

>>> doc = analyze("同志们：\\n今年要抓好两件事：一是清欠；二是复产。", only=["outline"])
>>> [point.title for point in doc.outline]
['清欠', '复产']
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date as Date
from os import PathLike, fspath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.model import Document
    from speechkit.settings import Settings

__all__ = ["__version__", "analyze"]
__version__ = "0.1.0"


def analyze(
    path_or_text: str | PathLike[str],
    *,
    date: Date | None = None,
    settings: Settings | None = None,
    only: Collection[str] | None = None,
) -> Document:
    """Analyse one speech.

    Args:
        path_or_text: a path object; or a string: the path of a file where it is one line of the form NAME.SUFFIX with
            no sentence mark, else the speech itself.
        date: the day the speech was given; counts before `settings.date`.
        settings: all other choices; None: the defaults.
        only: names of the steps wanted (`speechkit.pipeline.STEPS`); None: all.
    Returns:
        The document; spans of its findings count code points of `doc.source.text`.
    Raises:
        SpeechkitError: the file cannot be read; see `speechkit.errors`.
    """
    from dataclasses import replace

    from speechkit.pipeline import analyze_source
    from speechkit.readers import read_source, source_from_text
    from speechkit.settings import Settings

    chosen = settings or Settings()
    if date is not None:
        chosen = replace(chosen, date=date)
    if isinstance(path_or_text, str) and not _is_path(path_or_text):
        source = source_from_text(path_or_text)
    else:
        source = read_source(fspath(path_or_text), chosen)
    return analyze_source(source, chosen, only=only)


def _is_path(text: str) -> bool:
    """Say whether a string names a file: one line, a suffix, none of the marks that sentences end with."""
    name, dot, suffix = text.rpartition(".")
    return bool(dot and name) and suffix.isalnum() and suffix.isascii() and not set(text) & set("\n。！？；：")
