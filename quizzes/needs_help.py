"""Who needs help, with what: named rules that an instructor can adjust, each with its evidence.

Every rule answers **yes**, **no** or **unknown**: not enough information. «No» is said only where
the work was seen; silence of the data is never good news. A rule that is switched off, or that
does not apply (no due date), says nothing at all.

The rules look at one learner in one place: a section, an objective, an assignment, or the whole
course. Days are those of the course's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Literal, get_args

from pydantic import Field

from quizzes.falling import Falling, by_luck
from quizzes.interaction import Frozen
from quizzes.mastery import WINDOW
from quizzes.rules import Share

State = Literal["yes", "no", "unknown"]
Rule = Literal["wrong-tries", "falling", "weak", "misconception", "silent", "failed", "behind"]
RULES: tuple[Rule, ...] = get_args(Rule)
Standing = Literal["not-started", "working", "needs-help", "done"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)

FEWEST_ANSWERS = 3
"""Answers that must have been seen before «no trouble» can be said."""

MISTAKE_DAYS = 14
"""Misconceptions are counted in the calendar weeks in which the last so many days lie."""

MISSED_DAYS = 14
"""An assignment that someone missed is spoken of for so many days after it closed for them; then
nothing can be done about it any more."""


LUCK = Fraction(1, 20)
"""A fall that luck brings about more often is not told."""


class HelpRules(Frozen):
    """Each can be switched off by None.

    ``wrong_tries``: so many wrong answers to one item since it was last right. ``fall``: the share
    of the points in an objective is lower by so much than ``fall_days`` ago, it is not firm, and
    this is no luck: at least ``fall_tries`` first tries stand behind the share of then and as many
    that count now came since, and such a difference has a chance of :data:`LUCK` at most
    (:mod:`quizzes.falling`). ``silent_days``: nothing was answered for so many days, while work is
    left. ``behind``: of the work that should be done by now if it were spread evenly up to the due
    date, less than this share is done; asked only after ``behind_from`` of the time has gone.
    ``same_mistake``: so many answers betrayed one and the same misconception in the weeks of
    :data:`MISTAKE_DAYS`, and these are at least ``same_share`` of all that betrayed any: who errs
    everywhere has another trouble. ``weak``: at least so large a share of the objectives that could
    be judged is weak (:mod:`quizzes.mastery`), and at least ``weak_from`` could be judged.
    ``failed``: the result that counts is below this share of the pass mark, said for
    ``failed_days`` after the last try was handed in.
    """

    wrong_tries: int | None = Field(default=4, ge=2, le=10)
    fall: Share | None = Fraction(1, 5)
    fall_days: int = Field(default=14, ge=1, le=60)
    fall_tries: int = Field(default=4, ge=2, le=WINDOW)
    silent_days: int | None = Field(default=7, ge=1, le=90)
    behind: Share | None = Fraction(1, 2)
    behind_from: Share = Fraction(1, 4)
    same_mistake: int | None = Field(default=10, ge=2, le=100)
    same_share: Share = Fraction(1, 3)
    weak: Share | None = Fraction(2, 3)
    weak_from: int = Field(default=10, ge=5, le=50)
    failed: Share | None = Fraction(1)
    failed_days: int = Field(default=14, ge=1, le=60)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a learner in one place.

    ``since``: the day from which work was asked: joining, or the opening of the assignment.
    ``last``: day of the newest answer. ``answers``: how many there are; ``wrong``: item → wrong
    tries since it was last right (:mod:`quizzes.wrong_tries`). ``objectives``: those that belong
    to the place. ``done`` of ``all`` items (or points) of what is asked. ``due``: with its own
    extensions; ``opened``: when the time up to it began. ``mistakes``: misconception → answers that
    betrayed it of late (:func:`mistakes_since`); None: they are not looked at in this place.
    ``missed``: the day on which it closed for them, though they had never begun it. ``weak`` of
    ``judged`` objectives; None: they are not looked at in this place. ``handed_in``: the day on
    which the last try was; ``share``: the result that counts, None while it is not known for sure;
    ``passing``: the pass mark, if there is one.
    """

    today: date
    since: date
    last: date | None = None
    answers: int = 0
    wrong: Mapping[str, int] = field(default_factory=dict)
    objectives: Mapping[str, Falling] = field(default_factory=dict)
    done: int = 0
    all: int = 0
    opened: date | None = None
    due: date | None = None
    mistakes: Mapping[str, int] | None = None
    missed: date | None = None
    weak: int = 0
    judged: int | None = None
    handed_in: date | None = None
    share: Fraction | None = None
    passing: Fraction | None = None

    @property
    def finished(self) -> bool:
        return self.all > 0 and self.done >= self.all


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says. ``with_what``: the items or objectives concerned, worst first.
    ``params``: the evidence, for the sentence: whole numbers, shares as exact fractions.
    """

    rule: Rule
    state: State
    with_what: tuple[str, ...] = ()
    params: Mapping[str, int | Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """``state``: yes if any rule says so; no if the answers were looked at and none does; else
    unknown. ``findings``: of every rule that applies, in the order of :data:`RULES`.
    """

    state: State
    standing: Standing
    findings: tuple[Finding, ...]

    @property
    def reasons(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.state == "yes")


def judge(facts: Facts, rules: HelpRules) -> Judgement:
    """Put all the rules to the facts."""
    asked = (
        _wrong_tries(facts, rules),
        _falling(facts, rules),
        _weak(facts, rules),
        _misconception(facts, rules),
        _silent(facts, rules),
        _failed(facts, rules),
        _behind(facts, rules),
    )
    findings = tuple(one for one in asked if one is not None)
    state: State = "unknown"
    if any(one.state == "yes" for one in findings):
        state = "yes"
    elif facts.answers >= FEWEST_ANSWERS and any(one.state == "no" for one in findings):
        state = "no"
    return Judgement(state, _standing(facts, state), findings)


def _standing(facts: Facts, state: State) -> Standing:
    if state == "yes":
        return "needs-help"
    if facts.finished:
        return "done"
    return "working" if facts.answers else "not-started"


def _wrong_tries(facts: Facts, rules: HelpRules) -> Finding | None:
    if rules.wrong_tries is None:
        return None
    stuck = [key for key, tries in facts.wrong.items() if tries >= rules.wrong_tries]
    if stuck:
        stuck.sort(key=lambda key: (-facts.wrong[key], key))
        params = {"tries": facts.wrong[stuck[0]], "items": len(stuck)}
        return Finding("wrong-tries", "yes", tuple(stuck), params)
    if facts.answers < FEWEST_ANSWERS:
        return Finding("wrong-tries", "unknown", params={"answers": facts.answers})
    return Finding("wrong-tries", "no", params={"answers": facts.answers})


def _falling(facts: Facts, rules: HelpRules) -> Finding | None:
    if rules.fall is None or not facts.objectives:
        return None
    falls: dict[str, Fraction] = {}
    known = 0
    for name, one in facts.objectives.items():
        fall = one.fall
        if fall is None:
            continue
        # Firm knowledge that wavers within «firm» is nobody's trouble.
        if fall.numerator > 0 and fall >= rules.fall and one.now.word != "firm":
            if min(one.behind.n, one.since.n) < rules.fall_tries:
                continue  # it looks like a fall, and nobody can tell yet
            if by_luck(one.behind, one.since) <= LUCK:
                falls[name] = fall
        known += 1
    if falls:
        worst = sorted(falls, key=lambda name: (-falls[name], name))
        since = facts.objectives[worst[0]].since
        params: dict[str, int | Fraction] = {
            "fall": falls[worst[0]],
            "objectives": len(falls),
            "tries": since.n,
            "right": since.right,
        }
        return Finding("falling", "yes", tuple(worst), params)
    return Finding("falling", "no" if known else "unknown", params={"objectives": known})


def _weak(facts: Facts, rules: HelpRules) -> Finding | None:
    if rules.weak is None or facts.judged is None:
        return None
    params: dict[str, int | Fraction] = {"weak": facts.weak, "judged": facts.judged}
    if facts.judged < rules.weak_from:
        return Finding("weak", "unknown", params=params)
    many = Fraction(facts.weak, facts.judged) >= rules.weak
    return Finding("weak", "yes" if many else "no", params=params)


def mistakes_since(today: date) -> date:
    """The Monday from which misconceptions are counted."""
    first = today - timedelta(days=MISTAKE_DAYS - 1)
    return first - timedelta(days=first.weekday())


def _misconception(facts: Facts, rules: HelpRules) -> Finding | None:
    if rules.same_mistake is None or facts.mistakes is None:
        return None
    counts = facts.mistakes
    days = (facts.today - mistakes_since(facts.today)).days + 1
    every = sum(counts.values())
    held = [
        code
        for code, n in counts.items()
        if n >= rules.same_mistake and Fraction(n, every) >= rules.same_share
    ]
    if held:
        held.sort(key=lambda code: (-counts[code], code))
        params = {"answers": counts[held[0]], "of": every, "days": days}
        return Finding("misconception", "yes", tuple(held), params)
    state: State = "no" if facts.answers >= FEWEST_ANSWERS else "unknown"
    most = max(counts.values(), default=0)
    return Finding("misconception", state, params={"answers": most, "of": every, "days": days})


def _silent(facts: Facts, rules: HelpRules) -> Finding | None:
    if rules.silent_days is None:
        return None
    if facts.finished:
        return Finding("silent", "no", params={"days": 0})
    # Somebody who answered long before this was asked is not silent for longer than it was asked.
    start = facts.since if facts.last is None else max(facts.since, facts.last)
    days = max(0, (facts.today - start).days)
    if days >= rules.silent_days:
        return Finding("silent", "yes", params={"days": days, "ever": int(facts.last is not None)})
    if facts.last is None or facts.last < facts.since:
        return Finding("silent", "unknown", params={"days": days})
    return Finding("silent", "no", params={"days": days})


def _failed(facts: Facts, rules: HelpRules) -> Finding | None:
    if rules.failed is None or facts.passing is None or facts.handed_in is None:
        return None
    days = (facts.today - facts.handed_in).days
    if days > rules.failed_days:
        return None
    if facts.share is None:
        return Finding("failed", "unknown", params={"days": days})
    params: dict[str, int | Fraction] = {
        "share": facts.share,
        "passing": facts.passing,
        "days": days,
    }
    low = facts.share < facts.passing * rules.failed
    return Finding("failed", "yes" if low else "no", params=params)


def _behind(facts: Facts, rules: HelpRules) -> Finding | None:
    if rules.behind is None:
        return None
    if facts.missed is not None:
        days = (facts.today - facts.missed).days
        if days > MISSED_DAYS:
            return None
        return Finding("behind", "yes", params={"done": Fraction(0), "missed": days})
    if facts.due is None or facts.all < 1:
        return None
    done = Fraction(min(facts.done, facts.all), facts.all)
    if facts.finished:
        return Finding("behind", "no", params={"done": done})
    if facts.today > facts.due:
        return Finding(
            "behind", "yes", params={"done": done, "overdue": (facts.today - facts.due).days}
        )
    opened = facts.since if facts.opened is None else max(facts.opened, facts.since)
    whole = (facts.due - opened).days + 1  # the day of the due date is a day to work in
    gone = Fraction(max(0, (facts.today - opened).days), whole) if whole > 0 else Fraction(0)
    params: dict[str, int | Fraction] = {
        "done": done,
        "expected": gone,
        "left": (facts.due - facts.today).days,
    }
    if gone < rules.behind_from:
        return Finding("behind", "no" if done > 0 else "unknown", params=params)
    return Finding("behind", "yes" if done < gone * rules.behind else "no", params=params)


@dataclass(frozen=True, slots=True)
class Alert:
    """A learner who needs help in one place, as it is shown and kept: one alert that is brought up
    to date, never a second one beside it. ``changed``: when a reason was last added or went.
    """

    since: datetime
    changed: datetime
    reasons: tuple[Rule, ...]
    with_what: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "since": self.since.isoformat(),
            "changed": self.changed.isoformat(),
            "reasons": list(self.reasons),
            "with_what": list(self.with_what),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Alert:
        """Raises KeyError, TypeError or ValueError if ``data`` did not come from to_json."""
        if unknown := set(data["reasons"]) - set(RULES):
            raise ValueError(f"unknown rules {sorted(unknown)}")
        return cls(
            since=datetime.fromisoformat(data["since"]),
            changed=datetime.fromisoformat(data["changed"]),
            reasons=tuple(data["reasons"]),
            with_what=tuple(data["with_what"]),
        )


Event = Literal["raised", "more", "fewer", "cleared"]
"""What is worth a line in the feed. That it goes on is not."""


def followed(
    alert: Alert | None, judgement: Judgement, moment: datetime
) -> tuple[Alert | None, Event | None]:
    """The alert after a look at ``moment``, and what happened. A reason of which there is not
    enough information any more stays as it was: not knowing is no recovery.
    """
    unknown = {one.rule for one in judgement.findings if one.state == "unknown"}
    kept = [rule for rule in alert.reasons if rule in unknown] if alert else []
    now = {one.rule for one in judgement.reasons} | set(kept)
    if not now:
        return None, "cleared" if alert else None
    reasons = tuple(rule for rule in RULES if rule in now)
    what = [name for one in judgement.reasons for name in one.with_what]
    if alert and kept:
        what += alert.with_what
    with_what = tuple(dict.fromkeys(what))
    if alert is None:
        return Alert(moment, moment, reasons, with_what), "raised"
    if reasons == alert.reasons:
        return Alert(alert.since, alert.changed, reasons, with_what), None
    event: Event = "more" if now - set(alert.reasons) else "fewer"
    return Alert(alert.since, moment, reasons, with_what), event


def tally(standings: Iterable[Standing]) -> dict[Standing, int]:
    """How many stand how, every standing named."""
    found = dict.fromkeys(STANDINGS, 0)
    for one in standings:
        found[one] += 1
    return found
