"""The settings file: `speechkit.toml`, or `[tool.speechkit]` in `pyproject.toml`, nearest upward from a folder.

Defaults come first, then the file, then the options of the command line. `KEYS` is the registry of what it may hold.

Known limitations: the line of a fault is that of its key's first mention in its table; a table written inline counts
as the line of its own key.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from speechkit.errors import WrongUsage
from speechkit.settings import MEGABYTE, Settings

NAME = "speechkit.toml"
PROJECT = "pyproject.toml"
_TABLE = "tool.speechkit"
LARGEST = 1_000_000
"""Bytes."""
_HEADER = re.compile(r"\s*\[{1,2}\s*([^\]\n]+?)\s*\]")
_ENTRY = re.compile(r"""\s*(["']?)([^"'=\s]+)\1\s*=""")


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What a file says.

    Attributes:
        path: as it was found; None: there is no file.
        values: dotted key ("check.select") → value, checked; only keys that the file holds.
    """

    path: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def texts(self, key: str) -> tuple[str, ...]:
        """The value of a key that holds a list; empty where the file lacks it."""
        return tuple(self.values.get(key, ()))


@dataclass(frozen=True, slots=True)
class _Key:
    """One key: its dotted name, what it holds in words, and what makes a value of it (None: it cannot be one)."""

    name: str
    what: str
    read: Callable[[Any, str], Any]


def _text(value: Any, folder: str) -> Any:
    return value if isinstance(value, str) and value else None


def _texts(value: Any, folder: str) -> Any:
    is_list = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    return tuple(value) if is_list else None


def _paths(value: Any, folder: str) -> Any:
    texts = _texts(value, folder)
    return texts if texts is None else tuple(os.path.join(folder, text) for text in texts)


def _size(value: Any, folder: str) -> Any:
    """Bytes of a number of megabytes."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")
    return max(1, int(value * MEGABYTE)) if is_number else None


def _day(value: Any, folder: str) -> Any:
    from datetime import date, datetime

    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _one_of(*choices: str) -> Callable[[Any, str], Any]:
    return lambda value, folder: value if isinstance(value, str) and value in choices else None


KEYS = (
    _Key("date", "a day, as 2024-03-05", _day),
    _Key("encoding", "the name of an encoding", _text),
    _Key("max_size", "a number of megabytes above 0", _size),
    _Key("lexicons", "a list of paths", _paths),
    _Key("only", "a list of ids of lexicons", _texts),
    _Key("engine", "'auto', 'rjieba' or 'jieba'", _one_of("auto", "rjieba", "jieba")),
    _Key("check.select", "a list of rules and groups", _texts),
    _Key("check.ignore", "a list of rules and groups", _texts),
    _Key("check.lang", "'zh' or 'en'", _one_of("zh", "en")),
)
_OF_SETTINGS = {
    "date": "date",
    "encoding": "encoding",
    "max_size": "max_bytes",
    "lexicons": "lexicons",
    "only": "only",
    "engine": "engine",
}
"""Key of the file → field of `Settings`."""


def find_settings_file(folder: str) -> str | None:
    """Find the nearest settings file, upward from a folder; None where there is none.

    A `pyproject.toml` without `[tool.speechkit]` is passed over.
    """
    while True:
        own, project = os.path.join(folder, NAME), os.path.join(folder, PROJECT)
        if os.path.isfile(own):
            return own
        if os.path.isfile(project) and _TABLE.encode() in _read(project):
            return project
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def load_settings_file(path: str) -> SettingsFile:
    """Read and check a settings file; in a `pyproject.toml` only `[tool.speechkit]` counts.

    Raises:
        WrongUsage: it cannot be read, is no TOML, or holds an unknown key or a wrong value; the message has the line.
    """
    import tomllib

    data = _read(path)
    try:
        text = data.decode("utf-8-sig")
        tree: Any = tomllib.loads(text)
    except UnicodeDecodeError:
        raise WrongUsage("not UTF-8; save the file as UTF-8", path=path) from None
    except RecursionError as error:
        raise WrongUsage("nested too deep to be TOML of settings", path=path) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        at = line[1] if line else str(data.count(b"\n") + 1)
        raise WrongUsage(f"no TOML: {error}; put strings in quotes", path=f"{path}:{at}") from None
    prefix = ""
    if os.path.basename(path) == PROJECT:
        prefix = f"{_TABLE}."
        tool = tree.get("tool")
        tree = tool.get("speechkit", {}) if isinstance(tool, dict) else {}
    values = {}
    for name, value in _flatten(tree).items():
        values[name] = _check(name, value, path=path, text=text, prefix=prefix)
    return SettingsFile(path, values)


def apply_settings_file(settings: Settings, file: SettingsFile) -> Settings:
    """The settings with what the file says in place of their values."""
    found = {name: file.values[key] for key, name in _OF_SETTINGS.items() if key in file.values}
    return replace(settings, **found)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise WrongUsage(f"cannot be read: {error.strerror or error}", path=path) from None
    if len(data) > LARGEST:
        raise WrongUsage(f"over {LARGEST:,} bytes; no settings file is", path=path)
    return data


def _flatten(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted names of the values of a tree of one level of tables; what is no table of ours stays one value."""
    tables = {key.name.partition(".")[0] for key in KEYS if "." in key.name}
    values: dict[str, Any] = {}
    for name, value in tree.items():
        if name in tables and isinstance(value, dict):
            values.update({f"{name}.{inner}": item for inner, item in value.items()})
        else:
            values[name] = value
    return values


def _check(name: str, value: Any, *, path: str, text: str, prefix: str) -> Any:
    keys = {key.name: key for key in KEYS}
    place = f"{path}:{_line_of(text, prefix + name)}"
    if name not in keys:
        from difflib import get_close_matches

        near = get_close_matches(name, keys, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(keys)}"
        raise WrongUsage(f"unknown key '{name}'; {hint}", path=place)
    read = keys[name].read(value, os.path.dirname(path))
    if read is None:
        raise WrongUsage(f"'{name}' has a value that it cannot have; write {keys[name].what}", path=place)
    return read


def _line_of(text: str, name: str) -> int:
    """The line on which a dotted key stands, as an entry of its table or as a table; 1 where it is not seen."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        header, entry = _HEADER.match(line), _ENTRY.match(line)
        if header:
            table = header[1]
        written = table if header else f"{table}.{entry[2]}".lstrip(".") if entry else None
        if written == name:
            return number
    return 1
