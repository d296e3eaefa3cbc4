"""How long the appellate court has: a month, or two where it hears evidence anew (ҚПК 425)."""

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

_ONE = Term(1, "months")
_TWO = Term(2, "months")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    came = event_day(random, days)
    read = came - timedelta(days=random.randrange(17, 26))
    if days.is_off(read):
        raise Redraw
    anew = random.random() < 0.4
    term, other = (_TWO, _ONE) if anew else (_ONE, _TWO)
    facts = (
        "Сот жаңа материал мен дәлелдемені зерттеп, жаңа үкім шығаруға негіз бар деп есептеді"
        if anew
        else "Жаңа дәлелдеме зерттелмейді, жаңа үкім шығарылмайды"
    )
    return date_task(
        random,
        days,
        stem=(
            f"Аудандық сот үкімді {words.on(read)} жариялады. "
            f"Сотталған {random.choice(SUSPECTS)} апелляциялық шағым беріп, іс облыстық сотқа "
            f"{words.at_named(came, read)} түсті. {facts}. Мерзім ұзартылған жоқ. Апелляция істі "
            "ең кеш дегенде қай күні қарап бітуге тиіс?"
        ),
        began=came,
        term=term,
        rule=(
            "Апелляция істі ол түскен күннен бастап бір айдан, ал жаңа дәлелдеме зерттеп, жаңа "
            "үкім шығару керек болса, екі айдан кешіктірмей қарайды ([[ҚПК 425]]). Мұнда мерзім — "
            f"{words.length(term)}."
        ),
        slips=(
            Slip(
                last_day(came, other, days),
                "ground-confused",
                "Бір ай — жалпы мерзім. Мұнда жаңа дәлелдеме зерттеліп, жаңа үкім шығарылмақ, "
                "сондықтан екі ай беріледі ([[ҚПК 425]])."
                if anew
                else "Екі ай жаңа дәлелдеме зерттеліп, жаңа үкім шығару керек болғанда беріледі "
                "([[ҚПК 425]]).",
            ),
            Slip(
                last_day(read, term, days),
                "wrong-start",
                f"Мұнда мерзім үкім жарияланған күннен, {words.since(read)} саналған. Ол іс "
                "апелляцияға түскен күннен есептеледі ([[ҚПК 425]]).",
            ),
            Slip(
                last_day(came, Term(10, "days"), days),
                "wrong-length",
                "Он тәулік — отырысты тағайындау мерзімі ([[ҚПК 428.1]]). Істі қарап бітуге одан "
                "көп уақыт берілген ([[ҚПК 425]]).",
            ),
        ),
        hint="Апелляция жаңа дәлелдеме зерттей ме?",
    )


GENERATOR = Generator(
    id="5.2-gen-appeal-review",
    title="Апелляцияның істі қарау мерзімі",
    theme="deadlines",
    objectives=("5.2.i",),
    norms=("ҚПК 425", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
