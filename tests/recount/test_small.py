"""The recount agrees with the pages of a small cohort, and disagrees when what is shown is wrong."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import START
from tests.recount.comparing import PARTS, compare
from tests.sample import CONTENT
from webapp import demo_scale

STUDENTS = 26
GROUP_SIZE = 13


@pytest.fixture
def filled(database, sample, monkeypatch):
    monkeypatch.setattr(demo_scale, "GROUP_SIZE", GROUP_SIZE)
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
    print(sum(book.compared.values()))
    for k, v in sorted(book.compared.items()):
        print(v, k)
