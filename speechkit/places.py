"""Line and column of a place in a text, as editors count them.

Known limitations: a tab is one column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of a text begin."""

    starts: tuple[int, ...]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a code point, both from one; the end of the text has a place, too."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def find_lines(text: str) -> Lines:
    """Find the lines of a text; line feed, carriage return and both together end a line."""
    return Lines((0, *(match.end() for match in _LINE_END.finditer(text))))
