"""What the tests of the report share: a page read back as a browser's parser reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "col", "img", "hr"}


@dataclass
class Element:
    """One element with its attributes, and its text with that of all below it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    parent: Element | None = field(default=None, repr=False)

    def has(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()


class Page(HTMLParser):
    """All elements of a page in order; fails where tags do not close in turn."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.declarations: list[str] = []
        self.comments: list[str] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self._open, f"not closed: {self._open[-1].tag}"

    def handle_decl(self, decl: str) -> None:
        self.declarations.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.declarations.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict_of(attrs), parent=self._open[-1] if self._open else None))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self._open.append(self.elements[-1])

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"{self._open[-1].tag} closed by {tag}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def of(self, tag: str, name: str | None = None) -> list[Element]:
        return [one for one in self.elements if one.tag == tag and (name is None or one.has(name))]

    @property
    def ids(self) -> list[str]:
        return [one.attributes["id"] for one in self.elements if "id" in one.attributes]

    def lines(self) -> list[str]:
        """The lines of the speech as they are shown."""
        speech = next(one for one in self.of("article"))
        return [one.text for one in self.elements if one.parent is speech]


def dict_of(attrs: list[tuple[str, str | None]]) -> dict[str, str]:
    names = [name for name, _ in attrs]
    assert len(names) == len(set(names)), f"an attribute twice: {names}"
    return {name: value or "" for name, value in attrs}


def skeleton(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    """Tags and names of attributes in order: what a page is built of, whatever it says."""
    return [(one.tag, tuple(sorted(one.attributes))) for one in page.elements]
