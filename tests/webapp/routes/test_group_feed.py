import re
from datetime import timedelta

from sqlalchemy import update

from tests.conftest import START
from tests.webapp import factories
from tests.webapp.exams import RIGHT
from tests.webapp.insight.group import ITEM, OTHERS, klass
from webapp.queries import corrections
from webapp.tables import assignment_targets, item_reports, users

__all__ = ["klass"]


def look(klass, query="", login="teacher"):
    answer = klass.as_(login).get(f"/groups/{klass.group}/feed{query}")
    assert answer.status_code == 200
    return answer.text


def group(klass, login="teacher"):
    return klass.as_(login).get(f"/groups/{klass.group}").text


def hand_in(klass, login, made, closed):
    items = [klass.course.items[ITEM]]
    klass.database.write(
        factories.handed_in,
        klass.ids[login],
        made,
        {ITEM: {"choice": [RIGHT[ITEM]["choice"]]}},
        items,
        closed=closed,
    )


def test_works_handed_in_are_one_line_an_assignment(klass):
    made = klass.assign()
    hand_in(klass, "aliya", made, START - timedelta(hours=2))
    hand_in(klass, "bolat", made, START - timedelta(hours=1))
    html = look(klass)
    assert html.count(f'href="/teach/assignments/{made}/results"') == 1
    assert "тапсырмасын 2 студент тапсырды: bolat аты, aliya аты" in html


def test_two_students_of_one_name_are_two(klass):
    klass.database.write(
        lambda connection: connection.execute(
            users.update().where(users.c.id == klass.ids["bolat"]).values(name="aliya аты")
        )
    )
    made = klass.assign()
    hand_in(klass, "aliya", made, START - timedelta(hours=2))
    hand_in(klass, "bolat", made, START - timedelta(hours=1))
    told = "тапсырмасын 2 студент тапсырды: aliya аты (bolat), aliya аты (aliya)"
    assert told in look(klass)
    assert told in group(klass)


def test_only_what_came_after_the_visit_before_is_news(klass, clock):
    klass.stuck("aliya")
    group(klass)
    clock.pass_(minutes=20)
    assert "aliya аты: көмек керек" in group(klass)  # the same visit
    clock.pass_(hours=5)
    html = group(klass)
    assert "Жаңалық жоқ." in html
    assert "2026 ж. 25 қараша, 14:20" in html  # 09:20 UTC
    made = klass.assign()
    hand_in(klass, "bolat", made, clock() + timedelta(minutes=1))
    clock.pass_(hours=1)
    assert "тапсырмасын 1 студент тапсырды: bolat аты" in group(klass)
    assert look(klass).count('class="tag-new"') == 1


def test_an_alert_is_one_line_with_what_became_of_it_last(klass, clock):
    klass.stuck("aliya")
    group(klass)
    for item in (ITEM, *OTHERS):
        klass.answer("aliya", item, True, clock())
    clock.pass_(minutes=1)
    group(klass)
    html = look(klass)
    assert html.count("/progress") == 1
    assert "aliya аты: енді көмек керек емес" in html


def test_the_feed_goes_back_by_weeks_and_is_filtered_by_kind(klass, clock):
    made = klass.assign()
    hand_in(klass, "aliya", made, START)
    klass.database.write(
        lambda connection: factories.added(
            connection,
            item_reports,
            item_id=ITEM,
            item_version="0" * 16,
            user_id=klass.ids["bolat"],
            kind="key",
            text="қате",
            created_at=START,
            state="open",
            reply="",
        )
    )
    clock.pass_(days=8)
    assert "Бұл аптада жаңалық жоқ." in look(klass)
    html = look(klass, "?week=2026-11-25")
    assert f"/teach/cohorts/{klass.cohort}/reports/{ITEM}" in html
    assert "Топқа 3 студент қосылды" in html
    only = look(klass, "?week=2026-11-25&kind=report")
    assert f"/teach/assignments/{made}/results" not in only
    assert "week=2026-11-16&amp;kind=report" in only
    assert look(klass, "?week=x&kind=y")


def test_a_correction_is_told_to_the_groups_that_have_the_assignment(klass):
    mine, theirs = klass.assign(), klass.assign()

    def work(connection):
        second = factories.group(connection, klass.cohort, "ПҚ-2")
        connection.execute(
            update(assignment_targets)
            .where(assignment_targets.c.assignment_id == theirs)
            .values(kind="group", target_id=second)
        )
        for made in (mine, theirs):
            corrections.add(
                connection, made, ITEM, 1, None, "full", "қате", 2, klass.ids["lead"], START
            )

    klass.database.write(work)
    html = look(klass)
    assert f"/teach/assignments/{mine}/corrections" in html
    assert f"/teach/assignments/{theirs}/corrections" not in html


def test_what_happens_elsewhere_is_not_told(klass):
    other = klass.database.write(factories.cohort, "Үшінші")
    stranger = klass.database.write(factories.member, "zere", other, None)
    klass.database.write(
        lambda connection: factories.added(
            connection,
            item_reports,
            item_id=ITEM,
            item_version="0" * 16,
            user_id=stranger,
            kind="key",
            text="",
            created_at=START,
            state="open",
            reply="",
        )
    )
    assert not re.search(r"/reports/", look(klass))
