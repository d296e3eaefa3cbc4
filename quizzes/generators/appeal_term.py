"""The last day to appeal: fifteen days, for a convict in custody from the copy (ҚПК 418.1)."""

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

_TERM = Term(15, "days")
_OTHERS = (
    ("Мемлекеттік айыптаушы", "апелляциялық өтінішхатты", "келтіре"),
    ("Аудан прокуроры", "апелляциялық өтінішхатты", "келтіре"),
    ("Жәбірленуші", "апелляциялық шағымды", "бере"),
    ("Азаматтық талапкер", "үкімнің азаматтық талапқа қатысты бөлігіне шағымды", "бере"),
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    read = event_day(random, days)
    copied = read + timedelta(days=random.randrange(2, 6))
    if days.is_off(copied):
        raise Redraw
    convict = random.random() < 0.5
    who, what, gives = (
        ("Сотталған адамның өзі", "апелляциялық шағымды", "бере")
        if convict
        else random.choice(_OTHERS)
    )
    began, other = (copied, read) if convict else (read, copied)
    if convict:
        rule = (
            "Мерзім — он бес тәулік. Күзетпен ұсталатын сотталған адам үшін ол үкімнің көшірмесі "
            "табыс етілген күннен басталады ([[ҚПК 418.1]])."
        )
        start = (
            f"Мұнда мерзім үкім жарияланған күннен, {words.since(read)} саналған. Күзетпен "
            "ұсталатын сотталған адам оны көшірме алған күннен есептейді ([[ҚПК 418.1]])."
        )
    else:
        rule = (
            "Мерзім — үкім жарияланған күннен бастап он бес тәулік. Көшірме алған күннен ол "
            "күзетпен ұсталатын сотталған адамның өзі үшін ғана есептеледі ([[ҚПК 418.1]])."
        )
        start = (
            f"Мұнда мерзім көшірме табыс етілген күннен, {words.since(copied)} саналған. Бұл "
            "ереже күзетпен ұсталатын сотталған адамның өзіне ғана арналған ([[ҚПК 418.1]])."
        )
    ten = Term(10, "days")
    return date_task(
        random,
        days,
        stem=(
            f"Аудандық сот {words.on(read)} үкім жариялады. Сотталған {random.choice(SUSPECTS)} "
            f"күзетпен ұсталып отыр, үкімнің көшірмесі {words.at_named(copied)} табыс етілді. "
            f"{who} {what} ең кеш дегенде қай күні {gives} алады?"
        ),
        began=began,
        term=_TERM,
        rule=rule,
        slips=(
            Slip(
                last_day(other, _TERM, days), "wrong-start" if convict else "actor-confused", start
            ),
            Slip(
                last_day(began, ten, days),
                "wrong-length",
                "Бұл — он тәулік. Үкімге апелляция мерзімі — он бес тәулік ([[ҚПК 418.1]]).",
            ),
        ),
        hint="Мерзім бұл адам үшін қай оқиғадан басталады: жариялаудан ба, көшірмеден бе?",
    )


GENERATOR = Generator(
    id="5.2-gen-appeal-term",
    title="Апелляциялық шағым мен өтінішхаттың соңғы күні",
    theme="deadlines",
    objectives=("5.2.g",),
    norms=("ҚПК 418.1", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
