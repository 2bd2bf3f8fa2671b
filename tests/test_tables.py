"""The tables against the records that they come from: rows, keys, references; what each format gives back."""

from __future__ import annotations

import copy
import csv
import re
import sqlite3
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT
from record_tools import FAILURE, Record, make_record, sample_records

from speechkit import tables_csv, tables_parquet, tables_xlsx
from speechkit.errors import BadRecord, OutputFailed, WrongUsage
from speechkit.records import walk_outline
from speechkit.renderers.xlsx import Ledger, write_ledger
from speechkit.tables import TABLES, Row, rows, speech_key
from speechkit.tables_sqlite import add, finish, open_database

BY_NAME = {table.name: table for table in TABLES}
_SEARCHED = ("points", "tasks", "owners", "phrases", "patterns")
HOSTILE = '同志们：\n一、=查\n=SUM(1)各镇要在11月底前完成2次“排查，\r真抓实干",\n既要查，又要改。\n'


def hostile_record() -> Record:
    record = make_record('=a/\udcff,"b".txt', HOSTILE, date="2023-10-08")
    record["meta"]["title"] = '=HYPERLINK("x")\x00\ud800,\r\n"'
    return record


def all_records() -> list[Record]:
    return [*sample_records(), hostile_record(), FAILURE]


def all_rows(records: Iterable[Record]) -> dict[str, list[Row]]:
    """All rows, those of shared tables once, sorted by their keys."""
    made: dict[str, dict[tuple[Any, ...], Row]] = {table.name: {} for table in TABLES}
    for record in records:
        for name, some in rows(record).items():
            made[name] |= {key_of(name, row): row for row in some}
    return {name: [found[key] for key in sorted(found)] for name, found in made.items()}


def key_of(name: str, row: Row) -> tuple[Any, ...]:
    table = BY_NAME[name]
    return tuple(row[table.names.index(column)] for column in table.key)


def test_each_finding_is_a_row() -> None:
    for record in sample_records():
        made = {name: len(some) for name, some in rows(record).items()}
        assert made == {
            "speeches": 1,
            "failures": 0,
            "points": sum(1 for _ in walk_outline(record["outline"])),
            **{name: len(record[name]) for name in ("declared", "roles", "times", "tasks", "phrases", "patterns")},
            "owners": sum(len(task["owners"]) for task in record["tasks"]),
            "slots": sum(len(pattern["slots"]) for pattern in record["patterns"]),
            "keywords": len(record["statistics"]["keywords"]),
            "notices": len(record["notices"]),
            "lexicons": len(record["lexicons"]),
        }
        parents = {row[1]: row[2] for row in rows(record)["points"]}
        for row in rows(record)["points"]:
            above, depth = row[2], 1
            while above is not None:
                above, depth = parents[above], depth + 1
            assert row[4] == depth
    (failure,) = rows(FAILURE)["failures"]
    assert failure == (speech_key(FAILURE), "a/gone.txt", "a", "unreadable", "no such file")


def test_cells_have_the_types_and_nulls_of_their_columns() -> None:
    types = {"text": str, "integer": int, "real": float, "boolean": bool, "date": date}
    for name, some in all_rows(all_records()).items():
        assert some, name
        for row in some:
            for column, cell in zip(BY_NAME[name].columns, row, strict=True):
                assert (cell is None and column.null) or type(cell) is types[column.kind], (name, column, cell)


def test_keys_are_unique_and_references_resolve() -> None:
    made = all_rows(all_records())
    assert sum(map(len, made.values())) == sum(
        len(some) for record in all_records() for name, some in rows(record).items() if name != "lexicons"
    ) + len(made["lexicons"])
    resolved = 0
    for table in TABLES:
        for here, there in table.references:
            keys = {key_of(there, row) for row in made[there]}
            for row in made[table.name]:
                cells = tuple(row[table.names.index(column)] for column in here)
                assert cells in keys or cells[-1] is None, (table.name, there, cells)
                resolved += cells[-1] is not None
    assert resolved > 1000


def test_a_speech_has_its_folder_and_year() -> None:
    record = make_record("a\\b/c.txt", "一、查\n查细。\n二、改\n改完。\n", date="2019-11-12")
    row = dict(zip(BY_NAME["speeches"].names, rows(record)["speeches"][0], strict=True))
    assert (row["folder"], row["year"], row["anchor_date"]) == ("a/b", 2019, date(2019, 11, 12))
    undated = make_record("c.txt", "一、查\n查细。\n二、改\n改完。\n")
    row = dict(zip(BY_NAME["speeches"].names, rows(undated)["speeches"][0], strict=True))
    assert (row["folder"], row["year"]) == ("", None)
    assert speech_key({"source": {"path": "a"}}) != speech_key({"source": {"path": "b"}})


def test_a_record_of_another_command_is_refused() -> None:
    record = {key: value for key, value in sample_records()[0].items() if key not in ("phrases", "outline")}
    with pytest.raises(BadRecord, match="lacks outline, phrases; make it with speechkit batch"):
        rows(record)


def in_database(connection: sqlite3.Connection) -> dict[str, list[Row]]:
    """Rows as `all_rows` gives them."""
    found = {}
    for table in TABLES:
        some = connection.execute(f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}").fetchall()
        found[table.name] = [
            tuple(_of_kind(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)) for row in some
        ]
    return found


def _of_kind(cell: Any, kind: str) -> Any:
    if cell is None or kind not in ("date", "boolean"):
        return cell
    return date.fromisoformat(cell) if kind == "date" else bool(cell)


def test_sqlite_holds_the_rows_and_holds_together(tmp_path: Path) -> None:
    connection = open_database(str(tmp_path / "out.db"))
    assert add(connection, all_records()) == len(all_records())
    finish(connection)
    assert in_database(connection) == all_rows(all_records())
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.execute("INSERT INTO declared VALUES ('nobody', 1, '', 2, 2, 0, 0)")
    with pytest.raises(sqlite3.IntegrityError):
        connection.commit()


def test_sqlite_takes_a_speech_again_in_place_of_the_old(tmp_path: Path) -> None:
    connection = open_database(str(tmp_path / "out.db"))
    add(connection, all_records())
    finish(connection)
    connection.close()
    connection = open_database(str(tmp_path / "out.db"))
    changed = make_record("samples/county-safety.txt", "一、查\n查细。\n二、改\n要真抓实干。\n")
    lost = {**FAILURE, "source": {"path": "samples/flood-season.txt"}}
    mended = {**copy.deepcopy(sample_records()[0]), "source": {**sample_records()[0]["source"], "path": "a/gone.txt"}}
    add(connection, [changed, lost, mended])
    finish(connection)
    gone = {record["source"]["path"] for record in (changed, lost, mended)}
    left = [record for record in all_records() if record["source"]["path"] not in gone]
    now = in_database(connection)
    wanted = all_rows([*left, changed, lost, mended])
    assert {**now, "lexicons": wanted["lexicons"]} == wanted  # lexicons of speeches that are gone may stay
    assert connection.execute("SELECT count(*) FROM pieces WHERE text = '查细'").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM pieces WHERE text = '真抓实干'").fetchone()[0] >= 1
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_sqlite_without_commit_is_as_before(tmp_path: Path) -> None:
    path = str(tmp_path / "out.db")
    first = open_database(path)
    add(first, sample_records()[:2])
    first.commit()
    add(first, sample_records()[2:])
    first.close()  # as after a fault: what was not committed is not there
    assert in_database(open_database(path)) == all_rows(sample_records()[:2])


def test_sqlite_search_finds_what_like_finds(tmp_path: Path) -> None:
    connection = open_database(str(tmp_path / "out.db"))
    add(connection, sample_records())
    finish(connection)
    made = all_rows(sample_records())
    texts = [
        row[BY_NAME[name].names.index("title" if name == "points" else "text")]
        for name in _SEARCHED
        for row in made[name]
    ]
    for words in ("责任", "县应急局", "负责同志", "回头看"):
        wanted = sum(words in text for text in texts)
        assert wanted > 0
        like = connection.execute("SELECT count(*) FROM pieces WHERE text LIKE ?", (f"%{words}%",)).fetchone()
        assert like == (wanted,)
        if len(words) > 2:
            match = connection.execute("SELECT count(*) FROM search WHERE search MATCH ?", (f'"{words}"',)).fetchone()
            assert match == (wanted,)
    titles = connection.execute(
        "SELECT count(*) FROM search JOIN pieces ON piece = search.rowid WHERE kind = 'point'"
    ).fetchone()
    assert titles == connection.execute("SELECT count(*) FROM points").fetchone()


def test_sqlite_task_list_is_the_tasks_with_names_and_days(tmp_path: Path) -> None:
    connection = open_database(str(tmp_path / "out.db"))
    record = make_record(
        "a.txt", "一、查\n县应急局牵头，县住建局配合，10月底前对厂房排查2遍。\n二、改\n改完。\n", date="2024-09-18"
    )
    add(connection, [record])
    finish(connection)
    (row,) = connection.execute(
        "SELECT path, leads, supports, due, latest, quantity, point_title FROM task_list"
    ).fetchall()
    assert row == ("a.txt", "县应急局", "县住建局", "10月底前", "2024-10-31", "2遍", "查")


def test_sqlite_refuses_what_is_not_ours(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE x (y)")
    with pytest.raises(BadRecord, match="another program"):
        open_database(str(other))
    ours = tmp_path / "ours.db"
    connection = open_database(str(ours))
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(BadRecord, match="of version 9"):
        open_database(str(ours))
    (tmp_path / "text.db").write_text("没有数据库\n" * 200, encoding="utf-8")
    with pytest.raises(BadRecord, match="no database that can be written"):
        open_database(str(tmp_path / "text.db"))


def test_parquet_gives_the_rows_back(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    tables_parquet.write(str(tmp_path / "out"), all_records())
    wanted = all_rows(all_records())
    for table in TABLES:
        found = parquet.read_table(tmp_path / "out" / f"{table.name}.parquet")
        assert tuple(found.column_names) == table.names
        made = [tuple(row[name] for name in table.names) for row in found.to_pylist()]
        assert sorted(made, key=lambda row: key_of(table.name, row)) == wanted[table.name]
        assert [field.nullable for field in found.schema] == [column.null for column in table.columns]


def test_csv_gives_the_rows_back_and_no_formula(tmp_path: Path) -> None:
    tables_csv.write(str(tmp_path / "out"), all_records())
    wanted = all_rows(all_records())
    for table in TABLES:
        data = (tmp_path / "out" / f"{table.name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        with open(tmp_path / "out" / f"{table.name}.csv", encoding="utf-8-sig", newline="") as file:
            heads, *found = list(csv.reader(file))
        assert tuple(heads) == table.names
        assert sorted(map(tuple, found)) == sorted(tuple(map(_written, row)) for row in wanted[table.name])
    assert any(cell.startswith("'=HYPERLINK") for row in found for cell in row) or "'=HYPERLINK" in (
        tmp_path / "out" / "speeches.csv"
    ).read_text(encoding="utf-8-sig")


def _written(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in tuple("=+-@\t\r") and text != "-" else text


def test_folders_are_put_in_place_when_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    tables_csv.write(str(out), sample_records()[:1])
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(BadRecord):
        tables_csv.write(str(out), _broken())
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    tables_csv.write(f"{out}/", sample_records()[:2])
    assert {path.name: path.read_bytes() for path in out.iterdir()} != before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _broken() -> Iterator[Record]:
    yield sample_records()[1]
    raise BadRecord("torn", path="x")


def test_what_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("信", encoding="utf-8")
    for path in ("mine", "mine/letter.txt"):
        with pytest.raises(WrongUsage, match="something else is there"):
            tables_csv.write(str(tmp_path / path), [])
    with pytest.raises(OutputFailed, match="cannot be written"):
        tables_csv.write(str(tmp_path / "mine" / "letter.txt" / "out"), [])
    with pytest.raises(OutputFailed, match="cannot be written"):
        tables_xlsx.write(str(tmp_path / "none" / "out.xlsx"), [])
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "信"


def test_ledger_of_a_corpus(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "out.xlsx"
    tables_xlsx.write(str(path), [*all_records(), FAILURE])
    sheet = openpyxl.load_workbook(path).active
    key = [(record["source"]["path"], task) for record in sample_records() for task in record["tasks"] if task["key"]]
    heads = [cell.value for cell in sheet[2]]
    found = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert [row["序号"] for row in found] == list(range(1, len(found) + 1))
    assert [row["文件"] for row in found[: len(key)]] == [path for path, _ in key]
    for row, (_, task) in zip(found, key, strict=False):
        assert (row["目标"] or "") == (task["quantity"] or "")
        assert (row["要点"] or "") == (task["point"] or "")
        assert row["原文"] == task["text"].replace("\r\n", "\n") or "\r" in task["text"]
        assert "\n" not in row["工作任务"]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows(min_row=3) for cell in row if cell.column != 7)


def test_ledger_joins_wrapped_lines_as_the_tasks_command_does(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    text = "一、查\n县应急局要在10月底前对厂房排查2遍。\n二、改\n改完。\n"
    record = make_record("a.txt", text, date="2024-09-18")
    record["tasks"].append({**record["tasks"][0], "id": "T2", "key": False, "text": "大家要高度重视"})
    record["tasks"][0]["text"] = "县应急局要在10月底\r\n前对 Windows\nServer 主机排查 \n  2遍"
    tables_xlsx.write(str(tmp_path / "out.xlsx"), [record])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet["B3"].value == "县应急局要在10月底前对Windows Server主机排查2遍"
    assert sheet.max_row == 3  # no task that is none of the list


def test_ledger_goes_on_in_a_further_sheet(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    made = list(islice(tables_xlsx.list_rows(sample_records()), 8))
    for most, sizes in ((3, [3, 3, 2]), (4, [4, 4]), (8, [8]), (9, [8])):
        with open(tmp_path / "out.xlsx", "wb") as out:
            write_ledger(made, Ledger(most_rows=most), out)
        book = openpyxl.load_workbook(tmp_path / "out.xlsx")
        assert [sheet.max_row - 2 for sheet in book] == sizes
        assert book.sheetnames == ["任务台账", "任务台账2", "任务台账3"][: len(sizes)]
        numbers = [row[0] for sheet in book for row in sheet.iter_rows(min_row=3, values_only=True)]
        assert numbers == [row.number for row in made]


@pytest.mark.parametrize("module", [tables_csv, tables_parquet, tables_xlsx])
def test_memory_is_flat(module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times the records, the same peak."""
    record = make_record(
        "a.txt", "一、查\n各镇要在11月底前完成2次排查，真抓实干。\n二、改\n改完。\n", date="2023-10-08"
    )
    monkeypatch.setattr(tables_parquet, "_ROW_GROUP", 100)

    def many(number: int) -> Iterator[Record]:
        for i in range(number):
            yield {**record, "source": {**record["source"], "path": f"{i}.txt"}}

    module.write(str(tmp_path / "warm"), many(1))
    peaks = []
    for number in (150, 450):
        tracemalloc.start()
        module.write(str(tmp_path / f"out{number}"), many(number))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.15 * peaks[0]


TABLES_PAGE = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")


def test_the_page_describes_the_tables_as_they_are() -> None:
    for table in TABLES:
        columns = ", ".join(
            f"{c.name}{'' if c.kind == 'text' else f' {c.kind}'}{'?' if c.null else ''}" for c in table.columns
        )
        references = ", ".join(f"{there} ({', '.join(here)})" for here, there in table.references)
        assert f"| `{table.name}` | {', '.join(table.key)} | {columns} | {references} |\n" in TABLES_PAGE


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", TABLES_PAGE, re.DOTALL), ids=lambda q: q[:40])
def test_queries_of_the_page_have_answers(query: str, tmp_path: Path) -> None:
    connection = open_database(str(tmp_path / "out.db"))
    add(connection, sample_records())
    finish(connection)
    assert connection.execute(query).fetchall()


def test_duckdb_reads_the_parquet_files(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    tables_parquet.write(str(tmp_path / "out"), sample_records())
    (query,) = re.findall('duckdb -c "(.*?)"\n', TABLES_PAGE)
    rows = duckdb.sql(query.replace("OUT", str(tmp_path / "out"))).fetchall()
    entries = [phrase["entry"] for record in sample_records() for phrase in record["phrases"]]
    assert len(rows) == 10
    assert all(entries.count(entry) == times for entry, times in rows)
