"""Invented people, and their answers as rows."""

from __future__ import annotations

import random
from datetime import datetime

from quizzes.item import Item
from webapp import tables
from webapp.demo_answers import Reply
from webapp.queries.bulk import Bulk

PASSWORD = "demo-2026"

LESSON: dict[str, None] = dict.fromkeys(
    (
        "assignment_id",
        "enrolment_id",
        "seed",
        "touched_at",
        "closed_at",
        "closed_by",
        "stamped_at",
        "scored_at",
    )
)
"""What the sitting of a lesson does not have: rows that go in together name the same columns."""
_GIVEN = (
    "Айгерім Дана Әсель Мадина Камила Жансая Аружан Томирис Назерке Балнұр Гүлнұр "
    "Ақбота Инжу Еңлік Ерлан Нұрлан Санжар Алмас Бекзат Дәурен Ілияс Қуаныш Мирас "
    "Нұрсұлтан Олжас Рүстем Темірлан Шыңғыс Ұлан Ғалым"
).split()
_FAMILY = (
    "Әбдіров Сейітов Қасымов Жұмабеков Ермеков Тілеуов Оспанов Нұрпейісов Байжанов "
    "Молдабеков Сағынтаев Қалиев Үмбетов Ысқақов Дүйсенов Рахымов Ғабдуллин Тұрсынов "
    "Мұқанов Әлімжанов"
).split()
_WOMEN = 14  # the first names that are women's


def invented_name(chance: random.Random) -> str:
    given = chance.randrange(len(_GIVEN))
    family = chance.choice(_FAMILY)
    if given < _WOMEN:
        family += "а"
    return f"{_GIVEN[given]} {family}"


def add_answer(
    bulk: Bulk, sitting_id: int, item: Item, number: int, reply: Reply, at: datetime
) -> None:
    """An answer and what the engine made of it."""
    attempt_id = bulk.add(
        tables.attempts,
        sitting_id=sitting_id,
        item_id=item.id,
        item_version=item.version,
        number=number,
        response=reply.response,
        form=reply.form,
        received_at=at,
    )
    bulk.add(
        tables.outcomes,
        attempt_id=attempt_id,
        status=reply.status,
        score_num=reply.score.numerator,
        score_den=reply.score.denominator,
        misconceptions=reply.misconceptions,
        created_at=at,
    )
