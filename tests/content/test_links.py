"""Every link within the course leads to a place that is there."""

import re
import shutil

import pytest

from course.loader import load
from tests.conftest import ROOT, Browser, settings_for
from webapp.app import create_app
from webapp.database import Database


@pytest.fixture(scope="module")
def browser(tmp_path_factory, sqlite_template):
    folder = tmp_path_factory.mktemp("links")
    shutil.copy(sqlite_template, folder / "course.db")
    course = load(ROOT / "content").course
    assert course is not None
    database = Database(f"sqlite:///{folder}/course.db")
    with Browser(create_app(settings_for(database, folder), course, database)) as made:
        yield made
    database.close()


def test_links_of_lessons_lead_to_pages_and_to_places_in_them(browser):
    course = browser.app.state.site.course
    wanted: dict[str, set[str]] = {}
    for lesson in course.lessons.values():
        page = browser.get(lesson.href).text
        for target in re.findall(r'href="(/(?:norms|glossary|lessons)/[^"]+)"', page):
            address, _, place = target.partition("#")
            wanted.setdefault(address, set()).add(place)
    missing = []
    for address, places in wanted.items():
        answer = browser.get(address)
        if answer.status_code != 200:
            missing.append(address)
            continue
        ids = set(re.findall(r'\sid="([^"]+)"', answer.text))
        missing += [f"{address}#{place}" for place in places - {""} if place not in ids]
    assert missing == []
