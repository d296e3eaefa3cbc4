"""The prosecutor's request against a ruling of the investigating judge: three days (ҚПК 107.2)."""

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

_TERM = Term(3, "days")
_RULINGS = (
    "мүлікке тыйым салудан бас тарту туралы",
    "мүлікке тыйым салу туралы",
    "эксгумациядан бас тарту туралы",
    "халықаралық іздеу жариялаудан бас тарту туралы",
    "тінтуді санкциялаудан бас тарту туралы",
    "алуды санкциялаудан бас тарту туралы",
    "тергеушінің әрекетіне берілген шағымды қарау нәтижесі туралы",
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    read = event_day(random, days)
    came = read + timedelta(days=random.randrange(1, 4))
    if days.is_off(came):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            f"Тергеу судьясы {random.choice(_RULINGS)} қаулысын {words.on(read)} жариялады. "
            f"Қаулының көшірмесін прокурор {random.choice(OFFICERS)} {words.at_named(came)} алды. "
            "Прокурор қаулыға өтінішхатты ең кеш дегенде қай күні келтіре алады?"
        ),
        began=read,
        term=_TERM,
        rule=(
            "Тергеу судьясының қаулысына өтінішхат қаулы жарияланған сәттен бастап үш тәулік "
            "ішінде келтіріледі ([[ҚПК 107.2]])."
        ),
        slips=(
            Slip(
                last_day(came, _TERM, days),
                "wrong-start",
                f"Мұнда мерзім көшірме алынған күннен, {words.since(came)} саналған. Ол қаулы "
                "жарияланған сәттен есептеледі ([[ҚПК 107.2]]).",
            ),
            Slip(
                last_day(read, Term(15, "days"), days),
                "neighbouring-procedure",
                "Он бес тәулік — бірінші саты үкімі мен қаулысына апелляция мерзімі "
                "([[ҚПК 418.1]]). Тергеу судьясының қаулысына үш тәулік берілген ([[ҚПК 107.2]]).",
            ),
            Slip(
                last_day(read, Term(10, "days"), days),
                "wrong-length",
                "Он тәулік — мүлікке билік етуді уақытша шектеудің ең ұзақ мерзімі "
                "([[ҚПК 161.1]]). Өтінішхатқа үш тәулік берілген ([[ҚПК 107.2]]).",
            ),
        ),
        hint="Мерзім жариялаудан басталады ма, әлде көшірмеден бе?",
    )


GENERATOR = Generator(
    id="2.2-gen-judge-ruling",
    title="Тергеу судьясының қаулысына өтінішхат мерзімі",
    theme="deadlines",
    objectives=("2.2.c",),
    norms=("ҚПК 107.2", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
