"""What a sentence does with a time: sets a duty by it, or merely mentions it.

A duty has a day to come and words that direct; a report has 了, 已 and days gone by. `judge` weighs the clause that
the time stands in, what the time itself says, and where it lies as seen from the speech.

Known limitations: works on the words of one sentence; irony, conditions and what others have announced are told
only by the words listed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from speechkit import time_clues as clue
from speechkit.model import Role, Span, TimeRole
from speechkit.time_periods import LOOK_BACK, unit
from speechkit.time_values import Value
from speechkit.timex_parts import Found

_SIGHT = 200
"""Characters of a sentence that are looked at on each side of a time; keeps endless sentences linear."""
_FAR_AHEAD = 150
"""Days ahead from which a bound in a report is taken for the past year's."""
_FAR = 40
"""Characters before a length in which its event is looked for."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a time stands.

    Attributes:
        before: its clause up to it.
        after: its clause behind it; the next clause where that is empty.
        lead: the sentence up to it.
        line: the whole line holds nothing else but brackets.
        role: of the passage, where one is known.
    """

    before: str
    after: str
    lead: str
    alone: bool
    role: Role | None


def set_scene(text: str, sentence: Span, found: Found, role: Role | None) -> Scene:
    """Cut out the surroundings of a time; a list (10月21日、23日) ends behind its last member."""
    lead = text[max(sentence.start, found.start - _SIGHT) : found.start]
    cut = max(lead.rfind("，"), lead.rfind("；"), lead.rfind("："), lead.rfind(","), lead.rfind(";"), lead.rfind(":"))
    rest = text[found.end : min(sentence.end, found.end + _SIGHT)]
    clauses = clue.CLAUSE_END.split(rest, maxsplit=2)
    after = clauses[0] if len(clauses[0]) > 1 or len(clauses) < 2 else f"{clauses[0]}，{clauses[1]}"
    alone = not lead.strip("（( ") and not rest.strip("）) ")
    return Scene(lead[cut + 1 :], after, lead, alone, role)


def judge(found: Found, value: Value, scene: Scene, anchor: date | None) -> TimeRole | None:
    """Decide what a time is to the sentence.

    Args:
        found: the time.
        value: what it comes to where nothing is known of its role.
        scene: where it stands.
        anchor: the day of the speech; None where nothing says it.
    Returns:
        The role; None for repetitions and lengths that bind nobody, and so are no times at all.
    """
    if found.kind == "set":
        return _judge_set(found, scene)
    if found.kind == "length":
        return _judge_length(found, scene)
    if found.kind == "ago":
        ahead = not found.back and not scene.before and clue.DIRECTS.search(scene.after)
        return "deadline" if ahead and not clue.DONE.search(scene.after) else "mention"
    return "deadline" if _is_duty(found, value, scene, anchor) else "mention"


def runs_from_event(found: Found, scene: Scene) -> bool:
    """True for a length that something else than the speech starts (发现苗头24小时内)."""
    if found.since or found.licence != "within":
        return False
    if found.unit.startswith("T") or clue.ANSWER.match(scene.after):
        return True
    return clue.EVENT.search(scene.lead[-_FAR:]) is not None


def looks_back(found: Found, scene: Scene) -> bool:
    """True for a mention in a report of what was, whose time therefore lies in the past."""
    if scene.role in ("review", "problems"):
        return True
    part = found.first
    if part is not None and part.edge == "start" and unit(part) == "year" and not part.has_year():
        return True
    if (part is not None and part.festival) or clue.MENTIONED.search(scene.before):
        return False
    return bool(clue.DONE.search(scene.after) or clue.DONE.search(scene.before))


def _judge_set(found: Found, scene: Scene) -> TimeRole | None:
    if clue.EXTENT.search(scene.before) and scene.after[:1] in ("", "，", "、"):
        return None
    if clue.AVERAGE.search(scene.before) or (found.licence == "loose" and scene.role in ("review", "problems")):
        return None
    if (
        clue.DIRECTS.search(scene.after)
        or clue.DIRECTS.search(scene.before)
        or (scene.role == "requirements" and clue.RAISES.search(scene.after))
    ):
        return "recurring"
    if clue.DONE.search(scene.after) or clue.RATE.match(scene.after) or clue.HABIT.match(scene.after):
        return None
    return None if scene.role == "problems" and clue.PROBLEM.search(scene.lead) else "recurring"


def _judge_length(found: Found, scene: Scene) -> TimeRole | None:
    if clue.NO_LENGTH.search(scene.before) or "天数" in scene.before or clue.EXPERIENCE.match(scene.after):
        return None
    directs = bool(clue.DIRECTS.search(scene.after) or clue.DIRECTS.search(scene.before))
    done = bool(clue.DONE.search(scene.after) or clue.DONE.search(scene.before))
    if done and not (directs and found.licence == "within"):
        return None
    if scene.role in ("review", "problems") and not directs:
        return None
    if found.licence in ("more", "term", "spend") and not directs:
        return None
    if found.licence in ("change", "case") and not (directs or scene.role == "requirements"):
        return None
    ahead = found.licence == "ahead"
    if ahead and (scene.after[:1] in ("就", "便") or not (directs or scene.role == "requirements")):
        return None
    return "duration"


def _is_duty(found: Found, value: Value, scene: Scene, anchor: date | None) -> bool:
    """True where an action is due by or in a time of the calendar."""
    if clue.LABEL.search(scene.lead):
        return True
    if scene.alone or clue.MENTIONED.search(scene.before) or _is_dateline(found, scene):
        return False
    if found.bound == "during" and found.first is not None and found.first.festival:
        return False
    if clue.NAMED.match(scene.after) and clue.NAMES.search(scene.before + "至" + clue.NAMED.sub("", scene.after)):
        return False
    if clue.EXPECTED.match(scene.after) or clue.PERIODS.match(scene.after):
        return False
    bounded = found.bound in ("before", "until", "around", "within") or _is_within(found)
    if _is_past(found, value, anchor):
        return bounded and _is_overdue(found, value, scene, anchor)
    if clue.ATTRIBUTE.match(scene.after, 0) if not bounded else scene.after.startswith("的"):
        return False
    directs = bool(clue.DIRECTS.search(scene.after) or clue.DIRECTS.search(scene.before))
    certain = not bounded or _is_far_ahead(found, value, anchor)
    told = certain and scene.role in ("opening", "review", "problems")
    if (told or _is_done(scene, certain=certain)) and not (directs and _is_ordered(scene)):
        return False
    if clue.OTHERS.search(scene.before + "至" + scene.after) or clue.ANNOUNCES.match(scene.after):
        return False
    if bounded:
        return not re.match("还[有剩]|只剩|是", scene.after)
    if found.bound == "from":
        return not clue.LAW.search(scene.before + "至" + scene.after) and not _is_long_since(found, value, anchor)
    return _is_due_in(found, scene, directs=directs, is_now=_is_now(found, value, anchor))


def _is_far_ahead(found: Found, value: Value, anchor: date | None) -> bool:
    """True for a day without a year that may as well be last year's (9月底前, in a report of January)."""
    if anchor is None or value.latest is None or found.first is None or found.first.has_year():
        return False
    return (value.latest - anchor).days > _FAR_AHEAD


def _is_dateline(found: Found, scene: Scene) -> bool:
    """True for the date of a document or dispatch: a full date in brackets of its own, 10月8日电."""
    part = found.first
    full = part is not None and part.year is not None and part.day is not None and not found.bound
    return (full and scene.before.endswith(("（", "("))) or scene.after[:1] in ("电", "讯")


def _is_overdue(found: Found, value: Value, scene: Scene, anchor: date | None) -> bool:
    """True for a bound that is gone and yet due: it should have been met, or the sentence directs all the same."""
    if clue.DONE.search(scene.after) or "已" in scene.after[:6] + scene.before[-6:]:
        return False
    if clue.SHOULD.search(scene.before + scene.after):
        return True
    if _is_told_past(found) or scene.role in ("review", "problems") or anchor is None or value.latest is None:
        return False
    acts = bool(clue.ACTS.search(scene.after)) and scene.role == "requirements"
    return (acts or _is_ordered(scene)) and (anchor - value.latest).days <= LOOK_BACK


def _is_done(scene: Scene, *, certain: bool) -> bool:
    """True where the clause tells of something done; unless `certain`, only 已 proves it (年底前把账清了)."""
    if "已" in scene.after[:6] + scene.before[-6:]:
        return True
    return certain and bool(clue.DONE.search(scene.after) or clue.DONE.search(scene.before))


def _is_ordered(scene: Scene) -> bool:
    """True where more than 把 directs: 把…了 may be a report."""
    return bool(clue.DIRECTS.search(clue.BA.sub("", scene.after)) or clue.DIRECTS.search(clue.BA.sub("", scene.before)))


def _is_past(found: Found, value: Value, anchor: date | None) -> bool:
    """True where the whole time lies before the speech, by its words or by the calendar."""
    if _is_told_past(found):
        return True
    if anchor is None:
        return False
    if value.latest is not None:
        return value.latest < anchor
    return value.earliest is not None and value.earliest < anchor and found.bound != "from"


_SPANS = {"day": 0, "week": 6, "month": 30, "quarter": 91, "half": 183, "year": 365}
"""Days by which the first day of a unit may precede a day in it."""


def _is_long_since(found: Found, value: Value, anchor: date | None) -> bool:
    """True for …起 whose day or period was over before the speech."""
    if anchor is None or value.earliest is None or found.first is None:
        return False
    return (anchor - value.earliest).days > _SPANS[unit(found.first)]


def _is_within(found: Found) -> bool:
    """True for 年内 and 月内."""
    return found.first is not None and found.first.edge == "within"


def _is_told_past(found: Found) -> bool:
    """True for 去年, 上月, 昨天."""
    part = found.first
    return part is not None and any(
        shift is not None and shift < 0
        for shift in (part.near_year, part.near_quarter, part.near_month, part.near_week, part.near_day)
    )


def _holds(value: Value, day: date | None) -> bool:
    """True where a time's days, both set, hold a day."""
    return bool(day and value.earliest and value.latest and value.earliest <= day <= value.latest)


def _is_now(found: Found, value: Value, anchor: date | None) -> bool:
    """True for 今天, by its word where nothing says what day it is."""
    part = found.first
    return _holds(value, anchor) if anchor else part is not None and part.near_day == 0


def _is_due_in(found: Found, scene: Scene, *, directs: bool, is_now: bool) -> bool:
    """Judge a period or day that has no bound: something must be done in it."""
    part = found.last or found.first
    if part is None:
        return False
    if clue.WRITTEN.search(scene.before):
        return False
    if clue.SCHEDULED.search(scene.before) or clue.CLOSES.match(scene.after):
        return unit(part) != "year"
    if clue.STATED.match(scene.after) or clue.RELATIVE.match(scene.after):
        return False
    acts = bool(clue.ACTS.search(scene.after))
    if unit(part) == "day" and is_now:
        return _is_due_today(found, scene)
    if part.festival and not part.tail:
        return False
    if part.season:
        return directs or acts or scene.role == "requirements"
    if clue.PUSHED.search(scene.before):
        return unit(part) != "year"
    if found.bound == "after":
        return directs
    if part.edge == "start" and unit(part) == "year" and not part.has_year():
        return False
    if unit(part) == "year" and not part.edge:
        if clue.MUST.match(scene.after):
            return True
        acts = acts and scene.role == "requirements"
        return (directs or acts) and bool(clue.QUANTITY.search(scene.after))
    if part.near_day and not found.clock and "今天" in scene.lead[-30:]:
        return False
    if unit(part) in ("day", "week") and (scene.role == "requirements" or clue.SENDS.search(scene.before)):
        return not clue.IDLE.search(scene.after)
    return directs or acts


def _is_due_today(found: Found, scene: Scene) -> bool:
    """Judge 今天 and 今晚: mostly the meeting's own day, a duty's only where the words leave no doubt."""
    if clue.GATHERING.match(scene.after):
        return False
    if found.clock and scene.role == "requirements":
        return not clue.IDLE.search(scene.after)
    return bool(clue.TODAY.search(scene.after)) or (found.clock and bool(clue.ACTS.search(scene.after)))
