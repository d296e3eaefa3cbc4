"""The prosecutor on a case that came with a report: ten days, a month where it is complex."""

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

_TEN = Term(10, "days")
_MONTH = Term(1, "months")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    sent = event_day(random, days)
    came = sent + timedelta(days=random.randrange(1, 5))
    if days.is_off(came):
        raise Redraw
    complex_case = random.random() < 0.4
    term, other = (_MONTH, _TEN) if complex_case else (_TEN, _MONTH)
    kind = (
        f"{words.number(random.randrange(9, 21))} эпизодтан тұрады, күрделі"
        if complex_case
        else "бір эпизодтан тұрады, күрделі емес"
    )
    return date_task(
        random,
        days,
        stem=(
            f"Аса ауыр қылмыс туралы іс прокурорға аяқталғаны туралы есеппен {words.on(sent)} "
            f"жолданып, {words.at_named(came)} түсті. Іс {kind}. Прокурор "
            f"{random.choice(OFFICERS)} "
            "айыптау актісін жасау не өзге шешім қабылдау үшін берілген мерзімді толық "
            "пайдаланса, бұл мерзім қай күні бітеді?"
        ),
        began=came,
        term=term,
        rule=(
            "Есеппен түскен іс бойынша прокурор он тәулікте, ал күрделі, көп эпизодты іс бойынша "
            f"бір айға дейін шешім қабылдайды ([[ҚПК 302.2]]). Мұнда мерзім — {words.length(term)}."
        ),
        slips=(
            Slip(
                last_day(came, other, days),
                "ground-confused",
                "Бір ай күрделі, көп эпизодты іске беріледі. Бұл іс ондай емес ([[ҚПК 302.2]])."
                if not complex_case
                else "Он тәулік — жалпы мерзім. Күрделі, көп эпизодты іске бір айға дейін беріледі "
                "([[ҚПК 302.2]]).",
            ),
            Slip(
                last_day(sent, term, days),
                "wrong-start",
                f"Мұнда мерзім іс жолданған күннен, {words.since(sent)} саналған. Прокурордың "
                "мерзімі іс өзіне түскеннен кейін жүреді.",
            ),
            Slip(
                last_day(came, Term(5, "days"), days),
                "neighbouring-procedure",
                "Бес тәулік — іс сотқа түскеннен кейін судьяға берілетін мерзім ([[ҚПК 319.4]]). "
                "Прокурордың мерзімі бөлек ([[ҚПК 302.2]]).",
            ),
        ),
        hint="Іс күрделі, көп эпизодты ма?",
    )


GENERATOR = Generator(
    id="5.1-gen-indictment",
    title="Есеппен түскен іс бойынша прокурордың мерзімі",
    theme="deadlines",
    objectives=("5.1.c",),
    norms=("ҚПК 302.2", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
