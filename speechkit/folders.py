"""Where a user's files lie.

Known limitations: none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


def default_cache_folder(environ: Mapping[str, str], *, platform: str = sys.platform) -> str | None:
    """Where compiled lexicons are kept unless the user says otherwise.

    Args:
        environ: of the process; the command line passes os.environ.
        platform: as sys.platform.
    Returns:
        A folder of the user's own, which need not exist; None where the environment names no home.
    """
    home = environ.get("HOME") or environ.get("USERPROFILE")
    xdg = environ.get("XDG_CACHE_HOME")
    if xdg and os.path.isabs(xdg):  # the specification has relative ones ignored
        return os.path.join(xdg, "speechkit")
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return os.path.join(local, "speechkit", "cache") if local else None
    if not home:
        return None
    parts = ("Library", "Caches") if platform == "darwin" else (".cache",)
    return os.path.join(home, *parts, "speechkit")
