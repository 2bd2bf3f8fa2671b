"""Batches in one process: what is an input, what is written, what is refused."""

from __future__ import annotations

import json
import os
import tracemalloc
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from batch_tools import InlineEngine, digest_group, run, states
from click.testing import CliRunner
from conftest import ROOT, load_cases

from speechkit.batch import Crew, Request, _in_order, _Task, run_batch, start_batch
from speechkit.batch_inputs import Input
from speechkit.batch_pool import Answers
from speechkit.batch_worker import Answer, Job, Order
from speechkit.cli import cli
from speechkit.errors import EngineLost, OutputFailed, SpeechkitError, WrongUsage
from speechkit.settings import Settings

SCHEMA = json.loads((ROOT / "speechkit" / "output.schema.json").read_text(encoding="utf-8"))
TEXT = "同志们：\n今年要抓好两件事：一是清欠，县财政局11月底前报清单；二是复产。\n"


def _write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", load_cases("batch_inputs.yaml"))
def test_inputs(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in case["files"]:
        path = Path("in", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    request = Request("out.jsonl", Settings(), include=tuple(case.get("include", ())))
    with start_batch(case.get("arguments", ["in"]), request) as batch:
        assert [item.path for item in batch.plan.inputs()] == case["expect"]
        assert batch.total == len(case["expect"])


def test_links_to_folders_are_not_followed_and_links_to_files_are(tmp_path: Path) -> None:
    folder = _write(tmp_path / "in", a="甲")
    (folder / "loop").symlink_to(folder)
    (folder / "b.txt").symlink_to(folder / "a.txt")
    outcomes = run([folder], tmp_path / "out", engine=InlineEngine(digest_group))
    assert [Path(outcome.path).name for outcome in outcomes] == ["a.txt", "b.txt"]


def test_the_output_is_no_input(tmp_path: Path) -> None:
    folder = _write(tmp_path / "in", a="甲")
    for _ in range(2):
        outcomes = run([folder], folder / "out.txt", include=("*",), engine=InlineEngine(digest_group))
        assert [Path(outcome.path).name for outcome in outcomes] == ["a.txt"]
    outcomes = run([folder], folder / "all", form="json", include=("*",), engine=InlineEngine(digest_group))
    assert "a.json" not in [Path(outcome.path).name for outcome in outcomes]
    outcomes = run([folder], folder / "all", form="json", include=("*",), engine=InlineEngine(digest_group))
    assert "a.json" not in [Path(outcome.path).name for outcome in outcomes]


def test_a_name_that_is_no_utf8_goes_there_and_back(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/in/\xc4\xe3.txt"
    (tmp_path / "in").mkdir()
    with open(name, "w", encoding="utf-8") as file:
        file.write(TEXT)
    out = tmp_path / "out.jsonl"
    assert states(run([tmp_path / "in"], out)) == {"done": 1}
    assert os.fsencode(_lines(out)[0]["source"]["path"]) == name
    assert states(run([tmp_path / "in"], out)) == {"skipped": 1}


def test_records_are_those_of_analyze_and_failures_are_records(tmp_path: Path) -> None:
    folder = _write(tmp_path / "in", a=TEXT, b="", c=TEXT * 2)
    (folder / "d.txt").write_bytes(b"\0\1\2" * 50)
    out = tmp_path / "out.jsonl"
    outcomes = run([folder, tmp_path / "none.txt"], out)
    assert [outcome.state for outcome in outcomes] == ["done", "failed", "done", "failed", "failed"]
    lines = out.read_text(encoding="utf-8").splitlines(keepends=True)
    for name, line in zip("ac", (lines[0], lines[2]), strict=True):
        single = CliRunner().invoke(cli, ["analyze", str(folder / f"{name}.txt"), "--format", "jsonl"])
        assert single.stdout == line
    for line in lines:
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(line))
    assert [json.loads(lines[n])["error"]["code"] for n in (1, 3, 4)] == ["unreadable", "unknown-format", "unreadable"]
    assert sum(outcome.characters for outcome in outcomes) == 3 * len(TEXT)


def test_json_writes_a_file_a_speech_and_mirrors_folders(tmp_path: Path) -> None:
    folder = _write(tmp_path / "in", a=TEXT)
    _write(folder / "下", b=TEXT, c="")
    run([folder], tmp_path / "out", form="json")
    found = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*"))
    assert found == ["a.json", "下/b.json", "下/c.json"]
    single = CliRunner().invoke(cli, ["analyze", str(folder / "a.txt")])
    assert (tmp_path / "out" / "a.json").read_text(encoding="utf-8") == single.stdout
    assert json.loads((tmp_path / "out" / "下" / "c.json").read_text(encoding="utf-8"))["error"]["code"] == "unreadable"


@pytest.mark.parametrize("names", [("a.txt", "a.docx"), ("a.txt", "A.txt"), ("é.txt", "e\u0301.txt")])
def test_clashes_are_refused_before_anything_is_written(names: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in names:
        (tmp_path / "in" / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(WrongUsage, match="would both become one file"):
        run([tmp_path / "in"], tmp_path / "out", form="json")
    assert not list(tmp_path.glob("out*"))
    run([tmp_path / "in"], tmp_path / "out.jsonl", engine=InlineEngine(digest_group))


def test_names_that_only_end_alike_are_no_clash(tmp_path: Path) -> None:
    folder = _write(tmp_path / "in", a=TEXT, ba=TEXT)
    _write(folder / "b", a=TEXT)
    assert states(run([folder], tmp_path / "out", form="json", engine=InlineEngine(digest_group))) == {"done": 3}


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    folder = _write(tmp_path / "in", a="甲")
    out, foreign = tmp_path / "out.jsonl", tmp_path / "letter.txt"
    run([folder], out, resume=False, engine=InlineEngine(digest_group))
    before = out.read_bytes()
    with pytest.raises(WrongUsage, match="--resume goes on with it"):
        run([folder], out, resume=False)
    with pytest.raises(WrongUsage, match="exists already as jsonl"):
        run([folder], out, form="csv")
    foreign.write_text("亲爱的\n", encoding="utf-8")
    with pytest.raises(WrongUsage, match="no output of `speechkit batch`"):
        run([folder], foreign)
    assert out.read_bytes() == before
    assert foreign.read_text(encoding="utf-8") == "亲爱的\n"
    assert not list(tmp_path.glob("*.lock"))


@pytest.mark.parametrize(
    ("settings", "match"),
    [
        (Settings(encoding="klingon"), "unknown encoding"),
        (Settings(only=("nothing",)), "no lexicon 'nothing'"),
        (Settings(lexicons=("/nowhere.yaml",)), "cannot be read"),
    ],
)
def test_what_would_fail_every_speech_fails_at_once(settings: Settings, match: str, tmp_path: Path) -> None:
    with pytest.raises(SpeechkitError, match=match):
        run([_write(tmp_path / "in", a=TEXT)], tmp_path / "out.jsonl", settings=settings)
    assert not list(tmp_path.glob("out*"))


def test_no_inputs(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(WrongUsage, match="no speeches found"):
        run([tmp_path / "in"], tmp_path / "out.jsonl")
    assert not list(tmp_path.glob("out*"))


def test_a_fault_of_ours_is_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too\ndeep")

    monkeypatch.setattr("speechkit.pipeline.analyze_source", fail)
    (outcome,) = run([_write(tmp_path / "in", a=TEXT)], tmp_path / "out.jsonl")
    assert (outcome.state, outcome.code) == ("failed", "internal")
    assert "RecursionError: too deep" in outcome.message


def test_workers_of_another_version_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechkit.batch_worker.fingerprint", lambda settings: "another")
    (outcome,) = run([_write(tmp_path / "in", a=TEXT)], tmp_path / "out.jsonl")
    assert outcome.code == "other-version"


def test_few_inputs_are_shared_out_and_many_go_in_groups(tmp_path: Path) -> None:
    folder = _write(tmp_path / "in", **{f"a{n:03}": "甲" for n in range(100)}, big="甲" * 100_000)
    few = InlineEngine(digest_group, workers=2)
    run([folder], tmp_path / "few.jsonl", include=("a00?.txt",), engine=few)
    assert len(few.groups) >= 4
    many = InlineEngine(digest_group)
    run([folder], tmp_path / "many.jsonl", engine=many)
    assert max(many.groups) == 16
    assert many.groups[-1] == 1  # the big one goes alone


class _LazyEngine(InlineEngine):
    """Finishes a job only when somebody asks for it, and counts those that wait."""

    def __init__(self) -> None:
        super().__init__(digest_group, workers=2)
        self.waiting = self.most = 0

    def submit(self, order: Order, jobs: tuple[Job, ...]) -> Future[Answers]:
        engine = self

        class _Lazy(Future[Answers]):
            def result(self, timeout: float | None = None) -> Answers:
                engine.waiting -= 1
                return digest_group(order, jobs)

        self.waiting += 1
        self.most = max(self.most, self.waiting)
        return _Lazy()


def _order() -> Order:
    return Order(Settings(), "jsonl", "f")


@pytest.mark.parametrize(("size", "most"), [(10, 17), (10_000_000, 3)])
def test_the_number_of_jobs_in_flight_is_bounded(size: int, most: int, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲", encoding="utf-8")
    engine = _LazyEngine()
    groups = iter([(_Task(Input(str(path), "a.txt", size), None),)] * 100)
    assert len(list(_in_order(groups, Crew(_order(), engine)))) == 100
    assert engine.most == most


def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path) -> None:
    peaks = []
    for number in (2000, 10000):
        request = Request(str(tmp_path / f"{number}.jsonl"), Settings())
        tracemalloc.start()
        with start_batch((f"{tmp_path}/{n}.txt" for n in range(number)), request) as batch:
            for _ in run_batch(batch, InlineEngine(_answer_nothing)):
                pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 100_000, peaks  # a list of the paths alone would be ten times that


def _answer_nothing(order: Order, jobs: tuple[Job, ...]) -> Answers:
    return tuple(Answer(job.path, "x" * 999 + "\n") for job in jobs)


def test_a_lost_worker_costs_its_files_one_try(tmp_path: Path) -> None:
    tries: dict[str, int] = {}

    def work(order: Order, jobs: tuple[Job, ...]) -> Answers:
        for job in jobs:
            name = Path(job.path).stem
            tries[name] = tries.get(name, 0) + 1
            if name == "bomb" or (name == "weak" and tries[name] == 1):
                raise OSError("the worker is gone")
        return digest_group(order, jobs)

    folder = _write(tmp_path / "in", a="甲", bomb="乙", weak="丙", z="丁")
    outcomes = run([folder], tmp_path / "out.jsonl", engine=InlineEngine(work))
    assert [(Path(o.path).stem, o.state, o.code) for o in outcomes] == [
        ("a", "done", None),
        ("bomb", "failed", "worker-lost"),
        ("weak", "done", None),
        ("z", "done", None),
    ]
    assert tries["bomb"] == tries["weak"] == 2
    assert [line.get("error", {}).get("code") for line in _lines(tmp_path / "out.jsonl")][1] == "worker-lost"


def test_when_every_worker_is_lost_the_run_ends(tmp_path: Path) -> None:
    def work(order: Order, jobs: tuple[Job, ...]) -> Answers:
        raise OSError("no memory to start")

    folder = _write(tmp_path / "in", **{f"a{n:02}": "甲" for n in range(40)})
    with pytest.raises(EngineLost, match="20 files in a row"):
        run([folder], tmp_path / "out.jsonl", engine=InlineEngine(work))
    assert states(run([folder], tmp_path / "out.jsonl", engine=InlineEngine(digest_group))) == {"done": 40}


def test_a_full_disk_names_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _write(tmp_path / "in", a="甲" * 1000, b="乙")
    monkeypatch.setattr("speechkit.batch_jsonl._write_all", _no_space)
    with pytest.raises(OutputFailed, match=r"out\.jsonl: cannot be written: No space left"):
        run([folder], tmp_path / "out.jsonl", engine=InlineEngine(digest_group))
    monkeypatch.undo()
    assert (tmp_path / "out.jsonl").read_bytes() == b""
    assert states(run([folder], tmp_path / "out.jsonl", engine=InlineEngine(digest_group))) == {"done": 2}


def _no_space(file: object, data: bytes) -> None:
    raise OSError(28, "No space left on device")
