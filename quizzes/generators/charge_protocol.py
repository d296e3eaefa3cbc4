"""The prosecutor decides on a case that came with a protocol of charge in three days."""

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
_REPORT = Term(10, "days")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    sent = event_day(random, days)
    came = sent + timedelta(days=random.randrange(1, 4))
    if days.is_off(came):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            "Анықтау аяқталды. Анықтау органының бастығы айыптау хаттамасын келісіп, істі "
            f"{words.on(sent)} прокурорға жіберді. Прокурор {random.choice(OFFICERS)} оны "
            f"{words.at_named(came)} алды. Күдікті бостандықта. Прокурор іс бойынша шешімді ең кеш "
            "дегенде қай күні қабылдауға тиіс?"
        ),
        began=came,
        term=_TERM,
        rule=(
            "Айыптау хаттамасымен түскен іс бойынша прокурор шешімді істі алғаннан кейін үш "
            "тәуліктен кешіктірмей қабылдайды ([[ҚПК 192-2.6]])."
        ),
        slips=(
            Slip(
                last_day(sent, _TERM, days),
                "wrong-start",
                f"Мұнда мерзім іс жіберілген күннен, {words.since(sent)} саналған. Прокурордың "
                "мерзімі істі алғаннан кейін жүреді ([[ҚПК 192-2.6]]).",
            ),
            Slip(
                last_day(came, _REPORT, days),
                "neighbouring-procedure",
                "Он тәулік — аяқталғаны туралы есеппен түскен істің мерзімі ([[ҚПК 302.2]]). "
                "Айыптау хаттамасына үш тәулік берілген ([[ҚПК 192-2.6]]).",
            ),
        ),
        hint="Прокурордың мерзімі іс жіберілген күннен жүре ме, әлде алынған күннен бе?",
    )


GENERATOR = Generator(
    id="2.1-gen-charge-protocol",
    title="Айыптау хаттамасы бойынша прокурордың мерзімі",
    theme="deadlines",
    objectives=("2.1.k", "2.1.g"),
    norms=("ҚПК 192-2.6", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
