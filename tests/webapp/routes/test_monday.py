from datetime import timedelta

from tests.conftest import START
from tests.webapp import factories
from tests.webapp.exams import RIGHT
from tests.webapp.insight.group import ITEM, klass

__all__ = ["klass"]


def test_each_group_tells_who_needs_help_and_what_is_new(klass, clock):
    klass.stuck("aliya")
    klass.stuck("bolat", 2)
    made = klass.assign(closes=START + timedelta(days=3))
    klass.as_("teacher").get(f"/groups/{klass.group}")
    clock.pass_(hours=2)
    klass.database.write(
        factories.handed_in,
        klass.ids["dana"],
        made,
        {ITEM: {"choice": [RIGHT[ITEM]["choice"]]}},
        [klass.course.items[ITEM]],
        closed=START + timedelta(hours=1),
    )
    html = klass.as_("teacher").get("/teach").text
    assert f"/people/{klass.ids['aliya']}/progress" in html
    assert "қайта-қайта қате жауап береді (1.1)" in html
    assert f"/people/{klass.ids['bolat']}/progress" not in html
    assert "1 жұмыс тапсырылды" in html
    assert "тапсырған: 1/3" in html
    assert f"/groups/{klass.group}/explain" in html
    assert "2 студент қателескен, барлығы 2 қате жауап." in html


def test_it_says_that_nobody_was_found_and_not_that_all_is_well(klass):
    html = klass.as_("lead").get("/teach").text
    assert "Ережелер бойынша көмек керек студент табылмады." in html
    assert "Соңғы жеті күнде" in html


def test_nobody_sees_the_students_of_others(klass):
    klass.stuck("aliya")
    klass.as_("teacher").get(f"/groups/{klass.group}")
    assert "aliya" not in klass.as_("neighbour").get("/teach").text


def test_of_many_groups_those_that_need_nothing_are_folded(klass):
    klass.stuck("aliya")
    klass.as_("lead").get(f"/groups/{klass.group}")
    for number in range(9):
        klass.database.write(factories.group, klass.cohort, f"Б-{number}")
    html = klass.as_("lead").get("/teach").text
    assert html.index("ПҚ-1") < html.index("табылмаған топтар: 9") < html.index("Б-0")


def test_what_closed_lately_leads_to_its_analysis(klass, clock):
    made = klass.assign(closes=START + timedelta(days=3))
    link = f"/teach/assignments/{made}/analysis"
    assert link not in klass.as_("lead").get("/teach").text
    clock.pass_(days=4)
    assert link in klass.as_("lead").get("/teach").text
    clock.pass_(days=14)
    assert link not in klass.as_("lead").get("/teach").text
