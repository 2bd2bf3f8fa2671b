"""Hold speechkit's times to the Chinese DateTime specification of Microsoft's Recognizers-Text.

    python benchmarks/recognizers_spec.py --specs Recognizers-Text/Specs/DateTime/Chinese [--misses]

Counts the cases that have calendar values: dates and ranges of days. Left out are clock times, eras, lunar dates,
decades and vague words, which speechkit does not claim. A case is right where speechkit's first and last day are
those of the specification, in its reading for the past or for the future. Where docs/times.md follows another
convention on purpose, the case is counted apart, under that convention's name.

Source of the specification: https://github.com/microsoft/Recognizers-Text (MIT); none of it is part of speechkit.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from speechkit.deadlines import judge_times
from speechkit.folding import fold

FILES = ("DateParser", "DatePeriodParser", "HolidayParser", "DateTimeModel", "DateTimeModelExperimentalMode")
UNCLAIMED = re.compile(
    r"农历|正月|初一|三十$|大年|神龙|康熙|雍正|世纪|年代|最近|夏天|^=|除夕"
    r"|^(?:近|过去|未来|[前后上]\d)"  # counted from today: as vague as 近期
    r"|^(?:中秋节?|春节|元宵节?|端午节?|重阳节?|清明节?)$"  # the specification reads lunar days as solar ones
)
DAY = timedelta(days=1)
Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Case:
    """One expected value: `readings` are (first, last) for the past and the future, ends included."""

    text: str
    start: int
    expression: str
    anchor: date
    readings: tuple[Days, ...]


def main() -> None:
    """Print the counts; with --misses also the cases that are wrong or differ by convention."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--specs", type=Path, required=True, help="the folder Specs/DateTime/Chinese of a checkout")
    parser.add_argument("--misses", action="store_true", help="also print what is not right")
    args = parser.parse_args()
    verdicts: Counter[str] = Counter()
    for case in sorted(set(read_cases(args.specs)), key=lambda c: (c.text, c.expression, c.anchor)):
        text, got = find(case)
        verdict = judge(case, text, got)
        verdicts[verdict] += 1
        if args.misses and verdict != "right":
            print(
                f"{verdict:32} {case.anchor} {case.text} [{case.expression}] {show(case.readings)} got {show((got,))}"
            )
    total = sum(verdicts.values())
    print(f"{total} calendar values")
    for verdict, count in verdicts.most_common():
        print(f"  {verdict:32} {count:4} {100 * count / total:5.1f} %")
    agreed = total - verdicts["wrong"] - verdicts["not found"]
    print(f"right, or different by a convention of docs/times.md: {agreed} ({100 * agreed / total:.1f} %)")


def read_cases(folder: Path) -> Iterator[Case]:
    """Read the calendar values of the specification's files."""
    for name in FILES:
        for case in json.loads((folder / f"{name}.json").read_text(encoding="utf-8-sig")):
            anchor = date.fromisoformat((case.get("Context", {}).get("ReferenceDateTime") or "2017-03-22")[:10])
            for result in case["Results"]:
                kind = (result.get("TypeName") or result.get("Type") or "").rpartition(".")[2]
                if kind not in ("date", "daterange") or UNCLAIMED.search(result["Text"]):
                    continue
                if readings := tuple(dict.fromkeys(read_values(result))):
                    yield Case(case["Input"], result.get("Start", 0), result["Text"], anchor, readings)


def read_values(result: dict[str, Any]) -> Iterator[Days]:
    """Read the first and last day of each reading; both None for a day that does not exist."""
    value = result.get("Value") or result.get("Resolution") or {}
    for reading in value.get("values") or (value.get("PastResolution"), value.get("FutureResolution")):
        if not reading:
            continue
        single = reading.get("date") or reading.get("value")
        if single in ("not resolved", "0001-01-01"):
            yield None, None
        elif single:
            yield date.fromisoformat(single), date.fromisoformat(single)
        else:
            yield read_range(reading)


def read_range(reading: dict[str, str]) -> Days:
    """Turn a range into included ends. Its end is excluded, save of “until” a day; “after” a day excludes that day."""
    start, end = (reading.get(a) or reading.get(b) for a, b in (("start", "startDate"), ("end", "endDate")))
    first = date.fromisoformat(start) if start else None
    last = date.fromisoformat(end) if end else None
    point = reading.get("sourceEntity") == "datetimepoint"
    if first and reading.get("Mod") == "after" and point:
        first += DAY
    if last and not (reading.get("Mod") == "until" and point):
        last -= DAY
    return first, last


def find(case: Case) -> tuple[str, Days | None]:
    """What speechkit finds at the expression, and its days; None where it finds nothing there."""
    text = fold(case.text)
    for item in judge_times(text, anchor=case.anchor):
        found = item.found
        if found.start < case.start + len(case.expression) and found.end > case.start:
            return text[found.start : found.end], (item.value.earliest, item.value.latest)
    return "", None


def judge(case: Case, text: str, got: Days | None) -> str:
    """Say whether a value is right, or by which convention it differs."""
    if got is None:
        return "…以来 is no time" if "以来" in case.expression else "not found"
    if got in case.readings:
        return "right"
    if got == (None, None):
        return "a day that is none has no value"
    if len(text) > len(case.expression) and fold(case.expression) in text:
        return "the time reaches further"
    for first, last in case.readings:
        if first == got[0] and last and got[1] == last + DAY and "前" in case.expression:
            return "…日前 allows the day"
        if first == got[0] and last and got[1] == last + DAY:
            return "right"  # 一月十日到十二日: the specification's end is the day itself
        if first == got[0] and last and got[1] and got[1] > last and re.search("[到至–-]|间", case.expression):
            return "…到… includes its last unit"
        if got[0] and first and abs((got[0] - first).days) in (365, 366) and got[0].year >= case.anchor.year:
            return "183 days decide the year"
    return "wrong"


def show(readings: tuple[Days | None, ...]) -> str:
    """Write readings as first..last."""
    return " or ".join("nothing" if days is None else "..".join(str(day or "-") for day in days) for days in readings)


if __name__ == "__main__":
    main()
