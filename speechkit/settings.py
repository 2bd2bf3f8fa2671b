"""What a user can choose, in one frozen value.

Known limitations: none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that change what an analysis finds or how it reads.

    Attributes:
        date: the day the speech was given; relative times count from it. None: the speech's own date, if any.
        encoding: of text files; None: guessed, and the guess is said.
        max_bytes: largest file read, and largest text unpacked from a container.
        lexicons: paths of the user's own lexicons, beside the shipped ones.
        only: ids of lexicons to use; empty: all.
        engine: "rjieba", "jieba", or "auto" for the first that is installed.
        cache_folder: where compiled lexicons are kept; None: nowhere, they are compiled anew in each process.
    """

    date: date | None = None
    encoding: str | None = None
    max_bytes: int = 20 * MEGABYTE
    lexicons: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    engine: str = "auto"
    cache_folder: str | None = None
