"""Powers of the pre-trial stage, to be matched with the lowest rank in an office that has them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.generator import Generator, Redraw
from quizzes.powers.prosecutors import RANK_POWERS, RANKS
from quizzes.powers.row import sentence
from quizzes.working_days import WorkingDays

_SHOWN = 5

_OFFICES = (
    "Облыстық прокуратурада",
    "Астана қаласының прокуратурасында",
    "Бас әскери прокуратурада",
    "Бас көлік прокуратурасында",
)
"""Offices whose heads of units have what the last paragraph of ҚПК 193.2 gives them."""


def _make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    rows = random.sample(RANK_POWERS, _SHOWN)
    if {row.rank for row in rows} != set(RANKS):
        raise Redraw
    targets = list(RANKS)
    random.shuffle(targets)
    return {
        "type": "matching",
        "reuse": True,
        "stem": (
            f"{random.choice(_OFFICES)} сотқа дейінгі сатыны қадағалайтын бөлімше бар. Заң бойынша "
            "әр өкілеттікті **ең төменгі** қай буын пайдалана алады? Бір жауап бірнеше өкілеттікке "
            "келуі мүмкін."
        ),
        "norms": ("ҚПК 193.2", "ҚПК 193.3", *dict.fromkeys(row.norm for row in rows)),
        "facts": tuple(dict.fromkeys(("F-2.1-52", *(row.fact for row in rows)))),
        "targets": [{"id": rank, "text": RANKS[rank]} for rank in targets],
        "prompts": [
            {
                "text": sentence(row.act),
                "key": row.rank,
                "why": row.why,
                "misconception": "wrong-body" if row.rank != "process" else "too-narrow",
            }
            for row in rows
        ],
        "explanation": (
            "Екі сұрақ қойыңыз.\n\n"
            "1. Өкілеттік 193-баптың 2-бөлігінде бар ма? Жоқ болса, оны процестік прокурордың өзі "
            "пайдаланады ([[ҚПК 193.3]]).\n"
            "2. Бар болса, 2-бөліктің соңғы абзацы оны бөлімше басшысына берген бе? 2), 3), 6)–10) "
            "тармақтар, оның ішінде 9-1) тармақ берілген; 1), 4), 5), 11) тармақтар орган "
            "басшысында қалады ([[ҚПК 193.2]])."
        ),
    }


RANKS_MATCH = Generator(
    id="2.1-gen-ranks",
    title="Процестік прокурор, бөлімше басшысы, орган басшысы",
    theme="powers",
    objectives=("2.1.d",),
    norms=("ҚПК 193.2", "ҚПК 193.3"),
    make=_make,
    difficulty=3,
)
