"""A situation, and whose power it calls for: one generator for each chapter of the table.

The four offered are the body that may and those the table says are taken for it, each with its
own reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from quizzes.generator import Generator
from quizzes.powers.bodies import BODIES
from quizzes.powers.cast import fill
from quizzes.powers.decisions import DECISIONS
from quizzes.powers.execution import EXECUTION
from quizzes.powers.minors import MINORS
from quizzes.powers.row import Power, cite, sentence, within
from quizzes.working_days import WorkingDays


def single(row: Power, section: str, otherwise: str, random: Random) -> Mapping[str, Any]:
    """A question with one right answer from a row of the table."""
    options: list[dict[str, Any]] = [
        {"text": sentence(BODIES[row.may[0]]), "right": True, "why": f"Иә. {row.why}."}
    ]
    options += [
        {"text": sentence(BODIES[body]), "why": denied.why, "misconception": denied.code}
        for body, denied in row.denied.items()
    ]
    random.shuffle(options)
    steps = "\n".join(f"- {option['text']}: {_reason(option)}" for option in options)
    return {
        "type": "single-choice",
        "stem": f"{fill(random.choice(row.stories), random)} {row.asks}",
        "norms": row.norms,
        "objectives": within(section, (row.objective,), otherwise),
        "facts": (row.fact,) if row.fact else (),
        "options": options,
        "explanation": f"Мәселе — {row.act} {cite(*row.norms)}. Кімде бар, кімде жоқ:\n\n{steps}",
    }


def _reason(option: Mapping[str, Any]) -> str:
    """The reason as the tail of a line: «иә: …», «жоқ: …»."""
    word, _, rest = option["why"].partition(". ")
    return f"{word.lower()}. {rest}"


def rows_of(*sections: str) -> tuple[Power, ...]:
    """The rows of :data:`DECISIONS` that belong to sections."""
    return tuple(row for row in DECISIONS if row.section in sections)


def _generator(
    section: str, title: str, rows: Sequence[Power], objective: str, norms: tuple[str, ...]
) -> Generator:
    """``objective`` is for rows whose own belongs to a neighbouring section."""

    def make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
        return single(random.choice(rows), section, objective, random)

    return Generator(
        id=f"{section}-gen-who-decides",
        title=title,
        theme="powers",
        objectives=within(section, (objective, *(row.objective for row in rows)), objective),
        norms=norms,
        make=make,
    )


WHO_IN_SYSTEM = _generator(
    "1.3",
    "Прокуратура жүйесінде қай мәселені кім шешеді",
    rows_of("1.3"),
    "1.3.d",
    ("КЗ 5.2",),
)

WHO_IN_INQUIRY = _generator(
    "2.1",
    "Тергеп-тексеруде қай мәселені кім шешеді",
    rows_of("2.1"),
    "2.1.d",
    ("ҚПК 193.2",),
)

WHO_FOR_MEASURES = _generator(
    "2.2",
    "Ұстау, күзетпен ұстау, тінту: кім шешеді",
    rows_of("2.2"),
    "2.2.c",
    ("ҚПК 55.1",),
)

WHO_IN_PRISON = _generator(
    "3.2",
    "Жазаны орындауда қай мәселені кім шешеді",
    EXECUTION,
    "3.2.l",
    ("КЗ 10.1.15",),
)

WHO_FOR_MINORS = _generator(
    "4.2",
    "Кәмелетке толмағанның ісінде қай мәселені кім шешеді",
    MINORS,
    "4.2.c",
    ("ҚПК 193.2.3",),
)

WHO_BEFORE_TRIAL = _generator(
    "5.1",
    "Сотқа берерде және сотта кімнің ісі",
    rows_of("5.1"),
    "5.1.c",
    ("ҚПК 305.1",),
)

WHO_IN_COURT = _generator(
    "5.2",
    "Сот сатыларында қай мәселені кім шешеді",
    rows_of("5.2"),
    "5.2.f",
    ("ҚПК 414.2",),
)
