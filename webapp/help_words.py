"""Why someone needs help, in plain words: the sentence of each finding with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from course.model import Course
from quizzes.falling import Falling
from quizzes.needs_help import LUCK, Finding, HelpRules, Judgement, Rule
from webapp.explaining import title_of
from webapp.insight.assigned import PREFIX
from webapp.messages import THIN, translate, wrong_tries
from webapp.percents import with_sign
from webapp.self_test.pool import section_of


def whole_percent(share: Fraction) -> str:
    """«67 %», rounded."""
    return f"{round(share * 100)}{THIN}%"


def sections_of(course: Course, names: Iterable[str]) -> list[str]:
    """The sections of items and objectives, in the order they are first named."""
    found: dict[str, None] = {}
    for name in names:
        if name.startswith(PREFIX):
            continue
        objective = course.objectives.get(name)
        section = objective.section if objective is not None else section_of(course, name)
        if section in course.sections:
            found.setdefault(section)
    return list(found)


def reason(
    lang: str,
    course: Course,
    finding: Finding,
    falls: Mapping[str, Falling],
    titles: Mapping[int, str],
) -> str:
    """One reason with its evidence. ``falls``: how the objectives stood and stand; ``titles`` of
    assignments.
    """
    match finding.rule:
        case "wrong-tries":
            return _wrong_tries(lang, course, finding)
        case "falling":
            return _falling(lang, course, finding, falls)
        case "weak":
            return _weak(lang, finding)
        case "misconception":
            return _misconception(lang, course, finding)
        case "silent":
            key = "glance.silent" if finding.params["ever"] else "glance.silent_ever"
            return translate(lang, key, days=finding.params["days"])
        case "failed":
            return _failed(lang, finding, titles)
        case "behind":
            return _behind(lang, finding, titles)


def _wrong_tries(lang: str, course: Course, finding: Finding) -> str:
    places = sections_of(course, finding.with_what)
    items = int(finding.params["items"])
    tries = wrong_tries(finding.params["tries"])
    if items == 1 and places:
        return translate(lang, "glance.wrong_one", tries=tries, section=places[0])
    return translate(
        lang, "glance.wrong_many", tries=tries, items=items, sections=", ".join(places) or "–"
    )


def _falling(lang: str, course: Course, finding: Finding, falls: Mapping[str, Falling]) -> str:
    name = finding.with_what[0]
    section = ", ".join(sections_of(course, [name])) or "–"
    one = falls.get(name)
    if one is None or one.then.share is None or one.now.share is None:
        text = translate(lang, "glance.short_falling")
    else:
        text = translate(
            lang,
            "glance.falling",
            section=section,
            then=whole_percent(one.then.share),
            now=whole_percent(one.now.share),
            tries=finding.params["tries"],
            right=finding.params["right"],
        )
    more = int(finding.params["objectives"]) - 1
    return text + (translate(lang, "glance.falling_more", n=more) if more else "")


def _misconception(lang: str, course: Course, finding: Finding) -> str:
    code = finding.with_what[0]
    text = translate(
        lang,
        "glance.misconception",
        title=title_of(course, "misconception", code, lang) or code,
        n=finding.params["answers"],
        of=finding.params["of"],
        days=finding.params["days"],
    )
    more = len(finding.with_what) - 1
    return text + (translate(lang, "glance.misconception_more", n=more) if more else "")


def _weak(lang: str, finding: Finding) -> str:
    weak, judged = int(finding.params["weak"]), int(finding.params["judged"])
    share = whole_percent(Fraction(weak, judged))
    return translate(lang, "glance.weak", weak=weak, judged=judged, share=share)


def _title(finding: Finding, titles: Mapping[int, str]) -> str:
    """Of the first assignment that a finding is about."""
    name = finding.with_what[0].removeprefix(PREFIX)
    return titles.get(int(name), "") if name.isdigit() else ""


def _failed(lang: str, finding: Finding, titles: Mapping[int, str]) -> str:
    text = translate(
        lang,
        "glance.failed",
        title=_title(finding, titles),
        share=with_sign(Fraction(finding.params["share"])),
        passing=with_sign(Fraction(finding.params["passing"])),
    )
    more = len(finding.with_what) - 1
    return text + (translate(lang, "glance.failed_more", n=more) if more else "")


def _behind(lang: str, finding: Finding, titles: Mapping[int, str]) -> str:
    title = _title(finding, titles)
    params = finding.params
    done = Fraction(params["done"])
    if "missed" in params:
        key = "glance.missed" if params["missed"] else "glance.missed_today"
        text = translate(lang, key, title=title, days=params["missed"])
    elif "overdue" in params:
        text = translate(lang, "glance.overdue", title=title, days=params["overdue"])
    else:
        key = "glance.behind" if done else "glance.behind_none"
        key += "" if params["left"] else "_today"
        text = translate(lang, key, title=title, done=whole_percent(done), days=params["left"])
    more = len(finding.with_what) - 1
    return text + (translate(lang, "glance.behind_more", n=more) if more else "")


def reasons(
    lang: str,
    course: Course,
    judgement: Judgement,
    falls: Mapping[str, Falling],
    titles: Mapping[int, str],
    kept: Iterable[Rule] = (),
) -> tuple[str, ...]:
    """All reasons. ``kept``: rules that spoke before and of which nothing new is known."""
    found = [reason(lang, course, one, falls, titles) for one in judgement.reasons]
    spoken = {one.rule for one in judgement.reasons}
    found += [
        translate(lang, "glance.kept", reason=short(lang, rule))
        for rule in kept
        if rule not in spoken
    ]
    return tuple(found)


_SHORT: dict[str, str] = {
    "wrong-tries": "glance.short_wrong",
    "falling": "glance.short_falling",
    "weak": "glance.short_weak",
    "misconception": "glance.short_misconception",
    "silent": "glance.short_silent",
    "failed": "glance.short_failed",
    "behind": "glance.short_behind",
}


def short(lang: str, rule: str, sections: Iterable[str] = ()) -> str:
    """A rule's reason in two or three words; ``sections`` where it was found."""
    text = translate(lang, _SHORT[rule])
    where = list(sections)[:3]
    return f"{text} ({', '.join(where)})" if where else text


def shorts(lang: str, course: Course, rules: Iterable[str], with_what: Iterable[str]) -> str:
    """Reasons of a kept alert in one line."""
    names = list(with_what)
    found = []
    for rule in rules:
        mine: list[str] = []
        if rule == "falling":
            mine = [name for name in names if name in course.objectives]
        elif rule == "wrong-tries":
            others = {*course.objectives, *course.misconceptions}
            mine = [name for name in names if name not in others]
        found.append(short(lang, rule, sections_of(course, mine)))
    return "; ".join(found)


def rule_sentences(lang: str, rules: HelpRules) -> list[str]:
    """The rules that hold, each as a sentence; those switched off are named last."""
    found = []
    if rules.wrong_tries is not None:
        found.append(translate(lang, "help_rules.says_wrong", n=rules.wrong_tries))
    if rules.fall is not None:
        found.append(
            translate(
                lang,
                "help_rules.says_fall",
                n=whole_number(rules.fall),
                days=rules.fall_days,
                tries=rules.fall_tries,
                luck=with_sign(LUCK),
            )
        )
    if rules.weak is not None:
        found.append(
            translate(
                lang,
                "help_rules.says_weak",
                share=with_sign(rules.weak),
                n=rules.weak_from,
            )
        )
    if rules.same_mistake is not None:
        found.append(
            translate(
                lang,
                "help_rules.says_misconception",
                n=rules.same_mistake,
                share=with_sign(rules.same_share),
            )
        )
    if rules.silent_days is not None:
        found.append(translate(lang, "help_rules.says_silent", n=rules.silent_days))
    if rules.failed is not None:
        share = with_sign(rules.failed)
        whole = rules.failed == 1
        key = "help_rules.says_failed_whole" if whole else "help_rules.says_failed"
        found.append(translate(lang, key, share=share, n=rules.failed_days))
    if rules.behind is not None:
        found.append(
            translate(
                lang,
                "help_rules.says_behind",
                share=with_sign(rules.behind),
                since=with_sign(rules.behind_from),
            )
        )
    return found or [translate(lang, "help_rules.says_nothing")]


def whole_number(share: Fraction) -> str:
    """«20» of one fifth: for «пайыздық тармақ»."""
    return with_sign(share).rstrip("%").rstrip(THIN)
