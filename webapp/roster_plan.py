"""What a roster will do, row by row, to the people of a cohort as they are now."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from webapp.roster import Row

Action = Literal["new", "enrol", "move", "there", "fault"]
ACTIONS: tuple[Action, ...] = ("fault", "new", "enrol", "move", "there")
MOST_NEW_GROUPS = 50
"""Groups one roster may make: more means that a wrong column was read."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a roster is read. ``default_group`` takes the rows without a group; ``make_groups``:
    groups that are not there are made.
    """

    default_group: int | None = None
    make_groups: bool = False


@dataclass(frozen=True, slots=True)
class Now:
    """The people of a cohort as they are."""

    groups: tuple[tuple[int, str], ...]  # id, title; without archived groups
    accounts: Mapping[str, tuple[int, str]]  # login → user id, name
    studies: Mapping[int, frozenset[int]]  # user id → groups where they study now
    staff: Mapping[int, frozenset[int] | None]  # user id → groups they have, None: all
    titles: Mapping[int, str] = field(default_factory=dict)  # of all groups, archived ones too


@dataclass(frozen=True, slots=True)
class Step:
    """What one row will do. ``group_id`` None with a ``group``: it is made first."""

    line: int
    name: str
    login: str
    action: Action
    group: str = ""
    group_id: int | None = None
    user_id: int | None = None
    from_group: str = ""
    other_name: bool = False  # the account goes by another name, and keeps it
    fault: str = ""
    other: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[Step, ...]
    unknown_groups: tuple[str, ...]  # titles the roster names and the cohort does not have
    made_groups: tuple[str, ...]  # those of them that will be made

    def of(self, action: Action) -> list[Step]:
        return [step for step in self.steps if step.action == action]

    def changes(self) -> int:
        return sum(1 for step in self.steps if step.action in ("new", "enrol", "move"))

    def digest(self) -> str:
        """A mark of what was shown: the same plan has the same one."""
        shown = [
            (step.line, step.action, step.login, step.user_id, step.group_id, step.group)
            for step in self.steps
            if step.action != "fault"
        ]
        return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:32]


def group_key(title: str) -> str:
    """Titles of groups that are the same but for case and spaces have the same key."""
    return " ".join(title.split()).casefold()


def plan(
    rows: Sequence[Row], now: Now, options: Options, mine: Collection[int] | None, *, leads: bool
) -> Plan:
    """``mine``: the groups of the instructor who brings the roster, None for all; only who
    ``leads`` makes groups.
    """
    by_key: dict[str, tuple[int | None, str]] = {}
    for group_id, title in now.groups:
        by_key.setdefault(group_key(title), (group_id, title))
    by_id = dict(now.groups)
    unknown: dict[str, str] = {}
    steps = []
    for row in rows:
        if row.fault:
            steps.append(_fault(row, row.fault))
            continue
        if row.group:
            found = by_key.get(group_key(row.group))
        elif options.default_group in by_id:
            found = (options.default_group, by_id[options.default_group])
        else:
            steps.append(_fault(row, "group_missing"))
            continue
        if found is None:
            title = unknown.setdefault(group_key(row.group), row.group)
            may = leads and options.make_groups and len(unknown) <= MOST_NEW_GROUPS
            if not may:
                steps.append(_fault(row, "group_unknown"))
                continue
            found = (None, title)
        steps.append(_step(row, found[0], found[1], now, mine))
    made = {group_key(step.group) for step in steps if step.action != "fault" and not step.group_id}
    return Plan(
        tuple(steps),
        tuple(unknown.values()),
        tuple(title for key, title in unknown.items() if key in made),
    )


def _fault(row: Row, fault: str) -> Step:
    return Step(row.line, row.name, row.login, "fault", row.group, fault=fault, other=row.other)


def _step(
    row: Row, group_id: int | None, group: str, now: Now, mine: Collection[int] | None
) -> Step:
    if mine is not None and group_id not in mine:
        return _fault(row, "group_not_yours")
    account = now.accounts.get(row.login)
    if account is None:
        return Step(row.line, row.name, row.login, "new", group, group_id)
    user_id, name = account
    if user_id in now.staff:
        teaches = now.staff[user_id]
        if teaches is None or group_id in teaches:
            return _fault(row, "teaches")
    studies = now.studies.get(user_id, frozenset())
    others = studies - {group_id}
    action: Action = "move" if others else "there" if group_id in studies else "enrol"
    if mine is not None and not others <= set(mine):
        return _fault(row, "other_group")
    return Step(
        row.line,
        row.name,
        row.login,
        action,
        group,
        group_id,
        user_id,
        from_group=", ".join(now.titles.get(one, "") for one in sorted(others)),
        other_name=name.casefold() != row.name.casefold(),
    )
