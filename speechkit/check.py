"""What the writer of a speech wants to know before it is read aloud: `check_document` runs the rules.

`RULES` is the registry, group by group. A rule looks at a document and yields hits; this room chooses the rules, puts
hits of one habit together and words the findings.

Known limitations: a rule rather misses than misreports; what is not found is not proved right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from speechkit import (
    check_dates,
    check_duties,
    check_figures,
    check_leftovers,
    check_numbering,
    check_ordinals,
    check_pairs,
    check_proportion,
    check_punctuation,
    check_repeats,
    check_words,
)
from speechkit.check_model import CheckOptions, Hit, Language, Rule
from speechkit.errors import WrongUsage
from speechkit.model import Document, Finding
from speechkit.settings import Settings

RULES: tuple[Rule, ...] = (
    *check_numbering.RULES,
    *check_ordinals.RULES,
    *check_pairs.RULES,
    *check_punctuation.RULES,
    *check_dates.RULES,
    *check_figures.RULES,
    *check_words.RULES,
    *check_leftovers.RULES,
    *check_repeats.RULES,
    *check_duties.RULES,
    *check_proportion.RULES,
)
GROUPS = tuple(dict.fromkeys(rule.group for rule in RULES))


def choose_rules(options: CheckOptions) -> tuple[Rule, ...]:
    """The rules that take part.

    Raises:
        WrongUsage: `select` or `ignore` names neither a rule nor a group.
    """
    known = {*GROUPS, *(rule.id for rule in RULES)}
    for name in (*options.select, *options.ignore):
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are the groups {', '.join(GROUPS)}"
            raise WrongUsage(f"no rule or group '{name}'; {hint}")
    return tuple(
        rule
        for rule in RULES
        if (not options.select or {rule.id, rule.group} & set(options.select))
        and not {rule.id, rule.group} & set(options.ignore)
    )


def steps_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Names of the steps whose findings some rules read."""
    return tuple(sorted({name for rule in rules for name in rule.needs}))


def check_document(doc: Document, rules: Sequence[Rule], settings: Settings, *, language: Language = "zh") -> Document:
    """Fill `findings`: in text order, for one place the gravest first.

    Args:
        doc: with the findings of `steps_of(rules)`.
        rules: from `choose_rules`.
        language: of the findings' words.
    """
    findings = [finding for rule in rules for finding in _apply(rule, doc, settings, language)]
    return replace(doc, findings=tuple(sorted(findings, key=lambda finding: finding.span.start)))


def _apply(rule: Rule, doc: Document, settings: Settings, language: Language) -> Iterable[Finding]:
    if not rule.grouped:
        return [_make_finding(rule, [hit], doc, language) for hit in rule.find(doc, settings)]
    groups: dict[str, list[Hit]] = {}
    for hit in rule.find(doc, settings):
        groups.setdefault(hit.key, []).append(hit)
    return [_make_finding(rule, hits, doc, language) for hits in groups.values()]


def _make_finding(rule: Rule, hits: list[Hit], doc: Document, language: Language) -> Finding:
    """One finding of one hit, or of all hits of a habit: the first in the text is shown."""
    hits = sorted(hits, key=lambda hit: hit.span)
    first = hits[0]
    return Finding(
        rule=rule.id,
        group=rule.group,
        level=first.level or rule.level,
        span=first.span,
        text=doc.source.text[first.span.start : first.span.end],
        message=getattr(rule.message, language).format_map(first.values),
        advice=getattr(rule.advice, language).format_map(first.values),
        basis=getattr(rule.basis, language),
        others=tuple(hit.span for hit in hits[1:]),
        fix=tuple(edit for hit in hits for edit in hit.edits),
    )
