"""How much is left of the limitation of a sentence after the convict hid (ҚК 77)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.dates import in_words
from quizzes.generator import Generator
from quizzes.invented_names import SUSPECTS
from quizzes.terms import add_months
from quizzes.working_days import WorkingDays

_KINDS = (
    ("онша ауыр емес қылмыс", 2, "ҚК 77.1.2"),
    ("ауырлығы орташа қылмыс", 5, "ҚК 77.1.3"),
    ("ауыр қылмыс", 10, "ҚК 77.1.4"),
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    kind, years, norm = random.choice(_KINDS)
    whole = years * 12
    passed = random.randrange(4, min(whole - 6, 48))
    hidden = random.randrange(5, 30)
    started = date(random.randrange(2018, 2021), random.randrange(1, 13), random.randrange(3, 27))
    fled = add_months(started, passed)[0]
    caught = add_months(fled, hidden)[0]
    left = whole - passed
    wrong = [
        (
            left - hidden,
            "wrong-length",
            f"Мұнда жалтарған {hidden} ай да мерзімге қосылған. Жалтарған уақытта мерзім тоқтап "
            "тұрады ([[ҚК 77.3]]).",
        ),
        (
            whole,
            "neighbouring-procedure",
            "Мұнда мерзім жаңадан басталған. Ол жаңа қасақана қылмыс жасалғанда ғана үзіледі "
            "([[ҚК 77.4]]), жалтарғанда өткен бөлігі есепке алынады ([[ҚК 77.3]]).",
        ),
        (
            passed,
            "counting-rule",
            "Бұл — мерзімнің өткен бөлігі. Сұралғаны — қалғаны ([[ҚК 77.3]]).",
        ),
    ]
    known = {months: (code, why) for months, code, why in reversed(wrong) if 0 < months != left}
    return {
        "type": "number",
        "stem": (
            f"Сотталған {random.choice(SUSPECTS)} туралы айыптау үкімі {_since(started)} күшіне "
            f"енді. Ол меншікке қарсы {kind} үшін сотталған. Үкім орындалмай тұрып, "
            f"{_since(fled)} ол жазаны өтеуден жалтара бастады. {_since(caught, capital=True)} "
            "ұсталды, жаңа құқық бұзушылық жасаған жоқ. Сол күні айыптау үкімінің ескіру "
            "мерзімінен неше ай қалды?"
        ),
        "key": {"value": str(left), "unit": "ай"},
        "units": ["ай"],
        "why": (
            f"Мерзім — {words.number(years)} жыл, яғни {whole} ай. Жалтарғанға дейін {passed} ай "
            f"өтті, жалтарған уақыт саналмайды, {left} ай қалды."
        ),
        "wrong": [
            {"value": str(months), "unit": "ай", "misconception": code, "why": why}
            for months, (code, why) in sorted(known.items())
        ],
        "norms": [norm, "ҚК 77.3"],
        "hints": ["Жалтарған уақытта мерзім тоқтап тұра ма, әлде жаңадан бастала ма?"],
        "explanation": "Қалған мерзімді табамыз:\n\n"
        + words.as_list(
            [
                f"Бұл — {kind}, айыптау үкімінің ескіру мерзімі — {words.number(years)} жыл, яғни "
                f"{whole} ай; ол үкім күшіне енген күннен есептеледі ([[{norm}]]).",
                f"{in_words(started)} мен {in_words(fled)} аралығында {passed} ай өтті.",
                f"Жалтарған {hidden} айда мерзім тоқтап тұрды, ол есепке кірмейді ([[ҚК 77.3]]).",
                f"Ұсталған күннен мерзім қайта жүреді, бұрын өткені есепке алынады: {whole} − "
                f"{passed} = {left} ай ([[ҚК 77.3]]).",
            ]
        ),
    }


def _since(day: date, *, capital: bool = False) -> str:
    return f"{'Ол ' if capital else ''}{day.year} жылғы {words.at(day)}"


GENERATOR = Generator(
    id="3.1-gen-sentence-limitation",
    title="Айыптау үкімінің ескіру мерзімі: қалғаны",
    theme="deadlines",
    objectives=("3.1.c",),
    norms=("ҚК 77.1.2", "ҚК 77.1.3", "ҚК 77.1.4", "ҚК 77.3"),
    make=_make,
    difficulty=3,
)
