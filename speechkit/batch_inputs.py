"""What a batch is to read: files, folders, remote places, expanded into single speeches.

A folder is walked to its bottom; taken are the files whose suffix a reader knows, or those that the user's globs
name. Files whose name opens with "." or "~$" (what Word keeps beside an open document) are left out, links to folders
are not followed.

Known limitations: a folder that may not be listed is an input itself, so that its failure is seen.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

_HIDDEN = (".", "~$")


@dataclass(frozen=True, slots=True)
class Input:
    """One speech to be read.

    Attributes:
        path: as the reader takes it: below the path that the user gave, or a URL.
        name: path below the folder that the user gave, "/" between its parts; a file's own name where it was given
            itself.
        size: bytes; None where nothing has told it.
    """

    path: str
    name: str
    size: int | None = None


Wanted = Callable[[str], bool]
"""Says of a path below a folder whether it is a speech."""


def make_wanted(include: Sequence[str], suffixes: Collection[str]) -> Wanted:
    """Make the choice of files in folders.

    Args:
        include: globs; one with "/" is held against the whole path below the folder, any other against the file's
            name. Empty: the suffixes decide.
        suffixes: lower case, with the dot.
    """

    def wanted(name: str) -> bool:
        base = name.rpartition("/")[2]
        if base.startswith(_HIDDEN):
            return False
        if not include:
            return os.path.splitext(base)[1].lower() in suffixes
        return any(fnmatchcase(name if "/" in glob else base, glob) for glob in include)

    return wanted


def find_inputs(path: str, wanted: Wanted, *, own: Collection[str] = ()) -> Iterator[Input]:
    """Expand what a user named, in no certain order.

    Args:
        path: a file, a folder or a URL; what does not exist is an input all the same, and fails when it is read.
        wanted: chooses the files of a folder.
        own: absolute paths of the run's own output, which is no input.
    """
    if is_remote(path):
        from speechkit.batch_remote import find_remote

        for url, name, size in find_remote(path):
            if name is None or wanted(name):
                yield Input(url, name or url.rpartition("/")[2], size)
    elif os.path.isdir(path):
        yield from _walk(path, wanted, own=own)
    else:
        yield Input(path, os.path.basename(path), _size(path))


def is_remote(path: str) -> bool:
    """Say whether a path is a URL of some file system ("s3://bucket/a.txt")."""
    scheme, mark, _ = path.partition("://")
    return bool(mark) and scheme.replace("+", "").isalnum()


def _walk(top: str, wanted: Wanted, *, own: Collection[str]) -> Iterator[Input]:
    left = [(top, "")]
    while left:
        folder, prefix = left.pop()
        try:
            entries = os.scandir(folder)
        except OSError:
            yield Input(folder, prefix.rstrip("/") or os.path.basename(folder))
            continue
        with entries:
            for entry in entries:
                name = prefix + entry.name
                if os.path.abspath(entry.path) in own:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(_HIDDEN):
                        left.append((entry.path, f"{name}/"))
                elif wanted(name) and _may_be_speech(entry):
                    yield Input(entry.path, name, _size(entry.path))


def _may_be_speech(entry: os.DirEntry[str]) -> bool:
    """False for a link to a folder, and for pipes, sockets and devices, whose reader would wait for ever.

    A link that leads nowhere, or to itself, is an input: its failure is told.
    """
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return None
