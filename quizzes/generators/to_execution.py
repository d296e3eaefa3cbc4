"""A sentence is sent for execution in three days: from its force, or from the case's return."""

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

_TERM = Term(3, "days")
_TEN = Term(10, "days")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    force = event_day(random, days)
    name = random.choice(SUSPECTS)
    ten = "Он тәулік — апелляциядан істі бірінші сатыға жіберу мерзімі ([[ҚПК 445.1]]). "
    if random.random() < 0.35:
        return date_task(
            random,
            days,
            stem=(
                f"Сотталған {name} туралы үкімге ешкім шағым да, өтінішхат та берген жоқ. Үкім "
                f"{words.on(force)} заңды күшіне енді, іс аудандық сотта. Сот үкімді ең кеш "
                "дегенде қай күні орындауға жіберуге тиіс?"
            ),
            began=force,
            term=_TERM,
            rule=(
                "Іс жоғары тұрған сотқа бармаса, үкім күшіне енген күннен бастап үш тәуліктен "
                "кешіктірілмей орындауға жіберіледі ([[ҚПК 470.3]])."
            ),
            slips=(
                Slip(
                    last_day(force, _TEN, days),
                    "neighbouring-procedure",
                    ten + "Орындауға жіберуге үш тәулік берілген ([[ҚПК 470.3]]).",
                ),
            ),
            hint="Үш тәулік қай оқиғадан есептеледі?",
        )
    back = force + timedelta(days=random.randrange(4, 11))
    if days.is_off(back):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            f"Облыстық сот {words.on(force)} сотталған {name} туралы үкімді өзгеріссіз қалдырды, "
            f"үкім сол күні күшіне енді. Іс аудандық сотқа {words.at_named(back, force)} қайтып "
            "келді. Аудандық сот үкімді ең кеш дегенде қай күні орындауға жіберуге тиіс?"
        ),
        began=back,
        term=_TERM,
        rule=(
            "Іс жоғары тұрған сотта болса, үш тәулік ол бірінші сатыға қайтқан күннен есептеледі "
            "([[ҚПК 470.3]]): іс қайтпай тұрып, аудандық сот өкім жолдай алмайды."
        ),
        slips=(
            Slip(
                last_day(force, _TERM, days),
                "wrong-start",
                f"Мұнда мерзім үкім күшіне енген күннен, {words.since(force)} саналған. Іс ол "
                "кезде облыстық сотта еді, мерзім ол қайтқан күннен жүреді ([[ҚПК 470.3]]).",
            ),
            Slip(
                last_day(force, _TEN, days),
                "neighbouring-procedure",
                ten + "Орындауға жіберуге іс қайтқан күннен үш тәулік берілген ([[ҚПК 470.3]]).",
            ),
        ),
        hint="Үкім күшіне енген күні іс қай сотта еді?",
    )


GENERATOR = Generator(
    id="3.2-gen-to-execution",
    title="Үкімді орындауға жіберетін соңғы күн",
    theme="deadlines",
    objectives=("3.2.c",),
    norms=("ҚПК 470.3", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
