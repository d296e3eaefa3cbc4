"""The first term of an investigation: one month or two from the registration (ҚПК 192.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import OFFICERS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_FORMS = (
    ("Анықтау", "анықтаушы", Term(1, "months"), "Алдын ала тергеуге", Term(2, "months")),
    ("Алдын ала тергеу", "тергеуші", Term(2, "months"), "Анықтауға", Term(1, "months")),
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    form, officer, term, other_form, other = random.choice(_FORMS)
    began = event_day(random, days)
    taken = began + timedelta(days=random.randrange(2, 9))
    if days.is_off(taken):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            f"{form} жүргізіліп жатқан іс бойынша арыз бірыңғай тізілімде {words.on(began)} "
            f"тіркелді. Істі {officer} {random.choice(OFFICERS)} {words.at_named(taken)} қабылдап "
            "алды. Прокурор өзге мерзім белгілеген жоқ, мерзім ұзартылған да, үзілген де жоқ, "
            "есептен шығарылатын уақыт та болған жоқ. "
            "Тергеп-тексерудің бастапқы мерзімі қай күні бітеді?"
        ),
        began=began,
        term=term,
        rule=(
            f"Нысан — {form.lower()}, оның бастапқы мерзімі — {words.length(term)}; ол арыз "
            "тіркелген сәттен есептеледі ([[ҚПК 192.2]])."
        ),
        slips=(
            Slip(
                last_day(taken, term, days),
                "wrong-start",
                f"Мұнда мерзім іс қабылданған күннен, {words.since(taken)} саналған. Мерзім арыз "
                "тіркелген сәттен есептеледі ([[ҚПК 192.2]]).",
            ),
            Slip(
                last_day(began, other, days),
                "neighbouring-procedure",
                f"{other_form} {words.length(other)} беріледі. Бұл істің мерзімі — "
                f"{words.length(term)} ([[ҚПК 192.2]]).",
            ),
        ),
        hint="Мерзім қай оқиғадан басталады, сол күннің өзі есепке кіре ме?",
    )


GENERATOR = Generator(
    id="2.1-gen-first-term",
    title="Тергеп-тексерудің бастапқы мерзімі",
    theme="deadlines",
    objectives=("2.1.i", "2.1.g"),
    norms=("ҚПК 192.2", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
