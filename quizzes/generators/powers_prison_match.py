"""Decisions in the place where a sentence is served, to be matched with who takes them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.generator import Generator, Redraw
from quizzes.powers.bodies import BODIES
from quizzes.powers.execution import EXECUTION
from quizzes.powers.row import cite, sentence, within
from quizzes.working_days import WorkingDays

_SHOWN = 4


def _make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    rows = random.sample(EXECUTION, _SHOWN)
    bodies = [row.may[0] for row in rows]
    if len(set(bodies)) < _SHOWN - 1:
        raise Redraw
    targets = list(dict.fromkeys(bodies))
    if {"first-court", "sentencing-court"} <= set(targets):
        raise Redraw  # the court of first instance is the court that passed the sentence
    if {"prosecutor", "general"} <= set(targets):
        raise Redraw  # the Prosecutor General is a prosecutor too
    targets.append(random.choice(("facility-deputy", "judge")))
    random.shuffle(targets)
    return {
        "type": "matching",
        "reuse": True,
        "stem": (
            "Мәселені оған жауапты органмен не лауазымды адаммен сәйкестендіріңіз. Мекеме бастығы "
            "қызметінде. Бір жауап бірнеше мәселеге келуі де, ешқайсысына келмеуі де мүмкін."
        ),
        "norms": tuple(dict.fromkeys(row.norms[0] for row in rows)),
        "objectives": within("3.2", (row.objective for row in rows), "3.2.a"),
        "facts": tuple(dict.fromkeys(row.fact for row in rows)),
        "targets": [{"id": one, "text": sentence(BODIES[one])} for one in targets],
        "prompts": [
            {
                "text": sentence(row.act),
                "key": row.may[0],
                "why": f"{row.why}.",
                "misconception": "wrong-body",
            }
            for row in rows
        ],
        "explanation": "Шешімдер:\n\n"
        + "\n".join(f"- {row.act}: {BODIES[row.may[0]]} {cite(row.norms[0])}." for row in rows),
    }


PRISON_MATCH = Generator(
    id="3.2-gen-match",
    title="Жазаны орындаудағы мәселе мен оны шешетін орган",
    theme="powers",
    objectives=("3.2.a", "3.2.c", "3.2.f", "3.2.g", "3.2.h", "3.2.i", "3.2.k", "3.2.l"),
    norms=("ҚАК 88.4",),
    make=_make,
)
