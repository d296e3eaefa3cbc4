"""When the copy of a sentence must be handed over: five days or fifteen (ҚПК 404)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import CITIZENS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_SHORT = Term(5, "days")
_LONG = Term(15, "days")
_GIVEN = ("сотталған адамға", "қорғаушыға", "мемлекеттік айыптаушыға")
_ASKED = ("Жәбірленуші", "Азаматтық талапкер", "Азаматтық жауапкер")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    read = event_day(random, days)
    asked = read + timedelta(days=random.randrange(2, 8))
    if days.is_off(asked):
        raise Redraw
    large = random.random() < 0.35
    term, other = (_LONG, _SHORT) if large else (_SHORT, _LONG)
    size = "үлкен: екі жүз бет" if large else "шағын: он екі бет"
    opening = f"Сот {words.on(read)} үкім жариялады. Үкімнің көлемі {size}."
    volume = Slip(
        last_day(read, other, days),
        "ground-confused",
        "Он бес тәулік көлемі үлкен үкімге беріледі, ал бұл үкім шағын ([[ҚПК 404]])."
        if not large
        else "Бес тәулік — жалпы мерзім, ал бұл үкімнің көлемі үлкен ([[ҚПК 404]]).",
    )
    if random.random() < 0.5:
        return date_task(
            random,
            days,
            stem=(
                f"{opening} Үкімнің көшірмесі {random.choice(_GIVEN)} ең кеш дегенде қай күні "
                "табыс етілуге тиіс?"
            ),
            began=read,
            term=term,
            rule=(
                "Көшірме сотталған не ақталған адамға, қорғаушыға және айыптаушыға үкім "
                "жарияланғаннан кейін бес тәуліктен, көлемі үлкен болса, он бес тәуліктен "
                "кешіктірілмей табыс етіледі ([[ҚПК 404]])."
            ),
            slips=(volume,),
            hint="Үкімнің көлемі мерзімге әсер ете ме?",
        )
    who = random.choice(_ASKED)
    return date_task(
        random,
        days,
        stem=(
            f"{opening} {who} {random.choice(CITIZENS)} үкімнің көшірмесін сұрады, оның өтінішхаты "
            f"сотқа {words.at_named(asked)} түсті. Көшірме оған ең кеш дегенде қай күні табыс "
            "етілуге тиіс?"
        ),
        began=asked,
        term=term,
        rule=(
            "Өзге қатысушыларға да сол мерзім қолданылады, бірақ ол өтінішхат түскен сәттен "
            "есептеледі ([[ҚПК 404]])."
        ),
        slips=(
            Slip(
                last_day(read, term, days),
                "wrong-start",
                f"Мұнда мерзім үкім жарияланған күннен, {words.since(read)} саналған. Бұл "
                "қатысушыға ол өтінішхат түскен сәттен есептеледі ([[ҚПК 404]]).",
            ),
            Slip(last_day(asked, other, days), volume.code, volume.why),
        ),
        hint="Көшірмені сұраған қатысушының мерзімі қай оқиғадан басталады?",
    )


GENERATOR = Generator(
    id="3.2-gen-sentence-copy",
    title="Үкімнің көшірмесін табыс ету",
    theme="deadlines",
    objectives=("3.2.c",),
    norms=("ҚПК 404", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
