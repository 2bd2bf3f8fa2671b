"""The queries of docs/batch.md and docs/cluster.md, run."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from batch_tools import run
from conftest import ROOT

PAGE = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
_SQL = re.findall(r"^```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
_ASKING = re.findall(r"^(?:jq|sqlite3) .*$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    run([ROOT / "samples"], folder / "all.jsonl")
    run([ROOT / "samples"], folder / "all.db", form="sqlite")
    return folder


@pytest.mark.parametrize("command", _ASKING)
def test_the_commands_find_something(command: str, outputs: Path) -> None:
    if shutil.which(command.split()[0]) is None:
        pytest.skip(f"{command.split()[0]} is not installed")
    found = subprocess.run(["bash", "-c", command], cwd=outputs, capture_output=True, check=True)
    assert found.stdout.strip()


def test_duckdb_reads_lines_and_parquet(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    monkeypatch.chdir(outputs)
    run([ROOT / "samples"], outputs / "all.parquet", form="parquet")
    (queries,) = _SQL
    lines, tables = (duckdb.sql(query).fetchall() for query in queries.strip().split(";\n"))
    with sqlite3.connect("all.db") as database:
        tasks = (
            "SELECT path, count(*) AS n FROM tasks JOIN speeches USING (speech) GROUP BY path ORDER BY n DESC LIMIT 3"
        )
        assert sorted(n for _, n in lines) == sorted(n for _, n in database.execute(tasks))
        phrases = "SELECT entry, count(DISTINCT speech) AS n FROM phrases GROUP BY entry ORDER BY n DESC, entry LIMIT 3"
        assert tables == database.execute(phrases).fetchall()


def test_every_option_is_on_the_page() -> None:
    from speechkit.cli_batch import batch

    for option in ("--include", "--format", "--resume", "--jobs", "--shard", "--max-size", "--out"):
        assert option in PAGE
        assert any(option in parameter.opts for parameter in batch.params)
