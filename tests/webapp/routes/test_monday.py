import re
from datetime import timedelta

from quizzes.needs_help import HelpRules
from quizzes.rules import defaults
from tests.conftest import START
from tests.webapp import factories
from tests.webapp.exams import RIGHT
from tests.webapp.insight.group import ITEM, OTHERS, klass
from webapp.queries import alerts

__all__ = ["klass"]


def set_rules(connection, klass, rules):
    alerts.put_rules(connection, klass.cohort, rules, klass.ids["lead"], START)


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


def test_all_pages_name_those_in_need_in_one_order(klass, clock):
    klass.database.write(set_rules, klass, HelpRules(silent_days=2))
    klass.assign(closes=START + timedelta(days=4))
    klass.answer("bolat", OTHERS[0], True)  # silent, and behind
    clock.pass_(days=3)
    klass.stuck("dana", at=START + timedelta(days=3))  # wrong tries, and behind
    klass.answer("aliya", OTHERS[0], True, START + timedelta(days=3))  # behind, a day is left
    order = ["bolat", "dana", "aliya"]
    ids = [str(klass.ids[one]) for one in order]
    group = klass.as_("teacher").get(f"/groups/{klass.group}").text
    needs, _, heat = group.partition('id="map-title"')
    assert re.findall(r"/people/(\d+)/progress", needs) == ids
    assert re.findall(r"/people/(\d+)/progress", heat)[:3] == ids
    monday = klass.as_("teacher").get("/teach").text
    assert re.findall(r"/people/(\d+)/progress", monday) == ids
    file = klass.as_("teacher").get(f"/groups/{klass.group}/export/help.csv").text
    lines = [one.split(";")[0] for one in file.splitlines()[1:] if one]
    assert list(dict.fromkeys(lines)) == ids


def test_one_more_is_not_hidden(klass):
    for number in range(6):
        klass.ids[f"s{number}"] = klass.database.write(
            factories.member, f"s{number}", klass.cohort, klass.group
        )
        klass.stuck(f"s{number}")
    klass.as_("teacher").get(f"/groups/{klass.group}")
    html = klass.as_("teacher").get("/teach").text
    assert len(re.findall(r"/people/\d+/progress", html)) == 6
    assert "тағы 1" not in html
    klass.stuck("aliya")
    klass.as_("teacher").get(f"/groups/{klass.group}")
    html = klass.as_("teacher").get("/teach").text
    assert len(re.findall(r"/people/\d+/progress", html)) == 5
    assert "тағы 2" in html


def test_what_waits_for_a_mark_is_no_news_and_leads_to_the_groups_queue(klass, sample, clock):
    made = klass.database.write(
        factories.assignment,
        klass.cohort,
        [sample.items["1.1-essay"]],
        defaults("practice"),
        klass.ids["lead"],
    )
    klass.database.write(
        factories.handed_in,
        klass.ids["dana"],
        made,
        {"1.1-essay": {"text": ["Анықтау бір айдан аспайды, тергеу екі айдан аспайды"]}},
        [sample.items["1.1-essay"]],
    )
    klass.as_("teacher").get(f"/groups/{klass.group}")
    clock.pass_(days=2)
    klass.as_("teacher").get(f"/groups/{klass.group}")
    clock.pass_(days=2)
    queue = f"/teach/cohorts/{klass.cohort}/marking?group={klass.group}"
    link = f'<a href="{queue}">Тексеруді күтіп тұрған жауап: 1</a>'
    monday = klass.as_("teacher").get("/teach").text
    assert link in monday
    assert "жаңалық жоқ" in monday
    group = klass.as_("teacher").get(f"/groups/{klass.group}").text
    assert link in group
    assert "Жаңалық жоқ." in group
    assert link in klass.as_("teacher").get(f"/groups/{klass.group}/feed").text
    assert "<strong>1</strong>" in klass.as_("teacher").get(queue).text


def test_the_order_of_groups_is_said_where_there_are_several(klass):
    said = "Көмек керек студенті көп топ жоғары тұр."
    assert said not in klass.as_("lead").get("/teach").text
    klass.database.write(factories.group, klass.cohort, "ПҚ-2")
    assert said in klass.as_("lead").get("/teach").text


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
