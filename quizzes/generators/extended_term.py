"""How long an investigation may last after it was extended: the limit is overall (ҚПК 192.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_FIRST = Term(2, "months")
_LIMITS = (
    (
        "Іс күрделі болғандықтан, аудан прокуроры",
        Term(3, "months"),
        "күрделі іс бойынша аудан прокурорының",
    ),
    (
        "Іс аса күрделі болғандықтан, облыс прокуроры",
        Term(12, "months"),
        "аса күрделі іс бойынша облыс прокурорының",
    ),
    (
        "Қудалауды жалғастыру үшін материалды шет мемлекетке жіберу мәселесі шешіліп жатыр, "
        "сондықтан облыс прокуроры",
        Term(12, "months"),
        "материал шет мемлекетке жіберілетін іс бойынша облыс прокурорының",
    ),
)
_WANTED = (4, 5, 6, 7, 8, 9, 10)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    who, most, whose = random.choice(_LIMITS)
    term = most if most.amount == 3 else Term(random.choice(_WANTED), "months")
    began = event_day(random, days)
    first_end = last_day(began, _FIRST, days)
    decided = first_end - timedelta(days=random.randrange(1, 4))
    if days.is_off(decided):
        decided = first_end
    added = Term(_FIRST.amount + term.amount, "months")
    return date_task(
        random,
        days,
        stem=(
            f"Алдын ала тергеудегі іс бойынша арыз бірыңғай тізілімде {words.on(began)} тіркелді. "
            f"{who} {words.at_named(decided, began)} тергеп-тексеру мерзімін "
            f"{words.number(term.amount)} айға дейін ұзартты. Үзіліс те, есептен "
            "шығарылатын уақыт та болған жоқ. Ұзартылған мерзім қай күні бітеді?"
        ),
        began=began,
        term=term,
        rule=(
            f"«{words.number(term.amount).capitalize()} айға дейін» — қосылатын айлар емес, арыз "
            f"тіркелген күннен есептелетін жалпы ұзақтық; {whose} шегі — "
            f"{words.number(most.amount)} ай ([[ҚПК 192.4]])."
        ),
        slips=(
            Slip(
                last_day(began, added, days),
                "limit-as-addition",
                f"Мұнда бастапқы екі айдың үстіне тағы {words.length(term)} қосылған. «Дейін» "
                "деген сөз жалпы ұзақтықты білдіреді ([[ҚПК 192.4]]).",
            ),
            Slip(
                last_day(decided, term, days),
                "wrong-start",
                f"Мұнда мерзім прокурордың шешімінен, {words.since(decided)} саналған. Мерзім арыз "
                "тіркелген сәттен есептеледі ([[ҚПК 192.2]]).",
            ),
        ),
        hint="«… айға дейін» деген сөз қосымша мерзімді білдіре ме, әлде жалпы ұзақтықты ма?",
    )


GENERATOR = Generator(
    id="2.1-gen-extended-term",
    title="Ұзартылған мерзімнің соңы",
    theme="deadlines",
    objectives=("2.1.j", "2.1.g"),
    norms=("ҚПК 192.2", "ҚПК 192.4", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
