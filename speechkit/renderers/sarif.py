"""Findings as SARIF 2.1.0, which code scanners and editors read.

Columns and offsets count Unicode code points, as `columnKind` says. Further places of a habit are related locations;
what can be mended mechanically is a fix.

Source: Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020).

Known limitations: none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from speechkit import __version__
from speechkit.check_model import Rule
from speechkit.model import Document, Edit, Finding, Span
from speechkit.places import Lines
from speechkit.renderers import View
from speechkit.renderers.findings import lines_of

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "suspect": "warning", "hint": "note"}


def render(docs: Sequence[Document], view: View) -> str:
    """Render one run over all documents."""
    from speechkit.check import RULES  # late: no other format needs the rules

    index = {rule.id: number for number, rule in enumerate(RULES)}
    run = {
        "tool": {
            "driver": {
                "name": "speechkit",
                "semanticVersion": __version__,
                "language": "en" if view.language == "en" else "zh-CN",
                "rules": [_rule(rule, view.language) for rule in RULES],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(doc) for doc in docs],
        "results": [
            _result(doc, finding, lines, artifact=number, rule=index[finding.rule])
            for number, doc in enumerate(docs)
            for lines in [lines_of(doc)]
            for finding in doc.findings
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule, language: str) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": getattr(rule.title, language)},
        "help": {"text": getattr(rule.basis, language)},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"tags": [rule.group]},
    }


def _uri(doc: Document) -> str:
    """A relative reference, or a file URI of an absolute path."""
    path = doc.source.path or "-"
    written = quote(path.replace(os.sep, "/"), errors="surrogateescape")
    return f"file://{written}" if os.path.isabs(path) else written


def _artifact(doc: Document) -> dict[str, Any]:
    return {"location": {"uri": _uri(doc)}, "hashes": {"sha-256": doc.source.sha256}}


def _result(doc: Document, finding: Finding, lines: Lines, *, artifact: int, rule: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.level],
        "message": {"text": f"{finding.message}。{finding.advice}（{finding.basis}）"},
        "locations": [_location(doc, finding.span, lines, artifact)],
    }
    if finding.others:
        found["relatedLocations"] = [_location(doc, span, lines, artifact) for span in finding.others]
    if finding.fix:
        replacements = [_replacement(edit, lines) for edit in finding.fix]
        change = {"artifactLocation": {"uri": _uri(doc), "index": artifact}, "replacements": replacements}
        found["fixes"] = [{"description": {"text": finding.advice}, "artifactChanges": [change]}]
    return found


def _location(doc: Document, span: Span, lines: Lines, artifact: int) -> dict[str, Any]:
    region = _region(span, lines)
    region["snippet"] = {"text": doc.source.text[span.start : span.end]}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(doc), "index": artifact}, "region": region}}


def _replacement(edit: Edit, lines: Lines) -> dict[str, Any]:
    return {
        "deletedRegion": _region(Span(edit.start, edit.end), lines),
        "insertedContent": {"text": edit.new},
    }


def _region(span: Span, lines: Lines) -> dict[str, Any]:
    (line, column), (end_line, end_column) = lines.place(span.start), lines.place(span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": span.start,
        "charLength": len(span),
    }
