"""From the bytes of a YAML file to a checked `Lexicon`, or to all of its faults at once.

Known limitations: faults that follow from another fault of the same value may be reported too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from hashlib import sha256
from typing import Any, NoReturn, cast

from speechkit.errors import BadLexicon
from speechkit.lexicon_checks import find_entry_faults, find_form_faults
from speechkit.lexicon_model import Entry, Import, Kind, Lexicon
from speechkit.match import matched_form
from speechkit.yaml_tree import Fault, Node, load_tree

_HEADER = ("id", "version", "title", "language", "licence", "kind", "imports", "glosses", "entries")
_REQUIRED = ("id", "version", "title", "language", "licence", "kind", "entries")
_LEAF = ("phrase", "also", "gloss", "except", "hit", "miss", "source", "name")
_KINDS = ("phrases", "words", "confusions")

_ID = re.compile(r"[a-z][a-z0-9-]*+")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*+")


def parse_lexicon(data: bytes, *, path: str) -> Lexicon:
    """Parse and check the bytes of a lexicon.

    Args:
        data: UTF-8, a byte order mark allowed.
        path: named in faults; its stem must be the lexicon's id.
    Returns:
        The lexicon.
    Raises:
        BadLexicon: all faults, one a line.
    """
    lexicon, faults = inspect_lexicon(data, path=path)
    if lexicon is None or faults:
        raise_faults(path, faults)
    return lexicon


def inspect_lexicon(data: bytes, *, path: str) -> tuple[Lexicon | None, list[Fault]]:
    """Parse the bytes of a lexicon as far as that goes.

    Returns:
        What can be made out, without entries that cannot be matched, and all faults; None where it is no
        YAML.
    """
    faults: list[Fault] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return None, [Fault(line, column, "not UTF-8; save the file as UTF-8")]
    tree = load_tree(text, faults)
    if tree is None:
        return None, faults or [Fault(1, 1, "empty file; `speechkit lexicon new` writes a start")]
    return _Parser(faults, path).parse(tree, sha256(data).hexdigest()), faults


def parse_all(paths: Sequence[str], contents: Sequence[bytes]) -> list[Lexicon]:
    """Parse and check lexicons that are used together.

    Raises:
        BadLexicon: all faults of all files. That a phrase stands in two of them is none here: the first one
        counts.
    """
    lexicons: list[Lexicon] = []
    messages: list[str] = []
    for path, data in zip(paths, contents, strict=True):
        try:
            lexicons.append(parse_lexicon(data, path=path))
        except BadLexicon as error:
            messages.append(error.message)
    if messages:
        raise BadLexicon("\n".join(messages))
    return lexicons


def _line(path: str, fault: Fault) -> str:
    return f"{path}:{fault.line}:{fault.column}: {fault.message}"


def nearest(word: str, known: Iterable[str]) -> str:
    """A question for the end of a message, or nothing where no known word is near."""
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def raise_faults(path: str, faults: Sequence[Fault]) -> NoReturn:
    """Raise `BadLexicon` with all faults in the file's order."""
    raise BadLexicon("\n".join(_line(path, fault) for fault in sorted(set(faults))))


class _Parser:
    """Walks the tree and collects faults."""

    def __init__(self, faults: list[Fault], path: str) -> None:
        self.faults = faults
        self.path = path
        self.seen: dict[str, int] = {}  # matched form → line
        self.categories: dict[str, Node] = {}  # all of the tree
        self.filled: dict[str, Node] = {}  # those that hold entries
        self.entries: list[Entry] = []
        self.kind = "phrases"

    def parse(self, tree: Node, digest: str) -> Lexicon:
        if tree.kind != "mapping":
            self.faults.append(
                tree.fault("a lexicon is a mapping with id, version, title, …; `speechkit lexicon new` writes one")
            )
            tree = Node("mapping", tree.line, tree.column)
        values = self._known_pairs(tree, _HEADER, what="a lexicon")
        for key in _REQUIRED:
            if key not in values:
                self.faults.append(tree.fault(f"key '{key}' is missing; every lexicon has one"))
        header = {key: self._header(key, values) for key in ("id", "version", "title", "language", "licence", "kind")}
        self.kind = header["kind"] if header["kind"] in _KINDS else "phrases"
        imports = self._imports(values["imports"]) if "imports" in values else ()
        if "entries" in values:
            self._category(values["entries"], ())
        glosses = self._glosses(values.get("glosses"), tree)
        return Lexicon(
            id=header["id"],
            version=header["version"],
            title=header["title"],
            language=header["language"],
            licence=header["licence"],
            kind=cast(Kind, self.kind),
            path=self.path,
            sha256=digest,
            imports=imports,
            glosses=glosses,
            entries=tuple(self.entries),
        )

    def _header(self, key: str, values: dict[str, Node]) -> str:
        """Check a value of the header; "" where it is missing or wrong."""
        if key not in values:
            return ""
        node = values[key]
        text = self._string(node, is_exact=key in ("id", "kind", "version", "language", "licence"))
        rules: dict[str, tuple[Callable[[str], Any], str]] = {
            "id": (_ID.fullmatch, "an id is a small letter, then small letters, digits and '-'"),
            "version": (_VERSION.fullmatch, "a version is letters, digits, '.', '+' and '-'"),
            "language": (_LANGUAGE.fullmatch, "a language is a tag such as zh-Hans"),
            "kind": (_KINDS.__contains__, "a kind is 'phrases', 'words' or 'confusions'"),
        }
        stem = re.split(r"[/\\]", self.path)[-1].removesuffix(".yaml").removesuffix(".yml")
        if text and key in rules and not rules[key][0](text):
            near = nearest(text, _KINDS) if key == "kind" else ""
            self.faults.append(node.fault(f"'{text}': {rules[key][1]}{near}"))
        elif key == "id" and text and self.path != "-" and text != stem:
            self.faults.append(node.fault(f"id '{text}' is not the file's name; call one like the other"))
        return text

    def _string(self, node: Node, *, is_exact: bool = False) -> str:
        """The text of a string node; "" and a fault where it is none, is blank at its edges or was cut short.

        Args:
            is_exact: the value has a form of its own, so a comment behind it can cut nothing off.
        """
        if node.kind != "string":
            if node.kind != "alias":
                self.faults.append(node.fault(f"a {node.kind} where a string belongs"))
            return ""
        if node.is_cut and node.text and not is_exact:
            self.faults.append(node.fault("what follows ' #' is dropped; put the value in quotes or the comment above"))
        if node.text != node.text.strip():
            self.faults.append(node.fault("white space at the edge of a value; remove it"))
        elif "\n" in node.text:
            self.faults.append(node.fault("a line end in a value; write it on one line"))
        return node.text

    def _known_pairs(self, node: Node, known: Sequence[str], *, what: str) -> dict[str, Node]:
        values: dict[str, Node] = {}
        for key, value in node.pairs:
            if key.kind != "string":
                continue
            if key.text in known:
                values.setdefault(key.text, value)
            else:
                near = nearest(key.text, known) or f"; {what} has {', '.join(known)}"
                self.faults.append(key.fault(f"unknown key '{key.text}'{near}"))
        return values

    def _strings(self, node: Node, key: str) -> tuple[str, ...]:
        """A list of strings, none twice."""
        if node.kind != "list":
            if node.kind != "alias":
                self.faults.append(node.fault(f"'{key}' is a list; write [ ] round it"))
            return ()
        found: list[str] = []
        for item in node.items:
            text = self._string(item)
            if text in found:
                self.faults.append(item.fault(f"'{text}' stands twice in this list"))
            elif text:
                found.append(text)
        return tuple(found)

    def _imports(self, node: Node) -> tuple[Import, ...]:
        if node.kind != "list":
            self.faults.append(node.fault("'imports' is a list of mappings with id and skip"))
            return ()
        found = []
        for item in node.items:
            values = self._known_pairs(item, ("id", "skip"), what="an import")
            if item.kind != "mapping" or "id" not in values:
                self.faults.append(item.fault("an import is a mapping with the id of a lexicon"))
                continue
            skip = self._strings(values["skip"], "skip") if "skip" in values else ()
            found.append(Import(self._string(values["id"], is_exact=True), skip, item.line, item.column))
        return tuple(found)

    def _glosses(self, node: Node | None, tree: Node) -> dict[str, str]:
        found: dict[str, str] = {}
        if node is not None and node.kind != "mapping":
            self.faults.append(node.fault("'glosses' is a mapping from the path of a category to its gloss"))
        for key, value in node.pairs if node is not None else ():
            if key.kind == "string" and key.text not in self.categories:
                self.faults.append(key.fault(f"no category '{key.text}'{nearest(key.text, self.categories)}"))
            found[key.text] = self._string(value)
        for path, place in self.filled.items():
            if path not in found:
                self.faults.append(place.fault(f"category '{path}' has no gloss; add it under 'glosses'"))
        return found

    def _category(self, node: Node, path: tuple[str, ...]) -> None:
        """Walk a category: a mapping holds more of them, a list holds leaves."""
        name = "/".join(path)
        if node.kind == "mapping":
            if not node.pairs:
                self.faults.append(node.fault("an empty category; remove it"))
            for key, value in node.pairs:
                if key.kind != "string":
                    continue
                if "/" in key.text or key.text != key.text.strip() or not key.text:
                    self.faults.append(
                        key.fault(f"'{key.text}': the name of a category holds no '/' and no space at its edge")
                    )
                inner = (*path, key.text)
                self.categories["/".join(inner)] = key
                if value.items:
                    self.filled["/".join(inner)] = key
                self._category(value, inner)
        elif node.kind == "list" and path:
            if not node.items:
                self.faults.append(node.fault(f"category '{name}' is empty; remove it"))
            for item in node.items:
                self._leaf(item, name)
        elif node.kind != "alias":
            self.faults.append(node.fault("entries are a tree of named categories whose ends are lists of phrases"))

    def _leaf(self, node: Node, category: str) -> None:
        if node.kind == "mapping":
            values = self._known_pairs(node, _LEAF, what="an entry")
            if "phrase" not in values:
                self.faults.append(node.fault("key 'phrase' is missing; every entry has one"))
                return
        elif node.kind == "string":
            values = {"phrase": node}
        else:
            self.faults.append(node.fault(f"a {node.kind} where an entry belongs"))
            return
        place = values["phrase"]
        phrase = self._string(place)
        if not phrase:
            return
        lists = {
            key: self._strings(values[key], key) if key in values else () for key in ("also", "except", "hit", "miss")
        }
        strings = {key: self._string(values[key]) if key in values else None for key in ("gloss", "source", "name")}
        entry = Entry(
            phrase=phrase,
            category=category,
            line=place.line,
            column=place.column,
            also=lists["also"],
            gloss=strings["gloss"],
            excepts=lists["except"],
            hits=lists["hit"],
            misses=lists["miss"],
            source=strings["source"],
            name=strings["name"],
            places=self._places(values),
        )
        self._check_entry(entry, place)

    def _places(self, values: dict[str, Node]) -> dict[str, tuple[int, int]]:
        nodes = (item for key in ("hit", "miss", "except") if key in values for item in values[key].items)
        return {node.text: (node.line, node.column) for node in nodes}

    def _check_entry(self, entry: Entry, place: Node) -> None:
        for form in entry.forms:
            matched = matched_form(form)
            if matched in self.seen:
                self.faults.append(place.fault(f"'{form}' stands in line {self.seen[matched]} already; remove one"))
            self.seen.setdefault(matched, entry.line)
        if self.kind == "words":
            self.entries.append(entry)
            return
        wrong_forms = [message for form in entry.forms for message in find_form_faults(form, like=entry.phrase)]
        self.faults += map(place.fault, wrong_forms)
        if not wrong_forms:
            self.entries.append(entry)
        self.faults += (
            Fault(*entry.places.get(at, (place.line, place.column)), message)
            for at, message in find_entry_faults(entry)
        )
