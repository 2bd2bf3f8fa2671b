"""Finding and valuing times against JioNLP, in one run on one text, as a ratio of characters a second.

    python benchmarks/times.py FILE... [--date 2024-03-05]

JioNLP (Apache-2.0) is no dependency of speechkit: where it is not installed, its line is left out. The text is all
files joined; both programs read it sentence by sentence where they need to, and each is timed over its best of
several passes.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from speechkit.deadlines import judge_times
from speechkit.folding import fold
from speechkit.sentences import find_sentences

PASSES = 3


def main() -> None:
    """Print characters a second, findings and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--date", type=date.fromisoformat, default=date(2024, 3, 5))
    args = parser.parse_args()
    text = "\n".join(path.read_text(encoding="utf-8-sig") for path in args.files)
    print(f"{len(text):,} characters of {len(args.files)} files")
    ours = measure("speechkit", lambda: len(judge_times(fold(text), anchor=args.date)), len(text))
    theirs = measure_jionlp(text, args.date)
    if theirs is None:
        print("JioNLP is not installed: no ratio", file=sys.stderr)
        return
    print(f"ratio {ours / theirs:.1f}")


def measure(name: str, find: Callable[[], int], size: int) -> float:
    """Time a function's best pass and return characters a second of processor time."""
    best, found = float("inf"), 0
    for _ in range(PASSES):
        start = time.process_time()
        found = find()
        best = min(best, time.process_time() - start)
    rate = size / best
    print(f"{name:10} {rate:12,.0f} characters a second, {found} times")
    return rate


def measure_jionlp(text: str, day: date) -> float | None:
    """Time JioNLP's extraction and parsing of times, a sentence at a time; None where it is not installed."""
    try:
        import jionlp
    except ImportError:
        return None
    logging.disable(logging.CRITICAL)  # it logs a traceback for each string that it cannot parse
    extract_time = jionlp.ner.extract_time
    pieces = [text[span.start : span.end] for span in find_sentences(text)]
    base = time.mktime(day.timetuple())

    def find() -> int:
        found = 0
        for piece in pieces:
            try:
                found += len(extract_time(piece, time_base=base, with_parsing=True))
            except Exception:  # it raises on some sentences; what it found before counts
                continue
        return found

    return measure("JioNLP", find, len(text))


if __name__ == "__main__":
    main()
