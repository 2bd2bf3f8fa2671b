"""Speeches at URLs of other file systems (s3://, hdfs://, gs://, file://), by way of fsspec.

Known limitations: the listing of a remote folder is held in memory; what a file system needs besides fsspec (s3fs for
s3://) must be installed by the user, on the workers too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from speechkit.errors import MissingPackage, SpeechkitError, TooLarge, UnreadableSource, missing_package
from speechkit.settings import MEGABYTE, Settings


def find_remote(url: str) -> Iterator[tuple[str, str | None, int | None]]:
    """List what is at a URL.

    Returns:
        For a folder the URL, path below the folder and size of each file in it; for anything else the URL itself, None
        and None.
    """
    try:
        system, path = _open_system(url)
        if not system.isdir(path):
            yield url, None, None
            return
        found = system.find(path, detail=True)
    except SpeechkitError:
        yield url, None, None  # fails when it is read, as a file that does not exist
        return
    except Exception:  # each file system has errors of its own; reading will say what is wrong
        yield url, None, None
        return
    top = path.rstrip("/")
    for name, row in found.items():
        below = name.removeprefix(top).lstrip("/")
        if not any(part.startswith(".") for part in below.split("/")):
            yield system.unstrip_protocol(name), below, row.get("size")


def read_remote(url: str, settings: Settings) -> bytes:
    """Read the bytes at a URL.

    Raises:
        UnreadableSource: nothing is there, or it cannot be read.
        TooLarge: over `settings.max_bytes`, of which no more is read than that.
        MissingPackage: fsspec, or what this kind of URL needs, is not installed.
    """
    limit = settings.max_bytes
    system, path = _open_system(url)
    try:
        with system.open(path, "rb") as stream:
            data: bytes = stream.read(limit + 1)
    except FileNotFoundError:
        raise UnreadableSource("no such file", path=url) from None
    except Exception as error:  # each file system has errors of its own
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableSource(f"cannot be read: {reason}", path=url) from error
    if len(data) > limit:
        raise TooLarge(f"larger than {limit / MEGABYTE:g} MB; split it or raise --max-size", path=url)
    return data


def _open_system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise missing_package("reading a URL", "fsspec", path=url) from error
    try:
        system, path = url_to_fs(url)
    except ImportError as error:
        raise MissingPackage(" ".join(str(error).split()), path=url) from error
    except Exception as error:  # an unknown scheme, missing credentials
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableSource(f"cannot be reached: {reason}", path=url) from error
    return system, path
