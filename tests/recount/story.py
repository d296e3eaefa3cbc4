"""What is planted in the demo's first group, ПҚ-301, and what the dashboards should say of it.

For whoever checks that a person finds it with the dashboards alone: the answers to the riddle.
How it is planted: :mod:`webapp.demo_story`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.recount.group_pages import Recount
from tests.recount.program import Program


@dataclass(frozen=True)
class Student:
    """``rules``: by which the group's page calls for help; () where no rule does. ``concerns``:
    items or objectives that must be named among the reasons.
    """

    login: str
    rules: tuple[str, ...]
    concerns: tuple[str, ...]
    trouble: str
    seen: str


STUDENTS = (
    Student(
        "student007",
        ("wrong-tries",),
        ("2.1-039", "2.1-041", "2.1-049"),
        "stuck: six, five and four wrong answers at three questions of section 2.1, none right",
        "first on the group's page; the cell 2.1 of the heat map; the three questions on the "
        "student's page",
    ),
    Student(
        "student012",
        ("falling",),
        ("1.3.d", "1.3.g"),
        "mastery of two objectives of section 1.3 has gone from 100 % to nought in twelve days",
        "group's page and the cell 1.3; section 1.3 of the group; the student's objectives",
    ),
    Student(
        "student018",
        ("silent", "behind"),
        (),
        "no answer for twelve days with more than half of the lessons left; so the running "
        "practice is not begun either, and the exam was missed",
        "group's page; the exam's results; the timeline of the student",
    ),
    Student(
        "student023",
        ("behind",),
        (),
        "one of ten questions of the running practice answered, two days before it is due; busy "
        "in lessons until today",
        "group's page; the practice's live page: begun four days ago, no sign since",
    ),
    Student(
        "student028",
        ("misconception",),
        ("counting-rule",),
        "answers within seconds, and falls for «counting-rule» in every question on deadlines "
        "that allows it; everything else is right",
        "the group's page; «What to explain again», the misconception counting-rule: four "
        "times as many answers as anybody else; on the student's page weak objectives of "
        "deadlines among firm ones; the exam handed in after seven minutes",
    ),
)


@dataclass(frozen=True)
class Item:
    """``flags``: of them at least one must be there, in the closed exam's analysis."""

    item_id: str
    flags: tuple[str, ...]
    choice: str | None
    fault: str


ITEMS = (
    Item(
        "5.2-036",
        ("key-doubtful",),
        "d",
        "wrong key: most of the strong choose г (d); the key is б (b)",
    ),
    Item(
        "5.2-056",
        ("second-key",),
        "c",
        "a second right option: half of the strong choose в (c), of the weak hardly anybody",
    ),
    Item(
        "5.2-064",
        ("below-guess", "like-guessing"),
        None,
        "nobody can do it: strong and weak answer as if by lot",
    ),
)

MOST_OTHERS = 2
"""Students of the group who may need help besides; flagged items besides: twice as many."""


def missed(here: Recount, program: Program, group: int, exam: int) -> list[str]:
    """What of the story the dashboards do not say; and what they say too much."""
    found = program.get(f"/groups/{group}/needs-help")
    helped = {one["login"]: one for one in found["members"]}
    faults = []
    for one in STUDENTS:
        shown = helped.get(one.login, {"reasons": []})["reasons"]
        rules = {reason["rule"] for reason in shown}
        named = {name for reason in shown for name in reason["concerns"]}
        if rules != set(one.rules):
            faults.append(f"{one.login}: {sorted(rules)} instead of {sorted(one.rules)}")
        if not set(one.concerns) <= named:
            faults.append(f"{one.login}: {sorted(named)} does not name {one.concerns}")
    # who simply knows little, or left work undone, is no riddle
    plain = {"weak", "failed", "behind"}
    others = {
        login
        for login, one in helped.items()
        if not {reason["rule"] for reason in one["reasons"]} <= plain
    } - {one.login for one in STUDENTS}
    if len(others) > MOST_OTHERS:
        faults.append(f"help for {sorted(others)} too")
    flagged: dict[str, list[Any]] = {}
    cursor = ""
    while True:
        page = program.get(f"/assignments/{exam}/analysis?cursor={cursor}")
        for item in page["items"]:
            flagged[item["item"]] = item["flags"]
        cursor = page["next"]
        if not cursor:
            break
    for one_item in ITEMS:
        there = [
            flag
            for flag in flagged.get(one_item.item_id, [])
            if flag["code"] in one_item.flags and flag["choice"] == one_item.choice
        ]
        if not there:
            faults.append(f"{one_item.item_id}: none of {one_item.flags}")
    grave = {
        name
        for name, flags in flagged.items()
        if any(flag["likely"] and flag["code"] not in ("too-easy", "often-blank") for flag in flags)
    }
    spare = grave - {one_item.item_id for one_item in ITEMS}
    if len(spare) > MOST_OTHERS:
        faults.append(f"likely faults in {sorted(spare)} too")
    return faults
