"""The person is told of a covert action in six months, and goes to court in fifteen days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import CITIZENS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_TELL = Term(6, "months")
_YEAR = Term(1, "years")
_SUE = Term(15, "days")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    decided = event_day(random, days, last=date(2026, 10, 30))
    name = random.choice(CITIZENS)
    return (_tell if random.random() < 0.6 else _sue)(random, days, decided, name)


def _tell(random: Random, days: WorkingDays, decided: date, name: str) -> Mapping[str, Any]:
    ended = decided - timedelta(days=random.randrange(20, 70))
    prolonged = random.random() < 0.4
    term, other = (_YEAR, _TELL) if prolonged else (_TELL, _YEAR)
    extra = "Тергеу судьясы хабарлау мерзімін заңдағы шекке дейін ұзартты. " if prolonged else ""
    slips = [
        Slip(
            last_day(ended, term, days),
            "wrong-start",
            f"Мұнда мерзім әрекет аяқталған күннен, {words.since(ended)} саналған. Ол іс бойынша "
            "қорытынды шешім шыққан сәттен есептеледі ([[ҚПК 240.1-1]]).",
        ),
        Slip(
            last_day(decided, other, days),
            "ground-confused",
            "Бір жыл — судья ұзартқан мерзімнің шегі. Ол ұзартпаса, алты ай қолданылады "
            "([[ҚПК 240.1-1]])."
            if term == _TELL
            else "Алты ай — бастапқы мерзім. Судья оны бір жылға дейін ұзартқан ([[ҚПК 240.1-1]]).",
        ),
    ]
    if prolonged:
        slips.append(
            Slip(
                last_day(decided, Term(18, "months"), days),
                "limit-as-addition",
                "Мұнда бір жыл алты айдың үстіне қосылған. «Бір жылға дейін» — жалпы шек "
                "([[ҚПК 240.1-1]]).",
            )
        )
    return date_task(
        random,
        days,
        stem=(
            f"Тергеу барысында {name} жасырын бақыланды. Бақылау {words.on(ended)} "
            f"аяқталды, қылмыстық іс бойынша қорытынды шешім {words.at_named(decided, ended)} "
            f"шықты. {extra}"
            "Хабарламауға заңда көзделген негіз жоқ. Бақыланған адам ең кеш дегенде қай күні "
            "хабардар етілуге тиіс?"
        ),
        began=decided,
        term=term,
        rule=(
            "Бақыланған адамға қорытынды шешім шыққан сәттен бастап алты айдан кешіктірмей "
            "хабарланады, тергеу судьясы бұл мерзімді бір жылға дейін ұзарта алады "
            f"([[ҚПК 240.1-1]]). Мұнда мерзім — {words.length(term)}."
        ),
        slips=slips,
        hint="Мерзім әрекет аяқталған күннен жүре ме, әлде қорытынды шешімнен бе?",
    )


def _sue(random: Random, days: WorkingDays, decided: date, name: str) -> Mapping[str, Any]:
    told = decided + timedelta(days=random.randrange(5, 20))
    if days.is_off(told):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            f"Қылмыстық іс бойынша қорытынды шешім {words.on(decided)} шықты. {name} өзіне "
            "қатысты жасырын тергеу әрекеті жүргізілгені туралы хабарламаны "
            f"{words.at_named(told)} алды. Бақыланған адам бұл әрекетті заңсыз деп тануды соттан "
            "ең кеш дегенде қай күні сұрай алады?"
        ),
        began=told,
        term=_SUE,
        rule=(
            "Адам хабарланған сәттен бастап он бес тәулік ішінде әрекетті заңсыз деп тануды соттан "
            "сұрауға құқылы ([[ҚПК 240.6]])."
        ),
        slips=(
            Slip(
                last_day(decided, _SUE, days),
                "wrong-start",
                f"Мұнда мерзім қорытынды шешімнен, {words.since(decided)} саналған. Он бес тәулік "
                "хабарланған сәттен есептеледі ([[ҚПК 240.6]]).",
            ),
            Slip(
                last_day(told, _TELL, days),
                "actor-confused",
                "Алты ай — органның адамға хабарлау мерзімі ([[ҚПК 240.1-1]]). Адамның сотқа "
                "жүгінуіне он бес тәулік берілген ([[ҚПК 240.6]]).",
            ),
        ),
        hint="Адамның мерзімі ол хабар алған күннен жүре ме?",
    )


GENERATOR = Generator(
    id="2.1-gen-covert-person",
    title="Бақыланған адамға хабарлау және оның сотқа жүгінуі",
    theme="deadlines",
    objectives=("2.1.m", "2.1.g"),
    norms=("ҚПК 240.1-1", "ҚПК 240.6", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
    difficulty=3,
)
