"""The rules by which the dashboards of a cohort say that someone needs help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.mastery import WINDOW
from quizzes.needs_help import HelpRules
from webapp.forms import Form
from webapp.help_words import rule_sentences
from webapp.insight.alerts import bring_up_to_date
from webapp.insight.facts import LEAST_FALL
from webapp.pages.glance import HelpRulesPage
from webapp.percents import read_percent, show_percent
from webapp.permissions import Post, post, post_for_change
from webapp.queries import alerts, members, staff
from webapp.queries.alerts import DEFAULTS, CohortRules
from webapp.site import Site, Visit, page

#: field → least and most whole number; the bounds of HelpRules
_NUMBERS = {
    "wrong_tries": (2, 10),
    "fall_days": (1, 60),
    "fall_tries": (2, WINDOW),
    "silent_days": (1, 90),
    "same_mistake": (2, 100),
    "weak_from": (5, 50),
    "failed_days": (1, 60),
}
_PERCENTS = {
    "fall": (LEAST_FALL, Fraction(1)),
    "behind": (Fraction(1, 100), Fraction(1)),
    "behind_from": (Fraction(0), Fraction(1)),
    "same_share": (Fraction(1, 100), Fraction(1)),
    "weak": (Fraction(1, 100), Fraction(1)),
    "failed": (Fraction(1, 100), Fraction(1)),
}
_RULES = {
    "wrong": ("wrong_tries",),
    "falling": ("fall", "fall_days", "fall_tries"),
    "weak": ("weak", "weak_from"),
    "misconception": ("same_mistake", "same_share"),
    "silent": ("silent_days",),
    "failed": ("failed", "failed_days"),
    "behind": ("behind", "behind_from"),
}
"""Switch of a rule → its fields; without the first of them the rule is off."""


def values_of(rules: HelpRules) -> dict[str, str]:
    """The fields of the form. A rule that is off shows the default to begin from."""
    found: dict[str, str] = {}
    for name in _NUMBERS:
        value = getattr(rules, name)
        found[name] = str(value if value is not None else getattr(DEFAULTS, name))
    for name in _PERCENTS:
        share = getattr(rules, name)
        found[name] = show_percent(share if share is not None else getattr(DEFAULTS, name))
    return found


def switched_on(rules: HelpRules) -> frozenset[str]:
    return frozenset(
        name for name, fields in _RULES.items() if getattr(rules, fields[0]) is not None
    )


def read_rules(
    form: Form,
) -> tuple[HelpRules | None, dict[str, tuple[str, str, str]]]:
    """(rules, faults: field → message and its bounds). None: there are faults. Fields of a rule
    that is switched off are not looked at.
    """
    faults: dict[str, tuple[str, str, str]] = {}
    read: dict[str, Any] = {}
    for switch, fields in _RULES.items():
        if not form.one(switch):
            read[fields[0]] = None
            continue
        for name in fields:
            value = _value(name, form.one(name), faults)
            if value is not None:
                read[name] = value
    return (None, faults) if faults else (HelpRules(**read), faults)


def _value(name: str, text: str, faults: dict[str, tuple[str, str, str]]) -> int | Fraction | None:
    if name in _NUMBERS:
        least, most = _NUMBERS[name]
        plain = text.strip()
        if plain.isascii() and plain.isdigit() and len(plain) <= 3 and least <= int(plain) <= most:
            return int(plain)
        faults[name] = ("help_rules.error_number", str(least), str(most))
        return None
    low, high = _PERCENTS[name]
    share = read_percent(text)
    if share is not None and low <= share <= high:
        return share
    faults[name] = ("help_rules.error_percent", show_percent(low), show_percent(high))
    return None


def _load(connection: Connection, mine: Post) -> tuple[CohortRules, int, int, list[str]]:
    rows = members.list_students(connection, mine.cohort_id, mine.groups)
    people = {row[0] for row in rows}
    return (
        alerts.find_rules(connection, mine.cohort_id),
        len(alerts.list_alerts(connection, mine.cohort_id, people)),
        len(people),
        staff.list_leads(connection, mine.cohort_id),
    )


def _may_change(mine: Post, leads: Sequence[str]) -> bool:
    """The rules hold for all groups: who leads the cohort changes them, and where nobody does,
    any instructor.
    """
    return mine.leads or (mine.instructor and not leads)


async def _rules(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"])
    return await _show(site, visit, mine)


async def _show(
    site: Site,
    visit: Visit,
    mine: Post,
    form: Form | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    stored, needing, students, leads = await site.read(_load, mine)
    values, on = values_of(stored.rules), switched_on(stored.rules)
    if form is not None:
        values |= {name: form.one(name) for name in values if name in form.fields}
        on = frozenset(name for name in _RULES if form.one(name))
    view = HelpRulesPage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        values=values,
        on=on,
        errors=errors or {},
        defaults=tuple(rule_sentences(visit.lang, DEFAULTS)),
        says=tuple(rule_sentences(visit.lang, stored.rules)),
        set_by=stored.set_by,
        set_at=stored.set_at,
        may_change=_may_change(mine, leads) and not mine.archived,
        archived=mine.archived,
        leads=tuple(leads),
        needing=needing,
        students=students,
    )
    title = site.say(visit, "help_rules.title")
    return site.page(visit, "glance_rules.html", view, title=title, status=422 if errors else 200)


async def _set(site: Site, visit: Visit) -> Response:
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    if not _may_change(mine, await site.read(staff.list_leads, mine.cohort_id)):
        raise HTTPException(403, "error.leads_only")
    form = await site.form(visit)
    chosen: HelpRules | None = DEFAULTS
    if not form.one("defaults"):
        chosen, faults = read_rules(form)
        errors = {
            name: site.say(visit, key, least=least, most=most)
            for name, (key, least, most) in faults.items()
        }
        if chosen is None:
            return await _show(site, visit, mine, form, errors)
    rules = chosen
    assert rules is not None
    await site.writer.run(
        lambda connection: alerts.put_rules(
            connection, mine.cohort_id, rules, mine.user_id, visit.now
        )
    )
    await bring_up_to_date(site, mine.cohort_id, visit.now)
    response = RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/help-rules", 303)
    site.leave_flash(response, "done", "flash.help_rules_set")
    return response


routes = [
    Route("/teach/cohorts/{cohort_id}/help-rules", page(_rules)),
    Route("/teach/cohorts/{cohort_id}/help-rules", page(_set), methods=["POST"]),
]
