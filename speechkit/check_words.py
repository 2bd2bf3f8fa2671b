"""The rule on words that are written for others: 截止目前 for 截至目前, 一如继往 for 一如既往.

The words stand in lexicons of kind `confusions`: the shipped one and the user's own.

Known limitations: only what is wrong wherever it stands is listed, not what has a place of its own (制定, 制订).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

from speechkit.check_model import VARIANTS, Hit, Rule, Words, place
from speechkit.lexicon import default_folder
from speechkit.lexicon_cache import is_confusions, load_compiled_confusions
from speechkit.model import Document
from speechkit.phrasebook import Phrasebook, combine
from speechkit.phrases import find_phrases
from speechkit.settings import Settings

SHIPPED = "confusions.yaml"


def find_confusions(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Find the wrong words of all lexicons of confusions."""
    own = tuple(path for path in settings.lexicons if is_confusions(path))
    book, right = _load(own, settings.cache_folder)
    phrases, frames = find_phrases(doc.folded, book, lambda: range(len(doc.folded) + 1))
    found = [(match.start, match.end, match.entry) for match in phrases]
    found += [(match.start, match.end, match.frame.entry) for match in frames]
    for start, end, entry in found:
        if doc.text[start:end] != doc.folded[start:end]:
            continue  # 帳目 is right where it is written so
        wanted, why = right[entry]
        yield Hit(place(doc, start, end), {"wrong": doc.text[start:end], "right": wanted, "why": why})


@cache
def _load(own: tuple[str, ...], cache_folder: str | None) -> tuple[Phrasebook, dict[str, list[str]]]:
    """The wrong words, and for each entry what to write and why."""
    paths = (os.path.join(default_folder(), SHIPPED), *own)
    parts = [load_compiled_confusions([path], cache_folder) for path in paths]
    right: dict[str, list[str]] = {}
    for part in parts:
        right.update(part["right"])
    return combine(parts), right


RULES = (
    Rule(
        "confusion",
        "words",
        "suspect",
        Words("易混易错词语", "words written for others"),
        Words("“{wrong}”有误，应当用“{right}”", "“{wrong}” is wrong: “{right}”"),
        Words("{why}", "write “{right}”"),
        Words(f"自定；异形词依 {VARIANTS}", f"custom; variants after {VARIANTS}"),
        find_confusions,
    ),
)
