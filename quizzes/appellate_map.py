"""The way of a case on the map of an appeal (:mod:`quizzes.appellate_places`).

It follows from :func:`quizzes.appellate.follow` and :func:`quizzes.appellate.decide`; the map adds
nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from quizzes.appellate import (
    ACTS,
    FATES,
    FILERS,
    FOUND,
    SOUGHT,
    Act,
    Decision,
    Facts,
    Fate,
    Filer,
    Form,
    Found,
    Paper,
    PaperRule,
    Row,
    Sought,
    Taken,
    Time,
    decide,
    follow,
)
from quizzes.appellate_places import WAYS

Nobody = Literal["nobody"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The facts chosen so far; None: not chosen."""

    filer: Filer | Nobody | None = None
    time: Time | None = None
    form: Form | None = None
    taken: Taken | None = None
    act: Act | None = None
    sought: Sought | None = None
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """The way of a case. ``missing`` are the facts still needed, in order. ``paper`` is what became
    of the complaint or petition, ``row`` how the court decides. ``clash``: the facts of filing and
    of the request contradict each other, and nothing is decided.
    """

    places: tuple[str, ...]
    ways: frozenset[tuple[str, str]]
    missing: tuple[str, ...]
    paper: PaperRule | None = None
    row: Row | None = None
    facts: Facts | None = None
    clash: bool = False


_STOPS: Mapping[Fate, tuple[str, ...]] = {
    "no-right": ("act", "filed", "entitled", "no-right"),
    "returned-late": ("act", "filed", "entitled", "timely", "restoring", "returned"),
    "left-late": ("act", "filed", "entitled", "timely", "restoring", "returned"),
    "not-restored": ("act", "filed", "entitled", "timely", "restoring", "obstacle", "not-restored"),
}
_AFTER_TIME: Mapping[Fate, tuple[str, ...]] = {
    "to-mend": ("complete", "to-mend"),
    "not-filed": ("complete", "to-mend"),
    "closed": ("complete", "kept", "closed"),
    "heard": ("complete", "kept", "hearing"),
}
_SIDES: Mapping[Sought, frozenset[str]] = {
    "defence": frozenset({"defence"}),
    "basis": frozenset({"defence"}),
    "mild": frozenset({"accusation", "civil", "none"}),
    "added": frozenset({"accusation"}),
    "worse": frozenset({"accusation"}),
}


def trace(choice: Choice) -> Traced:
    """The way as far as the facts chosen lead."""
    before, paper, missing = _filing(choice)
    if paper is not None and paper.fate != "heard":
        return _traced(before, (), paper=paper)
    if choice.filer == "nobody":
        return _traced(before, ())
    if clashes(choice):
        return _traced(before, missing, paper=paper, clash=True)
    if choice.act is None or choice.sought is None or choice.found is None:
        lacking = tuple(
            name for name in ("act", "sought", "found") if getattr(choice, name) is None
        )
        return _traced(before, (*missing, *lacking), paper=paper)
    facts = Facts(choice.act, choice.sought, choice.found)
    row = decide(facts)
    found = tuple(way for decision in row.lawful for way in [_decided(facts, decision)])
    return _traced(before, missing, *found, paper=paper, row=row, facts=facts)


def clashes(choice: Choice) -> bool:
    """Whether who filed, what was sought and the act contradict each other."""
    filer = choice.filer
    if filer is None or filer == "nobody":
        return False
    if choice.act is not None and choice.act in _NOT_OF.get(filer, ()):
        return True
    if choice.sought is None:
        return False
    # Only who was acquitted can dispute the ground of it.
    if choice.sought == "basis" and filer == "convict":
        return True
    return FILERS[filer].side not in _SIDES[choice.sought]


_NOT_OF: Mapping[Filer, tuple[Act, ...]] = {
    "acquitted": ("conviction", "jury-conviction"),
    "convict": ("acquittal", "jury-acquittal"),
    "outsider": ("conviction", "jury-conviction", "acquittal", "jury-acquittal"),
}
"""Acts against which someone of that name cannot have filed."""


def _filing(choice: Choice) -> tuple[tuple[str, ...], PaperRule | None, tuple[str, ...]]:
    """The places up to the sitting, the rule that decided, and what is not chosen yet."""
    if choice.filer is None:
        return (), None, ("filer",)
    if choice.filer == "nobody":
        return ("act", "filed", "in-force"), None, ()
    if FILERS[choice.filer].document is None:
        return _STOPS["no-right"], follow(Paper(choice.filer)), ()
    if choice.time is None:
        return ("act", "filed", "entitled", "timely"), None, ("time",)
    late = follow(Paper(choice.filer, choice.time))
    if late.fate in _STOPS:
        return _STOPS[late.fate], late, ()
    start: tuple[str, ...] = ("act", "filed", "entitled", "timely")
    if late.fate == "restored":
        start += ("restoring", "obstacle")
    if choice.form is None:
        return (*start, "complete"), None, ("form",)
    # A term that is restored is as good as kept.
    rule = follow(Paper(choice.filer, "on-time", choice.form))
    if rule.fate == "heard":
        if choice.taken is None:
            return (*start, "complete", "kept"), None, ("taken",)
        rule = follow(Paper(choice.filer, "on-time", choice.form, choice.taken))
    return (*start, *_AFTER_TIME[rule.fate]), rule, ()


def _decided(facts: Facts, decision: Decision) -> tuple[str, ...]:
    """The places from the sitting to a decision."""
    start: tuple[str, ...] = ("hearing", "record")
    if decision == "completed":
        return (*start, "completed")
    start += ("ground",)
    if decision == "unchanged":
        return (*start, *(("worse", "allowed") if worsens(facts) else ()), "unchanged")
    start += ("worse", *(("allowed",) if worsens(facts) else ()), "which-act")
    if decision in ("ruling-changed", "ruling-returned"):
        return (*start, "merits", decision)
    start += ("jury",)
    if facts.act in ("jury-conviction", "jury-acquittal"):
        if decision in ("changed", "retrial"):
            return (*start, "jury-what", decision)
        return (*start, _END.get(decision, decision))  # doubtful there: no way is drawn
    if decision == "changed":
        return (*start, "enough", "changed")
    if decision == "terminated":
        return (*start, "enough", "after", "terminated")
    return (*start, "enough", "after", "which-verdict", _END[decision])


_END: Mapping[Decision, str] = {
    "acquitted": "new-verdict",
    "new-conviction": "new-verdict",
    "convicted": "new-after-acquittal",
    "new-acquittal": "new-after-acquittal",
}


def worsens(facts: Facts) -> bool:
    """Whether what the court found could only be mended to someone's harm."""
    if facts.found in ("too-lenient", "heavier-law", "heavier-dropped", "guilt"):
        return True
    against = facts.act in ("acquittal", "jury-acquittal", "dropped")
    return against and facts.sought != "basis" and facts.found in ("violation", "gap", "mismatch")


def _traced(
    before: tuple[str, ...],
    missing: tuple[str, ...],
    *after: tuple[str, ...],
    paper: PaperRule | None = None,
    row: Row | None = None,
    facts: Facts | None = None,
    clash: bool = False,
) -> Traced:
    known = {(source, target) for source, target, _ in WAYS}
    stretches = (before, *after)
    ways = frozenset(pair for one in stretches for pair in pairwise(one) if pair in known)
    places = tuple(dict.fromkeys(place for one in stretches for place in one))
    return Traced(places, ways, missing, paper, row, facts, clash)


def fate_text(rule: PaperRule) -> str:
    """What becomes of a paper, as a sentence without its full stop."""
    return FATES[rule.fate]


CHOICES: Mapping[str, Mapping[str, str]] = {
    "filer": {
        "nobody": "ешкім бермеді",
        **{name: standing.who for name, standing in FILERS.items()},
    },
    "time": {
        "on-time": "мерзімінде",
        "late": "кешікті, қалпына келтіру сұралмады",
        "late-found": "кешіккені апелляцияда ғана байқалды",
        "late-obstacle": "кешікті, заңдағы не объективті кедергі болды",
        "late-no-reason": "кешікті, дәлелді себеп жоқ",
    },
    "form": {
        "complete": "талапқа сай",
        "faulty": "кемшілігі бар",
        "not-mended": "түзетуге қайтарылды, мерзімінде тапсырылмады",
    },
    "taken": {
        "kept": "қайтарып алынған жоқ",
        "withdrawn": "жалғыз құжат отырысқа дейін қайтарып алынды",
    },
    "act": {str(name): words for name, words in ACTS.items()},
    "sought": {str(name): words for name, words in SOUGHT.items()},
    "found": {str(name): words for name, words in FOUND.items()},
}
"""The facts one may choose, in the order of the path: field → value → words."""


class BadChoice(ValueError):
    """A field the map does not know, one given twice, or a value it does not have."""


def choice_from(pairs: Iterable[tuple[str, str]]) -> Choice:
    """Read the fields of an address; an empty value is a fact not chosen.

    Raises:
        BadChoice: the field or its value is unknown, or the field comes twice.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in CHOICES or name in given or (value and value not in CHOICES[name]):
            raise BadChoice(name)
        given[name] = value
    return Choice(**{name: value for name, value in given.items() if value})  # type: ignore[arg-type]
