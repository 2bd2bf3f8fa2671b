"""MinHash signatures of short texts, and the bands of locality-sensitive hashing that choose what to compare.

Two texts agree in one place of their signatures with a probability equal to their similarity; so they agree in all
`ROWS` places of some of `b` bands with the probability 1 − (1 − sʳ)ᵇ. The bands are as many as that needs to be
`RECALL` at the similarity asked for.

Sources: A. Z. Broder, On the resemblance and containment of documents, 1997. J. Leskovec, A. Rajaraman, J. D. Ullman,
Mining of Massive Datasets, chapter 3 (shingling, MinHash, banding).

Known limitations: a text's similar ones are found with a probability, not for certain.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from hashlib import blake2b
from math import ceil, log
from typing import TypeAlias

ROWS = 4
"""Places of a band."""
RECALL = 0.999
"""Share of the pairs of just the similarity asked for that are compared; of more similar pairs it is larger."""
SHINGLE = 2
"""Characters; two of Chinese say as much as a word."""
_PLACE_BYTES = 4
_BLOCK_BYTES = 64
"""Of one BLAKE2b digest."""

_MOST_KNOWN = 150_000
"""Shingles whose hashes are kept, some hundred bytes each; what does not fit is hashed anew."""

Signature: TypeAlias = "array[int]"


def shingles(text: str) -> frozenset[str]:
    """The runs of two characters of a text; of a shorter text itself."""
    return frozenset(text[i : i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1)))


def similarity(left: frozenset[str], right: frozenset[str]) -> float:
    """Share of the shingles of either that both have (Jaccard), 0 to 1."""
    both = len(left & right)
    return both / (len(left) + len(right) - both)


def bands_for(least: float) -> int:
    """How many bands find pairs of a similarity with `RECALL`."""
    return ceil(log(1 - RECALL) / log(1 - least**ROWS)) if least < 1 else 1


def make_signer(bands: int) -> Callable[[frozenset[str]], Signature]:
    """Make a function from shingles to their signature of `bands` × `ROWS` places.

    It keeps the hashes of the shingles that it has met, because a corpus has few: so a signature costs one `min` a
    place.
    """
    places = bands * ROWS
    known: dict[str, Signature] = {}

    def sign(parts: frozenset[str]) -> Signature:
        hashes = []
        for part in parts:
            found = known.get(part)
            if found is None:
                if len(known) >= _MOST_KNOWN:
                    known.clear()
                found = known[part] = _hashes(part, places)
            hashes.append(found)
        return array("I", map(min, zip(*hashes, strict=True)))

    return sign


def band_keys(signature: Signature, band: int) -> bytes:
    """The key under which a band puts a signature."""
    return signature[band * ROWS : (band + 1) * ROWS].tobytes()


def _hashes(part: str, places: int) -> Signature:
    """Independent hashes of a shingle, one a place, the same in every run."""
    data = part.encode("utf-8", "surrogatepass")
    blocks = -(-places * _PLACE_BYTES // _BLOCK_BYTES)
    made = array("I", b"".join(_digests(data, blocks)))
    return made[:places]


def _digests(data: bytes, blocks: int) -> Iterator[bytes]:
    for block in range(blocks):
        yield blake2b(data, person=block.to_bytes(4, "little")).digest()
