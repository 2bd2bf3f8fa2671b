"""The loader: every fault of a file at once, each with its place; what lexicons that are used together do."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechkit.errors import BadLexicon, WrongUsage
from speechkit.lexicon import LARGEST_FILE, load_lexicon, load_phrasebook, load_words
from speechkit.lexicon_checks import find_repeats
from speechkit.lexicon_loader import parse_lexicon
from speechkit.lexicon_model import Lexicon
from speechkit.lexicon_tools import check_lexicon, find_lexicon, new_lexicon, search_lexicons

DATA = Path(__file__).parent / "data"
HEAD = 'id: t\nversion: "1"\ntitle: 题\nlanguage: zh-Hans\nlicence: CC0-1.0\nkind: phrases\nglosses:\n  甲: 类\n'


def parse(entries: str, head: str = HEAD) -> Lexicon:
    return parse_lexicon((head + "entries:\n  甲:\n" + entries).encode(), path="t.yaml")


def faults(entries: str, head: str = HEAD) -> str:
    with pytest.raises(BadLexicon) as caught:
        parse(entries, head)
    return caught.value.message


def test_twenty_planted_faults_give_twenty_messages() -> None:
    path = DATA / "twenty-faults.yaml"
    with pytest.raises(BadLexicon) as caught:
        check_lexicon(str(path))
    wanted = (DATA / "twenty-faults.txt").read_text(encoding="utf-8").splitlines()
    assert caught.value.message.split("\n") == [f"{path}:{line}" for line in wanted]
    assert len(wanted) == 20


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("- on", "on is read as bool"),
        ("- 012", "012 is read as int"),
        ("- 2019-11-12", "2019-11-12 is read as timestamp"),
        ("- ~", "~ is read as null"),
        ("- 9.5", "9.5 is read as float"),
        ("-", "empty value"),
        ("- # 三会一课", "empty value"),
        ("- 三会一课 # 注", "what follows ' #' is dropped"),
        ("- !!str 三会一课", "tag tag:yaml.org,2002:str"),
        ("- [三会一课]", "a list where an entry belongs"),
        ("- ' 三会一课'", "white space at the edge"),
        ('- "三会\\n一课"', "a line end in a value"),
        ("- 课", "two characters or more"),
        ("- “三会一课”", "leave the outer quotation marks out"),
        ("- 既快又好[些]", "'[' is a sign of frames"),
        ("- {phrase: 三会一课, phrase: 三会}", "key 'phrase' stands in line 11 already"),
        ("- {phrase: 三会一课, also: 三会}", "'also' is a list"),
        ("- {phrase: 三会一课, also: [三会…一课]}", "a phrase and a frame"),
        ("- {phrase: 三会一课, hit: [三会一课]}", "does not mark its span"),
        ("- {phrase: 三会一课, hit: [【三会【一课】]}", "does not mark its span"),
        ("- {phrase: 三会一课, miss: [【三会】]}", "marks a span"),
        ("- {phrase: 三会一课, hit: [a【三会一课】, a【三会一课】]}", "stands twice in this list"),
        ("- {phrase: 三会一课, name: 三会}", "is no frame"),
        ("- {phrase: 既…又…, hit: [【既快又好】]}", "has no 'miss'"),
        ("- 三会一课\n  - 三會一課", "'三會一課' stands in line 11 already"),
        ("- a: &b 三\n  - *b", "alias *b"),
    ],
)
def test_faults_of_entries(entry: str, message: str) -> None:
    assert message in faults(f"  {entry}\n")


@pytest.mark.parametrize(
    "entry", ["- 9+2", "- “严”字当头", "- '1:30'", "- {phrase: 三会一课, gloss: 注}", "- 清廉、清正"]
)
def test_not_faults(entry: str) -> None:
    assert len(parse(f"  {entry}\n").entries) == 1


def test_faults_name_line_and_column() -> None:
    assert faults("  - 三会一课\n  - {phrase: 三会, gloos: 注}\n").split("\n") == [
        "t.yaml:12:14: '三会' is a phrase under 3 characters and has no 'hit' and no 'miss'; add an example sentence",
        "t.yaml:12:18: unknown key 'gloos'; did you mean 'gloss'?",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "t.yaml:1:1: empty file"),
        (b"# nothing\n", "t.yaml:1:1: empty file"),
        (b"- a\n", "t.yaml:1:1: a lexicon is a mapping"),
        (b"id: t\nb\xff: c\n", "t.yaml:2:2: not UTF-8"),
        (b"id: [t\nb: c\n", "not YAML"),
        (b"id: t\x00\n", "not YAML"),
        (b"a: " + b"[" * 100 + b"]" * 100, "nested deeper than 20 levels"),
        (b"a: " + b"[" * 100_000, "not YAML"),
        (HEAD.encode() + b"---\nid: u\n", "a second document"),
        (b"id: t\n", "key 'entries' is missing"),
    ],
)
def test_faults_of_files(data: bytes, message: str) -> None:
    with pytest.raises(BadLexicon) as caught:
        parse_lexicon(data, path="t.yaml")
    assert message in caught.value.message


def test_a_bomb_of_aliases_is_not_expanded() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    with pytest.raises(BadLexicon) as caught:
        parse_lexicon("\n".join(lines).encode(), path="t.yaml")
    assert caught.value.message.count("alias *") == 29 * 9


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(BadLexicon, match="split the lexicon"):
        load_lexicon(str(path))
    with pytest.raises(BadLexicon, match="cannot be read"):
        load_lexicon(str(tmp_path))


def write(folder: Path, name: str, entries: str, extra: str = "") -> str:
    path = folder / f"{name}.yaml"
    path.write_text(
        HEAD.replace("id: t", f"id: {name}").replace("glosses:", f"{extra}glosses:") + f"entries:\n  甲:\n{entries}",
        encoding="utf-8",
    )
    return str(path)


def test_a_start_passes_its_check(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(new_lexicon("mine", '我的 "词库"'), encoding="utf-8")
    assert check_lexicon(str(path)).title == '我的 "词库"'


def test_repeats_across_lexicons_are_found(tmp_path: Path) -> None:
    first = load_lexicon(write(tmp_path, "aa", "    - 三会一课\n"))
    second = load_lexicon(
        write(tmp_path, "bb", "    - {phrase: 一课, also: [三會一課], hit: [【一课】], miss: [课]}\n")
    )
    [(owner, fault)] = find_repeats([first, second])
    assert owner is second
    assert "'三會一課' stands in" in fault.message


def test_a_users_phrase_wins_over_a_shipped_one(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", "    - 全面从严治党\n    - 紫气东来处处\n")
    book = load_phrasebook(lexicons=(path,))
    assert book.groups[book.literals["全面从严治党"]].lexicon == "mine@1"
    assert book.groups[book.literals["紫气东来处处"]].lexicon == "mine@1"


def test_only_and_imports(tmp_path: Path) -> None:
    one = write(tmp_path, "one", "    - 红日高照\n    - 紫气东来\n")
    two = write(tmp_path, "two", "    - 白浪滔天\n", extra="imports:\n  - {id: one, skip: [紫气东来]}\n")
    book = load_phrasebook(lexicons=(one, two), only=("two",), cache_folder=str(tmp_path / "c"))
    assert sorted(book.literals) == ["白浪滔天", "红日高照"]
    assert [label.label for label in book.lexicons] == ["one@1", "two@1"]
    assert load_phrasebook(lexicons=(one, two), only=("one",), cache_folder=str(tmp_path / "c")).literals.keys() == {
        "红日高照",
        "紫气东来",
    }
    assert "紫气东来" not in load_phrasebook(lexicons=(one, two), cache_folder=str(tmp_path / "c")).literals
    with pytest.raises(WrongUsage, match="no lexicon 'three'"):
        load_phrasebook(lexicons=(one,), only=("three",), cache_folder=str(tmp_path / "c"))


def test_imports_of_what_there_is_not(tmp_path: Path) -> None:
    one = write(tmp_path, "one", "    - 红日高照\n")
    two = write(tmp_path, "two", "    - 白浪滔天\n", extra="imports:\n  - {id: one, skip: [红日高造]}\n  - {id: wun}\n")
    with pytest.raises(BadLexicon) as caught:
        load_phrasebook(lexicons=(one, two))
    assert caught.value.message.split("\n") == [
        f"{two}:8:5: 'one' has no entry '红日高造'; did you mean '红日高照'?",
        f"{two}:9:5: no lexicon 'wun' of kind phrases",
    ]


def test_words_are_grouped_by_category() -> None:
    words = load_words("stop-words")
    assert "我们" in words["虚词"]
    with pytest.raises(BadLexicon, match="cannot be read"):
        load_words("no-such-words")


def test_search_and_find() -> None:
    assert find_lexicon("stop-words").kind == "words"
    with pytest.raises(WrongUsage, match="no lexicon 'stop'"):
        find_lexicon("stop")
    assert {row.entry.phrase for row in search_lexicons("我們")} >= {"我们"}
    assert search_lexicons("没有这样的词条") == ()
