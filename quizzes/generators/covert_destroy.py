"""Results of covert actions: the prosecutor is told two months before they are destroyed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, dated, event_day
from quizzes.generator import Generator, Redraw
from quizzes.terms import add_months
from quizzes.working_days import WorkingDays

_RESULTS = (
    "телефон сөйлесулерінің жазбалары",
    "бейнебақылау жазбалары",
    "серверден түсіріп алынған файлдар",
    "почта жөнелтілімдерінің көшірмелері",
    "қосылулар туралы ақпарат",
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    destroyed = event_day(random, days, first=date(2026, 4, 6), last=date(2026, 12, 25))
    key, short = add_months(destroyed, -2)
    if short or days.is_off(key):  # what then is the day, the law does not say
        raise Redraw
    three, one = (add_months(destroyed, -months)[0] for months in (3, 1))
    return dated(
        days,
        began=destroyed,
        stem=(
            "Жасырын тергеу әрекетінің нәтижесінде алынған деректер "
            f"({random.choice(_RESULTS)}) дәлелдемелік мәні жоқ деп танылды. Орган оларды "
            f"{words.on(destroyed)} жоюды жоспарлады. Тиісті прокурор бұл туралы ең кеш дегенде "
            "қай күні хабардар етілуге тиіс?"
        ),
        key=key,
        why=f"Жоюға екі ай қалғанда хабарланады: {words.since(destroyed)} екі ай бұрын — "
        f"{words.named(key)}.",
        slips=(
            Slip(
                three,
                "neighbouring-procedure",
                "Оқулықтағы үш ай жедел-іздестіру шарасының нәтижесіне қатысты. Жасырын тергеу "
                "әрекетінде екі ай қалғанда хабарланады ([[ҚПК 240.1]]).",
            ),
            Slip(
                destroyed - timedelta(days=60),
                "thirty-days",
                "Мұнда екі ай алпыс тәулікке теңелген. Ай тиісті санмен есептеледі ([[ҚПК 48.4]]).",
            ),
            Slip(
                one,
                "wrong-length",
                "Бір ай аз: прокурорға жоятын күнге екі ай қалғанда хабарланады ([[ҚПК 240.1]]).",
            ),
            Slip(
                destroyed,
                "wrong-start",
                "Жойған күні хабарлау кеш: прокурор әрекеттің заңдылығын материалсыз тексере "
                "алмайды. Екі ай қалғанда хабарланады ([[ҚПК 240.1]]).",
            ),
        ),
        explanation="Артқа қарай санаймыз:\n\n"
        + words.as_list(
            [
                "Дәлелдемелік мәні жоқ нәтижелер жойылады, тиісті прокурорға жоятын күнге екі ай "
                "қалғанда хабарланады ([[ҚПК 240.1]]).",
                f"Жоятын күн — {words.named(destroyed)}.",
                f"Ай тиісті санмен есептеледі, екі ай бұрынғы сол сан — {words.named(key)} "
                "([[ҚПК 48.4]]).",
            ]
        ),
        hint="Жедел-іздестіру шарасы мен жасырын тергеу әрекетінің мерзімдерін шатастырмаңыз.",
    )


GENERATOR = Generator(
    id="2.1-gen-covert-destroy",
    title="Жасырын тергеу әрекетінің нәтижесін жою туралы хабар",
    theme="deadlines",
    objectives=("2.1.m",),
    norms=("ҚПК 240.1", "ҚПК 48.4"),
    make=_make,
)
