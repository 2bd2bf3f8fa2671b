"""The cache of compiled lexicons: never changes a result, trusts nobody's file but the user's own."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from speechkit import lexicon_cache
from speechkit.folders import default_cache_folder
from speechkit.lexicon_cache import load_compiled_phrases, read_kept, write_packaged

TEXT = """\
id: t
version: "1"
title: 题
language: zh-Hans
licence: CC0-1.0
kind: phrases
glosses:
  甲: 类
entries:
  甲:
    - 三会一课
    - {phrase: 既…又…, hit: [【既快又好】], miss: [既快]}
"""


@pytest.mark.parametrize(
    ("environ", "platform", "folder"),
    [
        ({"HOME": "/home/u"}, "linux", "/home/u/.cache/speechkit"),
        ({"HOME": "/home/u", "XDG_CACHE_HOME": "/c"}, "linux", "/c/speechkit"),
        ({"HOME": "/home/u", "XDG_CACHE_HOME": "c"}, "linux", "/home/u/.cache/speechkit"),
        ({"HOME": "/Users/u"}, "darwin", "/Users/u/Library/Caches/speechkit"),
        ({"LOCALAPPDATA": "/local", "USERPROFILE": "/u"}, "win32", "/local/speechkit/cache"),
        ({"USERPROFILE": "/u"}, "win32", None),
        ({}, "linux", None),
    ],
)
def test_default_folder(environ: dict[str, str], platform: str, folder: str | None) -> None:
    assert default_cache_folder(environ, platform=platform) == folder


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "t.yaml").write_text(TEXT, encoding="utf-8")
    return str(tmp_path / "t.yaml")


def kept_file(folder: Path) -> Path:
    [file] = folder.iterdir()
    return file


def test_kept_for_the_user_alone(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "cache"
    first = load_compiled_phrases([path], str(folder))
    file = kept_file(folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    before = file.stat().st_mtime_ns
    assert load_compiled_phrases([path], str(folder)) == first == load_compiled_phrases([path], None)
    assert file.stat().st_mtime_ns == before


def test_what_is_kept_is_used(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    load_compiled_phrases([path], str(folder))
    file = kept_file(folder)
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "entries": {"见": "证"}}), encoding="utf-8")
    assert load_compiled_phrases([path], str(folder))["entries"] == {"见": "证"}


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"format": 0}', "[" * 100_000])
def test_a_broken_file_is_as_good_as_none(path: str, tmp_path: Path, content: str) -> None:
    folder = tmp_path / "cache"
    whole = load_compiled_phrases([path], str(folder))
    kept_file(folder).write_text(content, encoding="utf-8")
    assert load_compiled_phrases([path], str(folder)) == whole


def test_changed_content_is_compiled_anew(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    load_compiled_phrases([path], str(folder))
    Path(path).write_text(TEXT.replace("三会一课", "四个意识"), encoding="utf-8")
    assert load_compiled_phrases([path], str(folder))["groups"][0][2] == "四个意识"
    assert len(list(folder.iterdir())) == 2


def test_a_file_that_others_can_write_is_not_read(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    load_compiled_phrases([path], str(folder))
    file = kept_file(folder)
    assert read_kept(str(file)) is not None
    file.chmod(0o666)
    assert read_kept(str(file)) is None
    file.chmod(0o600)
    link = tmp_path / "link"
    link.symlink_to(file)
    assert read_kept(str(link)) is None
    assert read_kept(str(folder)) is None


def test_a_file_of_another_user_is_not_read(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    load_compiled_phrases([path], str(folder))
    monkeypatch.setattr(os, "getuid", lambda: os.stat(path).st_uid + 1)
    assert read_kept(str(kept_file(folder))) is None


def test_a_folder_that_cannot_be_written_costs_time_only(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert load_compiled_phrases([path], str(tmp_path / "file" / "cache")) == load_compiled_phrases([path], None)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "t.yaml"]


def test_the_packaged_files_are_used(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "compiled"
    write_packaged([path], str(folder))
    monkeypatch.setattr(lexicon_cache, "_PACKAGED", str(folder))
    monkeypatch.setattr(lexicon_cache, "compile_phrases", lambda *_: pytest.fail("compiled anew"))
    assert load_compiled_phrases([path], None)["groups"][0][2] == "三会一课"
