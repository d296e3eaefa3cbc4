"""The files an instructor may take away: what each holds, in the reader's language.

Shares and points are given rounded down, and exactly as numerator and denominator.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from webapp import gradebook
from webapp.gradebook import Row
from webapp.messages import translate
from webapp.queries import exports
from webapp.queries import gradebook as grids
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.gradebook import Member
from webapp.queries.results import SittingScore, load_many
from webapp.spreadsheets import Table, Value, decimal

NAMES = ("members", "gradebook", "answers", "accommodations", "extensions", "corrections", "marks")
"""Files of a whole cohort; the results of each assignment have addresses of their own."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted, by whom: ``groups`` None: all groups of the cohort."""

    cohort_id: int
    groups: frozenset[int] | None
    lang: str
    zone: ZoneInfo


def tables(connection: Connection, order: Order, names: Sequence[str]) -> list[Table]:
    """The tables asked for. Their rows are read while they are written."""
    members = grids.visible(grids.list_members(connection, order.cohort_id), order.groups)
    return [_table(connection, order, name, members) for name in names]


def _table(connection: Connection, order: Order, name: str, members: list[Member]) -> Table:
    people = frozenset(one.user_id for one in members)
    match name:
        case "members":
            return _members(connection, order)
        case "gradebook":
            return _gradebook(connection, order)
        case "answers":
            return _answers(connection, order, people)
        case "accommodations" | "extensions":
            return _granted(connection, order, people, name)
        case "corrections":
            return Table(
                _say(order, "export.corrections"),
                _heads(order, "assignment item ordinal kind new_version reason changed maker at"),
                (
                    (*row[:3], _say(order, f"correct.kind_{row[3]}"), *row[4:])
                    for row in exports.corrections_made(connection, order.cohort_id)
                ),
            )
        case "marks":
            ids = exports.sitting_ids(connection, order.cohort_id, people)
            return Table(
                _say(order, "export.marks"),
                _heads(order, "assignment user_id name item marker part points comment at"),
                (
                    (*row[:6], _points(row[6]), *row[7:])
                    for row in exports.marks_given(connection, ids)
                ),
            )
    raise KeyError(name)


def _say(order: Order, key: str, **params: object) -> str:
    return translate(order.lang, key, **params)


def _heads(order: Order, names: str) -> list[str]:
    return [translate(order.lang, f"export.head_{name}") for name in names.split()]


def _points(text: str) -> str:
    """Points by criterion as «a: 2; b: 1»."""
    found = json.loads(text)
    return "; ".join(f"{name}: {value}" for name, value in found.items())


def _members(connection: Connection, order: Order) -> Table:
    def rows() -> Iterator[Sequence[Value]]:
        for row in exports.members(connection, order.cohort_id):
            if order.groups is None or row[4] is None or row[4] in order.groups:
                role = _say(order, f"export.role_{row[3]}")
                yield row[0], row[1], row[2] or "", role, row[5] or "", row[6], row[7]

    return Table(
        _say(order, "export.members"),
        _heads(order, "user_id name login role group joined ended"),
        rows(),
    )


_CELL = "state percent points most exact_num exact_den late passed tries"


def _gradebook(connection: Connection, order: Order) -> Table:
    grid = grids.load_grid(connection, order.cohort_id)
    lines = gradebook.rows(grid, grid.infos, grids.visible(grid.members, order.groups))
    lines.sort(key=gradebook.by_name)
    return gradebook_table(order, grid.infos, lines)


def gradebook_table(order: Order, infos: Sequence[AssignmentInfo], lines: Sequence[Row]) -> Table:
    """A line a student, nine columns an assignment."""
    header = _heads(order, "user_id name login group left")
    for info in infos:
        header += [f"{info.title}: {head}" for head in _heads(order, _CELL)]

    def rows() -> Iterator[Sequence[Value]]:
        for line in lines:
            member = line.member
            found: list[Value] = [
                member.user_id,
                member.name,
                member.login,
                ", ".join(member.groups.values()),
                _say(order, "grade.left") if member.left else "",
            ]
            for one in line.cells:
                found += [
                    _say(order, f"grade.state_{one.state}")
                    if one.given or one.tries
                    else _say(order, "grade.not_given"),
                    one.share * 100 if one.share is not None else None,
                    one.points,
                    one.most,
                    one.share.numerator if one.share is not None else None,
                    one.share.denominator if one.share is not None else None,
                    _say(order, "grade.late") if one.late else "",
                    _passed(order, one.passed),
                    len(one.tries),
                ]
            yield found

    return Table(_say(order, "grade.title"), header, rows())


def _passed(order: Order, passed: bool | None) -> str:
    if passed is None:
        return ""
    return _say(order, "grade.passed" if passed else "grade.failed")


def _answers(connection: Connection, order: Order, people: frozenset[int]) -> Table:
    ids = exports.sitting_ids(connection, order.cohort_id, people)

    def rows() -> Iterator[Sequence[Value]]:
        for row, trail in exports.answers(connection, ids):
            last = trail[-1] if trail else None
            share = Fraction(last[2], last[3]) if last and last[1] == "scored" else None
            yield (
                *row[:3],
                row[3] or "",
                *row[4:12],
                _typed(row[12]),
                row[13],
                _say(order, f"export.status_{last[1]}") if last else "",
                share,
                share.numerator if share is not None else None,
                share.denominator if share is not None else None,
                "\n".join(_judgement(order, one) for one in trail),
            )

    return Table(
        _say(order, "export.answers"),
        _heads(
            order,
            "assignment user_id name login try started finished position item version weight"
            " number typed received status share exact_num exact_den trail",
        ),
        rows(),
    )


def _typed(form: str) -> str:
    """What was typed, field by field; a single text alone."""
    fields = json.loads(form)
    if list(fields) == ["text"] and len(fields["text"]) == 1:
        return str(fields["text"][0])
    return "; ".join(f"{name}: {', '.join(values)}" for name, values in fields.items())


def _judgement(order: Order, row: tuple[object, ...]) -> str:
    """«2026-11-25 14:00:05 · 0,5 · автоматты түрде · себебі»."""
    status, num, den, at, marker, reason, kind = row[1:]
    assert isinstance(at, datetime)
    assert isinstance(num, int)
    assert isinstance(den, int)
    parts = [at.astimezone(order.zone).strftime("%Y-%m-%d %H:%M:%S")]
    parts.append(
        decimal(Fraction(num, den)) if status == "scored" else _say(order, "export.status_awaiting")
    )
    parts.append(str(marker or _say(order, "grade.machine")))
    if kind:
        parts.append(_say(order, f"correct.kind_{kind}"))
    if reason:
        parts.append(str(reason))
    return " · ".join(parts)


def _granted(connection: Connection, order: Order, people: frozenset[int], name: str) -> Table:
    first, second = exports.granted(connection, order.cohort_id)
    if name == "accommodations":
        return Table(
            _say(order, "export.accommodations"),
            _heads(order, "user_id name factor extra_attempts later_close note maker at"),
            (
                (row[0], row[1], Fraction(row[2], row[3]), row[4], Fraction(row[5], 60), *row[6:])
                for row in first
                if row[0] in people
            ),
        )
    return Table(
        _say(order, "export.extensions"),
        _heads(
            order,
            "user_id name assignment closes extra_time extra_attempts reason maker at revoked",
        ),
        ((*row[:4], Fraction(row[4], 60), *row[5:]) for row in second if row[0] in people),
    )


def results_table(connection: Connection, order: Order, info: AssignmentInfo) -> Table:
    """A line a sitting, a column an item: the points earned, as they count."""
    members = {
        one.user_id: one
        for one in grids.visible(grids.list_members(connection, order.cohort_id), order.groups)
    }
    scores = [one for one in load_many(connection, [info])[info.id] if one.user_id in members]
    items = sorted({line.item_id for one in scores for line in one.lines})
    header = _heads(
        order,
        "user_id name login group try started finished late answered awaiting points most percent"
        " exact_num exact_den",
    )

    def rows() -> Iterator[Sequence[Value]]:
        for one in scores:
            yield [*_head(members[one.user_id], one, order), *_item_points(one, items, info)]

    return Table(info.title, [*header, *items], rows())


def _head(member: Member, one: SittingScore, order: Order) -> list[Value]:
    result = one.result
    return [
        member.user_id,
        member.name,
        member.login,
        ", ".join(member.groups.values()),
        one.ordinal,
        one.started_at,
        one.closed_at,
        _say(order, "grade.late") if result.late else "",
        result.answered,
        result.awaiting,
        result.earned,
        result.most,
        result.share * 100,
        result.share.numerator,
        result.share.denominator,
    ]


def _item_points(one: SittingScore, items: Sequence[str], info: AssignmentInfo) -> list[Value]:
    earned = {
        line.item_id: gradebook.item_points(line.score, info.rules)
        for line in one.lines
        if not line.score.left_out
    }
    return [earned.get(item) for item in items]
