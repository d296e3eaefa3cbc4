"""The authorised prosecutor is told of a covert action in two days from its end (ҚПК 234.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_TERM = Term(2, "days")
_ACTIONS = (
    "телефон сөйлесулерін жасырын бақылау",
    "үй-жайды жасырын бейнебақылау",
    "абоненттер арасындағы қосылулар туралы ақпаратты жасырын алу",
    "серверден ақпаратты жасырын түсіріп алу",
    "почта жөнелтілімдерін жасырын бақылау",
)
_PURCHASE = "жасырын бақылап сатып алу"
"""Needs no sanction (ҚПК 232.3): its ruling alone says until when."""


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    ended = event_day(random, days, any_day=True)
    allowed = ended + timedelta(days=random.randrange(3, 12))
    action = random.choice((*_ACTIONS, _PURCHASE))
    until = (
        "Қаулыда жоспарланған соңғы күн"
        if action == _PURCHASE
        else "Санкцияланған мерзімнің соңғы күні"
    )
    return date_task(
        random,
        days,
        stem=(
            f"Есірткі сату ісі бойынша {action} {words.on(ended)} аяқталды. {until} — "
            f"{words.named(allowed)}. Уәкілетті прокурор нәтиже туралы ең кеш дегенде қай күні "
            "хабардар етілуге тиіс?"
        ),
        began=ended,
        term=_TERM,
        rule=(
            "Уәкілетті прокурорға нәтиже туралы әрекет аяқталған күннен бастап екі тәуліктен "
            "кешіктірмей хабарланады ([[ҚПК 234.5]])."
        ),
        slips=(
            Slip(
                last_day(allowed, _TERM, days),
                "wrong-start",
                f"Мұнда мерзім белгіленген соңғы күннен, {words.since(allowed)} саналған. "
                "Екі тәулік әрекет іс жүзінде аяқталған күннен есептеледі ([[ҚПК 234.5]]).",
            ),
            Slip(
                last_day(ended, Term(5, "days"), days),
                "neighbouring-procedure",
                "Бес тәулік — судья бастамашы болған тексеруді процестік прокурор жүргізетін "
                "мерзім ([[ҚПК 234.2]]). Хабарлауға екі тәулік берілген ([[ҚПК 234.5]]).",
            ),
            Slip(
                last_day(ended, Term(3, "days"), days),
                "wrong-length",
                "Үш тәулік — ұзарту туралы қаулыға қатысты мерзім ([[ҚПК 236.2]]). Хабарлауға екі "
                "тәулік берілген ([[ҚПК 234.5]]).",
            ),
        ),
        hint="Екі тәулік қай күннен есептеледі?",
    )


GENERATOR = Generator(
    id="2.1-gen-covert-result",
    title="Жасырын тергеу әрекетінің нәтижесі туралы хабарлау",
    theme="deadlines",
    objectives=("2.1.m", "2.1.g"),
    norms=("ҚПК 234.5", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
