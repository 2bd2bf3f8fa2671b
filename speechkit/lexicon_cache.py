# pathlib would be 3.5 ms of every start.
"""Compiled lexicons, kept as JSON files keyed by their content.

A compiled file is looked for in the package (made when it is built), then in the user's cache folder; where
there is none, the YAML is parsed and the result kept. A file that is broken, of another owner, writable by
others or of another format is as good as none, and a folder that cannot be written to only costs time: the
cache never changes a result, so it never speaks up.

Known limitations: on systems without POSIX owners (Windows) the owner is not checked.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any

from speechkit.lexicon import read_lexicon_bytes

FORMAT = 3
"""Of the compiled files; raised when their layout, or what the compiler makes of a lexicon, changes."""
_LARGEST = 50_000_000
"""Bytes of a compiled file."""
_KEPT = 64
"""Compiled files of one name that stay in the cache."""
_CONFUSIONS = (b"\nkind: confusions\n", b"\nkind: confusions\r\n")
_APART = (b"\nkind: words\n", b"\nkind: words\r\n", *_CONFUSIONS)
"""How a lexicon says that it takes no part in `speechkit phrases`."""
_PACKAGED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_compiled")


def load_compiled_phrases(paths: Sequence[str], cache_folder: str | None) -> dict[str, Any]:
    """Load lexicons as `phrasebook.compile_lexicons` makes them; those of other kinds are left out.

    Raises:
        BadLexicon: all faults of all files.
    """
    paths, contents = _of_phrases(paths)
    name = _name("phrases", paths, contents)
    compiled = _read(name, cache_folder)
    if compiled is None:
        compiled = compile_phrases(paths, contents)
        _write(name, compiled, cache_folder)
    return compiled


def _of_phrases(paths: Sequence[str]) -> tuple[list[str], list[bytes]]:
    """Paths and contents of the lexicons that are not plainly of another kind."""
    contents = {path: read_lexicon_bytes(path) for path in paths}
    kept = [path for path in paths if not any(line in contents[path] for line in _APART)]
    return kept, [contents[path] for path in kept]


def compile_phrases(paths: Sequence[str], contents: Sequence[bytes]) -> dict[str, Any]:
    """Parse, check and compile lexicons. Raises BadLexicon as `load_compiled_phrases`."""
    from speechkit.lexicon_compiler import compile_lexicons
    from speechkit.lexicon_loader import parse_all

    return compile_lexicons(parse_all(paths, contents))


def is_confusions(path: str) -> bool:
    """Say whether a lexicon is of kind `confusions`."""
    data = read_lexicon_bytes(path)
    return any(line in data for line in _CONFUSIONS)


def load_compiled_confusions(paths: Sequence[str], cache_folder: str | None) -> dict[str, Any]:
    """Load lexicons of kind `confusions`, compiled like phrases, with what to write for each entry under "right".

    Raises:
        BadLexicon: all faults of all files.
    """
    contents = [read_lexicon_bytes(path) for path in paths]
    name = _name("confusions", paths, contents)
    compiled = _read(name, cache_folder)
    if compiled is None:
        compiled = compile_confusions(paths, contents)
        _write(name, compiled, cache_folder)
    return compiled


def compile_confusions(paths: Sequence[str], contents: Sequence[bytes]) -> dict[str, Any]:
    """Parse, check and compile lexicons of kind `confusions`. Raises BadLexicon."""
    from dataclasses import replace

    from speechkit.lexicon_compiler import compile_lexicons
    from speechkit.lexicon_loader import parse_all

    lexicons = parse_all(paths, contents)
    compiled = compile_lexicons(replace(lexicon, kind="phrases") for lexicon in lexicons)
    right = {
        entry.phrase: [entry.gloss or entry.category.rpartition("/")[2], lexicon.glosses.get(entry.category, "")]
        for lexicon in lexicons
        for entry in lexicon.entries
    }
    return {**compiled, "right": right}


def load_compiled_words(path: str, cache_folder: str | None) -> Mapping[str, tuple[str, ...]]:
    """Load a lexicon of kind `words`; see `lexicon.load_words`."""
    data = read_lexicon_bytes(path)
    name = _words_name(path, data)
    compiled = _read(name, cache_folder)
    if compiled is None:
        compiled = compile_words(path, data)
        _write(name, compiled, cache_folder)
    return {category: tuple(words) for category, words in compiled["words"].items()}


def compile_words(path: str, data: bytes) -> dict[str, Any]:
    """Parse, check and compile a lexicon of kind `words`. Raises BadLexicon."""
    from speechkit.folding import fold
    from speechkit.lexicon_loader import parse_lexicon

    words: dict[str, list[str]] = {}
    for entry in parse_lexicon(data, path=path).entries:
        words.setdefault(entry.category, []).extend(map(fold, entry.forms))
    return {"words": words}


def write_packaged(paths: Sequence[str], folder: str) -> None:
    """Compile the shipped lexicons into a folder, as the package holds them; the build calls this.

    Raises:
        BadLexicon: a lexicon has faults.
    """
    from speechkit.lexicon_loader import parse_lexicon

    phrases, contents = _of_phrases(paths)
    _write(_name("phrases", phrases, contents), compile_phrases(phrases, contents), folder)
    for path in sorted(set(paths) - set(phrases)):
        data = read_lexicon_bytes(path)
        kind = parse_lexicon(data, path=path).kind
        if kind == "words":
            _write(_words_name(path, data), compile_words(path, data), folder)
        elif kind == "confusions":
            _write(_name("confusions", [path], [data]), compile_confusions([path], [data]), folder)


def _name(kind: str, paths: Sequence[str], contents: Sequence[bytes]) -> str:
    """The name of a compiled file: its kind, and a hash over format, file names and contents."""
    digest = sha256(f"{FORMAT}".encode())
    for path, data in zip(paths, contents, strict=True):
        digest.update(f"\n{os.path.basename(path)} {len(data)}\n".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return f"{kind}-{digest.hexdigest()[:32]}.json"


def _words_name(path: str, data: bytes) -> str:
    stem = os.path.basename(path).removesuffix(".yaml").replace("-", "_")
    return _name(f"words_{stem}", [path], [data])


def _read(name: str, cache_folder: str | None) -> dict[str, Any] | None:
    for folder, is_shared in ((_PACKAGED, True), (cache_folder, False)):
        data = read_kept(os.path.join(folder, name), is_shared=is_shared) if folder else None
        if data is None:
            continue
        with suppress(ValueError, RecursionError):
            compiled = json.loads(data)
            if isinstance(compiled, dict) and compiled.pop("format", None) == FORMAT:
                return compiled
    return None


def _write(name: str, compiled: Mapping[str, Any], folder: str | None) -> None:
    if folder is None:
        return
    data = json.dumps({"format": FORMAT, **compiled}, ensure_ascii=False, separators=(",", ":"))
    keep(os.path.join(folder, name), data.encode("utf-8"))


def read_kept(path: str, *, is_shared: bool = False) -> bytes | None:
    """Read a file of the cache; None where it is missing, too large, or another user can have written it.

    Args:
        is_shared: the file is part of the installed package, whose owner need not be the user.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        is_own = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST or not (is_shared or is_own):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read()
    except OSError:
        return None
    finally:
        os.close(descriptor)


def keep(path: str, data: bytes) -> None:
    """Write a file of the cache aside and rename it; do nothing where that cannot be done.

    The folder is made with permissions 0700, the file with 0600. Old files of the same kind go.
    """
    import tempfile

    folder, name = os.path.split(path)
    with suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(prefix=".", dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            os.replace(aside, path)
        except OSError:
            os.unlink(aside)
            raise
        kind = name.partition("-")[0]
        kept = [os.path.join(folder, old) for old in os.listdir(folder) if old.startswith(f"{kind}-")]
        for old in sorted(kept, key=os.path.getmtime, reverse=True)[_KEPT:]:
            os.unlink(old)
