"""The prosecutor agrees to a suspension in three days, in ten where the case is sent for."""

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

_SHORT = Term(3, "days")
_LONG = Term(10, "days")
_REASONS = ("күдікті қашып кетті", "қылмыс жасаған адам анықталмады", "сараптама тағайындалды")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    issued = event_day(random, days)
    came = issued + timedelta(days=1)
    if days.is_off(came):
        raise Redraw
    long = random.random() < 0.5
    term, other = (_LONG, _SHORT) if long else (_SHORT, _LONG)
    if long:
        extra = "Прокурорға істің материалын сұратып, зерделеу керек болды."
        why = (
            "Үш тәулік іс материалын сұрату керек болмағанда беріледі. Материалды зерделеу керек "
            "болса, мерзім — он тәулік ([[ҚПК 45.8-1]])."
        )
    else:
        extra = "Қаулыға қоса берілген материал жеткілікті, істі сұратудың қажеті жоқ."
        why = (
            "Он тәулік істің материалын сұратып, зерделеу керек болғанда беріледі. Мұнда мерзім — "
            "үш тәулік ([[ҚПК 45.8-1]])."
        )
    return date_task(
        random,
        days,
        stem=(
            f"Тергеуші {random.choice(OFFICERS)} {words.on(issued)} тергеп-тексеру мерзімін үзу "
            f"туралы қаулы шығарды: {random.choice(_REASONS)}. Қаулы прокурорға келесі күні, "
            f"{words.at_named(came)}, түсті. {extra} Прокурор қаулыны келісу не келісуден бас "
            "тарту туралы шешімді ең кеш дегенде қай күні қабылдауға тиіс?"
        ),
        began=came,
        term=term,
        rule=(
            "Үзу туралы қаулыны прокурор үш тәулікте, ал істің материалын сұратып, зерделеу керек "
            f"болса, он тәулікте қарайды ([[ҚПК 45.8-1]]). Мұнда мерзім — {words.length(term)}. "
            "Мерзімнің басын бап атамайды: прокурор қаулыны көрмей тұрып шеше алмайды, сондықтан "
            "мерзім қаулы оған түскен күннен жүреді."
        ),
        slips=(
            Slip(
                last_day(issued, term, days),
                "wrong-start",
                f"Мұнда мерзім қаулы шыққан күннен, {words.since(issued)} саналған. Прокурордың "
                "мерзімі қаулы өзіне түскеннен кейін жүреді.",
            ),
            Slip(last_day(came, other, days), "ground-confused", why),
        ),
        hint="Прокурорға істің материалын сұрату керек болды ма?",
    )


GENERATOR = Generator(
    id="2.1-gen-suspension",
    title="Мерзімді үзу туралы қаулыны келісу мерзімі",
    theme="deadlines",
    objectives=("2.1.k", "2.1.g"),
    norms=("ҚПК 45.8-1", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
