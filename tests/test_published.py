from __future__ import annotations

from tests.published import check


def test_a_figure_is_equal_when_it_rounds_to_the_digits_that_were_printed() -> None:
    assert check("r", 0.11283, "0.113").right
    assert not check("r", 0.1121, "0.113").right
    assert check("n", 25, 25).right
    assert not check("n", 25.4, 25).right
    assert not check("r", None, 0.1).right
    assert check("r", 100.0009, "100.0000", relative=1e-5).right
