"""Custody counted in days: the first day counts and nothing moves (ҚПК 48.4, 48.5, 148.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, working_end
from quizzes.generator import Generator
from quizzes.invented_names import SUSPECTS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    began = event_day(random, days, any_day=True)
    term = Term(random.randrange(5, 11), "days")
    return date_task(
        random,
        days,
        stem=(
            f"Тергеу судьясы күдіктіні {words.length(term)}ке күзетпен ұстауды санкциялады. "
            f"Күдікті {random.choice(SUSPECTS)} {words.on(began)} күзетке алынды, бұған дейін "
            "ұсталған жоқ. Күзетпен ұстаудың соңғы тәулігі қай күнге келеді?"
        ),
        began=began,
        term=term,
        counting="custody",
        slips=_slips(began, term, days),
        rule=(
            f"Санкцияланған мерзім — {words.length(term)} ([[ҚПК 148.7]]). Күзетпен ұстау "
            "бостандықты шектейді, сондықтан бірінші тәулік есепке кіреді, ал соңғы күн "
            "демалыстан жылжымайды."
        ),
        hint="Бостандықты шектейтін мерзімде бірінші тәулік есепке кіре ме?",
    )


def _slips(began: date, term: Term, days: WorkingDays) -> list[Slip]:
    last = began + timedelta(days=term.amount - 1)
    slips = [
        Slip(
            working_end(began - timedelta(days=1), term.amount, days),
            "working-days",
            f"Бұл — {words.number(term.amount)} жұмыс күні. Күзетпен ұстау күнтізбелік тәулікпен "
            "саналады, жұмыстан тыс уақыт та кіреді ([[ҚПК 48.3]]).",
        )
    ]
    after = last + timedelta(days=1)
    if days.is_off(last) and not days.is_off(after):
        slips.append(
            Slip(
                after,
                "moved-in-custody",
                "Мұндай күн мерзімді демалыстан жылжытқанда не бірінші тәулікті есепке алмағанда "
                "шығады. Күзетпен ұстауда екеуі де болмайды ([[ҚПК 48.4]], [[ҚПК 48.5]]).",
            )
        )
    return slips


GENERATOR = Generator(
    id="2.1-gen-custody-days",
    title="Күзетпен ұстаудың соңғы тәулігі",
    theme="deadlines",
    objectives=("2.1.g",),
    norms=("ҚПК 48.4", "ҚПК 48.5", "ҚПК 148.7"),
    make=_make,
)
