"""Readers: the registry, text of every encoding, files, standard input, limits; containers have their own tests."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from conftest import load_cases
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from speechkit.errors import MissingPackage, SpeechkitError, TooLarge, UnreadableSource
from speechkit.model import Source
from speechkit.readers import (
    FORMATS,
    Format,
    find_format,
    load_reader,
    office,
    read_bytes,
    read_source,
    source_from_text,
)
from speechkit.settings import Settings

SPEECH = "同志们：\n今天讲两点意见。\n一、要快。各乡镇要在月底前完成。\n二、要准。\n"


@pytest.mark.parametrize("case", load_cases("readers.yaml"))
def test_reading(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode(case.get("codec", "utf-8"))
    settings = Settings(encoding=case.get("encoding"))
    if "error" in case:
        with pytest.raises(SpeechkitError) as caught:
            read_bytes(data, settings, path=case.get("path"))
        assert caught.value.code == case["error"]
        assert case["says"] in caught.value.message
        assert "\n" not in str(caught.value)
        return
    source = read_bytes(data, settings, path=case.get("path"))
    assert source.text == case.get("read", case.get("text"))
    assert (source.format, source.encoding, source.path) == (case["format"], case["as"], case.get("path"))
    assert [notice.code for notice in source.notices] == case.get("notices", [])


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_every_row_loads(row: Format) -> None:
    assert callable(load_reader(row))


def test_suffixes_are_unique() -> None:
    suffixes = [suffix for row in FORMATS for suffix in row.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)


def test_missing_package_is_named() -> None:
    row = Format("pdf", (".pdf",), "a_package_nobody_has.reader", extra="pdf")
    with pytest.raises(MissingPackage, match="needs a_package_nobody_has; run: pip install a_package_nobody_has"):
        load_reader(row)


def test_a_fault_of_ours_is_no_missing_package() -> None:
    with pytest.raises(ModuleNotFoundError):
        load_reader(Format("pdf", (".pdf",), "speechkit.readers.absent", extra="pdf"))


def test_no_path_means_text() -> None:
    assert find_format(b"# title", None).name == "text"


def test_a_file_and_its_bytes_and_standard_input_agree(tmp_path: Path) -> None:
    file = tmp_path / "讲话.txt"
    data = SPEECH.encode("gb18030")
    file.write_bytes(data)
    from_file = read_source(str(file), Settings())
    from_stdin = read_source("-", Settings(), stdin=io.BytesIO(data))
    assert from_file == read_bytes(data, Settings(), path=str(file))
    assert from_file.text == from_stdin.text == SPEECH
    assert from_file.sha256 == from_stdin.sha256
    assert (from_file.path, from_stdin.path) == (str(file), "-")


def test_the_path_stays_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("要快", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_source("./a.txt", Settings()).path == "./a.txt"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "a directory, not a file"),
        ("absent.txt", "no such file"),
        ("a\0b", "not the name of a file"),
        ("loop", "cannot be read: Too many levels of symbolic links"),
        ("x" * 300, "cannot be read: File name too long"),
    ],
)
def test_paths_that_cannot_be_read(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    path = os.path.join(str(tmp_path), name)  # a name with a NUL is no Path
    with pytest.raises(UnreadableSource) as caught:
        read_source(path, Settings())
    assert str(caught.value) == f"{path}: {message}"


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:  # root may read everything, so the refusal is made here
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(UnreadableSource, match="no permission to read it"):
        read_source(str(tmp_path / "a.txt"), Settings())


class _Endless(io.RawIOBase):
    """A stream without end that counts what is taken from it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0
        self.taken += size
        return b"a" * size


def test_a_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)  # sparse: takes no space
    monkeypatch.setattr("speechkit.readers._read_limited", lambda *_: pytest.fail("was read"))
    with pytest.raises(TooLarge, match="larger than 20 MB"):
        read_source(str(file), Settings())


def test_an_endless_stream_is_read_to_the_limit() -> None:
    stream = _Endless()
    with pytest.raises(TooLarge, match=r"larger than 0\.001 MB"):
        read_source("-", Settings(max_bytes=1000), stdin=stream)  # type: ignore[arg-type]
    assert stream.taken == 1001


def test_the_limit_itself_is_allowed() -> None:
    assert len(read_bytes(b"a" * 1000, Settings(max_bytes=1000)).text) == 1000
    with pytest.raises(TooLarge):
        read_bytes(b"a" * 1001, Settings(max_bytes=1000))


def test_text_in_memory() -> None:
    source = source_from_text("要快", "a.txt")
    assert source == Source("要快", "a.txt", "text", None, read_bytes("要快".encode(), Settings()).sha256)


@pytest.mark.parametrize("text", ["要\ud800快", "\udfff", "a\ud83d\ude00"])
def test_lone_surrogates_are_refused(text: str) -> None:
    with pytest.raises(UnreadableSource, match=r"character \d is a lone surrogate \(U\+D[8-F]"):
        source_from_text(text, "a.txt")


def test_blank_text_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="holds no text"):
        source_from_text(" \n")


@examples(deadline=None)
@given(st.integers(10, 60), st.integers(0, len(SPEECH)), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_one_speech_in_any_encoding(length: int, start: int, codec: str) -> None:
    text = (SPEECH * 3)[start : start + length]
    assert read_bytes(text.encode(codec), Settings()).text == text


@examples(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "a.md", "a.html", "a.docx"]))
def test_any_bytes_give_text_or_one_clear_error(data: bytes, path: str | None) -> None:
    try:
        with mock.patch.object(office, "_PROGRAMS", ()):  # hypothesis knows the marks of .doc, too
            text = read_bytes(data, Settings(), path=path).text
    except SpeechkitError as error:
        text = str(error)
        assert "\n" not in text  # either outcome is right
    text.encode("utf-8")
    assert "\0" not in text
