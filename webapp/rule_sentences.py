"""The rules of an assignment as short sentences in the reader's language.

The same sentences stand on the instructor's page, before the start and on the receipt, so that
nobody is surprised by a rule.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from quizzes.assessment import Assessment, CaseDraw, FixedItem
from quizzes.rules import PHASES, Rules
from quizzes.timing import Window, deadline
from webapp.local_time import zone_name
from webapp.messages import moment, translate
from webapp.percents import with_sign
from webapp.queries.assignments import AssignmentInfo


def sentences(
    lang: str, zone: ZoneInfo, assignment: AssignmentInfo, window: Window, extra_attempts: int = 0
) -> list[str]:
    """All that holds for one person. ``window`` is that of :func:`quizzes.timing.for_person` (or
    the assignment's own, for everybody); ``extra_attempts`` are granted on top of the rules.
    """
    rules = assignment.rules
    found = dates(lang, zone, window)
    found += late_rule(lang, rules, window)
    found.append(time_rule(lang, window))
    if window.limit is not None or window.closes is not None:
        found.append(translate(lang, "rules.saved_counts"))
    found += tries(lang, rules, extra_attempts)
    if rules.pass_share is not None:
        found.append(translate(lang, "rules.pass", share=with_sign(rules.pass_share)))
    if rules.certainty:
        found.append(translate(lang, "rules.certainty"))
    found += seen(lang, rules)
    if assignment.password_hash is not None:
        found.append(translate(lang, "rules.password"))
    if window != assignment.window or extra_attempts:
        found.append(translate(lang, "rules.own"))
    return found


def inside(lang: str, asked: Assessment) -> list[str]:
    """How many items and sections there are, and which sections have no way back."""
    entries = [entry for section in asked.sections for entry in section.entries]
    items = sum(
        1 if isinstance(entry, FixedItem) else entry.count
        for entry in entries
        if not isinstance(entry, CaseDraw)
    )
    cases = sum(entry.count for entry in entries if isinstance(entry, CaseDraw))
    found = []
    if items:
        found.append(translate(lang, "rules.items", n=items))
    if cases:
        found.append(translate(lang, "rules.cases", n=cases))
    if len(asked.sections) > 1:
        found.append(translate(lang, "rules.sections", n=len(asked.sections)))
    whole = ", ".join(found)
    sentences = [f"{whole[0].upper()}{whole[1:]}."] if whole else []
    sentences += [
        translate(lang, "rules.no_way_back", n=number)
        for number, section in enumerate(asked.sections[:-1], start=1)
        if not section.way_back
    ]
    return sentences


def dates(lang: str, zone: ZoneInfo, window: Window) -> list[str]:
    """When it opens, is due and closes, with the zone."""
    name = zone_name(lang, zone)

    def said(key: str, at: datetime) -> str:
        return translate(lang, key, at=moment(lang, at, zone), zone=name)

    found = [said("rules.opens", window.opens)]
    if window.due is not None and window.due != window.closes:
        found.append(said("rules.due", window.due))
    if window.closes is None:
        found.append(translate(lang, "rules.never_closes"))
    else:
        found.append(said("rules.closes", window.closes))
    return found


def late_rule(lang: str, rules: Rules, window: Window) -> list[str]:
    """What lateness costs; nothing where nobody can be late."""
    if window.due is None or window.due == window.closes:
        return []
    if rules.late == 1:
        return [translate(lang, "rules.late_free")]
    if rules.late == 0:
        return [translate(lang, "rules.late_nothing")]
    return [translate(lang, "rules.late", share=with_sign(rules.late))]


def time_rule(lang: str, window: Window) -> str:
    if window.limit is None:
        return translate(lang, "rules.no_limit")
    return translate(lang, "rules.limit", span=duration(lang, window.limit))


def tries(lang: str, rules: Rules, extra: int = 0) -> list[str]:
    """How many attempts there are, which one counts, how long to wait between them."""
    counts = translate(lang, f"rules.counts_{rules.counts}")
    if rules.attempts is None:
        found = [translate(lang, "rules.tries_any", counts=counts)]
    else:
        most = rules.attempts + extra
        if most == 1:
            return [translate(lang, "rules.tries_one")]
        key = f"rules.tries_{_form(most)}"
        found = [translate(lang, key, n=_in_words(lang, most), counts=counts)]
    if rules.counts != "best":
        found.append(translate(lang, "rules.empty_try"))
    if rules.wait_s:
        span = duration(lang, timedelta(seconds=rules.wait_s))
        found.append(translate(lang, "rules.wait", span=span))
    return found


def seen(lang: str, rules: Rules) -> list[str]:
    """What is shown from when."""
    found = []
    for phase in PHASES:
        things = [
            translate(lang, f"rules.thing_{name}")
            for name in ("own", "score", "key", "feedback")
            if getattr(rules.visibility, name) == phase
        ]
        if things:
            found.append(translate(lang, f"rules.seen_{phase}", things=", ".join(things)))
    return found


def deadline_now(lang: str, zone: ZoneInfo, window: Window, now: datetime) -> str:
    """When a sitting begun now would end, as a clock time; for a window of one person."""
    ends = deadline(window, now)
    if ends is None:
        return translate(lang, "rules.now_no_end")
    text = translate(
        lang, "rules.now_ends", at=moment(lang, ends, zone), zone=zone_name(lang, zone)
    )
    if window.limit is not None and ends - now < window.limit:
        left = duration(lang, max(timedelta(0), ends - now))
        text += " " + translate(lang, "rules.now_shorter", span=left)
    return text


def duration(lang: str, span: timedelta) -> str:
    """«1 сағат 30 минут»; whole seconds, nothing that is nought."""
    seconds = int(span.total_seconds())
    parts = []
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(translate(lang, f"span.{unit}_{_form(count)}", n=count))
    return " ".join(parts) or translate(lang, "span.minutes_many", n=0)


def _form(count: int) -> str:
    """Which form a counted noun takes: one, few, many (Russian has three, the others fewer)."""
    if count % 10 == 1 and count % 100 != 11:
        return "one" if count == 1 else "last_one"
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return "few"
    return "many"


def _in_words(lang: str, count: int) -> str:
    words = translate(lang, "rules.number_words").split()
    return words[count - 1].capitalize() if count <= len(words) else str(count)
