from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import START
from webapp.explaining import answers_given, span
from webapp.queries.explain import GivenAnswer

ALMATY = ZoneInfo("Asia/Almaty")
MONDAY, WEDNESDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 29)


@pytest.mark.parametrize(
    ("asked", "today", "since"),
    [
        ("7", MONDAY, date(2026, 11, 16)),  # not of Monday alone
        ("7", SUNDAY, MONDAY),
        ("14", WEDNESDAY, date(2026, 11, 9)),
        ("14", SUNDAY, date(2026, 11, 16)),
        ("", WEDNESDAY, date(2026, 11, 9)),
        ("13", WEDNESDAY, date(2026, 11, 9)),  # not offered
        ("30", WEDNESDAY, date(2026, 10, 26)),
    ],
)
def test_a_span_holds_the_days_asked_for_in_whole_weeks(asked, today, since):
    found = span(asked, today, None)
    assert found.since == since
    assert found.until == today
    assert found.since.weekday() == 0


def test_a_whole_term_begins_with_the_week_of_its_first_day():
    assert span("0", WEDNESDAY, date(2026, 9, 2)).since == date(2026, 8, 31)
    assert span("0", WEDNESDAY, None).since == date(2020, 1, 6)
    assert span("0", WEDNESDAY, date(2027, 1, 11)).since == MONDAY  # it has not begun
    assert span("0", WEDNESDAY, None).before is None


def test_the_span_before_has_as_many_weeks_and_ends_where_this_one_begins():
    assert span("14", WEDNESDAY, None).before == (date(2026, 10, 19), date(2026, 11, 8))
    assert span("14", SUNDAY, None).before == (date(2026, 11, 2), date(2026, 11, 15))
    assert span("7", SUNDAY, None).before == (date(2026, 11, 16), date(2026, 11, 22))


def test_a_span_begins_and_ends_at_midnight_of_the_course():
    since, until = span("7", SUNDAY, None).moments(ALMATY)
    assert since.isoformat() == "2026-11-23T00:00:00+05:00"
    assert until.isoformat() == "2026-11-29T23:59:59.999999+05:00"


def given(item, user_id, form):
    response = item.parse(form)
    outcome = item.score(response)
    return GivenAnswer(
        user_id,
        user_id,
        item.id,
        item.version,
        form,
        response.model_dump_json(),
        START,
        outcome.score,
        outcome.misconceptions,
    )


def test_each_option_is_told_with_who_chose_it_and_what_that_betrays(sample):
    item = sample.items["1.1-single-choice"]
    answers = [given(item, n, {"choice": [one]}) for n, one in enumerate("abb")]
    lines = answers_given(sample, item, answers, {0: "Ә", 1: "Б", 2: "В"}, "ru")
    assert [(one.n, one.right) for one in lines] == [(2, False), (1, True), (0, False)]
    assert lines[0].who == ((1, "Б"), (2, "В"))
    assert lines[0].misconception == "Длительность другого срока"
    assert lines[1].misconception == ""


def test_matches_are_told_one_by_one_and_only_those_chosen_or_right(sample):
    item = sample.items["1.1-matching"]
    form = {"match.a": ["bir"], "match.b": ["bir"]}
    lines = answers_given(sample, item, [given(item, 1, form)], {1: "Ә"}, "kk")
    assert sorted((one.n, one.right) for one in lines) == [(0, True), (1, False), (1, True)]
    assert all("→" in one.text for one in lines)


def test_a_typed_answer_is_one_however_it_is_written(sample):
    item = sample.items["1.1-date"]
    forms = ("02.03.2026", "2026-03-02", "01.03.2026")
    answers = [given(item, n, {"date": [text]}) for n, text in enumerate(forms)]
    lines = answers_given(sample, item, answers, {}, "kk")
    assert [(one.text, one.n, one.right) for one in lines] == [
        ("02.03.2026", 2, True),
        ("01.03.2026", 1, False),
    ]


def test_essays_are_not_compared_by_their_text(sample):
    item = sample.items["1.1-essay"]
    answers = [given(item, n, {"text": [f"Жауап {n} " * 20]}) for n in range(2)]
    (line,) = answers_given(sample, item, answers, {}, "kk")
    assert (line.text, line.n) == ("", 2)
