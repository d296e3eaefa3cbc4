"""The recount agrees with the pages of a small cohort, and disagrees when what is kept is wrong."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import START
from tests.recount.comparing import compare
from tests.sample import CONTENT
from webapp import demo_scale

STUDENTS = 14


@pytest.fixture
def filled(database, sample):
    demo_scale.fill_database(
        database,
        sample,
        ZoneInfo("Asia/Almaty"),
        START - timedelta(minutes=5),
        students=STUDENTS,
        answers=STUDENTS * 60,
        say=lambda text: None,
    )
    return database


def test_every_number_is_the_recounted_one(filled, sample, tmp_path):
    book = compare(filled, sample, CONTENT, tmp_path, START, quick=True)
    assert not book.faults, "\n".join(map(str, book.faults))
    assert book.compared.total() > 500


def test_what_is_kept_wrongly_is_noticed(filled, sample, tmp_path):
    def falsify(connection):
        connection.exec_driver_sql("UPDATE learner_sections SET answers = answers + 1")
        connection.exec_driver_sql("UPDATE learner_costs SET missed = missed + 1")

    filled.write(falsify)
    book = compare(filled, sample, CONTENT, tmp_path, START, quick=True, groups_only=True)
    pages = {fault.partition(":")[0] for fault in book.faults}
    assert "/groups/1" in pages
    assert any("/explain" in page for page in pages)
