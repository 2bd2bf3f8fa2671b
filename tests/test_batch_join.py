"""Shards and what joins them; URLs."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_tools import InlineEngine, call, digest_group, run, states

from speechkit.batch_join import join_outputs
from speechkit.errors import BadRecord, SpeechkitError, WrongUsage
from speechkit.settings import Settings

TEXT = "同志们：\n一、清欠\n县财政局要在11月底前把清单报县政府办。\n二、复产\n各镇每周五报一次进度。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for n in range(11):
        (tmp_path / "in" / f"{n:02}.txt").write_text(TEXT * (n + 1), encoding="utf-8")
    (tmp_path / "in" / "03b.txt").write_bytes(b"bad")
    return tmp_path / "in"


def _shards(folder: Path, number: int, **options: object) -> list[Path]:
    outs = [folder.parent / f"part{n}.jsonl" for n in range(1, number + 1)]
    for n, out in enumerate(outs, 1):
        run([folder], out, shard=(n, number), engine=InlineEngine(digest_group), **options)  # type: ignore[arg-type]
    return outs


@pytest.mark.parametrize("number", [1, 2, 5, 12, 20])
def test_joined_shards_are_the_whole(number: int, folder: Path) -> None:
    whole, joined = folder.parent / "whole.jsonl", folder.parent / "joined.jsonl"
    run([folder], whole, engine=InlineEngine(digest_group))
    outs = _shards(folder, number)
    assert sum(out.read_bytes().count(b"\n") for out in outs) == 12
    assert join_outputs([*map(str, reversed(outs))], str(joined), form="jsonl") == 12
    assert joined.read_bytes() == whole.read_bytes()
    assert states(run([folder], joined, engine=InlineEngine(digest_group))) == {"skipped": 11, "failed": 1}


def _leave_one_out(folder: Path, outs: list[Path]) -> list[Path]:
    return outs[1:]


def _give_one_twice(folder: Path, outs: list[Path]) -> list[Path]:
    return [*outs, outs[0]]


def _add_a_file(folder: Path, outs: list[Path]) -> list[Path]:
    (folder / "new.txt").write_text(TEXT, encoding="utf-8")
    run([folder], outs[1], shard=(2, 3), engine=InlineEngine(digest_group))
    return outs


def _other_settings(folder: Path, outs: list[Path]) -> list[Path]:
    chosen = Settings(encoding="utf-8")
    run([folder], outs[1], shard=(2, 3), settings=chosen, engine=InlineEngine(digest_group))
    return outs


def _leave_unfinished(folder: Path, outs: list[Path]) -> list[Path]:
    (folder / "00.txt").write_text("改", encoding="utf-8")
    run([folder], outs[0], shard=(1, 3), stop=1, engine=InlineEngine(digest_group))
    outs[0].with_name("part1.jsonl.run").write_text(
        outs[0].with_name("part1.jsonl.run").read_text(encoding="utf-8").replace("true", "false"), encoding="utf-8"
    )
    return outs


def _lose_the_note(folder: Path, outs: list[Path]) -> list[Path]:
    outs[0].with_name("part1.jsonl.run").unlink()
    return outs


def _lose_a_line(folder: Path, outs: list[Path]) -> list[Path]:
    outs[2].write_bytes(b"".join(outs[2].read_bytes().splitlines(keepends=True)[:-1]))
    return outs


def _tear_a_line(folder: Path, outs: list[Path]) -> list[Path]:
    outs[2].write_bytes(outs[2].read_bytes()[:-5])
    return outs


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_leave_one_out, "give each of the 3 shards once; these are 2/3, 3/3"),
        (_give_one_twice, "give each of the 3 shards once"),
        (_add_a_file, "made from another list of inputs"),
        (_other_settings, "other lexicons or settings"),
        (_leave_unfinished, "not finished; run it again with --resume"),
        (_lose_the_note, "no output of `speechkit batch --format jsonl`"),
        (_lose_a_line, "the shards hold 11 records of 12"),
        (_tear_a_line, "no record of speechkit"),
    ],
)
def test_shards_that_do_not_go_together_are_refused(
    change: Callable[[Path, list[Path]], list[Path]], message: str, folder: Path
) -> None:
    outs = change(folder, _shards(folder, 3))
    with pytest.raises((WrongUsage, BadRecord), match=message):
        join_outputs([*map(str, outs)], str(folder.parent / "joined"), form="jsonl")
    assert not list(folder.parent.glob("joined*"))


def test_other_outputs_follow_each_other(folder: Path) -> None:
    one, two, joined = (folder.parent / name for name in ("one.jsonl", "two.jsonl", "joined.jsonl"))
    run([folder / "05.txt"], one)
    run([folder / "01.txt", folder / "none.txt"], two)
    assert join_outputs([str(one), str(two)], str(joined), form="jsonl") == 3
    assert joined.read_bytes() == one.read_bytes() + two.read_bytes()
    with pytest.raises(WrongUsage, match="exists already"):
        join_outputs([str(one)], str(joined), form="jsonl")


def test_joining_into_tables_is_a_batch_into_tables(folder: Path) -> None:
    parent = folder.parent
    for n in (1, 2):
        run([folder], parent / f"{n}.jsonl", shard=(n, 2))
    for form in ("sqlite", "csv"):
        joined = call("join", "1.jsonl", "2.jsonl", "--format", form, "--out", f"joined.{form}", cwd=parent)
        assert (joined.returncode, joined.stdout) == (0, ""), joined.stderr
        assert joined.stderr == "speechkit: 12 records joined\n"
        run([folder], parent / f"whole.{form}", form=form)
    for table in ("speeches", "tasks", "failures"):
        found = [(parent / f"{name}.csv" / f"{table}.csv").read_bytes() for name in ("joined", "whole")]
        assert found[0] == found[1]
    with sqlite3.connect(parent / "joined.sqlite") as ours, sqlite3.connect(parent / "whole.sqlite") as theirs:
        query = "SELECT * FROM tasks ORDER BY speech, task"
        assert ours.execute(query).fetchall() == theirs.execute(query).fetchall()
        assert ours.execute("SELECT count(*), count(DISTINCT speech) FROM tasks").fetchone()[1] == 11


def test_tables_of_shards_that_lack_a_line_are_not_made(folder: Path) -> None:
    for n in (1, 2):
        run([folder], folder.parent / f"part{n}.jsonl", shard=(n, 2))
    outs = [folder.parent / "part1.jsonl", folder.parent / "part2.jsonl"]
    outs[1].write_bytes(b"".join(outs[1].read_bytes().splitlines(keepends=True)[:-1]))
    for form in ("sqlite", "csv"):
        with pytest.raises(BadRecord, match="the shards hold 11 records of 12"):
            join_outputs([*map(str, outs)], str(folder.parent / "joined"), form=form)
        assert not list(folder.parent.glob("joined*"))


def test_urls_are_read_as_files_are(folder: Path) -> None:
    pytest.importorskip("fsspec")
    plain, remote = folder.parent / "plain.jsonl", folder.parent / "remote.jsonl"
    run([folder], plain)
    assert states(run([f"file://{folder}"], remote)) == {"done": 12}
    ours, theirs = (
        [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] for out in (remote, plain)
    )
    assert [record["source"].pop("path") for record in ours] == [
        "file://" + record["source"].pop("path") for record in theirs
    ]
    assert ours == theirs
    assert states(run([f"file://{folder}"], remote)) == {"skipped": 12}


def test_urls_of_a_file_system_in_memory(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    for name, data in (("a.txt", TEXT.encode()), ("下/b.txt", TEXT.encode("gb18030")), ("c.jpg", b"x"), ("d.txt", b"")):
        system.pipe_file(f"/speeches/{name}", data)
    try:
        outcomes = run(["memory://speeches/", "memory://none.txt", "klingon://a.txt"], tmp_path / "out.jsonl")
        large = run(["memory://speeches/"], tmp_path / "small.jsonl", settings=Settings(max_bytes=10))
    finally:
        system.rm("/speeches", recursive=True)
    assert [(outcome.path, outcome.state) for outcome in outcomes] == [
        ("memory:///speeches/a.txt", "done"),
        ("memory:///speeches/d.txt", "failed"),
        ("memory:///speeches/下/b.txt", "done"),
        ("memory://none.txt", "failed"),
        ("klingon://a.txt", "failed"),
    ]
    assert [outcome.message for outcome in outcomes][3:4] == ["no such file"]
    assert "cannot be reached" in outcomes[4].message
    assert [outcome.code for outcome in large] == ["too-large", "unreadable", "too-large"]


def test_without_fsspec_a_url_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    (outcome,) = run(["s3://bucket/a.txt"], tmp_path / "out.jsonl")
    assert (outcome.code, outcome.message) == (
        "missing-package",
        "reading a URL needs fsspec; run: pip install fsspec",
    )


def test_an_error_names_its_url(tmp_path: Path) -> None:
    from speechkit.batch_remote import read_remote

    with pytest.raises(SpeechkitError, match=r"^file:///nowhere/a\.txt: no such file$"):
        read_remote("file:///nowhere/a.txt", Settings())
