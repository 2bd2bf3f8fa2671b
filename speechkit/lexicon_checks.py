"""What is wrong with the entries of a lexicon, one by one and together.

Known limitations: none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from speechkit.folding import fold
from speechkit.frames import FrameSyntaxError, compile_frame, find_stray_sign, is_frame
from speechkit.lexicon_model import Entry, Lexicon
from speechkit.match import matched_form
from speechkit.yaml_tree import Fault

_SHORTEST_WITHOUT_EXAMPLES = 3
"""Characters; shorter phrases are mostly ordinary words, so each shows what it hits and what it misses."""

_OUTER_QUOTES = re.compile(r"“[^“”]*+”|「[^「」]*+」")
_MARKED = re.compile(r"【[^【】]++】")
_HALF_WIDTH = re.compile(r"(?<=[\u3400-\u9fff])[,;:?!()]|[,;:?!()](?=[\u3400-\u9fff])")


def find_repeats(lexicons: Sequence[Lexicon]) -> list[tuple[Lexicon, Fault]]:
    """Find phrases that stand in two of the lexicons."""
    found: list[tuple[Lexicon, Fault]] = []
    first: dict[str, tuple[Lexicon, Entry]] = {}
    for lexicon in lexicons:
        if lexicon.kind != "phrases":
            continue
        for entry in lexicon.entries:
            for form in entry.forms:
                other, where = first.setdefault(matched_form(form), (lexicon, entry))
                if other is not lexicon:
                    message = f"'{form}' stands in {other.path}:{where.line} already; remove one of the two"
                    found.append((lexicon, Fault(entry.line, entry.column, message)))
    return found


def find_entry_faults(entry: Entry) -> Iterator[tuple[str, str]]:
    """What is wrong with the examples of an entry of a lexicon of phrases, and in which of its strings."""
    need = "a frame" if is_frame(entry.phrase) else f"a phrase under {_SHORTEST_WITHOUT_EXAMPLES} characters"
    if is_frame(entry.phrase) or min(map(len, entry.forms)) < _SHORTEST_WITHOUT_EXAMPLES:
        missing = [f"no '{key}'" for key, has in (("hit", entry.hits), ("miss", entry.misses)) if not has]
        if missing:
            yield "", f"'{entry.phrase}' is {need} and has {' and '.join(missing)}; add an example sentence"
    for example in entry.hits:
        if not _has_marks(example):
            yield example, f"hit '{example}' does not mark its span with 【 and 】"
    for example in entry.misses:
        if "【" in example or "】" in example:
            yield example, f"miss '{example}' marks a span; a miss has none"
    for string in entry.excepts:
        if not is_frame(entry.phrase) and not any(form in string and form != string for form in entry.forms):
            yield string, f"except '{string}' does not hold '{entry.phrase}'; it changes nothing"
    if entry.name is not None and not is_frame(entry.phrase):
        yield "", f"'{entry.phrase}' is no frame and is reported as written; remove 'name'"


def find_form_faults(form: str, *, like: str) -> list[str]:
    if is_frame(like) != is_frame(form):
        return [f"'{form}' and '{like}' are a phrase and a frame; make them two entries"]
    if is_frame(form):
        try:
            compile_frame(fold(form))
        except FrameSyntaxError as error:
            return [f"'{form}': {error.message}"]
        return []
    found = []
    stray = find_stray_sign(form)
    if stray:
        found.append(f"'{form}': '{stray}' is a sign of frames, and a frame has a slot '…'")
    elif _HALF_WIDTH.search(form):
        found.append(f"'{form}': half-width punctuation; write ，；：？！（）")
    if _OUTER_QUOTES.fullmatch(form):
        found.append(f"'{form}': leave the outer quotation marks out")
    if len(form) < 2:
        found.append(f"'{form}': a phrase has two characters or more")
    return found


def _has_marks(example: str) -> bool:
    """Tell whether the example marks a span, and every 【 is closed before the next."""
    rest, marked = _MARKED.subn("", example)
    return marked > 0 and "【" not in rest and "】" not in rest
