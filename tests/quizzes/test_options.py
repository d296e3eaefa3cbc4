from __future__ import annotations

import pytest

from quizzes.options import Option, option_faults, option_part, public_options

RIGHT = Option(id="a", text="екі", right=True, why="Иә.")
WRONG = Option(id="b", text="бес", why="Жоқ.", misconception="wrong-length")


@pytest.mark.parametrize(
    ("option", "chosen", "verdict"),
    [
        (RIGHT, True, "right"),
        (RIGHT, False, "missed"),
        (WRONG, True, "wrong"),
        (WRONG, False, "left"),
    ],
)
def test_the_four_fates_of_an_option(option: Option, chosen: bool, verdict: str) -> None:
    part = option_part(option, chosen)
    assert (part.verdict, part.chosen, part.why) == (verdict, chosen, option.why)


def test_an_equal_option_names_the_first_by_its_place_from_one() -> None:
    twin = WRONG.model_copy(update={"id": "c"})
    (fault,) = option_faults([RIGHT, WRONG, twin], fewest=2, most=5, one_right=True)
    assert (fault.code, fault.params) == ("options.equal", {"other": 2})


def test_only_ids_and_texts_are_public() -> None:
    assert public_options([RIGHT, WRONG]) == [
        {"id": "a", "text": "екі"},
        {"id": "b", "text": "бес"},
    ]
