"""Words fit into their lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webapp.charts.drawing import CHARACTERS, wrapped


@given(st.text(alphabet="абв ,", max_size=200))
def test_labels_fit_into_their_lines(text):
    lines = wrapped(text)
    assert 1 <= len(lines) <= 2
    assert all(len(one) <= CHARACTERS for one in lines)
    if " ".join(lines) != " ".join(text.split()):
        assert any(one.endswith("…") for one in lines)
