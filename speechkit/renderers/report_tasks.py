"""The task table of a report: the rows of the task list with what they are sorted and filtered by.

Known limitations: a body that is named in two ways is two bodies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.report_words import say_time
from speechkit.renderers.tasks import TaskRow, list_rows


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One task.

    Attributes:
        number: from one, through all documents.
        document: place of its document among those shown.
        said: its time as the speech says it, "" for none.
        when: what that comes to, in words; "" where nothing is known.
        due: the last day, else the first, as ISO 8601; "" for none.
        owners: places of its bodies in the list of owners.
        lacks: of "owner", "time", "target", what the speech does not say.
        inherited: whether all its owners were named in an earlier sentence.
    """

    number: int
    document: int
    row: TaskRow
    said: str
    when: str
    due: str
    owners: tuple[int, ...]
    lacks: tuple[str, ...]
    inherited: bool


@dataclass(frozen=True, slots=True)
class OwnerCount:
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tasks of all documents in text order, and who is to do them, those with the most tasks first."""

    rows: tuple[LedgerRow, ...]
    owners: tuple[OwnerCount, ...]

    def lacking(self, name: str) -> int:
        """How many tasks lack an "owner", a "time" or a "target"."""
        return sum(name in row.lacks for row in self.rows)


def list_ledger(docs: Sequence[Document], view: View) -> Ledger:
    """List the tasks that the view asks for."""
    found = [(n, doc, row) for n, doc in enumerate(docs) for row in list_rows([doc], view)]
    counts = Counter(name for _, _, row in found for name in _names(row))
    owners = tuple(OwnerCount(name, count) for name, count in counts.most_common())
    places = {owner.name: n for n, owner in enumerate(owners)}
    times = [{time.id: time for time in doc.times} for doc in docs]
    rows = []
    for number, (n, _, row) in enumerate(found, 1):
        time = times[n].get(row.task.time or "")
        due = (time.latest or time.earliest) if time is not None else None
        rows.append(
            LedgerRow(
                number=number,
                document=n,
                row=row,
                said="".join(time.text.split()) if time is not None else "",
                when=say_time(time) if time is not None else "",
                due=due.isoformat() if due is not None else "",
                owners=tuple(places[name] for name in _names(row)),
                lacks=_lacks(row),
                inherited=bool(row.task.owners) and all(owner.inherited for owner in row.task.owners),
            )
        )
    return Ledger(tuple(rows), owners)


def _names(row: TaskRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*row.leads, *row.supports]))


def _lacks(row: TaskRow) -> tuple[str, ...]:
    task = row.task
    gaps = (("owner", not task.owners), ("time", task.time is None), ("target", task.quantity is None))
    return tuple(name for name, is_gap in gaps if is_gap)
