"""Going on with an output: what comes out is what one unbroken run would have written."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

import pytest
from batch_tools import InlineEngine, digest_group, run, states
from hypothesis import given, settings
from hypothesis import strategies as st

from speechkit.batch_files import read_run
from speechkit.batch_worker import fingerprint
from speechkit.errors import OutputFailed
from speechkit.settings import Settings

TEXT = "同志们：\n今年要抓好两件事：一是清欠，县财政局11月底前报清单；二是复产。\n"
VERSIONS = (Settings(), Settings(encoding="utf-8"))
"""Two settings, so two fingerprints."""


@dataclass(frozen=True)
class Turn:
    """One run of a batch and what happened before it and to it.

    Attributes:
        write: number of a file → its new content; None: it goes.
        version: which of `VERSIONS`.
        stop: outcomes after which it is left; None: it ends.
        tear: bytes cut off the end of what is being written; afterwards.
        spoil: whether zeros take their place, as after a power cut.
    """

    write: dict[int, str | None]
    version: int
    stop: int | None
    tear: int
    spoil: bool


_TURNS = st.lists(
    st.builds(
        Turn,
        write=st.dictionaries(st.integers(0, 7), st.sampled_from(["甲", "乙乙", "bad", None]), max_size=6),
        version=st.sampled_from([0, 0, 0, 1]),
        stop=st.one_of(st.none(), st.integers(0, 6)),
        tear=st.integers(0, 200),
        spoil=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("form", ["jsonl", "json"])
@given(turns=_TURNS)
@settings(max_examples=50, deadline=None)
def test_any_history_ends_in_what_one_run_writes(form: str, turns: list[Turn]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, out, fresh = Path(name, "in"), Path(name, "out"), Path(name, "fresh")
        folder.mkdir()
        (folder / "z.txt").write_text("last", encoding="utf-8")
        for turn in turns:
            _apply(turn, folder)
            run([folder], out, form=form, stop=turn.stop, settings=VERSIONS[turn.version], engine=_engine())
            if turn.stop is not None and form == "jsonl":
                _tear(Path(f"{out}.part") if Path(f"{out}.part").exists() else out, turn)
        last = VERSIONS[turns[-1].version]
        run([folder], out, form=form, settings=last, engine=_engine())
        run([folder], fresh, form=form, settings=last, engine=_engine())
        assert _content(out) == _content(fresh)
        assert read_run(f"{out}.run") == read_run(f"{fresh}.run")
        beside = {path.name for path in Path(name).iterdir()} - {"in", "out", "fresh", "out.run", "fresh.run"}
        assert beside == ({"out.log", "fresh.log"} if form == "json" else set())
        again = run([folder], out, form=form, settings=last, engine=_engine())
        assert {outcome.state for outcome in again} <= {"skipped", "failed"}


def _engine() -> InlineEngine:
    return InlineEngine(digest_group)


def _apply(turn: Turn, folder: Path) -> None:
    for number, text in turn.write.items():
        path = folder / f"{number}.txt"
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")


def _tear(path: Path, turn: Turn) -> None:
    size = path.stat().st_size
    cut = max(0, size - turn.tear)
    os.truncate(path, cut)
    if turn.spoil:
        os.truncate(path, size)


def _content(out: Path) -> dict[str, bytes]:
    if out.is_file():
        return {"": out.read_bytes()}
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def _speeches(folder: Path, number: int = 6) -> Path:
    folder.mkdir(exist_ok=True)
    for n in range(number):
        (folder / f"{n}.txt").write_text(TEXT * (n + 1), encoding="utf-8")
    return folder


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    folder, out = _speeches(tmp_path / "in"), tmp_path / "out.jsonl"
    assert states(run([folder], out)) == {"done": 6}
    before = out.stat()
    assert states(run([folder], out)) == {"skipped": 6}
    assert (out.stat().st_ino, out.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    (folder / "3.txt").write_text(TEXT * 9, encoding="utf-8")
    os.utime(folder / "4.txt")  # touched, not changed
    assert states(run([folder], out)) == {"done": 1, "skipped": 5}
    (folder / "35.txt").write_text(TEXT, encoding="utf-8")
    assert states(run([folder], out)) == {"done": 1, "skipped": 6}


@pytest.mark.parametrize(
    "change",
    [
        lambda patch, own: patch.setattr("speechkit.batch_worker.__version__", "9.9"),
        lambda patch, own: own.write_text(
            own.read_text(encoding="utf-8").replace("一张图", "两张图"), encoding="utf-8"
        ),
    ],
    ids=["version", "lexicon"],
)
def test_another_version_or_lexicon_does_all_again(
    change: Callable[[pytest.MonkeyPatch, Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speechkit.batch_worker import _fingerprint
    from speechkit.lexicon import _load_phrasebook
    from speechkit.lexicon_tools import new_lexicon

    own = tmp_path / "mine.yaml"
    own.write_text(new_lexicon("mine", "我的"), encoding="utf-8")
    chosen = Settings(lexicons=(str(own),))
    folder, out = _speeches(tmp_path / "in", 3), tmp_path / "out.jsonl"
    assert states(run([folder], out, settings=chosen)) == {"done": 3}
    assert states(run([folder], out, settings=chosen)) == {"skipped": 3}
    change(monkeypatch, own)
    _fingerprint.cache_clear()  # a new process would have none
    _load_phrasebook.cache_clear()
    assert states(run([folder], out, settings=chosen)) == {"done": 3}
    _fingerprint.cache_clear()


@pytest.mark.parametrize("field", [field.name for field in fields(Settings)])
def test_every_setting_that_a_record_depends_on_counts(field: str) -> None:
    values = {"date": date(2024, 3, 5), "encoding": "gbk", "only": ("frames",), "engine": "jieba"}
    free = {"max_bytes": 1, "cache_folder": "/nowhere", "lexicons": ()}
    value = values.get(field, free.get(field, "another"))
    changed = fingerprint(replace(Settings(), **{field: value}))
    assert (changed == fingerprint(Settings())) == (field in free)


def test_a_larger_size_is_a_reason_to_try_failures_again_only(tmp_path: Path) -> None:
    folder, out = _speeches(tmp_path / "in"), tmp_path / "out.jsonl"
    assert states(run([folder], out, settings=Settings(max_bytes=500))) == {"done": 4, "failed": 2}
    assert states(run([folder], out)) == {"skipped": 4, "done": 2}


def test_until_it_is_done_a_changed_run_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    folder, out = _speeches(tmp_path / "in"), tmp_path / "out.jsonl"
    run([folder], out)
    before = out.read_bytes()
    (folder / "1.txt").write_text("改了。\n", encoding="utf-8")
    run([folder], out, stop=4)
    assert out.read_bytes() == before
    assert states(run([folder], out)) == {"skipped": 6}  # the changed one was done by the run before


def test_another_programs_file_in_our_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.run").write_text("{}", encoding="utf-8")
    with pytest.raises(Exception, match=r"out\.jsonl\.run: not a note"):
        run([_speeches(tmp_path / "in")], tmp_path / "out.jsonl")


@pytest.mark.parametrize("form", ["sqlite", "csv", "parquet", "xlsx"])
def test_tables_are_the_same_after_an_interruption(form: str, tmp_path: Path) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    folder, out, fresh = _speeches(tmp_path / "in", 20), tmp_path / "out", tmp_path / "fresh"
    (folder / "bad.txt").write_bytes(b"")
    (folder / "gone.txt").write_text(TEXT, encoding="utf-8")
    run([folder], out, form=form, stop=18)
    (folder / "gone.txt").unlink()
    (folder / "0.txt").write_text(TEXT * 2, encoding="utf-8")
    run([folder], out, form=form, stop=1)
    assert states(run([folder], out, form=form)).keys() == {"done", "failed", "skipped"}
    run([folder], fresh, form=form)
    assert _tables(out) == _tables(fresh)


def _tables(out: Path) -> object:
    if out.is_dir() or not out.read_bytes().startswith(b"SQLite"):
        return _content(out)
    with sqlite3.connect(out) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        plain = [name for name in tables if not name.startswith(("search_", "sqlite_"))]
        assert {"speeches", "points", "tasks", "owners", "times", "phrases", "search"} <= set(plain)
        return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in plain}


def test_sqlite_holds_what_was_done_so_far(tmp_path: Path) -> None:
    folder, out = _speeches(tmp_path / "in", 20), tmp_path / "out.db"
    run([folder], out, form="sqlite", stop=18)
    with sqlite3.connect(out) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert 16 <= database.execute("SELECT count(*) FROM speeches").fetchone()[0] < 21


def test_a_full_disk_leaves_what_can_be_gone_on_with(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if os.system(f"mount -t tmpfs -o size=64k tmpfs {small} 2>/dev/null") != 0:
        pytest.skip("needs the right to mount a small file system")
    try:
        folder, out = _speeches(tmp_path / "in", 20), small / "out.jsonl"
        with pytest.raises(OutputFailed, match="No space left on device; mend that and go on with --resume"):
            run([folder], out)
        for line in out.read_bytes().splitlines(keepends=True):
            assert json.loads(line)["source"]["sha256"]
            assert line.endswith(b"}\n")
        assert os.system(f"mount -o remount,size=10m {small}") == 0
        assert states(run([folder], out))["done"] > 0
        run([folder], tmp_path / "fresh.jsonl")
        assert out.read_bytes() == (tmp_path / "fresh.jsonl").read_bytes()
    finally:
        os.system(f"umount {small}")
        shutil.rmtree(small, ignore_errors=True)
