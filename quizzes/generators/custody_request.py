"""The prosecutor brings the request for custody eight hours before detention ends (ҚПК 147.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import event_day, moment_task
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import SUSPECTS
from quizzes.working_days import WorkingDays

_PLAIN = 48
_GRAVE = 72


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    day = event_day(random, days, any_day=True)
    began = datetime.combine(day, time(random.randrange(8, 20), random.randrange(5, 56, 5)))
    protocol = began + timedelta(minutes=random.randrange(35, 175, 5))
    hours, other = random.choice(((_PLAIN, _GRAVE), (_PLAIN, _GRAVE), (_GRAVE, _PLAIN)))
    ends = began + timedelta(hours=hours)
    right = ends - timedelta(hours=8)
    if days.is_off(right.date()):  # whether this hour moves to a working day, the law does not say
        raise Redraw
    limit = words.number(hours)
    ground = (
        "131-баптың 4-бөлігіндегі айрықша жағдайлар жоқ"
        if hours == _PLAIN
        else "іс аса ауыр қылмыс туралы"
    )
    same = "сол күні" if protocol.date() == began.date() else "келесі күні"
    return moment_task(
        random,
        stem=(
            f"Ересек күдікті {random.choice(SUSPECTS)} {words.on(day)}, сағат "
            f"{words.at_clock(began)} нақты ұсталды, хаттама {same} {words.at_clock(protocol)} "
            f"жасалды; {ground}. Прокурор "
            "күзетпен ұстау туралы өтінішхатпен келісті. Прокурор материалды тергеу судьясына ең "
            "кеш дегенде қашан ұсынуға тиіс?"
        ),
        right=right,
        right_why="Иә. Ұстау мерзімінің соңынан сегіз сағат артқа саналады.",
        natural=[
            (
                protocol + timedelta(hours=hours - 8),
                "wrong-start",
                "Мұнда ұстау мерзімі хаттамадан саналған. Ол нақты ұсталған минуттан жүреді "
                "([[ҚПК 48.5]]).",
            ),
            (
                began + timedelta(hours=other - 8),
                "ground-confused",
                "Мұнда ұстау мерзімі жетпіс екі сағат деп алынған. Оған айрықша жағдай керек, "
                "мұнда ол жоқ, шек — қырық сегіз сағат ([[ҚПК 131.4]])."
                if hours == _PLAIN
                else "Мұнда ұстау мерзімі қырық сегіз сағат деп алынған. Аса ауыр қылмыс бойынша "
                "шек — жетпіс екі сағат ([[ҚПК 131.4]]).",
            ),
        ],
        others=[
            (
                began + timedelta(hours=8),
                "wrong-start",
                "Мұнда сегіз сағат ұсталған сәттен алға саналған. Ол ұстау мерзімінің соңынан "
                "артқа саналады ([[ҚПК 147.3]]).",
            ),
            (
                ends - timedelta(hours=12),
                "wrong-length",
                "Он екі сағат — ұстау туралы прокурорға хабарлайтын мерзім ([[ҚПК 131.3]]). "
                "Материал сегіз сағат бұрын ұсынылады ([[ҚПК 147.3]]).",
            ),
            (
                ends,
                "overgeneralised",
                "Бұл — ұстау мерзімінің соңы. Материал одан кемінде сегіз сағат бұрын ұсынылады "
                "([[ҚПК 147.3]]).",
            ),
        ],
        explanation="Алдымен ұстау мерзімінің соңын, содан кейін ұсыну сәтін табамыз:\n\n"
        + words.as_list(
            [
                f"Мерзім нақты ұсталған минуттан есептеледі: {words.clock(began)} ([[ҚПК 48.5]]).",
                f"{limit.capitalize()} сағат {words.at_moment(ends)} бітеді ([[ҚПК 131.4]]).",
                "Материал мерзім бітерден кемінде сегіз сағат бұрын ұсынылады: "
                f"{words.clock(right)} ([[ҚПК 147.3]]).",
            ]
        ),
    )


GENERATOR = Generator(
    id="2.2-gen-custody-request",
    title="Күзетпен ұстау материалын судьяға ұсыну",
    theme="deadlines",
    objectives=("2.2.b",),
    norms=("ҚПК 147.3", "ҚПК 131.4", "ҚПК 48.5"),
    make=_make,
)
