"""How time and memory of all of `analyze` grow with the text, from 10 kB to 10 MB, and what hostile texts cost.

    python benchmarks/growth.py [--hostile] [--most 10_000_000]

Each text is analysed in a process of its own, from its bytes to the JSON; the second of two runs is timed, so that
dictionaries are loaded. Prints processor seconds, microseconds a character, peak memory and bytes of memory a
character above what an empty speech takes. `--hostile`: every frame of the lexicons and every label of the outline
5,000 times over, 100,000 points, one sentence of the largest size, one character without end.

Known limitations: processor time on a machine with other work varies by a tenth and more.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from speeches import make_speech

from speechkit.lexicon import default_folder, load_lexicon
from speechkit.numbering import STYLES
from speechkit.pipeline import analyze_source
from speechkit.readers import read_bytes
from speechkit.renderers import View, load_renderer
from speechkit.settings import Settings

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
"""Bytes of UTF-8; a Chinese character takes three."""
REPEATED = 5_000
KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""Bytes of the unit in which the system tells the peak memory."""


def measure(data: bytes) -> tuple[int, float, int, int]:
    """Analyse a text and say its characters, the seconds, the peak memory and the bytes of the JSON."""
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    settings = Settings(date=date(2024, 3, 5), max_bytes=100_000_000)
    render = load_renderer("analyze", "json")
    render(
        [analyze_source(read_bytes("同志们：\n一、快。\n二、准。\n既要快，又要准。".encode(), settings), settings)],
        View("analyze"),
    )
    start = time.process_time()
    doc = analyze_source(read_bytes(data, settings), settings)
    written = render([doc], View("analyze"))
    seconds = time.process_time() - start
    doc.check()
    assert isinstance(written, str)
    json.loads(written)
    return len(doc.source.text), seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE, len(written)


def measure_apart(text: str) -> tuple[int, float, int, int]:
    """Measure in a fresh process, so that peaks do not add up."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (text.encode("utf-8"),))


def make_speeches(size: int) -> str:
    """One speech of a size in bytes, with as many points as it takes."""
    return make_speech("growth", characters=size // 3)


def hostile_texts(most: int) -> dict[str, Callable[[], str]]:
    """What costs most, by name."""
    return {
        "100,000 × 工": lambda: "工" * 100_000,
        "100,000 points in one line": lambda: "一是快。二是准。三是稳。四是细。五是实。" * 20_000,
        "100,000 points, two lines each": lambda: "一、要快。\n快在起步。\n二、要准。\n准在靶心。\n" * 50_000,
        "100,000 times": lambda: "县住建局要在3月底前报送清单，每周五报告1次。\n" * 50_000,
        "one sentence": lambda: "县住建局要查在建工地，县财政局要管好资金，" * (most // 63),
        "one sentence without a mark": lambda: "各单位要抓紧落实到位" * (most // 30),
        "one line of one character": lambda: "一" * (most // 3),
        "combining marks": lambda: "要" + "\u0301" * (most // 2),
    }


def repeated_texts() -> dict[str, list[str]]:
    """Every frame and every label, by kind, each many times over."""
    frames = [re.sub("[【】]", "", entry.hits[0]) for entry in load_lexicon(f"{default_folder()}/frames.yaml").entries]
    signs = sorted({sign for style in STYLES for sign in style.opens})
    labels = [shape.format(sign) for shape in ("{}、快。", "第{}，快。", "{}是快。", "（{}）快。") for sign in signs]
    return {
        "frame, a line each": [f"{one}\n" * REPEATED for one in frames],
        "frame, one sentence": [one.rstrip("。！？") * REPEATED for one in frames],
        "label": [one * REPEATED for one in labels],
    }


def report_repeated(kind: str, texts: Sequence[str]) -> None:
    """Measure texts in one process and print how long all take, and the slowest by its length."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        rows = pool.map(measure, [text.encode("utf-8") for text in texts], chunksize=1)
    slowest = max(range(len(rows)), key=lambda number: rows[number][1] / rows[number][0])
    characters, seconds = rows[slowest][:2]
    total, memory = sum(row[1] for row in rows), max(row[2] for row in rows)
    print(
        f"{len(texts)} × {kind}, each {REPEATED:,} times: {total:.0f} s, peak {memory / 1e6:,.0f} MB; the slowest, "
        f"{texts[slowest][:12]!r}: {seconds:.2f} s, {seconds / characters * 1e6:.2f} µs a character",
        flush=True,
    )


def report(name: str, text: str, base: int) -> None:
    """Measure one text and print its row."""
    size = len(text.encode("utf-8"))
    characters, seconds, memory, written = measure_apart(text)
    print(
        f"| {name} | {size / 1e6:.2f} | {characters:,} | {seconds:.2f} | {seconds / characters * 1e6:.2f} "
        f"| {memory / 1e6:,.0f} | {(memory - base) / characters:,.0f} | {written / 1e6:.2f} |",
        flush=True,
    )


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hostile", action="store_true", help="measure what is made to hurt, too")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="bytes of the largest text")
    args = parser.parse_args()
    base = measure_apart("一、快。\n")[2]
    print("| text | MB | characters | seconds | µs a character | peak MB | bytes a character | MB of JSON |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for size in SIZES:
        if size <= args.most:
            report("a speech", make_speeches(size), base)
    for name, make in hostile_texts(args.most).items() if args.hostile else ():
        report(name, make(), base)
    for kind, texts in repeated_texts().items() if args.hostile else ():
        report_repeated(kind, texts)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
