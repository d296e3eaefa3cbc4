import pytest

from tests.webapp.routes.test_marking import School, make
from webapp.migrate import downgrade, upgrade
from webapp.queries import marks
from webapp.tables import sittings


@pytest.fixture
def school(browser, app, database, sample):
    made = make(browser, app, database, sample)
    made.become("kara")
    return made


def unmarked(school: School) -> set[int]:
    return {one.user_id for one in school.database.read(marks.list_unmarked, [school.cohort])}


def waiting(school: School) -> set[int]:
    """Whose sitting says that an answer in it waits."""
    return {
        row.user_id
        for row in school.database.read(lambda c: c.execute(sittings.select()).all())
        if row.waits
    }


def test_an_answer_waits_until_it_is_marked(school):
    everybody = {school.people[one] for one in ("aigerim", "bolat", "dana")}
    assert unmarked(school) == waiting(school) == everybody
    school.mark("aigerim")
    assert unmarked(school) == waiting(school) == everybody - {school.people["aigerim"]}


def test_sittings_from_before_say_that_they_wait(school):
    before = waiting(school)
    school.mark("dana")
    downgrade(school.database, "0003")
    upgrade(school.database)
    assert unmarked(school) == before - {school.people["dana"]}
    assert unmarked(school) <= waiting(school) <= before
