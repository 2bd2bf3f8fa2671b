"""How much of the recurring four-character language of a folder of texts the lexicons hold.

    python benchmarks/coverage.py FOLDER [--half odd|even|all] [--least 5] [--missing N]

The .txt files of each folder below FOLDER are sorted by name. The even ones (first, third, …) may be mined for the
lexicons; only the odd ones are measured, unless --half says otherwise.

A *unit* is a stretch of four Chinese characters, on token boundaries of jieba, of one of two kinds:

- idiom: one token that jieba's dictionary tags i (成语) or z (状态词);
- parallel: a stretch between punctuation marks beside another one of four characters (…，统筹兼顾、突出重点，…), the
  form that formulaic language takes in speeches, with a verb, an adjective or an idiom in it: what holds nouns only is
  a list of things (医疗卫生、社会保障).

Free combinations are none: where both halves are everyday words, of more than 1,000 counts in jieba's dictionary,
anybody may put them together (不断加强, 安全事故), whatever the dictionary calls the whole.

A unit *recurs* if it is one in at least five of the measured files. It is *held* if phrases of the lexicons cover at
least three of its four characters in at least half of its occurrences. Printed are the number of recurring units and
the share of them that is held, then the same by occurrences; the other stretches between punctuation marks, mostly
terms of administration, are printed for comparison and do not count.

Known limitations: boilerplate of the site that a text was copied from recurs as well and lowers the shares.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from speechkit.folding import fold
from speechkit.lexicon import load_phrasebook
from speechkit.match import make_matchable
from speechkit.phrases import find_phrases
from speechkit.segment import Tokens, find_tokens
from speechkit.vocabulary import tag_of

IDIOM, PARALLEL, OTHER = "idiom", "parallel", "other"
COUNTED = (IDIOM, PARALLEL)
_HAN = "[\u3400-\u9fff]"
_STRETCH = re.compile(rf"(?<!{_HAN}){_HAN}{{4}}(?!{_HAN})")
_BESIDE = re.compile(rf"[、，]{_HAN}{{4}}(?!{_HAN})")
_BEFORE = re.compile(rf"(?<!{_HAN}){_HAN}{{4}}[、，]$")
_FOUR = re.compile(rf"{_HAN}{{4}}")
_PREDICATES = frozenset(("v", "a", "ad", "i", "l", "z"))
_EVERYDAY = 1000
"""Counts in jieba's dictionary; measured on the even half, where it parts idioms from free combinations best."""


@dataclass(slots=True)
class Unit:
    """A four-character unit: the files that it stands in, and how often it stands there and is covered."""

    files: set[Path] = field(default_factory=set)
    count: int = 0
    covered: int = 0


@cache
def load_counts() -> dict[str, int]:
    """How often jieba's dictionary has counted each word."""
    spec = find_spec("jieba")
    assert spec is not None
    lines = (Path(str(spec.origin)).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: int(count) for word, count, _ in map(str.split, lines)}


def is_free(unit: str, counts: dict[str, int]) -> bool:
    """Tell whether a unit is two everyday words side by side."""
    return min(counts.get(unit[:2], 0), counts.get(unit[2:], 0)) > _EVERYDAY


def find_units(text: str, tokens: Tokens) -> Iterator[tuple[str, int]]:
    """Yield kind and place of each unit of a text, in order of kinds."""
    tag = tag_of(None)
    counts = load_counts()
    starts = {start: number for number, start in enumerate(tokens.starts)}
    idioms = set()
    for token, start in zip(tokens.texts, tokens.starts, strict=False):
        if _FOUR.fullmatch(token) and tag(token)[0] in "iz":
            idioms.add(start)
            if not is_free(token, counts):
                yield IDIOM, start
    for match in _STRETCH.finditer(text):
        start, end = match.span()
        if start in idioms or start not in starts or end not in starts:
            continue
        tags = {tag(token) for token in tokens.texts[starts[start] : starts[end]]}
        is_beside = _BESIDE.match(text, end) or _BEFORE.search(text[max(0, start - 6) : start])
        is_unit = is_beside and tags & _PREDICATES and not is_free(match.group(), counts)
        yield (PARALLEL if is_unit else OTHER), start


def measure(paths: list[Path]) -> dict[str, dict[str, Unit]]:
    """Count the units of files, by kind and text."""
    book = load_phrasebook()
    units: dict[str, dict[str, Unit]] = {IDIOM: {}, PARALLEL: {}, OTHER: {}}
    for path in paths:
        text = make_matchable(fold(re.sub(r"\s+", "\n", path.read_text(encoding="utf-8", errors="replace"))))
        tokens = find_tokens(text)
        phrases, _ = find_phrases(text, book, lambda tokens=tokens: tokens.boundaries)
        covered = bytearray(len(text))
        for phrase in phrases:
            covered[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
        for kind, start in find_units(text, tokens):
            unit = units[kind].setdefault(text[start : start + 4], Unit())
            unit.files.add(path)
            unit.count += 1
            unit.covered += sum(covered[start : start + 4]) >= 3
    return units


def report(units: dict[str, Unit], name: str, *, least: int, missing: int) -> None:
    """Print one line for the recurring ones of some units, and the most frequent that are not held."""
    recurring = {text: unit for text, unit in units.items() if len(unit.files) >= least}
    held = sum(2 * unit.covered >= unit.count for unit in recurring.values())
    occurrences = sum(unit.count for unit in recurring.values())
    covered = sum(unit.covered for unit in recurring.values())
    share, weighted = 100 * held / max(1, len(recurring)), 100 * covered / max(1, occurrences)
    print(f"{name:9} {len(recurring):5} units, {share:5.1f} % held; {occurrences:6} occurrences, {weighted:5.1f} %")
    lost = sorted((-unit.count, text) for text, unit in recurring.items() if 2 * unit.covered < unit.count)
    if missing:
        print("          " + " ".join(text for _, text in lost[:missing]))


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("odd", "even", "all"), default="odd")
    parser.add_argument("--least", type=int, default=5, help="files that a unit stands in")
    parser.add_argument("--missing", type=int, default=0, help="print so many that are not held")
    options = parser.parse_args()
    folders = sorted({path.parent for path in options.folder.rglob("*.txt")})
    part = {"odd": slice(1, None, 2), "even": slice(0, None, 2), "all": slice(None)}[options.half]
    paths = [path for folder in folders for path in sorted(folder.glob("*.txt"))[part]]
    units = measure(paths)
    print(f"{len(paths)} files, {options.half} half; a unit recurs if it stands in {options.least} files or more")
    for kind in (*COUNTED, OTHER):
        report(units[kind], kind, least=options.least, missing=options.missing)
    together: dict[str, Unit] = {}
    for kind in COUNTED:
        for text, unit in units[kind].items():
            whole = together.setdefault(text, Unit())
            whole.files |= unit.files
            whole.count += unit.count
            whole.covered += unit.covered
    report(together, "counted", least=options.least, missing=0)


if __name__ == "__main__":
    main()
