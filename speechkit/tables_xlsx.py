"""One Excel ledger of all tasks of a corpus: the ledger that `tasks --format xlsx` writes, made from records.

Known limitations: a record holds no text of the speech, so the column 原文 shows the task as it stands in the source,
not its sentence. A task is cleaned by itself, without what stands around it: a page number or a running head inside it
stays, where `tasks` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count

from speechkit.clean import clean
from speechkit.model import Span, Task, TimeExpression
from speechkit.records import Record, is_failure, require
from speechkit.renderers.deadlines import write_days
from speechkit.renderers.tasks import TaskRow
from speechkit.renderers.xlsx import Ledger, write_ledger
from speechkit.tables_files import whole_file

_WRAP = re.compile(
    r"""
    (?<! [A-Za-z0-9] ) [^\S\r\n]* [\r\n]+ \s*        # 各镇⏎每周
    | (?<= [A-Za-z0-9] ) [\r\n]+ \s* (?! [A-Za-z] )   # 10⏎日前; not: Windows⏎Server
    """,
    re.VERBOSE,
)


def write(path: str, records: Iterable[Record]) -> None:
    """Write the key tasks of all speeches, a file of its own when all is written, in little memory.

    Raises:
        MissingPackage: openpyxl is not installed.
        OutputFailed: the disk refuses.
    """
    with whole_file(path) as aside, open(aside, "wb") as out:
        write_ledger(list_rows(records), Ledger(), out)


def list_rows(records: Iterable[Record]) -> Iterator[TaskRow]:
    """The key tasks of all speeches as rows of the task table, numbered from one."""
    numbers = count(1)
    for record in records:
        if is_failure(record):
            continue
        require(record, "tasks", "times")
        times = {item["id"]: _time(item) for item in record["times"]}
        for item in record["tasks"]:
            if item["key"]:
                path = record["source"]["path"] or "-"
                yield _row(item, times.get(item["time"]), path=path, number=next(numbers))


def _row(item: Record, time: TimeExpression | None, *, path: str, number: int) -> TaskRow:
    return TaskRow(
        number=number,
        path=path,
        task=_task(item),
        text=_unwrap(item["text"]),
        leads=_names(item, "lead"),
        supports=_names(item, "support"),
        time=time.text if time else "",
        due=f"{time.text}（{write_days(time)}）" if time else "",
        latest=time.latest if time else None,
        sentence=item["text"],
        lacks=(),
        binding=None,
    )


def _task(item: Record) -> Task:
    span = Span(item["start"], item["end"])
    return Task(
        item["id"], span, item["text"], item["point"], time=item["time"], quantity=item["quantity"], key=item["key"]
    )


def _time(item: Record) -> TimeExpression:
    first, last = (date.fromisoformat(item[name]) if item[name] else None for name in ("earliest", "latest"))
    span = Span(item["start"], item["end"])
    return TimeExpression(
        item["id"], span, item["text"], item["role"], item["timex"], earliest=first, latest=last, rrule=item["rrule"]
    )


def _unwrap(text: str) -> str:
    """A task on one line: a line end inside it is a wrap, since a task stands within sentences."""
    return " ".join(clean(_WRAP.sub("", text))[0].split())


def _names(item: Record, role: str) -> tuple[str, ...]:
    return tuple("".join(clean(owner["text"])[0].split()) for owner in item["owners"] if owner["role"] == role)
