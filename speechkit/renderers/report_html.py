"""Templates, style and script of the report, and the policy that lets nothing else in.

Jinja2 escapes whatever is put into a template, after `page_text` has made it fit for a page. The one style and the one
script of a page are files of this package, put in as they stand and named by their hashes in the page's
Content-Security-Policy, so that a browser runs and loads nothing else, whatever a speech holds.

Known limitations: none.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from speechkit import __version__
from speechkit.errors import missing_package
from speechkit.renderers.outline_table import count_characters

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = os.path.join(os.path.dirname(__file__), "report_page")
STYLES = ("frame.css", "speech.css", "tables.css", "figures.css", "print.css")
SCRIPTS = ("frame.js", "tables.js", "speech.js")

_SAFE_IN_SCRIPT = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNFIT = (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_VISIBLE = {**dict.fromkeys((*_TURNING, *_UNFIT), "\ufffd"), **dict.fromkeys(map(ord, "\t\n\r"), " ")}


@dataclass(frozen=True, slots=True)
class Assets:
    """What every page holds, and the policy that names it by its hashes."""

    style: str
    script: str
    policy: str


def page_text(text: str) -> str:
    """Make foreign text fit for a page, character for character.

    Characters that no page may hold (controls, lone surrogates) and those that turn the order of what stands around
    them (direction marks) become U+FFFD, so that what is shown is as long as what was read.
    """
    return text.translate(_VISIBLE)


def script_json(value: object) -> str:
    """JSON that may stand between script tags: no <, >, & and no line end of JavaScript's own."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_SAFE_IN_SCRIPT)


def fill_template(name: str, values: Mapping[str, object]) -> str:
    """Fill a template of the report.

    Args:
        name: of a file in the folder of templates.
        values: what the template asks for; all text is escaped.
    Raises:
        MissingPackage: Jinja2 is not installed.
    """
    environment = _environment()
    from markupsafe import Markup  # late: it comes with Jinja2, whose lack the line above reports

    assets = load_assets()
    own = {
        "style": Markup(assets.style),  # noqa: S704 (a file of this package)
        "script": Markup(assets.script),  # noqa: S704 (a file of this package)
        "policy": assets.policy,
        "version": __version__,
    }
    return environment.get_template(name).render({**own, **values})


@cache
def load_assets() -> Assets:
    style, script = (_join(names) for names in (STYLES, SCRIPTS))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
    return Assets(style, script, policy)


@cache
def _environment() -> Environment:
    try:
        import jinja2
        from markupsafe import Markup
    except ImportError as error:
        raise missing_package("the report", "jinja2") from error
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER, encoding="utf-8"),
        autoescape=True,
        finalize=lambda value: page_text(value) if type(value) is str else value,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["characters"] = count_characters
    environment.filters["script_json"] = lambda value: Markup(script_json(value))  # noqa: S704 (escaped by it)
    return environment


def _join(names: tuple[str, ...]) -> str:
    pieces = []
    for name in names:
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            pieces.append(file.read())
    return "\n".join(pieces)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
