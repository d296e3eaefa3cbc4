import json
import re
from fractions import Fraction

import pytest

from quizzes.item_summary import ItemSummary, Observation, summary
from tests.conftest import START
from tests.webapp.staff_room import StaffRoom
from webapp.figure_words import OF_ITEM, OF_PART, OF_STUDENT, OF_TEST, words
from webapp.insight.figures import figures_of, read
from webapp.queries import own_items
from webapp.queries.sittings import archive_item_versions
from webapp.tables import item_summaries

ITEM = "1.1-single-choice"
OTHER = "1.1-multiple-choice"
GENERATOR = "2.1-gen-first-term"


@pytest.fixture
def room(browser, database):
    return StaffRoom.open(browser, database)


def answers(item, picks: str) -> ItemSummary:
    """From the weakest to the strongest: «k» the key, «w» the first wrong option, «-» none."""
    options = item.interaction.options
    key = next(one.id for one in options if one.right)
    wrong = next(one.id for one in options if not one.right)
    return summary(
        Observation(
            Fraction(pick == "k"),
            Fraction(place, len(picks)),
            () if pick == "-" else (key if pick == "k" else wrong,),
            answered=pick != "-",
            seconds=40 + place,
        )
        for place, pick in enumerate(picks)
    )


def store(room, item_id: str, version: str, item, seen: ItemSummary) -> None:
    figures = json.dumps(figures_of(item, seen))

    def work(connection):
        connection.execute(
            item_summaries.insert().values(
                scope="bank",
                item_id=item_id,
                version=version,
                n=seen.n,
                worst=read(figures).worst,
                body=json.dumps(seen.to_json()),
                figures=figures,
            )
        )

    room.database.write(work)


SOUND = "wwkwwwkwkwkkwkkwkkkkkkkkkkkk"
FAULTY = "kkkkkwkkkkkwkwkwwkwwwwwwwwww"


@pytest.fixture
def filled(room, sample):
    """A sound item, one whose key the strong avoid, one with few answers, variants."""
    single, several = sample.items[ITEM], sample.items[OTHER]
    store(room, ITEM, single.version, single, answers(single, FAULTY))
    store(room, ITEM, "f" * 16, None, answers(single, SOUND[:3]))
    store(room, OTHER, several.version, several, answers(several, SOUND))
    store(room, "1.1-number", sample.items["1.1-number"].version, None, answers(single, "kkkkkkk"))
    store(room, GENERATOR, "variants", None, answers(single, "wwkwwkwkkkkk"))
    return room


def listed(html):
    return re.findall(r'<th scope="row"><a href="[^"]*/bank/([^"/]+)/analysis', html)


def test_the_gravest_flag_comes_first_and_few_answers_are_not_listed_unless_wanted(filled):
    browser = filled.become("lead")
    page = browser.get(f"{filled.cohort}/bank/analysis").text
    assert listed(page) == [ITEM, OTHER, GENERATOR]
    assert "Белгі қойылған сұрақ: 1, соның ішінде «ықтимал» дегені: 1." in page
    assert "Талдауға жауабы жеткен сұрақ: 3." in page
    assert "Ықтимал:</span> Дұрыс жауабы күмәнді" in page
    more = browser.get(f"{filled.cohort}/bank/analysis?few=1").text
    assert listed(more)[-2:] == ["1.1-number", ITEM]
    few = more[more.index("бұрынғы нұсқа") :]
    assert "5 адамға жетпейді" in few
    assert not re.search(r"\d %", few[: few.index("</tr>")])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("flag=key-doubtful", [ITEM]),
        ("flag=negative", [ITEM]),
        ("flag=any", [ITEM]),
        ("flag=likely", [ITEM]),
        ("flag=too-easy", []),
        ("flag=nonsense", [ITEM, OTHER, GENERATOR]),
        ("section=1.1", [ITEM, OTHER]),
        ("section=9.9", [ITEM, OTHER, GENERATOR]),
        ("section=1.1&flag=any", [ITEM]),
        ("page=99", [ITEM, OTHER, GENERATOR]),
    ],
)
def test_a_filter_finds_what_it_names(filled, query, found):
    page = filled.become("lead").get(f"{filled.cohort}/bank/analysis?{query}").text
    assert listed(page) == found


def test_pages_keep_the_filter(filled, monkeypatch):
    monkeypatch.setattr("webapp.routes.item_analysis.A_PAGE", 1)
    browser = filled.become("lead")
    first = browser.get(f"{filled.cohort}/bank/analysis?section=1.1").text
    assert listed(first) == [ITEM]
    assert "?section=1.1&amp;page=2#found" in first
    assert listed(browser.get(f"{filled.cohort}/bank/analysis?section=1.1&page=2").text) == [OTHER]


def test_an_item_tells_each_version_its_flags_its_choices_and_what_to_do(filled, sample):
    page = filled.become("lead").get(f"{filled.cohort}/bank/{ITEM}/analysis").text
    options = sample.items[ITEM].interaction.options
    wrong = next(n for n, one in enumerate(options) if not one.right)
    letter = "АБВГД"[wrong]
    assert f"Үздік студенттер {letter} нұсқасын таңдайды" in page
    assert "Не істеу керек" in page
    assert "28 жауап" in page
    assert page.count('class="choice-row is-key"') == 1
    assert f"{letter}</span>" in page
    assert "Бұрынғы нұсқа ffffffffffffffff" in page
    assert "Жауап бергендер 5 адамға жетпейді" in page
    for href in ("/items/new?from=1.1-single-choice", f"/bank/{ITEM}", f"/bank/{ITEM}#exclude"):
        assert f'href="{filled.cohort}{href}"' in page


def test_thirds_of_fewer_than_five_people_stay_untold(room, sample):
    item = sample.items[ITEM]
    store(room, ITEM, item.version, item, answers(item, "kkkkkwwkwwww"))
    page = room.become("lead").get(f"{room.cohort}/bank/{ITEM}/analysis").text
    table = page[page.index("choices-table") :]
    assert "6 / 12" in table
    assert " / 4<" not in table
    assert "Үздік және әлсіз үштік көрсетілмеді" in table
    assert "Ажырату күші теріс" in page, "the flag is told, and what to do"
    file = room.become("lead").get(f"{room.cohort}/bank/analysis.csv").text
    assert "Үздік студенттер" in file
    assert "4 адам" not in file
    assert "4 студент" not in file


def test_figures_are_told_from_ten_answers_on(filled):
    page = filled.become("lead").get(f"{filled.cohort}/bank/1.1-number/analysis").text
    assert "Кемінде 10 жауап керек, әзірге 7." in page
    assert "figure-value" not in page


def test_variants_of_a_generator_are_told_as_one(filled):
    page = filled.become("lead").get(f"{filled.cohort}/bank/{GENERATOR}/analysis").text
    assert "Барлық есебі бірге" in page
    assert "58,3" in page
    assert "choices-table" not in page


def test_an_item_nobody_answered_says_so_and_an_unknown_one_is_not_found(filled):
    browser = filled.become("lead")
    assert (
        "әлі ешкім жауап берген жоқ" in browser.get(f"{filled.cohort}/bank/1.1-date/analysis").text
    )
    assert browser.get(f"{filled.cohort}/bank/1.1-joq/analysis").status_code == 404


def test_own_items_of_other_cohorts_are_not_told_of(filled, sample):
    item = sample.items[ITEM].model_copy(update={"id": "1.1-own-1"})

    def write(connection):
        archive_item_versions(connection, [(item.id, item.version, item.canonical())], START)
        assert own_items.add_own(
            connection,
            item.id,
            item.version,
            filled.ids["other"],
            filled.ids["neighbour"],
            START,
            shared=True,
            adapted_from=None,
        )

    filled.database.write(write)
    store(filled, item.id, item.version, item, answers(item, FAULTY))
    browser = filled.become("lead")
    page = browser.get(f"{filled.cohort}/bank/analysis?few=1").text
    assert "1.1-own-1" not in page
    assert "Талдауға жауабы жеткен сұрақ: 3." in page
    assert browser.get(f"{filled.cohort}/bank/1.1-own-1/analysis").status_code == 404
    neighbour = filled.become("neighbour")
    assert "1.1-own-1" in listed(neighbour.get(f"{filled.other}/bank/analysis").text)
    own = neighbour.get(f"{filled.other}/bank/1.1-own-1/analysis").text
    assert f'href="{filled.other}/items/1.1-own-1"' in own


def test_assistants_do_not_see_item_analysis_nor_its_links(filled):
    browser = filled.become("assistant")
    assert browser.get(f"{filled.cohort}/bank/analysis").status_code == 403
    assert browser.get(f"{filled.cohort}/bank/{ITEM}/analysis").status_code == 403
    assert "/analysis" not in browser.get(f"{filled.cohort}/bank").text
    assert "/analysis" not in browser.get(f"{filled.cohort}/bank/{ITEM}").text
    lead = filled.become("lead")
    assert "/bank/analysis" in lead.get(f"{filled.cohort}/bank").text
    assert f"/bank/{ITEM}/analysis" in lead.get(f"{filled.cohort}/bank/{ITEM}").text


def test_every_figure_and_flag_is_defined_on_the_page_that_pages_link_to(browser):
    page = browser.get("/figures").text
    for name in (*OF_ITEM, *OF_TEST, *OF_PART, *OF_STUDENT):
        assert f'id="{name}"' in page
        assert words("kk", name).definition in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_nothing_was_answered_yet(room):
    page = room.become("lead").get(f"{room.cohort}/bank/analysis").text
    assert "Мәлімет аз" in page
    assert 'class="empty"' in page
