"""A situation, and whose power it calls for: one generator for each chapter of the table.

The four offered are the body that may and those the table says are taken for it, each with its
own reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from quizzes.generator import Generator, Make
from quizzes.powers.bodies import BODIES
from quizzes.powers.cast import fill
from quizzes.powers.decisions import DECISIONS
from quizzes.powers.execution import EXECUTION
from quizzes.powers.minors import MINORS
from quizzes.powers.row import Power, cite, sentence
from quizzes.working_days import WorkingDays


def single(row: Power, random: Random) -> Mapping[str, Any]:
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
        "stem": f"{fill(row.story, random)} {row.asks}",
        "norms": row.norms,
        "objectives": (row.objective,),
        "facts": (row.fact,) if row.fact else (),
        "options": options,
        "explanation": f"Мәселе — {row.act} {cite(*row.norms)}. Кімде бар, кімде жоқ:\n\n{steps}",
    }


def _reason(option: Mapping[str, Any]) -> str:
    """The reason as the tail of a line: «иә: …», «жоқ: …»."""
    word, _, rest = option["why"].partition(". ")
    return f"{word.lower()}. {rest}"


def _of(rows: Sequence[Power]) -> Make:
    def make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
        return single(random.choice(rows), random)

    return make


def rows_of(*sections: str) -> tuple[Power, ...]:
    """The rows of :data:`DECISIONS` that belong to sections."""
    return tuple(row for row in DECISIONS if row.section in sections)


WHO_IN_INQUIRY = Generator(
    id="2.1-gen-who-decides",
    title="Тергеп-тексеруде қай мәселені кім шешеді",
    theme="powers",
    objectives=("2.1.d",),
    norms=("ҚПК 193.2",),
    make=_of(rows_of("2.1", "2.2", "1.3")),
)

WHO_IN_PRISON = Generator(
    id="3.2-gen-who-decides",
    title="Жаза өтелетін жерде қай мәселені кім шешеді",
    theme="powers",
    objectives=("3.2.a",),
    norms=("КЗ 10.1.15",),
    make=_of(EXECUTION),
)

WHO_FOR_MINORS = Generator(
    id="4.2-gen-who-decides",
    title="Кәмелетке толмағанның ісінде қай мәселені кім шешеді",
    theme="powers",
    objectives=("4.2.c",),
    norms=("ҚПК 193.2.3",),
    make=_of(MINORS),
)

WHO_IN_COURT = Generator(
    id="5.2-gen-who-decides",
    title="Сотта және сотқа берерде қай мәселені кім шешеді",
    theme="powers",
    objectives=("5.2.f",),
    norms=("ҚПК 414.2",),
    make=_of(rows_of("5.1", "5.2")),
)
