"""The cassation court has up to six months; the textbook still has one (ҚПК 492.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Former, Slip, date_task, event_day, last_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import SUSPECTS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_TERM = Term(6, "months")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    came = event_day(random, days, last=date(2026, 10, 30))
    filed = came - timedelta(days=random.randrange(10, 25))
    if days.is_off(filed):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            f"Сотталған {random.choice(SUSPECTS)} кассациялық шағым берді, шағым кассациялық сотқа "
            f"{words.on(filed)} түсті. Сот істі сұратып алдырды, "
            f"іс оған {words.at_named(came, filed)} келді. "
            "Сот істі ең кеш дегенде қай күні қарап бітуге тиіс?"
        ),
        began=came,
        term=_TERM,
        former=Former(
            Term(1, "months"),
            "Бір ай — оқулықтағы ескі мерзім. Қазір кассациялық сот істі алты айдан асырмай "
            "қарайды ([[ҚПК 492.3]]).",
        ),
        rule=(
            "Кассациялық сот істі ақылға қонымды мерзімде, бірақ іс түскен күннен бастап алты "
            "айдан асырмай қарайды ([[ҚПК 492.3]])."
        ),
        slips=(
            Slip(
                last_day(filed, _TERM, days),
                "wrong-start",
                f"Мұнда мерзім шағым түскен күннен, {words.since(filed)} саналған. Ол іс түскен "
                "күннен есептеледі ([[ҚПК 492.3]]).",
            ),
            Slip(
                last_day(came, Term(2, "months"), days),
                "neighbouring-procedure",
                "Екі ай — апелляцияда жаңа дәлелдеме зерттеліп, жаңа үкім шығарылғандағы мерзім "
                "([[ҚПК 425]]). Кассацияда шек — алты ай ([[ҚПК 492.3]]).",
            ),
        ),
        hint="Мерзім шағым түскен күннен жүре ме, әлде іс түскен күннен бе?",
    )


GENERATOR = Generator(
    id="5.2-gen-cassation-review",
    title="Кассациялық соттың істі қарау мерзімі",
    theme="deadlines",
    objectives=("5.2.l",),
    norms=("ҚПК 492.3", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
