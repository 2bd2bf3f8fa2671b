"""Binary documents of Word and WPS (.doc, .wps) and RTF: converted to .docx by LibreOffice, then read as
that.

LibreOffice runs without a window, with a profile of its own in a private temporary folder that is gone
afterwards, and is ended with all its children when it takes too long.

Known limitations: what LibreOffice makes of a file is what is read; files of old WPS and of Microsoft
Works, which are no Word files under another name, are refused; LibreOffice may fetch pictures that a
document links to, as it would when a person opens the file. On Windows a conversion that is ended may
leave a child running.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from speechkit.errors import MissingPackage, TooLarge, UnreadableSource
from speechkit.model import Source
from speechkit.readers import docx
from speechkit.settings import MEGABYTE, Settings

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
"""Names looked up on the search path, then the places of the usual installers."""
_SECONDS = 120
"""Given to one conversion; a speech takes two or three, the first start of LibreOffice ten."""
_RTF = b"{\\rtf"
_FILTERS = {"doc": "MS Word 97", "wps": "MS Word 97", "rtf": "Rich Text Format"}
"""LibreOffice's names of how to read each kind; unnamed, it would take garbage for text."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream that holds a .docx saved with a password: such a file is no zip but this container."""


def read(data: bytes, settings: Settings, *, path: str | None = None) -> Source:
    """Convert a file and read the result.

    Returns:
        A source of format "doc", "wps" or "rtf"; the digest is that of `data`.
    Raises:
        MissingPackage: LibreOffice is not installed.
        UnreadableSource: damaged, protected by a password, or not converted in time.
        TooLarge: the result is over `settings.max_bytes`.
    """
    if _LOCKED in data:
        raise UnreadableSource("protected by a password; save it without one", path=path)
    kind = _find_kind(data, path)
    program = find_program()
    if program is None:
        message = f"reading .{kind} needs LibreOffice (apt install libreoffice-writer); or save it as .docx"
        raise MissingPackage(message, path=path)
    with TemporaryDirectory(prefix="speechkit-") as folder:
        converted = _convert(data, Path(folder), kind=kind, program=program, path=path)
        if converted.stat().st_size > settings.max_bytes:
            message = f"converts to more than {settings.max_bytes / MEGABYTE:g} MB; split it or raise --max-size"
            raise TooLarge(message, path=path)
        source = docx.read(converted.read_bytes(), settings, path=path)
    return replace(source, format=kind, sha256=sha256(data).hexdigest())


def find_program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    return next((found for found in map(shutil.which, _PROGRAMS) if found is not None), None)


def _find_kind(data: bytes, path: str | None) -> str:
    if data.startswith(_RTF):
        return "rtf"
    return "wps" if (path or "").lower().endswith(".wps") else "doc"


def _convert(data: bytes, folder: Path, *, kind: str, program: str, path: str | None) -> Path:
    """Write `data` into the folder, convert it there and name the result."""
    original = folder / f"speech.{kind}"
    original.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        f"--infilter={_FILTERS[kind]}",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder),
        str(original),
    ]
    _run(command, path)
    converted = original.with_suffix(".docx")
    if not converted.is_file():  # LibreOffice ends with status 0 all the same
        raise UnreadableSource("LibreOffice could not convert it; open it and save it as .docx", path=path)
    return converted


def _run(command: list[str], path: str | None) -> None:
    """Run a program with nothing to read and nowhere to print; end it and its children after `_SECONDS`."""
    try:
        process = subprocess.Popen(  # a fixed program, a list, and no name that the user chose
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise MissingPackage(f"LibreOffice does not start: {error.strerror}", path=path) from error
    try:
        process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        message = f"LibreOffice took more than {_SECONDS} seconds; open it and save it as .docx"
        raise UnreadableSource(message, path=path) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, with the session that it leads, and wait for it."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
