"""Cassation to the worse: within a year from the force of the act (ҚПК 487.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import SUSPECTS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_TERM = Term(1, "years")
_REASONS = (
    "жаза тым жеңіл",
    "неғұрлым ауыр қылмыс туралы заң қолданылуға тиіс еді",
    "мекеменің қауіпсіздік деңгейі негізсіз жеңілдетілген",
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    act = event_day(random, days, first=date(2025, 7, 1), last=date(2026, 11, 20))
    first_court = act - timedelta(days=random.randrange(35, 60))
    if days.is_off(first_court):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            f"Аудандық сот ауыр қылмыс үшін сотталған {random.choice(SUSPECTS)} туралы үкімді "
            f"{words.on(first_court)} жариялады. "
            f"Апелляциялық қаулы {words.at_named(act, first_court)} жарияланды. "
            "Бас Прокурордың орынбасары кассациялық наразылық келтірмек, себебі "
            f"{random.choice(_REASONS)}. Наразылықты ең кеш дегенде қай күні келтіруге болады?"
        ),
        began=act,
        term=_TERM,
        rule=(
            "Наразылық сотталған адамның жағдайын нашарлатады, сондықтан ол акт күшіне енгеннен "
            "кейін бір жыл ішінде келтіріледі, мерзім қалпына келтірілмейді ([[ҚПК 487.2]]). "
            "Апелляциялық акт жарияланған сәтте күшіне енеді ([[ҚПК 444.3]])."
        ),
        slips=(
            Slip(
                last_day(act, Term(6, "months"), days),
                "neighbouring-procedure",
                "Алты ай Жоғарғы Сотқа кассациядан кейін келтірілетін наразылыққа қатысты "
                "([[ҚПК 498-1.3]]). Кассацияда бір жыл берілген ([[ҚПК 487.2]]).",
            ),
            Slip(
                last_day(first_court, _TERM, days),
                "wrong-start",
                "Мұнда мерзім бірінші саты үкімінің күнінен саналған. Бір жыл акт күшіне енген "
                "күннен, апелляциялық қаулыдан есептеледі ([[ҚПК 487.2]]).",
            ),
            Slip(
                last_day(act + timedelta(days=15), _TERM, days),
                "wrong-start",
                "Апелляциялық акт он бес тәулікті күтпейді, жарияланған сәтте күшіне енеді "
                "([[ҚПК 444.3]]). Бір жыл сол күннен есептеледі.",
            ),
        ),
        may_move=False,  # whether a year that bars to the worse moves, people dispute
        hint="Апелляциялық акт қай күні күшіне енеді?",
    )


GENERATOR = Generator(
    id="5.2-gen-cassation-term",
    title="Кассациялық наразылықтың соңғы күні",
    theme="deadlines",
    objectives=("5.2.l",),
    norms=("ҚПК 487.2", "ҚПК 444.3", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
