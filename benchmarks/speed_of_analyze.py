"""All of `analyze` against its peers on the same text, in one run: ratios of characters a second on one core.

    python benchmarks/speed_of_analyze.py [FILE...] [--date 2024-03-05] [--steps]

Peers: `jieba.lcut` and `jieba.posseg.lcut`; an hour's script of regular expressions (points, times, owners: below);
JioNLP's `extract_time`, where it is installed. Each is timed over its best of several passes, dictionaries loaded.
Ours is timed from the text to the JSON. `--steps` shows what each step takes.

Known limitations: processor time on a machine with other work varies by a tenth; the ratios vary less.
"""

from __future__ import annotations

import argparse
import gc
import logging
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jieba
import jieba.posseg
from times import measure_jionlp

from speechkit.clean import clean_source
from speechkit.pipeline import STEPS, analyze_source, load_step
from speechkit.readers import source_from_text
from speechkit.renderers import View, load_renderer
from speechkit.settings import Settings

PASSES = 7
SAMPLES = Path(__file__).parent.parent / "samples"
_LABEL = "[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[一二三四五六七八九十]是|第[一二三四五六七八九十]，"
_SCRIPT = (
    re.compile(f"(?:^|[。；：])(?:{_LABEL})[^。；]*", re.MULTILINE),
    re.compile(
        r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|初|中旬)?(?:前|之前)?|年底前?|每[天周月年]|[本下上]周|\d+个?(?:工作日|天|月)内"
    ),
    re.compile("[^，。；：、]{1,12}(?:局|委|办|部门|单位|党委|政府)(?=要|必须|应|负责|牵头)"),
)
"""What an hour gives: numbered points, times, owners before a verb."""


def best(run: Callable[[], object]) -> float:
    """Processor time of the best of several passes, in seconds."""
    times = []
    for _ in range(PASSES):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(SAMPLES.glob("*.txt")))
    parser.add_argument("--date", type=date.fromisoformat, default=date(2024, 3, 5))
    parser.add_argument("--steps", action="store_true")
    args = parser.parse_args()
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    texts = [path.read_bytes().decode("utf-8-sig", "ignore") for path in args.files]
    size = sum(map(len, texts))
    settings = Settings(date=args.date)
    sources = [source_from_text(text) for text in texts]
    render, view = load_renderer("analyze", "json"), View("analyze")
    ours = best(lambda: [render([analyze_source(source, settings)], view) for source in sources])
    peers = {
        "jieba.lcut": best(lambda: [jieba.lcut(text) for text in texts]),
        "jieba.posseg.lcut": best(lambda: [jieba.posseg.lcut(text) for text in texts]),
        "an hour's script": best(lambda: [pattern.findall(text) for pattern in _SCRIPT for text in texts]),
    }
    print(f"{size:,} characters of {len(texts)} files; speechkit analyze: {size / ours:,.0f} characters a second")
    for name, seconds in peers.items():
        print(f"{name:20} {size / seconds:12,.0f} characters a second, speechkit {seconds / ours:6.2f} times that")
    jionlp = measure_jionlp("\n".join(texts), args.date)
    if jionlp:
        print(f"{'':20} speechkit {size / ours / jionlp:6.2f} times that")
    if args.steps:
        _print_steps(sources, settings, size)


def _print_steps(sources: list[object], settings: Settings, size: int) -> None:
    docs = [clean_source(source, settings) for source in sources]  # type: ignore[arg-type]
    seconds = best(lambda: [clean_source(source, settings) for source in sources])  # type: ignore[arg-type]
    print(f"{'clean':12} {seconds / size * 1e6:6.3f} µs a character")
    for step in STEPS:
        run = load_step(step)
        before = docs
        seconds = best(lambda run=run, before=before: [run(doc, settings) for doc in before])  # type: ignore[misc]
        docs = [run(doc, settings) for doc in before]
        print(f"{step.name:12} {seconds / size * 1e6:6.3f} µs a character")


if __name__ == "__main__":
    main()
