"""Office packages with the same bytes for the same content: parts in one order, no clock in them.

Known limitations: only the day in docProps/core.xml is set; other parts must hold no time of their own.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
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
    said = f"{(day or date(1980, 1, 1)).isoformat()}T00:00:00Z".encode()
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST_PART, name)):
            part = old.read(name)
            if name == _CORE:
                part = _TIME.sub(rb"\g<1>" + said, part)
            info = ZipInfo(name, _OLDEST)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, part)
    return out.getvalue()
