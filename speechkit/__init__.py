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
    from speechkit.errors import SpeechkitError
    from speechkit.model import Document, Span
    from speechkit.settings import Settings

__all__ = ["Document", "Settings", "Span", "SpeechkitError", "__version__", "analyze"]
__version__ = "0.1.0"
_HOMES = {"Document": "model", "Span": "model", "Settings": "settings", "SpeechkitError": "errors"}


def __getattr__(name: str) -> object:
    """Import a type when it is first asked for: start-up is felt at every call."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'speechkit' has no attribute '{name}'")
    return getattr(import_module(f"speechkit.{_HOMES[name]}"), name)


def analyze(
    path_or_text: str | PathLike[str],
    *,
    date: Date | str | None = None,
    settings: Settings | None = None,
    only: Collection[str] | None = None,
) -> Document:
    """Analyse one speech.

    Args:
        path_or_text: a path object; or a string: the path of a file where it is one line of the form NAME.SUFFIX with
            no sentence mark, else the speech itself.
        date: the day the speech was given, also as "2024-03-05"; counts before `settings.date`.
        settings: all other choices; None: the defaults.
        only: names of the steps wanted (`speechkit.pipeline.STEPS`); None: all.
    Returns:
        The document; spans of its findings count code points of `doc.source.text`.
    Raises:
        SpeechkitError: the file cannot be read, or a choice has a value that it cannot have; see `speechkit.errors`.
    """
    from dataclasses import replace

    from speechkit.pipeline import analyze_source
    from speechkit.readers import read_source, source_from_text
    from speechkit.settings import Settings

    chosen = settings or Settings()
    if date is not None:
        chosen = replace(chosen, date=_day(date))
    if isinstance(path_or_text, str) and not _is_path(path_or_text):
        source = source_from_text(path_or_text)
    else:
        source = read_source(fspath(path_or_text), chosen)
    return analyze_source(source, chosen, only=only)


def _day(day: Date | str) -> Date:
    """A day of whatever kind of date: notebooks hand over strings and time stamps."""
    from speechkit.errors import WrongUsage

    try:
        return Date.fromisoformat(day[:10] if isinstance(day, str) else day.isoformat()[:10])
    except ValueError:
        raise WrongUsage(f"no date '{day}'; write YYYY-MM-DD") from None


def _is_path(text: str) -> bool:
    """Say whether a string names a file: one line, a suffix, none of the marks that sentences end with."""
    name, dot, suffix = text.rpartition(".")
    return bool(dot and name) and suffix.isalnum() and suffix.isascii() and not set(text) & set("\n。！？；：")
