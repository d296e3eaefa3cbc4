"""Who needed help, from what was written down of alerts when they changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from webapp.report.helped import Alerted, AlertEvent, alerted, within

DAY = timedelta(days=1)
FIRST = datetime(2026, 10, 1, tzinfo=UTC)


def at(day: int) -> datetime:
    return FIRST + (day - 1) * DAY


def events(*rows: tuple[int, str, str]) -> list[AlertEvent]:
    """(day of October, kind, reasons) of one student."""
    return [AlertEvent(7, kind, tuple(reasons.split()), at(day)) for day, kind, reasons in rows]


def shown(found: list[Alerted]) -> list[tuple[object, ...]]:
    def day(moment: datetime | None) -> int | None:
        return None if moment is None else (moment - FIRST).days + 1

    return [
        (
            day(one.since),
            day(one.until),
            one.stands,
            [(held.rule, day(held.since), day(held.until)) for held in one.reasons],
        )
        for one in found
    ]


def test_an_alert_is_told_from_its_beginning_to_its_end_with_the_time_of_each_reason():
    found = alerted(
        events(
            (3, "raised", "silent"),
            (5, "more", "silent behind"),
            (8, "fewer", "behind"),
            (9, "more", "silent behind"),
            (12, "cleared", ""),
            (20, "raised", "falling"),
        ),
        standing={7},
    )
    assert shown(found) == [
        (3, 12, False, [("silent", 3, 8), ("silent", 9, 12), ("behind", 5, 12)]),
        (20, None, True, [("falling", 20, None)]),
    ]


def test_one_reason_may_take_the_place_of_another_in_one_event():
    found = alerted(events((3, "raised", "silent"), (5, "more", "falling")), standing={7})
    assert shown(found) == [(3, None, True, [("falling", 5, None), ("silent", 3, 5)])]


def test_where_the_end_was_not_recorded_none_is_told():
    # who leaves the cohort loses the alert without an event
    found = alerted(events((3, "raised", "silent"), (9, "raised", "behind")), standing=())
    assert shown(found) == [
        (3, None, False, [("silent", 3, None)]),
        (9, None, False, [("behind", 9, None)]),
    ]
    assert shown(within(found, at(10), at(12))) == shown(found[1:])  # the first had ended by then


def test_where_the_beginning_was_not_recorded_none_is_told():
    found = alerted(events((4, "fewer", "silent"), (6, "cleared", "")), standing=())
    assert shown(found) == [(None, 6, False, [("silent", None, 6)])]
    assert within(found, at(1), at(3)) == []


def test_a_span_has_the_alerts_that_stood_in_it_with_the_reasons_of_that_time():
    found = alerted(
        events(
            (3, "raised", "silent"),
            (5, "more", "silent behind"),
            (8, "fewer", "behind"),
            (12, "cleared", ""),
        ),
        standing=(),
    )
    assert within(found, at(1), at(3)) == []
    assert shown(within(found, at(3), at(5))) == [(3, 12, False, [("silent", 3, 8)])]
    assert shown(within(found, at(8), at(9))) == [(3, 12, False, [("behind", 5, 12)])]
    assert within(found, at(12), at(30)) == []


def test_what_a_newer_version_wrote_and_is_not_known_here_is_left_out():
    found = alerted(events((3, "raised", "weather silent")), standing={7})
    assert shown(found) == [(3, None, True, [("silent", 3, None)])]


def test_students_are_kept_apart():
    both = events((3, "raised", "silent"))
    both.append(AlertEvent(8, "raised", ("behind",), at(4)))
    both.append(AlertEvent(7, "cleared", (), at(5)))
    found = alerted(both, standing={8})
    assert [(one.user_id, one.stands) for one in found] == [(7, False), (8, True)]
