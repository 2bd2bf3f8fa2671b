"""Office packages with the same bytes for the same content: parts in one order, no clock in them.

Known limitations: only the day in docProps/core.xml is set; other parts must hold no time of their own.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from shutil import copyfileobj
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_CORE = "docProps/core.xml"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FIRST_PART = "[Content_Types].xml"
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""What a ZIP archive can date at the earliest."""


def repack(data: bytes, day: date | None) -> bytes:
    """Pack an office document anew.

    Args:
        data: of an .xlsx or .docx, as its library wrote it.
        day: that the document says it was made on, the day of the speech; None: 1980-01-01.
    Returns:
        The same parts, dated alike, so that equal content gives equal bytes.
    """
    out = BytesIO()
    repack_file(BytesIO(data), out, day)
    return out.getvalue()


def repack_file(data: IO[bytes], out: IO[bytes], day: date | None) -> None:
    """Like `repack`, from one open file to another, in little memory however large the parts are."""
    said = f"{(day or date(1980, 1, 1)).isoformat()}T00:00:00Z".encode()
    with ZipFile(data) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST_PART, name)):
            info = ZipInfo(name, _OLDEST)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            info.file_size = old.getinfo(name).file_size  # tells ZipFile whether it needs ZIP64
            with old.open(name) as part, new.open(info, "w") as copy:
                if name == _CORE:
                    copy.write(_TIME.sub(rb"\g<1>" + said, part.read()))
                else:
                    copyfileobj(part, copy)
