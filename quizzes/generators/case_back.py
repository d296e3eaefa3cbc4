"""The appellate court sends the case back within ten days of its act (ҚПК 445.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import SUSPECTS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_TERM = Term(10, "days")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    act = event_day(random, days)
    came = act - timedelta(days=random.randrange(15, 27))
    if days.is_off(came):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            f"Сотталған {random.choice(SUSPECTS)} туралы іс апелляцияға "
            f"{words.on(came)} түсті. "
            f"Облыстық сот үкімді өзгертіп, апелляциялық қаулыны {words.at_named(act, came)} "
            "шығарды. Қаулы іспен бірге аудандық сотқа ең кеш дегенде қай күні жіберілуге тиіс?"
        ),
        began=act,
        term=_TERM,
        rule=(
            "Апелляциялық акт шыққан күннен бастап он тәуліктен кешіктірілмей іспен бірге бірінші "
            "сатыға жіберіледі ([[ҚПК 445.1]])."
        ),
        slips=(
            Slip(
                last_day(came, Term(1, "months"), days),
                "neighbouring-procedure",
                "Бір ай — іс түскен күннен есептелетін апелляциялық қарау мерзімі ([[ҚПК 425]]). "
                "Істі жіберуге он тәулік берілген ([[ҚПК 445.1]]).",
            ),
            Slip(
                last_day(act, Term(3, "days"), days),
                "wrong-length",
                "Үш тәулік — бірінші сатының үкімді орындауға жіберетін мерзімі ([[ҚПК 470.3]]). "
                "Облыстық сотқа істі жіберуге он тәулік берілген ([[ҚПК 445.1]]).",
            ),
            Slip(
                last_day(act, Term(15, "days"), days),
                "wrong-length",
                "Он бес тәулік — апелляциялық шағым мерзімі ([[ҚПК 418.1]]). Істі жіберуге он "
                "тәулік берілген ([[ҚПК 445.1]]).",
            ),
        ),
        hint="Мерзім іс түскен күннен жүре ме, әлде апелляциялық акт шыққан күннен бе?",
    )


GENERATOR = Generator(
    id="3.2-gen-case-back",
    title="Істі апелляциядан бірінші сатыға жіберу",
    theme="deadlines",
    objectives=("3.2.c",),
    norms=("ҚПК 445.1", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
