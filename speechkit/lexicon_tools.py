"""What `speechkit lexicon` does: list, show, check, start and search lexicons.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from speechkit.errors import BadLexicon, WrongUsage
from speechkit.folding import fold
from speechkit.frames import is_frame
from speechkit.lexicon import default_folder, load_lexicon, read_lexicon_bytes, shipped_paths
from speechkit.lexicon_checks import find_repeats
from speechkit.lexicon_examples import find_wrong_examples
from speechkit.lexicon_loader import inspect_lexicon, raise_faults
from speechkit.lexicon_model import Entry, Lexicon
from speechkit.yaml_tree import Fault


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that a search found."""

    lexicon: Lexicon
    entry: Entry


def list_lexicons(paths: Sequence[str] = ()) -> tuple[Lexicon, ...]:
    """Load the shipped lexicons and the user's own ones. Raises BadLexicon."""
    return tuple(load_lexicon(path) for path in (*shipped_paths(), *paths))


def find_lexicon(name: str) -> Lexicon:
    """Load a lexicon by its id or by the path of its file.

    Raises:
        WrongUsage: there is no such file or id.
        BadLexicon: it has faults.
    """
    if Path(name).name != name or name.endswith((".yaml", ".yml")):
        return load_lexicon(name)
    ids = {Path(path).stem: path for path in shipped_paths()}
    if name not in ids:
        raise WrongUsage(f"no lexicon '{name}'; there are {', '.join(ids)}, or give the path of a file")
    return load_lexicon(ids[name])


def check_lexicon(path: str) -> Lexicon:
    """Check a file: its form, all its examples and, for a shipped one, that it repeats no other.

    Returns:
        The lexicon, which has no fault.
    Raises:
        BadLexicon: all faults, one a line, each as path:line:column: message.
    """
    lexicon, faults = inspect_lexicon(read_lexicon_bytes(path), path=path)
    if lexicon is not None:
        faults += find_wrong_examples(lexicon)
        faults += _repeats_of_shipped(lexicon)
    if lexicon is None or faults:
        raise_faults(path, faults)
    check_imports(lexicon)
    return lexicon


def check_imports(lexicon: Lexicon) -> None:
    """Raise BadLexicon where a lexicon imports a lexicon, or skips a phrase, that there is not."""
    if not lexicon.imports:
        return
    from speechkit.lexicon_cache import load_compiled_phrases
    from speechkit.lexicon_compiler import compile_lexicons
    from speechkit.phrasebook import find_import_faults

    parts = [load_compiled_phrases(shipped_paths(), None), compile_lexicons([lexicon])]
    faults = find_import_faults(parts, [default_folder(), lexicon.path])
    if faults:
        raise BadLexicon("\n".join(faults))


def _repeats_of_shipped(lexicon: Lexicon) -> Iterator[Fault]:
    path = Path(lexicon.path).resolve()
    if path.parent != Path(default_folder()).resolve():
        return  # a user's lexicon may hold what a shipped one holds
    others = [load_lexicon(other) for other in shipped_paths() if Path(other).name != path.name]
    yield from (fault for owner, fault in find_repeats([*others, lexicon]) if owner is lexicon)


def search_lexicons(query: str, paths: Sequence[str] = ()) -> tuple[Found, ...]:
    """Find entries whose phrase, other spelling, gloss or category holds a string, traditional or
    simplified.
    """
    wanted = fold(query).casefold()
    return tuple(
        Found(lexicon, entry)
        for lexicon in list_lexicons(paths)
        for entry in lexicon.entries
        if any(wanted in fold(text).casefold() for text in (*entry.forms, entry.gloss or "", entry.category))
    )


def render_list(lexicons: Sequence[Lexicon]) -> str:
    """One line a lexicon: id@version, kind, phrases, frames, title."""
    rows = []
    for lexicon in lexicons:
        frames = sum(is_frame(entry.phrase) for entry in lexicon.entries)
        counts = f"{len(lexicon.entries) - frames:>6} {lexicon.kind:<8}{frames:>5} frames"
        rows.append(f"{lexicon.label:<24}{counts}  {lexicon.title}")
    return "".join(row + "\n" for row in rows)


def render_lexicon(lexicon: Lexicon) -> str:
    """Header, then each category with its gloss and its entries, one a line."""
    lines = [
        f"{lexicon.label}  {lexicon.title}",
        f"{lexicon.language}  {lexicon.licence}  {lexicon.kind}  {len(lexicon.entries)} entries",
        f"sha256 {lexicon.sha256}",
    ]
    category = None
    for entry in lexicon.entries:
        if entry.category != category:
            category = entry.category
            lines += ["", f"{category}：{lexicon.glosses.get(category, '')}"]
        lines.append(f"  {_one_line(entry)}")
    return "".join(line + "\n" for line in lines)


def render_found(found: Sequence[Found]) -> str:
    """One line an entry: lexicon, category, phrase with what is known of it."""
    return "".join(f"{row.lexicon.label}  {row.entry.category}  {_one_line(row.entry)}\n" for row in found)


def _one_line(entry: Entry) -> str:
    name = f"（{entry.name}）" if entry.name else ""
    also = f"（又作{'、'.join(entry.also)}）" if entry.also else ""
    gloss = f"：{entry.gloss}" if entry.gloss else ""
    return f"{entry.phrase}{name}{also}{gloss}"


def render_checked(lexicon: Lexicon) -> str:
    """What a check that found nothing wrong says."""
    examples = sum(len(entry.hits) + len(entry.misses) for entry in lexicon.entries)
    return f"{lexicon.path}: {lexicon.label}, {len(lexicon.entries)} entries, {examples} examples: no faults\n"


def new_lexicon(lexicon_id: str, title: str) -> str:
    """The commented start of a lexicon, which passes `check_lexicon` as it stands.

    Args:
        lexicon_id: small letters, digits and hyphens; the file is to be called <id>.yaml.
        title: one line.
    """
    return _START.format(id=lexicon_id, title=title.replace("\\", "\\\\").replace('"', '\\"'))


_START = """\
# A lexicon of speechkit; docs/lexicons.md describes the format.
# Check it:  speechkit lexicon check {id}.yaml
# Use it:    speechkit phrases speech.txt --lexicon {id}.yaml
id: {id}
version: "1"
title: "{title}"
language: zh-Hans
licence: CC0-1.0
kind: phrases

# What each category holds. Every category that has entries needs a line here.
glosses:
  工作方法: 说怎样做事的固定说法
  句式: 前后呼应的句式

# A tree of categories; the lists at its ends hold the phrases.
entries:
  工作方法:
    # A bare string is enough for most phrases.
    - 挂图作战
    # A mapping says more. Put a value in quotes where it has ": " or " #" in it, or looks like a number.
    - phrase: 一张图
      gloss: 把规划和进度画在一张图上
      also: [一幅图]
      # Longer strings in which the phrase does not count.
      except: [一张图纸]
      # 【】 mark what must be found, in a sentence of your own; a miss must find nothing.
      hit: ["坚持【一张图】管到底。"]
      miss: ["桌上有一张图纸。"]
  句式:
    # … makes a frame; [x] is optional, (a|b) is either, (…)+ is once or more. A frame needs a hit and a miss.
    - phrase: 干什么…像什么…
      hit: ["要【干什么学什么，像什么做什么】。"]
      miss: ["他是干什么的？"]
"""
