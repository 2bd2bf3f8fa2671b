"""A digest of every output for texts that are always the same: what two processes must agree on, byte for byte.

    PYTHONPATH=tests PYTHONHASHSEED=1 python -m fuzz.digests 40

Sets and their order are the usual reason why they do not.
"""

from __future__ import annotations

import random
import sys
from datetime import date
from hashlib import sha256

from fuzz.alphabet import GROUPS, SAMPLES
from fuzz.invariants import everything
from fuzz.targets_across import check_document, render_check, render_diff
from speechkit.check import RULES
from speechkit.pipeline import analyze_source
from speechkit.readers import source_from_text
from speechkit.renderers import View
from speechkit.renderers.report import render_pages
from speechkit.settings import Settings

SETTINGS = Settings(date=date(2024, 5, 10))


def make_text(number: int) -> str:
    """A speech of pieces and of stretches of samples."""
    chance = random.Random(number)
    parts = ["同志们：\n"]
    for _ in range(60):
        if chance.random() < 0.3:
            sample = chance.choice(SAMPLES)
            start = chance.randrange(len(sample))
            parts.append(sample[start : start + chance.randrange(200)])
        else:
            parts.append(chance.choice(chance.choice(GROUPS)))
    return "".join(parts)


def digest_of(number: int) -> str:
    """Of all outputs for the text of a number, and for it and the next as two drafts."""
    docs = [analyze_source(source_from_text(make_text(n), f"{n}.txt"), SETTINGS) for n in (number, number + 1)]
    outputs = [repr(output) for output in everything(docs[0])]
    outputs += render_check(check_document(docs[0], RULES, SETTINGS))
    outputs += render_diff(*docs)
    outputs += [page for _, page in render_pages(docs, View("report"))]
    return sha256("\0".join(outputs).encode("utf-8", "surrogatepass")).hexdigest()


if __name__ == "__main__":
    print(*(digest_of(number) for number in range(int(sys.argv[1]))), sep="\n")  # noqa: T201
