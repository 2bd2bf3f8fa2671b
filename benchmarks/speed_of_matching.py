"""How fast phrases are matched, and how long `speechkit phrases` takes from a cold start.

    python benchmarks/speed_of_matching.py FILE... [--times 20]

The texts are joined, and the whole repeated --times over. Printed are million characters a second of matching phrases
alone (find candidates and longest matches; the text already segmented), of phrases and frames, and of the whole step
with segmentation; then the time of `speechkit phrases` on the first file as a share of
`python -c "import jieba; jieba.initialize()"`, both the median of nine runs in new processes.

Known limitations: the first run with an empty cache, which compiles what the cache lacks, is not among the nine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from speechkit.folding import fold
from speechkit.frame_match import find_frames
from speechkit.lexicon import load_phrasebook
from speechkit.match import find_candidates, find_literals, make_matchable
from speechkit.phrases import find_phrases
from speechkit.segment import find_tokens


def best(function: Callable[[], object], repeats: int = 5) -> float:
    """Seconds of the fastest of some runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def measure_matching(text: str) -> None:
    """Print the rates on a text."""
    book = load_phrasebook()
    folded = fold(text)
    matchable = make_matchable(folded)
    boundaries = find_tokens(folded).boundaries

    def literals() -> None:
        find_literals(
            matchable,
            book.literals,
            lengths=book.lengths,
            candidates=find_candidates(matchable, book.pairs),
            boundaries=lambda: boundaries,
        )

    def frames() -> None:
        candidates = find_candidates(matchable, book.pairs)
        find_frames(matchable, book.frames, candidates=candidates, boundaries=lambda: boundaries)

    def everything() -> None:
        find_phrases(folded, book, lambda: find_tokens.__wrapped__(folded).boundaries)

    phrases, frames_alone = best(literals), best(frames)
    both = best(lambda: find_phrases(folded, book, lambda: boundaries))
    names = ("phrases", "frames", "phrases and frames", "with segmentation")
    for name, seconds in zip(names, (phrases, frames_alone, both, best(everything)), strict=True):
        print(f"{name:20}{len(text) / seconds / 1e6:6.1f} million characters a second")
    print(f"{len(book.literals):,} phrases, {len(book.frames.frames)} frames, {len(text):,} characters")


def measure_start(path: str) -> None:
    """Print the time of a cold start."""
    speechkit = (sys.executable, "-m", "speechkit", "phrases", path)
    jieba = (sys.executable, "-c", "import jieba; jieba.initialize()")
    ours, theirs = (
        median(
            best(lambda: subprocess.run(command, capture_output=True, check=True), repeats=1)  # noqa: B023
            for _ in range(9)
        )
        for command in (speechkit, jieba)
    )
    print(f"speechkit phrases {ours * 1000:.0f} ms, jieba.initialize() {theirs * 1000:.0f} ms, {ours / theirs:.2f}")


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    texts = [Path(file).read_text(encoding="utf-8-sig") for file in options.files]
    measure_matching("\n".join(texts) * options.times)
    measure_start(options.files[0])


if __name__ == "__main__":
    main()
