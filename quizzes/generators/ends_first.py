"""Four terms in the order in which they end: length alone decides nothing (ҚПК 48)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import at_nine, calendar_note, event_day
from quizzes.generator import Generator, Redraw
from quizzes.terms import Counted, Term, count
from quizzes.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class _Known:
    """``text`` is cut by the day on which the term began, in the form ``on`` gives it."""

    text: str
    term: Term
    norm: str


_KNOWN = (
    _Known("Анықтау: арыз {} тіркелді", Term(1, "months"), "ҚПК 192.2"),
    _Known("Алдын ала тергеу: арыз {} тіркелді", Term(2, "months"), "ҚПК 192.2"),
    _Known(
        "Айыптау хаттамасы бойынша шешім: іс прокурорға {} түсті", Term(3, "days"), "ҚПК 192-2.6"
    ),
    _Known("Созбалаңға шағым: прокуратура оны {} алды", Term(7, "days"), "ҚПК 105.2"),
    _Known("Прокурордың шешімі: күрделі емес іс есеппен {} түсті", Term(10, "days"), "ҚПК 302.2"),
    _Known("Апелляциялық өтінішхат: үкім {} жарияланды", Term(15, "days"), "ҚПК 418.1"),
    _Known(
        "Қайтарылған іс: тергеушіге {} түсті, ең ұзақ мерзім белгіленді",
        Term(1, "months"),
        "ҚПК 192.7",
    ),
    _Known("Хаттамалық нысан: күдікті {} жауап берді", Term(10, "days"), "ҚПК 526.1"),
    _Known("Алдын ала тыңдау: ол туралы қаулы {} шықты", Term(10, "days"), "ҚПК 321.2"),
    _Known(
        "Тергеу судьясының қаулысына өтінішхат: қаулы {} жарияланды", Term(3, "days"), "ҚПК 107.2"
    ),
)

_DAYS = {"days": 1, "months": 30}


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    around = event_day(random, days, first=date(2026, 3, 10))
    drawn = [_start(random, days, one, around) for one in random.sample(_KNOWN, 4)]
    drawn.sort(key=lambda one: one[2].last)
    ends = [counted.last for _, _, counted in drawn]
    starts = [began for _, began, _ in drawn]
    lengths = [known.term.amount * _DAYS[known.term.unit] for known, _, _ in drawn]
    if len(set(ends)) < 4 or starts == sorted(starts) or lengths == sorted(lengths):
        raise Redraw
    if not any(step.code == "term.day_off_moves" for _, _, one in drawn for step in one.steps):
        raise Redraw
    steps = [
        {
            "text": known.text.format(words.at(began)),
            "why": (
                f"Мерзім — {words.length(known.term)} ([[{known.norm}]]). "
                + words.in_short(known.term, counted, at_nine(began), "ordinary")
            ),
        }
        for known, began, counted in drawn
    ]
    return {
        "type": "ordering",
        "stem": (
            f"{around.year} жылы басталған төрт мерзім берілген. Ешқайсысы ұзартылған, үзілген не "
            "қысқартылған жоқ. Оларды ең ерте бітетінінен ең кеш бітетініне қарай орналастырыңыз."
            + calendar_note([*starts, *ends], days)
        ),
        "steps": steps,
        "misconception": "counting-rule",
        "norms": list(dict.fromkeys(["ҚПК 48.2", "ҚПК 48.4", *(one.norm for one, _, _ in drawn)])),
        "explanation": "Әр мерзімнің соңғы күнін табамыз:\n\n"
        + words.as_list(
            [
                f"{_until_colon(known.text)}: {words.length(known.term)}, "
                f"{words.at(counted.last)} бітеді ([[{known.norm}]])."
                for known, _, counted in drawn
            ]
        ),
        "hints": ["Әр мерзімнің соңғы күнін жазып алыңыз, демалыс күндерін тексеріңіз."],
    }


def _start(
    random: Random, days: WorkingDays, known: _Known, around: date
) -> tuple[_Known, date, Counted]:
    """The term, begun so that it ends within days of the others."""
    span = known.term.amount * _DAYS[known.term.unit]
    began = around - timedelta(days=span + random.randrange(-8, 9))
    while days.is_off(began):
        began -= timedelta(days=1)
    if began.year != around.year:  # the stem says that all began in one year
        raise Redraw
    return known, began, count(at_nine(began), known.term, "ordinary", days)


def _until_colon(text: str) -> str:
    return text.partition(":")[0]


GENERATOR = Generator(
    id="2.1-gen-ends-first",
    title="Қай мерзім бұрын бітеді",
    theme="deadlines",
    objectives=("2.1.g", "2.1.h"),
    norms=("ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
    difficulty=3,
)
