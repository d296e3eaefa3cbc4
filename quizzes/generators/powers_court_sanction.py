"""Of several acts of one investigator: which need the court's sanction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from quizzes.generator import Generator
from quizzes.powers.cast import fill
from quizzes.powers.permissions import PERMISSIONS, Permission
from quizzes.powers.row import cite, sentence, within
from quizzes.working_days import WorkingDays

_SHOWN = 5

_OPENINGS = (
    "Тергеуші {t} бір аптаға жоспар құрды.",
    "{a} аудандық полиция бөлімінің тергеушісі {t} іс бойынша алдағы қадамдарын тізіп жазды.",
    "Процестік прокурор {p} тергеуші {t} дайындаған жоспарды оқып отыр.",
    "Тергеуші {t} күдікті {k} ісі бойынша бес мәселені бірден шешпек.",
)


def _lines(rows: Sequence[Permission]) -> str:
    return "\n".join(f"- {sentence(row.act)}. {row.gloss} {cite(row.norms[0])}." for row in rows)


def _make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    court = [row for row in PERMISSIONS if row.gate == "court"]
    other = [row for row in PERMISSIONS if row.gate != "court"]
    right = random.randint(2, 3)
    rows = random.sample(court, right) + random.sample(other, _SHOWN - right)
    random.shuffle(rows)
    options = []
    for row in rows:
        if row.gate == "court":
            options.append(
                {
                    "text": sentence(row.act),
                    "right": True,
                    "why": f"{row.gloss} {cite(row.norms[0])}.",
                }
            )
        else:
            options.append(
                {
                    "text": sentence(row.act),
                    "why": f"{row.gloss} {cite(row.norms[0])}.",
                    "misconception": "wrong-body" if row.gate != "free" else "overgeneralised",
                }
            )
    story = fill(
        f"{random.choice(_OPENINGS)} Арнайы айтылмаса, кейінге қалдыруға болмайтын жағдай жоқ. Қай "
        "шешімдер мен әрекеттерге **тергеу судьясының санкциясы** керек? Бәрін белгілеңіз.",
        random,
    )
    needed = _lines([row for row in rows if row.gate == "court"])
    others = _lines([row for row in rows if row.gate != "court"])
    return {
        "type": "multiple-choice",
        "stem": story,
        "norms": tuple(dict.fromkeys(row.norms[0] for row in rows)),
        "objectives": within("2.2", (row.objective for row in rows), "2.2.a"),
        "facts": tuple(dict.fromkeys(row.fact for row in rows if row.fact)),
        "options": options,
        "explanation": (f"Судьяның санкциясы керек:\n\n{needed}\n\nКерек емес:\n\n{others}"),
    }


COURT_SANCTION = Generator(
    id="2.2-gen-court-sanction",
    title="Қай әрекетке соттың санкциясы керек",
    theme="powers",
    objectives=("2.2.a", "2.2.c", "2.2.d"),
    norms=("ҚПК 55.1",),
    make=_make,
    difficulty=3,
)
