"""Cut a text into the words of jieba, with their places.

rjieba does the work where it has a wheel; jieba itself gives the same tokens for Chinese. No word list of
ours ever changes the segmentation.

Known limitations: rjieba and jieba cut some runs of Latin letters (github.com) and a few doubled rare
characters differently. Under jieba a run of more than 1,000 characters without punctuation is cut there,
because jieba takes quadratic time on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import accumulate

from speechkit.errors import WrongUsage, missing_package
from speechkit.model import Span

ENGINES = ("auto", "rjieba", "jieba")

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_PART = re.compile(r"[^\r\n。！？；，：、]{1,1000}|[\r\n。！？；，：、]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A segmented text.

    Attributes:
        texts: the tokens, white space and punctuation included; joined they are the text.
        starts: where each starts, and at last the text's length.
        boundaries: the same places as a set.
    """

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    boundaries: frozenset[int]

    def spans(self) -> Iterator[Span]:
        """The place of each token."""
        return map(Span, self.starts, self.starts[1:])


@lru_cache(maxsize=2)
def find_tokens(text: str, engine: str = "auto") -> Tokens:
    """Segment a text; the last results are remembered, because several steps ask for the same.

    Args:
        text: simplified characters give the best words.
        engine: "rjieba", "jieba", or "auto" for the first that is installed.
    Raises:
        MissingPackage: the engine is not installed.
        WrongUsage: there is no such engine.
    """
    whole = _LONE_SURROGATE.sub("\ufffd", text)  # rjieba refuses what is not UTF-8
    texts = tuple(_cutter(engine)(whole))
    starts = tuple(accumulate(map(len, texts), initial=0))
    return Tokens(texts, starts, frozenset(starts))


def tag_tokens(tokens: Tokens, cache_folder: str | None = None) -> tuple[str, ...]:
    """The part of speech of each token, from jieba's dictionary: the same under both engines."""
    from speechkit.vocabulary import tag_of

    return tuple(map(tag_of(cache_folder), tokens.texts))


@cache
def _cutter(engine: str) -> Callable[[str], list[str]]:
    if engine not in ENGINES:
        raise WrongUsage(f"no engine '{engine}'; there are {', '.join(ENGINES)}")
    if engine == "auto":
        engine = next((name for name in ENGINES[1:] if find_spec(name)), ENGINES[1])
    if find_spec(engine) is None:
        raise missing_package(f"the engine {engine}", engine)
    if engine == "rjieba":
        import rjieba

        cut: Callable[[str], list[str]] = rjieba.cut
        return cut
    return _jieba_cutter()


def _jieba_cutter() -> Callable[[str], list[str]]:
    """jieba without its file of marshalled data in the shared temporary folder, which anyone can have
    written.
    """
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True

    def cut(text: str) -> list[str]:
        return [token for part in _PART.findall(text) for token in tokenizer.lcut(part)]

    return cut
