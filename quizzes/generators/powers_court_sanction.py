"""Of several acts of one investigator: which need the court's sanction."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.generator import Generator
from quizzes.powers.cast import fill
from quizzes.powers.permissions import PERMISSIONS
from quizzes.powers.row import cite, sentence
from quizzes.working_days import WorkingDays

_SHOWN = 5


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
        "Тергеуші {t} бір аптаға жоспар құрды. Арнайы айтылмаса, кейінге қалдыруға "
        "болмайтын жағдай жоқ. Қай әрекеттерге **тергеу судьясының санкциясы** керек? Бәрін "
        "белгілеңіз.",
        random,
    )
    needed = "\n".join(f"- {row.act} {cite(row.norms[0])};" for row in rows if row.gate == "court")
    return {
        "type": "multiple-choice",
        "stem": story,
        "norms": tuple(dict.fromkeys(row.norms[0] for row in rows)),
        "objectives": tuple(dict.fromkeys(row.objective for row in rows)),
        "facts": tuple(dict.fromkeys(row.fact for row in rows if row.fact)),
        "options": options,
        "explanation": (
            "Судьяның санкциясы керек:\n\n"
            f"{needed[:-1]}.\n\n"
            "Қалған әрекеттерге прокурордың сөзі не тергеушінің өз қаулысы жеткілікті: себебі әр "
            "нұсқаның астында тұр."
        ),
    }


COURT_SANCTION = Generator(
    id="2.2-gen-court-sanction",
    title="Қай әрекетке соттың санкциясы керек",
    theme="powers",
    objectives=("2.2.a",),
    norms=("ҚПК 55.1",),
    make=_make,
    difficulty=3,
)
