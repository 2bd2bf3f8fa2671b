"""Passages that speeches share: sentences that are equal or nearly, joined where they follow each other in all places.

Sentences are held against each other without punctuation, white space and labels' marks, in simplified characters.
Equal ones are found by their text. Nearly equal ones are proposed by MinHash and banding (see `minhash`) and each is
then checked by its true similarity; so time grows with the sentences, not with their pairs.

Known limitations: a sentence is compared with at most 200 others of its bucket, so that thousands of variants of one
template cost no square; a chain of variants, each like the next, is one passage, whose last is less like its first
than was asked for. Sentences shorter than the least length join a passage only where they stand inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from speechkit.minhash import Signature, band_keys, bands_for, make_signer, shingles, similarity

LEAST_LENGTH = 12
"""Characters that count of a sentence; shorter ones are common property."""
LEAST_SIMILARITY = 0.7
MOST_COMPARED = 200
"""Sentences of its bucket that one sentence is compared with."""
_MOST_GAP = 40
"""Characters of the source between two sentences that may be joined."""
_NOTHING = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a corpus.

    Attributes:
        speech: number of its speech.
        start, end: in the source of the speech.
        text: cleaned, for people.
        key: what is compared: see `key_of`.
    """

    speech: int
    start: int
    end: int
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands; `similarity` is the least of its sentences with those of the first place, 0 to 1."""

    speech: int
    start: int
    end: int
    text: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that two speeches or more share.

    Attributes:
        places: in the order of the speeches and in them; the first gives the text.
        sentences: how many follow each other.
        length: characters that count, at the first place.
        speeches: how many hold it.
    """

    places: tuple[Place, ...]
    sentences: int
    length: int
    speeches: int


def key_of(folded: str) -> str:
    """What is compared of a sentence: its letters, digits and characters."""
    return _NOTHING.sub("", folded)


def find_passages(
    sentences: Sequence[Sentence], *, least: float = LEAST_SIMILARITY, length: int = LEAST_LENGTH
) -> list[Passage]:
    """Find what speeches share.

    Args:
        sentences: in the order of the speeches and in them.
        least: similarity from which sentences are nearly equal, over 0 to 1; 1 finds equal ones only.
        length: least characters of a sentence that count.
    Returns:
        Passages, those of most speeches first, then the longest.
    """
    long = [sentence for sentence in sentences if len(sentence.key) >= length]
    groups = _group(long, least)
    chains = _chain(long, [group for group in groups if len({long[n].speech for n in group}) > 1])
    passages = [_passage(long, chain) for chain in chains]
    passages.sort(key=lambda p: (-p.speeches, -p.length, p.places[0].speech, p.places[0].start))
    return passages


def link_similar(keys: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts whose similarity is `least` or more, enough of them to join all that are alike.

    Args:
        keys: texts that differ from each other.
    """
    sign = make_signer(bands := bands_for(least))
    signatures: list[Signature] = [sign(shingles(key)) for key in keys]
    roots = list(range(len(keys)))
    for band in range(bands):
        buckets: dict[bytes, list[int]] = {}
        for number, signature in enumerate(signatures):
            buckets.setdefault(band_keys(signature, band), []).append(number)
        for bucket in buckets.values():
            if len(bucket) > 1:
                yield from _link_bucket(bucket, keys, roots, least=least)


def _link_bucket(
    bucket: list[int], keys: Sequence[str], roots: list[int], *, least: float
) -> Iterator[tuple[int, int]]:
    """Compare each with those before it, but for those that it is joined with already."""
    if len({_root(roots, number) for number in bucket}) == 1:
        return
    for at, number in enumerate(bucket):
        for other in reversed(bucket[max(0, at - MOST_COMPARED) : at]):
            if _root(roots, number) != _root(roots, other) and _alike(keys[number], keys[other], least):
                roots[_root(roots, number)] = _root(roots, other)
                yield other, number


def _alike(left: str, right: str, least: float) -> bool:
    """Compare for certain. The shingles are made anew: to keep them all would take many times the room of the texts."""
    return similarity(shingles(left), shingles(right)) >= least


def _root(roots: list[int], number: int) -> int:
    while roots[number] != number:
        roots[number] = roots[roots[number]]
        number = roots[number]
    return number


def _group(sentences: Sequence[Sentence], least: float) -> list[list[int]]:
    """Groups of like sentences, each in order, in the order of their first; of single ones too."""
    equal: dict[str, list[int]] = {}
    for number, sentence in enumerate(sentences):
        equal.setdefault(sentence.key, []).append(number)
    keys = list(equal)
    roots = list(range(len(keys)))
    if least < 1:
        for left, right in link_similar(keys, least):
            one, other = sorted((_root(roots, left), _root(roots, right)))
            roots[other] = one
    groups: dict[int, list[int]] = {}
    for number, key in enumerate(keys):
        groups.setdefault(_root(roots, number), []).extend(equal[key])
    return [sorted(group) for group in groups.values()]


def _chain(sentences: Sequence[Sentence], groups: list[list[int]]) -> list[list[list[int]]]:
    """Join groups that follow each other in all their places; a chain is a list of groups, place by place."""
    at_head = {group[0]: number for number, group in enumerate(groups)}
    follower: dict[int, int] = {}
    for number, group in enumerate(groups):
        after = at_head.get(group[0] + 1)
        if after is not None and _follows(sentences, group, groups[after]):
            follower[number] = after
    inner = set(follower.values())
    chains: list[list[list[int]]] = []
    for number in range(len(groups)):
        if number in inner:
            continue
        chain = [groups[number]]
        while number in follower:
            number = follower[number]
            chain.append(groups[number])
        chains.append(chain)
    return chains


def _follows(sentences: Sequence[Sentence], group: list[int], after: list[int]) -> bool:
    """True where each place of one group is followed by a place of the other, close behind in the same speech."""
    return [number + 1 for number in group] == after and all(
        sentences[n].speech == sentences[n + 1].speech and sentences[n + 1].start - sentences[n].end <= _MOST_GAP
        for n in group
    )


def _passage(sentences: Sequence[Sentence], chain: list[list[int]]) -> Passage:
    heads = [shingles(sentences[group[0]].key) for group in chain]
    places = []
    for row in zip(*chain, strict=True):
        parts = [sentences[number] for number in row]
        alike = min(similarity(head, shingles(part.key)) for head, part in zip(heads, parts, strict=True))
        text = "".join(part.text for part in parts)
        places.append(Place(parts[0].speech, parts[0].start, parts[-1].end, text, alike))
    length = sum(len(sentences[group[0]].key) for group in chain)
    return Passage(tuple(places), len(chain), length, len({place.speech for place in places}))
