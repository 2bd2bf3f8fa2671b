"""Counts, dispersion and keyness across speeches, against values worked out by hand; the command on every source."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, load_cases
from hypothesis import given
from hypothesis import strategies as st
from record_tools import FAILURE, Record, make_record, sample_records

import speechkit
from speechkit.cli import cli
from speechkit.errors import WrongUsage
from speechkit.keyness import adjust, measure_dispersion, measure_keyness, probability
from speechkit.records import walk_outline
from speechkit.stats_counts import count_groups, count_items, tally_records
from speechkit.stats_keyness import choose_sides, compare
from speechkit.stats_model import Item, Speech, Tally
from speechkit.stats_words import tally_words
from speechkit.tables_load import load_database
from speechkit.tables_sqlite import add, finish, open_database


@pytest.mark.parametrize("row", load_cases("keyness.yaml"))
def test_keyness_is_what_the_formulas_give(row: dict[str, Any]) -> None:
    count, size, other, other_size = row["counts"]
    found = measure_keyness(count, size, reference_count=other, reference_size=other_size)
    for name in ("g2", "bic", "log_ratio", "diff"):
        wanted = row[name]
        assert getattr(found, name) == (wanted if wanted is None else pytest.approx(wanted, abs=2e-6)), name


@pytest.mark.parametrize(("g2", "p"), [(3.841459, 0.05), (6.634897, 0.01), (10.827566, 0.001), (15.136705, 0.0001)])
def test_critical_values(g2: float, p: float) -> None:
    assert probability(g2) == pytest.approx(p, rel=1e-5)
    assert adjust(p, 7) == pytest.approx(7 * p)
    assert adjust(p, 10**9) == 1


@given(st.integers(0, 50), st.integers(50, 9999), st.integers(0, 50), st.integers(50, 9999))
def test_keyness_turns_round_with_its_sides(count: int, size: int, other: int, other_size: int) -> None:
    if not count and not other:
        return
    here = measure_keyness(count, size, reference_count=other, reference_size=other_size)
    there = measure_keyness(other, other_size, reference_count=count, reference_size=size)
    assert here.g2 == pytest.approx(there.g2, abs=1e-9)
    assert here.g2 >= 0
    assert 0 <= here.p <= 1
    assert (here.log_ratio is None) == (there.log_ratio is None)
    if here.log_ratio is not None and there.log_ratio is not None:
        assert here.log_ratio == pytest.approx(-there.log_ratio)
        assert (here.log_ratio > 0) == (count * other_size > other * size) or abs(here.log_ratio) < 1e-9


def test_dispersion_of_gries_own_example() -> None:
    """Gries 2008: five parts of 9, 10, 10, 10 and 11 words hold a word 1, 2, 3, 4 and 5 times: DP = 0.18."""
    dp, normalised = measure_dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11], size=50, smallest=9)
    assert (dp, normalised) == (pytest.approx(0.18), pytest.approx(0.18 / 0.82))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 99)), min_size=1, max_size=8))
def test_dispersion_is_half_the_sum_of_differences(parts: list[tuple[int, int]]) -> None:
    total, size = sum(count for count, _ in parts), sum(part for _, part in parts)
    if not total:
        return
    held = [pair for pair in parts if pair[0]]
    smallest = min(part for _, part in parts)
    dp, normalised = measure_dispersion(
        [count for count, _ in held], [part for _, part in held], size=size, smallest=smallest
    )
    assert dp == pytest.approx(sum(abs(count / total - part / size) for count, part in parts) / 2, abs=1e-9)
    assert 0 <= normalised <= 1 + 1e-9


def test_counts_of_a_small_corpus() -> None:
    tally = Tally()
    tally.add(Speech("a/1.txt", "a", 2019, 100), {Item("甲"): 2, Item("乙"): 1})
    tally.add(Speech("a/2.txt", "a", 2020, 300), {Item("甲"): 2})
    tally.add(Speech("b/3.txt", "b", None, 100), {Item("乙"): 1, Item("丙"): 1})
    whole = [(row.item.text, row.count, row.per_1000, row.documents, row.share) for row in count_items(tally, None)]
    assert whole == [("甲", 4, 8.0, 2, 2 / 3), ("乙", 2, 4.0, 2, 2 / 3), ("丙", 1, 2.0, 1, 1 / 3)]
    by_folder = [(row.group, row.item.text, row.count, row.per_1000) for row in count_items(tally, "folder")]
    assert by_folder == [("a", "甲", 4, 10.0), ("a", "乙", 1, 2.5), ("b", "丙", 1, 10.0), ("b", "乙", 1, 10.0)]
    assert {(row.group, row.item.text): row.share for row in count_items(tally, "folder")}["a", "乙"] == 1 / 2
    assert {row.group for row in count_items(tally, "year")} == {"2019", "2020", "不明"}
    assert [row.group for row in count_items(tally, "speech")] == [
        "a/1.txt",
        "a/1.txt",
        "a/2.txt",
        "b/3.txt",
        "b/3.txt",
    ]
    dispersions = {row.item.text: row.dp for row in count_items(tally, None)}
    assert dispersions["甲"] == pytest.approx((0.3 + 0.1 + 0.2) / 2)
    assert dispersions["丙"] == pytest.approx(0.8)


@pytest.mark.parametrize("of", ["phrases", "frames", "categories", "points", "owners"])
def test_every_finding_of_the_samples_is_counted_once(of: str) -> None:
    wanted = {
        "phrases": sum(len(record["phrases"]) for record in sample_records()),
        "frames": sum(len(record["patterns"]) for record in sample_records()),
        "categories": sum(len(record["phrases"]) for record in sample_records()),
        "points": sum(1 for record in sample_records() for _ in walk_outline(record["outline"])),
        "owners": sum(len(task["owners"]) for record in sample_records() for task in record["tasks"] if task["key"]),
    }
    tally = tally_records(sample_records(), of)  # type: ignore[arg-type]
    for by in (None, "speech", "folder", "year"):
        rows = count_items(tally, by)  # type: ignore[arg-type]
        assert sum(row.count for row in rows) == wanted[of]
        assert all(0 <= row.dp <= 1 and 0 < row.share <= 1 for row in rows)


def test_words_are_counted_per_thousand_words() -> None:
    texts = ["一、查\n查漏，查缺 3 遍。\n二、改\n改完。\n", "一、查\n查漏。\n二、改\n改完。\n"]
    docs = [speechkit.analyze(text, only=()) for text in texts]
    tally = tally_words(((Speech(f"{n}", "", None, 999), doc) for n, doc in enumerate(docs)), "jieba")
    assert all(any(c.isalpha() for c in item.text) for item in tally.items)
    total = sum(speech.size for speech in tally.speeches)
    rows = count_items(tally, None)
    assert sum(row.count for row in rows) == total
    assert sum(row.per_1000 for row in rows) == pytest.approx(1000)


def test_duties_that_are_none_of_the_list_are_not_counted() -> None:
    record = make_record("a.txt", "一、查\n县应急局10月底前对厂房排查2遍。\n二、改\n改完。\n", date="2024-09-18")
    record["tasks"].append({**record["tasks"][0], "id": "T2", "key": False})
    (row,) = count_items(tally_records([record], "owners"), None)
    assert (row.item, row.count) == (Item("县应急局", "牵头"), 1)
    assert count_groups([record], None)[0].duties == 1


def test_no_formula_comes_out_of_a_speech(tmp_path: Path) -> None:
    record = make_record("a.txt", "一、=SUM(1)\n查细。\n二、改\n改完。\n")
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    printed = run(str(tmp_path / "a.jsonl"), "--of", "points", "--format", "csv").stdout
    assert "\n'=SUM（1）" in printed


def test_summary_adds_up() -> None:
    (whole,) = count_groups(sample_records(), None)
    parts = count_groups(sample_records(), "speech")
    assert len(parts) == whole.speeches == len(sample_records())
    for name in ("characters", "points", "duties", "with_lead", "with_time", "with_target", "phrases", "frames"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name) > 0
    assert whole.distinct < sum(part.distinct for part in parts)


def corpus() -> list[Record]:
    """Two folders, of two years; 真抓实干 marks the one, 久久为功 the other."""
    texts = {
        "old/one.txt": "一、查\n要真抓实干，要真抓实干。\n二、改\n改完。\n",
        "old/more/two.txt": "一、查\n要真抓实干。\n二、改\n改完。\n",
        "new/three.txt": "一、查\n要久久为功，要久久为功，要久久为功。\n二、改\n也要真抓实干。\n",
    }
    years = {"old/one.txt": "2019-01-01", "old/more/two.txt": "2019-05-01", "new/three.txt": "2023-01-01"}
    return [make_record(path, text, date=years[path]) for path, text in texts.items()]


def test_keyness_of_folders_and_years() -> None:
    tally = tally_records(corpus(), "phrases")
    for names, by in ((("old", "new"), "folder"), (("2019", "2023"), "year"), (("old", "-"), "folder")):
        sides = choose_sides(tally, names, by)  # type: ignore[arg-type]
        rows = {row.item.text: row for row in compare(tally, *sides)}
        assert (rows["真抓实干"].count, rows["真抓实干"].reference_count) == (3, 1)
        assert (rows["久久为功"].count, rows["久久为功"].reference_count) == (0, 3)
        assert rows["真抓实干"].more
        assert not rows["久久为功"].more
        assert (rows["真抓实干"].documents, rows["久久为功"].dp_norm) == (2, None)
        wanted = measure_keyness(3, sides[0].size, reference_count=1, reference_size=sides[1].size)
        assert rows["真抓实干"].keyness == wanted
        assert rows["真抓实干"].p_adjusted == min(1.0, wanted.p * len(rows))


def test_keyness_lists_the_surest_first() -> None:
    tally = Tally()
    tally.add(Speech("a/1.txt", "a", None, 1000), {Item("甲"): 9, Item("乙"): 2, Item("丙"): 4, Item("丁"): 2})
    tally.add(Speech("b/2.txt", "b", None, 1000), {Item("丙"): 4})
    rows = compare(tally, *choose_sides(tally, ("a", "b"), "folder"))
    assert [row.item.text for row in rows] == ["甲", "丁", "乙", "丙"]


@pytest.mark.parametrize(
    ("names", "says"), [(("old", "none"), "no speech there"), (("old", "more"), "1 speeches are in both")]
)
def test_sides_that_cannot_be_compared(names: tuple[str, str], says: str) -> None:
    with pytest.raises(WrongUsage, match=says):
        choose_sides(tally_records(corpus(), "phrases"), names, "folder")


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["stats", *words])


def write_corpus(folder: Path) -> None:
    for record, text in zip(corpus(), ("真抓实干，要真抓实干", "真抓实干", "久久为功，也要真抓实干"), strict=True):
        path = folder / record["source"]["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"一、查\n要{text}，这一条要在会后逐级传达到底。\n二、改\n改完。\n", encoding="utf-8")


@pytest.fixture(scope="module")
def batched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `speeches` and what batch makes of it, as lines, files and a database."""
    folder = tmp_path_factory.mktemp("batched")
    write_corpus(folder / "speeches")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for form in ("jsonl", "json", "sqlite"):
            made = CliRunner().invoke(cli, ["batch", "speeches", "-o", f"out.{form}", "--format", form, "--jobs", "1"])
            assert made.exit_code == 0, made.stderr
    return folder


@pytest.fixture
def in_corpus(batched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a copy of `batched`."""
    copytree(batched, tmp_path / "corpus")
    monkeypatch.chdir(tmp_path / "corpus")
    return tmp_path / "corpus"


@pytest.mark.parametrize(
    "words",
    [
        ("--by", "folder"),
        ("--of", "phrases"),
        ("--of", "words", "--by", "folder"),
        ("--keyness", "old", "new"),
        ("--keyness", "old", "-", "--of", "words"),
        ("--shared",),
    ],
    ids=" ".join,
)
def test_every_source_gives_one_answer(words: tuple[str, ...], in_corpus: Path) -> None:
    answers = {}
    for source in ("speeches", "out.jsonl", "out.json", "out.sqlite"):
        found = run(source, *words, "--format", "json", "--jobs", "1")
        assert found.exit_code == 0, found.stderr
        answers[source] = json.loads(found.stdout)
    assert answers["speeches"]["rows"]
    for source in ("out.jsonl", "out.json", "out.sqlite"):
        assert answers[source] == answers["speeches"]


def test_formats_hold_the_same_rows(in_corpus: Path) -> None:
    for words in (("--of", "phrases"), ("--keyness", "old", "new"), ("--shared",), ("--by", "year")):
        rows = json.loads(run("out.jsonl", *words, "--format", "json").stdout)["rows"]
        lines = list(csv.DictReader(StringIO(run("out.jsonl", *words, "--format", "csv").stdout)))
        assert [list(row) for row in rows] == [list(line) for line in lines]
        for row, line in zip(rows, lines, strict=True):
            assert {name: "" if value is None else str(value) for name, value in row.items()} == line
        table = run("out.jsonl", *words).stdout
        assert all(str(row["text"]) in table for row in rows if "text" in row and words != ("--shared",))


def test_shared_places_are_slices_of_the_files(in_corpus: Path) -> None:
    rows = json.loads(run("out.jsonl", "--shared", "--similarity", "0.5", "--format", "json").stdout)["rows"]
    assert {row["path"] for row in rows} == {f"speeches/{r['source']['path']}" for r in corpus()}
    for row in rows:
        assert (in_corpus / row["path"]).read_text(encoding="utf-8")[row["start"] : row["end"]] == row["text"]


def test_rows_can_be_chosen_and_sorted(in_corpus: Path) -> None:
    def texts(*words: str) -> list[str]:
        return [row["text"] for row in json.loads(run("out.jsonl", *words, "--format", "json").stdout)["rows"]]

    every = texts("--of", "phrases")
    assert texts("--of", "phrases", "--top", "1") == every[:1] == ["真抓实干"]
    assert texts("--of", "phrases", "--sort", "text") == sorted(every)
    assert "久久为功" in every
    assert "久久为功" not in texts("--of", "phrases", "--least", "2")
    refused = run("out.jsonl", "--of", "phrases", "--sort", "g2")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert "sorts by count, documents, dispersion, text" in refused.stderr


def test_wrong_calls_and_broken_sources_are_one_line(in_corpus: Path) -> None:
    (in_corpus / "bad.jsonl").write_text('{"schema": "speechkit/1"}\n', encoding="utf-8")
    for words, status, says in (
        (("out.jsonl", "--shared", "--of", "words"), 2, "--shared goes with none"),
        (("bad.jsonl",), 1, "bad.jsonl:1: the record: lacks the key 'source'"),
        (("none.jsonl",), 1, "none.jsonl: cannot be read"),
        (("out.jsonl", "--keyness", "old", "nowhere"), 2, "no speech there"),
        (("empty",), 2, "no speeches found"),
    ):
        (in_corpus / "empty").mkdir(exist_ok=True)
        found = run(*words)
        assert (found.exit_code, found.stdout) == (status, ""), words
        assert says in found.stderr
        assert found.stderr.count("\n") == 1


def test_what_failed_is_said_and_left_out(in_corpus: Path) -> None:
    with (in_corpus / "out.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(FAILURE) + "\n" + '{"schema": "speechk')
    found = run("out.jsonl", "--format", "json")
    assert json.loads(found.stdout)["rows"][0]["speeches"] == 3
    assert "1 of the records are of files that failed" in found.stderr
    assert "the last line is torn" in found.stderr
    assert found.exit_code == 0
    (in_corpus / "speeches" / "old" / "broken.docx").write_bytes(b"PK\x03\x04 no document")
    for words in ((), ("--shared",)):
        found = run("speeches", *words, "--format", "json", "--jobs", "1")
        assert found.exit_code == 1
        assert "broken.docx" in found.stderr
        assert found.stdout


def test_a_text_that_has_changed_is_not_taken_for_the_old(in_corpus: Path) -> None:
    (in_corpus / "speeches" / "new" / "three.txt").write_text("一、查\n查细。\n二、改\n改完。\n", encoding="utf-8")
    found = run("out.jsonl", "--of", "words", "--format", "json")
    assert found.exit_code == 1
    assert "three.txt: has changed since its record was made" in found.stderr
    assert json.loads(found.stdout)["speeches"] == 2


def test_samples_are_speeches_though_json_lies_beside() -> None:
    found = run(str(ROOT / "samples"), "--format", "json", "--by", "speech", "--jobs", "1")
    assert found.exit_code == 0, found.stderr
    assert len(json.loads(found.stdout)["rows"]) == 16


def test_database_gives_the_records_back(tmp_path: Path) -> None:
    path = str(tmp_path / "out.db")
    connection = open_database(path)
    add(connection, [*sample_records(), FAILURE])
    finish(connection)
    connection.close()
    wanted = sorted(sample_records(), key=lambda record: record["source"]["path"])
    assert list(load_database(path)) == [*wanted, FAILURE]
