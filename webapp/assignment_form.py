"""The form of an assignment: what was typed → terms, or sentences at the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from quizzes.assessment import Assessment
from quizzes.rules import PHASES, Mode, Rules, Visibility, defaults
from quizzes.timing import Window
from webapp.forms import Form
from webapp.local_time import read_local, show_local
from webapp.percents import read_percent, show_percent
from webapp.permissions import row_id
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.giving import Target, Terms

MODES: tuple[Mode, ...] = ("practice", "exam")
COUNTS = ("best", "last", "first", "average")
SEEN = ("own", "score", "key", "feedback")
MOST_TITLE, MOST_NOTE, MOST_PASSWORD = 200, 10_000, 200
MOST_LIMIT, MOST_WAIT = 10_000, 43_200
"""Minutes."""
NEW_SET = "new"
"""In the field of the assessment: the set that the form carries with it."""
MOST_SET = 20_000
"""Characters of such a set."""


@dataclass(frozen=True, slots=True)
class NewSet:
    """A set of questions that is stored when the assignment is given, and not before."""

    title: str
    asked: Assessment


def read_set(text: str, title: str) -> NewSet | None:
    """The set that an address or a form carries; None: it carries none."""
    title = title.strip()[:MOST_TITLE]
    if not title or len(text) > MOST_SET:
        return None
    try:
        return NewSet(title, Assessment.model_validate_json(text))
    except ValidationError:
        return None


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was read. ``errors``: field → message key. ``terms`` is there without errors;
    its password hash is the one before (``password`` holds a new one that was typed). ``new_set``:
    what is asked is a set that is not stored yet, and the terms name no assessment (0).
    """

    values: dict[str, str]
    targets: frozenset[Target]
    errors: dict[str, str]
    terms: Terms | None
    password: str = ""
    new_set: NewSet | None = None


def details(rules: Rules) -> dict[str, str]:
    """The fields that stand under «details», for some rules."""
    return {
        "attempts": str(rules.attempts) if rules.attempts is not None else "",
        "counts": rules.counts,
        "wait": str(rules.wait_s // 60),
        "late": show_percent(rules.late),
        "pass": show_percent(rules.pass_share) if rules.pass_share is not None else "",
        **{name: getattr(rules.visibility, name) for name in SEEN},
        "certainty": "1" if rules.certainty else "",
        "two_markers": "1" if rules.two_markers else "",
    }


DEFAULTS: Mapping[str, Mapping[str, str]] = {mode: details(defaults(mode)) for mode in MODES}


def values_of(info: AssignmentInfo, zone: ZoneInfo) -> dict[str, str]:
    """The form filled with an assignment as it stands."""
    limit = info.window.limit
    return {
        "title": info.title,
        "note": info.note,
        "assessment": str(info.assessment_id),
        "mode": info.rules.mode,
        "details_of": info.rules.mode,
        "opens": show_local(info.window.opens, zone),
        "due": show_local(info.window.due, zone),
        "closes": show_local(info.window.closes, zone),
        "limit": _plain(Fraction(int(limit.total_seconds()), 60)) if limit is not None else "",
        "password": "",
        "no_password": "",
        **details(info.rules),
    }


def _plain(minutes: Fraction) -> str:
    return str(minutes.numerator) if minutes.denominator == 1 else f"{float(minutes):g}"


def read(form: Form, zone: ZoneInfo, before: AssignmentInfo | None, locked: bool) -> Draft:
    """Read the form of an assignment. ``before``: as it stands now, None for a new one;
    ``locked``: someone has begun it, so what is asked and how it counts stay as they are.
    """
    values = {name: form.one(name).strip() for name in _FIELDS}
    if values["mode"] not in MODES:
        values["mode"] = "practice"
    _follow_the_mode(values)
    if before is not None and locked:
        kept = values_of(before, zone)
        values |= {name: kept[name] for name in LOCKED}
    errors: dict[str, str] = {}
    if not 1 <= len(values["title"]) <= MOST_TITLE:
        errors["title"] = "assignment_form.error_title"
    if len(values["note"]) > MOST_NOTE:
        errors["note"] = "assignment_form.error_note"
    new_set = None
    assessment_id = row_id(values["assessment"])
    if before is None and values["assessment"] == NEW_SET:
        new_set = read_set(form.one("set"), form.one("set_title"))
        assessment_id = 0 if new_set is not None else None
    if assessment_id is None:
        errors["assessment"] = "assignment_form.error_assessment"
    targets = _targets(form)
    if not targets:
        errors["targets"] = "assignment_form.error_targets"
    window = _window(values, zone, errors)
    rules = _rules(values, errors)
    if rules is not None and window is not None:
        _together(rules, window, errors)
    password = form.one("password")
    if len(password) > MOST_PASSWORD:
        errors["password"] = "assignment_form.error_password"
    terms = None
    if not errors and window is not None and rules is not None and assessment_id is not None:
        held = before.password_hash if before is not None and not values["no_password"] else None
        terms = Terms(assessment_id, values["title"], values["note"], window, rules, held)
    return Draft(values, targets, errors, terms, password, new_set)


_FIELDS = (
    "title note assessment mode details_of opens due closes limit password no_password "
    "attempts counts wait late pass own score key feedback certainty two_markers"
).split()
LOCKED = ("assessment", "mode", "details_of", "counts", "certainty")


def _follow_the_mode(values: dict[str, str]) -> None:
    """What was left at the defaults of one mode takes the defaults of the mode chosen: whoever
    makes an exam of a practice without opening the details gets the rules of an exam.
    """
    shown = values["details_of"] if values["details_of"] in MODES else values["mode"]
    if shown != values["mode"]:
        for name, default in DEFAULTS[shown].items():
            if values[name] == default:
                values[name] = DEFAULTS[values["mode"]][name]
    values["details_of"] = values["mode"]


def _targets(form: Form) -> frozenset[Target]:
    found: set[Target] = set()
    for kind in ("cohort", "group", "student"):
        for text in form.fields.get(kind, ()):
            number = row_id(text)
            if number is not None:
                found.add((kind, number))
    return frozenset(found)


def _window(values: dict[str, str], zone: ZoneInfo, errors: dict[str, str]) -> Window | None:
    moments = {}
    for name in ("opens", "due", "closes"):
        moments[name] = read_local(values[name], zone) if values[name] else None
        if values[name] and moments[name] is None:
            errors[name] = "assignment_form.error_moment"
    opens, due, closes = moments["opens"], moments["due"], moments["closes"]
    if not values["opens"]:
        errors["opens"] = "assignment_form.error_opens"
    if opens and due and due <= opens:
        errors["due"] = "assignment_form.error_due_early"
    if opens and closes and closes <= opens:
        errors["closes"] = "assignment_form.error_closes_early"
    elif due and closes and closes < due:
        errors["closes"] = "assignment_form.error_closes_before_due"
    limit = None
    if values["limit"]:
        minutes = _number(values["limit"], 1, MOST_LIMIT)
        if minutes is None:
            errors["limit"] = "assignment_form.error_limit"
        else:
            limit = timedelta(minutes=minutes)
    return Window(opens, due, closes, limit) if opens is not None else None


def _number(text: str, least: int, most: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        return None
    return int(text) if least <= int(text) <= most else None


def _rules(values: dict[str, str], errors: dict[str, str]) -> Rules | None:
    before = len(errors)
    attempts = None
    if values["attempts"]:
        attempts = _number(values["attempts"], 1, 100)
        if attempts is None:
            errors["attempts"] = "assignment_form.error_attempts"
    wait = _number(values["wait"] or "0", 0, MOST_WAIT)
    if wait is None:
        errors["wait"] = "assignment_form.error_wait"
    late = read_percent(values["late"] or "100")
    if late is None:
        errors["late"] = "assignment_form.error_percent"
    pass_share = read_percent(values["pass"]) if values["pass"] else None
    if values["pass"] and pass_share is None:
        errors["pass"] = "assignment_form.error_percent"
    if values["counts"] not in COUNTS:
        errors["counts"] = "assignment_form.error_choice"
    for name in SEEN:
        if values[name] not in PHASES:
            errors[name] = "assignment_form.error_choice"
    if len(errors) > before:
        return None
    at = {name: PHASES.index(values[name]) for name in SEEN}
    for less, more in pairwise(SEEN):
        if at[more] < at[less]:
            errors[more] = "assignment_form.error_seen_order"
            return None
    if values["mode"] == "exam" and values["score"] == "during":
        errors["score"] = "assignment_form.error_seen_during"
        return None
    return Rules.model_validate(
        {
            "mode": values["mode"],
            "attempts": attempts,
            "counts": values["counts"],
            "wait_s": (wait or 0) * 60,
            "late": late,
            "pass_share": pass_share,
            "certainty": bool(values["certainty"]),
            "two_markers": bool(values["two_markers"]),
            "visibility": Visibility.model_validate({name: values[name] for name in SEEN}),
        }
    )


def _together(rules: Rules, window: Window, errors: dict[str, str]) -> None:
    """What the dates and the rules ask of each other."""
    shown_closed = any(getattr(rules.visibility, name) == "closed" for name in SEEN)
    if window.closes is None and shown_closed:
        errors.setdefault("closes", "assignment_form.error_close_needed")


def warnings(info: AssignmentInfo) -> list[str]:
    """Message keys of what is allowed but is seldom meant."""
    found = []
    window, rules = info.window, info.rules
    last = window.closes
    if window.limit is not None and last is not None and window.opens + window.limit > last:
        found.append("assignment.warn_limit")
    if rules.late < 1 and (window.due is None or window.due == window.closes):
        found.append("assignment.warn_late")
    if rules.mode == "exam" and window.closes is None:
        found.append("assignment.warn_no_close")
    if rules.mode == "exam" and rules.visibility.key == "after" and window.closes is not None:
        found.append("assignment.warn_key_early")
    return found


def with_password(terms: Terms, password_hash: str) -> Terms:
    return replace(terms, password_hash=password_hash)
