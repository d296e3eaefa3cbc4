"""How long operative materials are kept, as the textbook has it (the law was not at hand)."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import event_day
from quizzes.generator import Generator
from quizzes.invented_names import CITIZENS
from quizzes.working_days import WorkingDays

_YEAR = {"value": "1", "unit": "жыл"}
_HALF = {"value": "6", "unit": "ай"}
_FILES = ("тексеру материалы", "жиналған материал", "жинақталған материал")
_SOUNDS = ("сөйлесулерінің фонограммалары", "телефон сөйлесулерінің жазбалары (фонограммалар)")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    day = event_day(random, days)
    name = random.choice(CITIZENS)
    opening = (
        f"{name} жедел есепке алу ісі бойынша тексерілді. Іс {words.on(day)} тоқтатылды: адамның "
        "кінәсі дәлелденген жоқ, оған қатысты тергеп-тексеру басталған жоқ."
    )
    two_months = {
        "value": "2",
        "unit": "ай",
        "why": "Екі ай — жасырын тергеу әрекетінің нәтижесін жоюға дейін прокурорға хабарлайтын "
        "мерзім ([[ҚПК 240.1]]).",
        "misconception": "neighbouring-procedure",
    }
    three_months = {
        "value": "3",
        "unit": "ай",
        "why": "Үш ай оқулықта прокурорға хабарлауға қатысты айтылған, сақтауға емес.",
        "misconception": "wrong-length",
    }
    if random.random() < 0.5:
        return {
            "type": "number",
            "basis": "textbook",
            "stem": (
                f"{opening} Оқулық бойынша, ол туралы {random.choice(_FILES)} іс тоқтағаннан кейін "
                "қанша уақыт сақталады?"
            ),
            "key": _YEAR,
            "accept": [{"value": "12", "unit": "ай"}],
            "units": ["ай", "жыл"],
            "why": "Оқулық бойынша мұндай материал бір жыл сақталады, одан соң жойылады.",
            "wrong": [
                {
                    **_HALF,
                    "why": "Алты ай — фонограммаларды жою мерзімі. Өзге материал бір жыл "
                    "сақталады.",
                    "misconception": "wrong-length",
                },
                two_months,
                three_months,
            ],
            "explanation": _EXPLANATION,
        }
    return {
        "type": "number",
        "basis": "textbook",
        "stem": (
            f"{opening} Оқулық бойынша, оның {random.choice(_SOUNDS)} іс тоқтағаннан кейін қанша "
            "уақыт ішінде жойылуға тиіс?"
        ),
        "key": _HALF,
        "units": ["ай", "жыл"],
        "why": "Оқулық бойынша фонограммалар алты ай ішінде жойылады, бұл туралы хаттама жасалады.",
        "wrong": [
            {
                **_YEAR,
                "why": "Бір жыл — өзге материалды сақтау мерзімі. Фонограммалар алты ай ішінде "
                "жойылады.",
                "misconception": "wrong-length",
            },
            two_months,
            three_months,
        ],
        "explanation": _EXPLANATION,
    }


_EXPLANATION = "Бұл мерзімдер — оқулық бойынша, заң мәтінінен тексерілген жоқ.\n\n" + words.as_list(
    [
        "Кінәсі дәлелденбеген, тергеп-тексеру жүргізілмеген адам туралы материал жедел есепке "
        "алу ісі тоқтағаннан кейін бір жыл сақталады, одан соң жойылады.",
        "Тергеп-тексеру басталмаған адамның сөйлесу фонограммалары іс тоқтағаннан кейін алты "
        "ай ішінде жойылады, хаттама жасалады.",
    ]
)

GENERATOR = Generator(
    id="2.1-gen-operative-storage",
    title="Жедел материалды сақтау және жою (оқулық бойынша)",
    theme="deadlines",
    objectives=("2.1.l",),
    norms=(),
    make=_make,
)
