from datetime import timedelta

import pytest

from tests.conftest import START
from webapp.insight.visits import after_look, since
from webapp.queries.alerts import Visited

EARLIER = START - timedelta(days=3)


@pytest.mark.parametrize(
    ("found", "minutes", "written", "seen_since"),
    [
        (None, 0, Visited(START, None), None),
        (Visited(START, EARLIER), 4, None, EARLIER),
        (Visited(START, EARLIER), 30, Visited(START + timedelta(minutes=30), EARLIER), EARLIER),
        (Visited(START, EARLIER), 31, Visited(START + timedelta(minutes=31), START), START),
        (Visited(START, None), 10, Visited(START + timedelta(minutes=10), None), None),
    ],
)
def test_a_look_within_half_an_hour_belongs_to_the_same_visit(found, minutes, written, seen_since):
    now = START + timedelta(minutes=minutes)
    assert after_look(found, now) == written
    assert since(found, now) == seen_since
