import csv
import io
import re

import pytest
from sqlalchemy import event, func, select

from tests.webapp.routes.people_school import COHORT, school
from webapp.queries import notices, rosters
from webapp.tables import enrolments, groups, invitations, users

__all__ = ["school"]
ROSTER = f"{COHORT}/roster"
LIST = """Аты-жөні;Логин;Топ
Серікова Дана;dana;ПҚ-301
Aliya Аты;aliya;ПҚ-301
Ulan Аты;ulan;пқ-301
Басқа Адам;nobody;ПҚ-302
;bos;ПҚ-301
Екінші Дана;DANA;ПҚ-302
Жат Топ;jat;ПҚ-777
Lead Аты;lead;ПҚ-301
=1+1;formula;ПҚ-301
"""


def bring(school, text, login="lead", **fields):
    """Upload a roster; gives the address of its preview."""
    answer = school.as_(login).post(
        ROSTER,
        data={"group_id": ""} | fields,
        files={"file": ("тізім.csv", text.encode() if isinstance(text, str) else text)},
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def apply(school, address, login="lead"):
    page = school.as_(login).get(address).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    return school.browser.submit(f"{address}/apply", {"seen": seen.group(1) if seen else "x"})


def everything(school):
    return [
        school.all(select(table.c.id).order_by(table.c.id)) for table in (users, groups, enrolments)
    ] + [school.all(select(enrolments.c.ended_at).order_by(enrolments.c.id))]


def test_the_preview_says_row_by_row_what_will_happen_and_changes_nothing(school):
    before = everything(school)
    page = school.as_("lead").get(bring(school, LIST)).text
    text = re.sub(r"<[^>]+>|\s+", " ", page)
    for words in (
        "Жаңа аккаунт ашылады, топ: ПҚ-301",
        "Бұрыннан осы топта: ПҚ-301",
        "Топ ауысады: ПҚ-302 → ПҚ-301",
        "Аккаунты бар, топқа қосылады: ПҚ-302",
        "Аккаунттағы аты-жөні басқа",
        "Аты-жөні жоқ",
        "Бұл логин 2-жолда да тұр",
        "Ағында мұндай топ жоқ: ПҚ-777",
        "Бұл адам осы топта сабақ береді",
        "Ұяшықта формула тұр",
        "Тізімде 9 жол бар, өзгеріс енгізетіні: 3",
    ):
        assert words in text
    assert "Nobody Аты" not in text  # a stranger's name is not told
    assert everything(school) == before


def test_applying_does_what_was_shown_and_faulty_rows_change_nothing(school):
    address = bring(school, LIST)
    assert apply(school, address).status_code == 303
    assert school.studies("dana") == [1]
    assert school.studies("ulan") == [1]
    assert school.studies("nobody") == [2]
    assert school.studies("lead") == []
    assert len(school.all(select(users.c.id))) == 8
    assert len(school.all(select(groups.c.id))) == 3
    told = school.database.read(notices.list_notices, school.ids["ulan"])
    assert [one.params for one in told] == [{"group": "ПҚ-301"}]


def test_applying_twice_and_bringing_the_same_file_again_changes_nothing(school):
    address = bring(school, LIST)
    seen = re.search(r'name="seen" value="(\w+)"', school.as_("lead").get(address).text).group(1)
    for _ in range(2):
        assert school.browser.submit(f"{address}/apply", {"seen": seen}).status_code == 303
    after = everything(school)
    again = bring(school, LIST)
    assert "Бұл тізім ештеңені өзгертпейді" in school.browser.get(again).text
    apply(school, again)
    assert everything(school) == after


def test_nothing_is_done_when_people_changed_since_the_preview(school):
    address = bring(school, LIST)
    seen = re.search(r'name="seen" value="(\w+)"', school.as_("lead").get(address).text).group(1)
    school.add("dana")
    before = everything(school)
    school.as_("lead").submit(f"{address}/apply", {"seen": seen})
    assert "қайта қарап, растаңыз" in school.browser.get(address).text
    assert everything(school) == before
    apply(school, address)
    assert school.studies("dana") == [1]


def test_unknown_groups_are_made_when_the_lead_says_so(school):
    address = bring(school, "Жат Топ;jat;ПҚ-777\nБір Адам;bir;пқ-777")
    page = school.as_("lead").get(address).text
    assert "Осы топтарды ашу" in page
    assert school.browser.submit(f"{address}/groups").status_code == 303
    assert "Ашылатын топ саны: 1 (ПҚ-777)" in school.browser.get(address).text
    apply(school, address)
    assert school.studies("jat") == school.studies("bir") == [4]


def test_rows_without_a_group_go_to_the_chosen_one(school):
    apply(school, bring(school, "Бір Адам;bir", group_id="2"))
    assert school.studies("bir") == [2]
    assert "Топ көрсетілмеген" in school.as_("lead").get(bring(school, "Екі Адам;eki")).text


class TestGroupInstructors:
    def test_only_into_the_own_group(self, school):
        address = bring(
            school,
            "Бір Адам;bir;ПҚ-301\nЕкі Адам;eki;ПҚ-302\nUlan Аты;ulan;ПҚ-301\nҮш Адам;ush;Жаңа",
            login="teacher",
            make_groups="1",
        )
        page = school.as_("teacher").get(address).text
        assert "Бұл топты сіз жүргізбейсіз: ПҚ-302" in page
        assert "басқа оқытушы жүргізетін тобында" in page
        assert "Ағында мұндай топ жоқ: Жаңа" in page
        assert school.browser.submit(f"{address}/groups").status_code == 403
        apply(school, address, "teacher")
        assert school.studies("bir") == [1]
        assert school.studies("ulan") == [2]

    def test_the_roster_of_another_is_the_leads_to_see(self, school):
        address = bring(school, "Бір Адам;bir;ПҚ-301", login="lead")
        assert school.as_("teacher").get(address).status_code == 403
        assert school.as_("teacher").submit(f"{address}/apply", {"seen": "x"}).status_code == 403
        mine = bring(school, "Бір Адам;bir;ПҚ-301", login="teacher")
        assert school.as_("lead").get(mine).status_code == 200

    def test_a_roster_of_another_cohort_is_not_found(self, school):
        address = bring(school, "Бір Адам;bir;ПҚ-301")
        other = address.replace("/cohorts/1/", "/cohorts/2/")
        assert school.as_("other").get(other).status_code == 404
        assert school.as_("other").submit(f"{other}/apply", {"seen": "x"}).status_code == 404


class TestBringing:
    def test_rows_may_be_pasted(self, school):
        answer = school.as_("lead").post(
            ROSTER,
            data={"rows": "Бір Адам\tbir\tПҚ-301", "group_id": ""},
            files={"file": ("", b"")},
        )
        assert answer.status_code == 303
        assert "Бір Адам" in school.browser.get(answer.headers["location"]).text

    def test_a_plain_form_is_read_too(self, school):
        assert school.as_("lead").submit(ROSTER, {"rows": "Бір Адам;bir"}).status_code == 303

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ("Баев Бауыржан;baur".encode("cp866"), "CSV UTF-8"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ескі Excel файлы"),
            (b"PK\x03\x04....", "XLSX файлы бүлінген"),
            ('Бір;"bir'.encode(), "1-жолда тырнақша"),
            ("бір баған".encode(), "Бағандарды ажырата алмадық"),
        ],
    )
    def test_a_file_that_cannot_be_read_says_what_to_do(self, school, data, words):
        answer = school.as_("lead").post(ROSTER, files={"file": ("a.csv", data)})
        assert answer.status_code == 422
        assert words in answer.text

    def test_what_was_pasted_stays_when_it_cannot_be_read(self, school):
        answer = school.as_("lead").post(
            ROSTER, data={"rows": "бір <баған>"}, files={"file": ("", b"")}
        )
        assert answer.status_code == 422
        assert "бір &lt;баған&gt;" in answer.text

    def test_nothing_chosen_is_said(self, school):
        answer = school.as_("lead").post(ROSTER, data={"rows": " "}, files={"file": ("", b"")})
        assert answer.status_code == 422
        assert "Файл таңдаңыз" in answer.text

    def test_two_files_or_broken_parts_are_malformed(self, school):
        two = [("file", ("a.csv", b"a;b")), ("file", ("b.csv", b"a;b"))]
        assert school.as_("lead").post(ROSTER, files=two).status_code == 400
        kind = {"content-type": "multipart/form-data"}
        assert school.browser.post(ROSTER, content=b"x", headers=kind).status_code == 400
        kind = {"content-type": "multipart/form-data; boundary=a"}
        assert school.browser.post(ROSTER, content=b"--a\r\nx", headers=kind).status_code == 400

    def test_a_body_over_the_limit_is_too_large(self, school):
        answer = school.as_("lead").post(ROSTER, files={"file": ("a.csv", b"x" * 2_000_001)})
        assert answer.status_code == 413

    def test_another_sites_form_is_refused(self, school):
        answer = school.as_("lead").post(
            ROSTER, files={"file": ("a.csv", b"a;b")}, headers={"sec-fetch-site": "cross-site"}
        )
        assert answer.status_code == 403

    def test_an_assistant_brings_no_roster(self, school):
        assert school.as_("helper").get(ROSTER).status_code == 403
        answer = school.as_("helper").post(ROSTER, files={"file": ("a.csv", b"a;b")})
        assert answer.status_code == 403


class TestLinks:
    def make(
        self, school, text="Серікова Дана;dana;ПҚ-301\n+Ұлан Бек;bek;ПҚ-301\nҰл;+77010001122;ПҚ-302"
    ):
        address = bring(school, text)
        apply(school, address)
        return address

    def test_each_new_account_gets_a_link_that_sets_its_password(self, school):
        address = self.make(school)
        page = school.as_("lead").submit(f"{address}/links", {"as": "page"}).text
        links = re.findall(r"/reset/[\w-]+", page)
        assert len(links) == 2  # the row with the formula made none
        answer = school.as_("").submit(links[0], {"password": "жаңа-құпия-сөз"})
        assert answer.status_code == 303
        assert "Серікова Дана" in school.browser.get("/account").text

    def test_new_links_end_the_former_and_leave_out_the_opened(self, school):
        address = self.make(school)
        links = f"{address}/links"
        first = re.findall(r"/reset/[\w-]+", school.as_("lead").submit(links).text)
        school.as_("").submit(first[0], {"password": "жаңа-құпия-сөз"})
        second = re.findall(r"/reset/[\w-]+", school.as_("lead").submit(links).text)
        assert len(second) == 1
        assert school.as_("").get(first[1]).status_code == 410
        assert school.as_("").get(second[0]).status_code == 200

    def test_the_file_holds_them_with_formulas_guarded(self, school):
        address = self.make(school)
        answer = school.as_("lead").submit(f"{address}/links", {"as": "file"})
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.headers["cache-control"] == "no-store"
        text = answer.content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text), delimiter=";"))
        assert [line[:3] for line in lines[1:]] == [
            ["Серікова Дана", "dana", "ПҚ-301"],
            ["Ұл", "'+77010001122", "ПҚ-302"],
        ]

    def test_none_for_accounts_that_were_there_before(self, school):
        address = bring(school, "Nobody Аты;nobody;ПҚ-301")
        apply(school, address)
        page = school.as_("lead").submit(f"{address}/links").text
        assert "/reset/" not in page
        assert school.all(select(invitations.c.token_hash)) == []

    def test_none_for_who_teaches_or_has_left(self, school):
        address = self.make(school)
        school.as_("lead").submit(
            f"{COHORT}/staff",
            {"login": "dana", "role": "assistant", "scope": "some", "group_id": "2"},
        )
        school.as_("lead").submit(f"{COHORT}/people/{school.id_of('+77010001122')}/take-out")
        assert "/reset/" not in school.as_("lead").submit(f"{address}/links").text


def test_ten_thousand_rows_are_applied_in_few_statements(school):
    lines = [f"Студент Әлиева;login{number};ПҚ-30{number % 2 + 1}" for number in range(10_000)]
    data = "\n".join(lines).encode()
    assert len(data) < 2_000_000
    address = bring(school, data)
    page = school.as_("lead").get(address).text
    assert page.count("<tr") == 101
    assert "1 / 100" in page
    statements = []
    engine = school.database.writing
    count = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", count)
    assert apply(school, address).status_code == 303
    event.remove(engine, "before_cursor_execute", count)
    assert len(statements) < 200
    assert school.all(select(func.count(users.c.id)))[0] == 10_007
    studying = select(func.count(enrolments.c.id)).where(enrolments.c.group_id == 1)
    assert school.all(studying.where(enrolments.c.role == "student"))[0] == 5_001
    links = school.as_("lead").submit(f"{address}/links", {"as": "page"})
    assert links.headers["content-type"].startswith("text/csv")  # too many for a page
    assert links.text.count("/reset/") == 10_000
    again = bring(school, data)
    assert "Бұл тізім ештеңені өзгертпейді" in school.as_("lead").get(again).text


def test_a_wrong_column_does_not_make_hundreds_of_groups(school):
    lines = [f"Бір Адам;login{number};топ{number}" for number in range(60)]
    address = bring(school, "\n".join(lines), make_groups="1")
    apply(school, address)
    assert len(school.all(select(groups.c.id))) == 53


def test_a_stored_roster_is_read_back_as_it_was(school):
    bring(school, LIST)
    stored = school.database.read(rosters.find, 1)
    assert stored.file_name == "тізім.csv"
    assert len(stored.rows) == 9
    assert stored.applied_at is None
