# pathlib would be 3.5 ms of every start.
"""Lexicons: YAML files of phrases, frames and words, with categories, examples and sources.

The format is described in docs/lexicons.md. This room holds the ways to get at lexicons;
checking is done in `lexicon_loader`, the compiled forms live in `phrasebook` and `lexicon_cache`.

Known limitations: none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from speechkit.errors import BadLexicon, WrongUsage

if TYPE_CHECKING:
    from speechkit.lexicon_model import Lexicon
    from speechkit.phrasebook import Phrasebook

LARGEST_FILE = 4_000_000
"""Bytes; about 100,000 entries."""


def default_folder() -> str:
    """The folder of the shipped lexicons: the packaged copy, else the checkout's."""
    package = os.path.dirname(os.path.abspath(__file__))
    packaged = os.path.join(package, "_lexicons")
    return packaged if os.path.isdir(packaged) else os.path.join(os.path.dirname(package), "lexicons")


@cache
def shipped_paths() -> tuple[str, ...]:
    """Paths of the shipped lexicons, sorted by name."""
    folder = default_folder()
    return tuple(os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml"))


def read_lexicon_bytes(path: str) -> bytes:
    """Read a lexicon file.

    Raises:
        BadLexicon: it cannot be read, or is over the size limit.
    """
    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadLexicon(
            f"cannot be read ({error.strerror or error}); give the path of a YAML file", path=path
        ) from None
    if len(data) > LARGEST_FILE:
        raise BadLexicon(f"over {LARGEST_FILE:,} bytes; split the lexicon", path=path)
    return data


def load_lexicon(path: str) -> Lexicon:
    """Load and check one lexicon.

    Raises:
        BadLexicon: all faults of the file, one a line, each as path:line:column: message.
    """
    from speechkit.lexicon_loader import parse_lexicon

    return parse_lexicon(read_lexicon_bytes(path), path=path)


def load_words(lexicon_id: str, *, cache_folder: str | None = None) -> Mapping[str, tuple[str, ...]]:
    """Load a shipped lexicon of kind `words`.

    Args:
        lexicon_id: the file's name without .yaml.
        cache_folder: where compiled lexicons are kept; None: compiled anew in each process.
    Returns:
        Path of a category → its words, other spellings included, simplified, in the file's order. A category
        that holds none itself is left out.
    Raises:
        BadLexicon: there is no such lexicon, or it has faults.
    """
    return _load_words(lexicon_id, cache_folder)


@cache
def _load_words(lexicon_id: str, cache_folder: str | None) -> Mapping[str, tuple[str, ...]]:
    from speechkit.lexicon_cache import load_compiled_words

    return load_compiled_words(os.path.join(default_folder(), f"{lexicon_id}.yaml"), cache_folder)


def load_phrasebook(
    *, lexicons: Sequence[str] = (), only: Sequence[str] = (), cache_folder: str | None = None
) -> Phrasebook:
    """Load all phrases and frames that are looked for.

    Args:
        lexicons: paths of the user's own lexicons, beside the shipped ones.
        only: ids of the lexicons that take part, with those they import; empty: all.
        cache_folder: where compiled lexicons are kept; None: compiled anew in each process.
    Raises:
        BadLexicon: a lexicon has faults.
        WrongUsage: `only` names a lexicon that there is not.
    """
    contents = tuple(read_lexicon_bytes(path) for path in lexicons)
    return _load_phrasebook(tuple(lexicons), contents, tuple(only), cache_folder)


@lru_cache(maxsize=4)
def _load_phrasebook(
    lexicons: tuple[str, ...], contents: tuple[bytes, ...], only: tuple[str, ...], cache_folder: str | None
) -> Phrasebook:
    """Keyed by the contents too: who edits a lexicon in a session is to see what it finds then."""
    from speechkit.lexicon_cache import is_confusions, load_compiled_phrases
    from speechkit.phrasebook import combine, find_import_faults

    lexicons = tuple(path for path in lexicons if not is_confusions(path))  # those are for `check`
    parts = [load_compiled_phrases(shipped_paths(), cache_folder)]
    parts += (load_compiled_phrases((path,), cache_folder) for path in lexicons)
    for part, path in zip(parts[1:], lexicons, strict=True):
        if not part["lexicons"]:
            raise BadLexicon("its kind is words; only lexicons of kind phrases are matched", path=path)
    faults = find_import_faults(parts, [str(default_folder()), *lexicons])
    if faults:
        raise BadLexicon("\n".join(faults))
    known = [row[0] for part in parts for row in part["lexicons"]]
    for wanted in only:
        if wanted not in known:
            raise WrongUsage(f"no lexicon '{wanted}'; there are {', '.join(sorted(known))}")
    return combine(parts, only=only)
