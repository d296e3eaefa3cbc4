"""What an act of the investigator needs: the judge's sanction, the prosecutor's word, or none."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.generator import Generator
from quizzes.powers.cast import fill
from quizzes.powers.permissions import GATES, PERMISSIONS
from quizzes.powers.row import cite, within
from quizzes.working_days import WorkingDays

_CALM = " Кейінге қалдыруға болмайтын жағдай жоқ."


def _make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    row = random.choice(PERMISSIONS)
    opening = random.choice(
        (
            "{a} аудандық полиция бөлімінің тергеушісі {t} мына әрекетке дайындалып отыр:",
            "Алдын ала тергеуді жүргізіп отырған тергеуші {t} мына шешімге тоқталды:",
            "Тергеуші {t} процестік прокурордан: «Мынаған кімнің рұқсаты керек?» — деп сұрады. "
            "Әңгіме мына әрекет туралы:",
        )
    )
    options = []
    for gate, text in GATES.items():
        if gate == row.gate:
            why = f"Иә. {row.gloss} {cite(*row.norms)}."
            options.append({"text": text, "right": True, "why": why})
        else:
            denied = row.why_not(gate)
            options.append({"text": text, "why": denied.why, "misconception": denied.code})
    random.shuffle(options)
    return {
        "type": "single-choice",
        "stem": f"{fill(opening, random)} **{row.act}**.{_CALM} Заң бойынша не қажет?"
        if "шұғыл" not in row.act
        else f"{fill(opening, random)} **{row.act}**. Заң бойынша не қажет?",
        "norms": row.norms,
        "objectives": within("2.2", (row.objective,), "2.2.a"),
        "facts": (row.fact,) if row.fact else (),
        "options": options,
        "hints": (
            "Алдымен анықтаңыз: шектеу қойыла ма, алына ма, әлде құпия мәлімет сұратыла ма?",
        ),
        "explanation": (
            "Үш қадаммен шешіңіз.\n\n"
            "1. Әрекет тергеу судьясының тізбесінде бар ма ([[ҚПК 55.1]], [[ҚПК 254.1]], "
            "[[ҚПК 234.1]])? Болса, судьяның санкциясы керек.\n"
            "2. Болмаса, заң прокурордың санкциясын не келісімін тікелей атай ма "
            "([[ҚПК 122.2]], [[ҚПК 153.5]])?\n"
            "3. Екеуі де болмаса, тергеушінің өз қаулысы жеткілікті.\n\n"
            f"Бұл жерде: {row.gloss[:1].lower() + row.gloss[1:]} {cite(*row.norms)}."
        ),
    }


PERMISSION = Generator(
    id="2.2-gen-permission",
    title="Әрекетке кімнің рұқсаты керек",
    theme="powers",
    objectives=("2.2.a", "2.2.c", "2.2.d"),
    norms=("ҚПК 55.1",),
    make=_make,
)
