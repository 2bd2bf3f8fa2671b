"""speechkit: what a Chinese meeting speech says, asks, of whom and by when."""

from __future__ import annotations

__version__ = "0.1.0"
