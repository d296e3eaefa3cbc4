"""The protocol form and the accelerated one: ten days and fifteen (ҚПК 526.1, 190.3)."""

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

_PROTOCOL = Term(10, "days")
_FAST = Term(15, "days")
_INQUIRY = Term(1, "months")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    registered = event_day(random, days)
    asked = registered + timedelta(days=random.randrange(1, 6))
    if days.is_off(asked):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            f"Қылмыстық теріс қылық туралы арыз {words.on(registered)} тіркелді. Кәмелетке толған "
            f"{random.choice(SUSPECTS)} күдікті ретінде {words.at_named(asked)} жауап берді. Іс "
            "хаттамалық нысанда "
            "жүріп жатыр. Анықтау органы хаттаманы ең кеш дегенде қай күні жасауға тиіс?"
        ),
        began=asked,
        term=_PROTOCOL,
        rule=(
            "Хаттама адамнан күдікті ретінде жауап алынған сәттен бастап он тәулік ішінде "
            "жасалады ([[ҚПК 526.1]])."
        ),
        slips=(
            Slip(
                last_day(registered, _PROTOCOL, days),
                "wrong-start",
                f"Мұнда мерзім арыз тіркелген күннен, {words.since(registered)} саналған. Он "
                "тәулік күдіктіден жауап алынған сәттен есептеледі ([[ҚПК 526.1]]).",
            ),
            Slip(
                last_day(asked, _INQUIRY, days),
                "neighbouring-procedure",
                "Бір ай — анықтаудың бастапқы мерзімі ([[ҚПК 192.2]]). Хаттамалық нысанда "
                "хаттамаға он тәулік берілген ([[ҚПК 526.1]]).",
            ),
            Slip(
                last_day(asked, _FAST, days),
                "neighbouring-procedure",
                "Он бес тәулік — жеделдетілген тергеп-тексерудің мерзімі ([[ҚПК 190.3]]). "
                "Хаттамаға он тәулік берілген ([[ҚПК 526.1]]).",
            ),
        ),
        hint="Хаттама мерзімі арыздан есептеле ме, әлде күдіктіден жауап алудан ба?",
    )


GENERATOR = Generator(
    id="2.1-gen-protocol-form",
    title="Хаттамалық нысанның мерзімі",
    theme="deadlines",
    objectives=("2.1.b", "2.1.i"),
    norms=("ҚПК 526.1", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
