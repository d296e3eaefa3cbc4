"""Who agrees to longer custody, and how far it can go (ҚПК 151, for minors 541.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.generator import Generator
from quizzes.invented_names import SUSPECTS
from quizzes.working_days import WorkingDays

_DISTRICT = "Аудан прокурорының"
_REGION = "Облыс прокурорының"
_GENERAL = "Бас Прокурордың"
_NOBODY = "Ешкімнің: мерзім бұлай ұзартылмайды"

_LAWFUL = 0.75
"""Share of cases in which the term may be prolonged: each of four options is right as often."""


@dataclass(frozen=True, slots=True)
class _Rung:
    """``months`` are the wanted totals; ``facts`` what is known of the suspect and the case."""

    months: tuple[int, ...]
    facts: tuple[str, ...]
    key: str
    rule: str
    norm: str


_RUNGS = (
    _Rung(
        (3,),
        ("ауыр қылмысқа күдікті, тергеуді екі айда аяқтау мүмкін болмады",),
        _DISTRICT,
        "Үш айға дейін ұзарту туралы өтінішхатты аудан прокуроры келіседі",
        "ҚПК 151.2",
    ),
    _Rung(
        (4, 5, 6, 7, 8, 9),
        ("ауыр қылмысқа күдікті, тергеуді үш айда аяқтау мүмкін болмады",),
        _REGION,
        "Үш айдан асып, тоғыз айға дейін ұзарту туралы өтінішхатты облыс прокуроры келіседі",
        "ҚПК 151.2",
    ),
    _Rung(
        (10, 11, 12),
        ("аса ауыр қылмысқа күдікті, іс аса күрделі",),
        _REGION,
        "Тоғыз айдан асып, он екі айға дейін, іс аса күрделі болса, аса ауыр қылмыс бойынша "
        "ұзартылады; өтінішхатты облыс прокуроры келіседі",
        "ҚПК 151.3",
    ),
    _Rung(
        (13, 14, 15, 16, 17, 18),
        ("аса ауыр қылмысқа күдікті, жағдай айрықша, облыс прокуроры өтінішхатты бекітті",),
        _GENERAL,
        "Он екі айдан асып, он сегіз айға дейін айрықша жағдайда ұзартылады; облыс прокуроры "
        "бекіткен өтінішхатты Бас Прокурор келіседі",
        "ҚПК 151.4",
    ),
    _Rung(
        (10, 11, 12),
        ("ауыр қылмысқа жалғыз өзі күдікті, қылмыс террористік те, экстремистік те емес",),
        _NOBODY,
        "Тоғыз айдан асыра аса ауыр, қылмыстық топ құрамындағы, террористік не экстремистік "
        "қылмыс бойынша ғана ұзартылады",
        "ҚПК 151.3",
    ),
    _Rung(
        (19, 20, 21),
        ("аса ауыр қылмысқа күдікті, жағдай айрықша",),
        _NOBODY,
        "Он сегіз айдан асыра ұзартуға жол берілмейді, адам дереу босатылуға тиіс",
        "ҚПК 151.5",
    ),
    _Rung(
        (7, 8, 9),
        ("он алты жаста, ауыр қылмысқа күдікті", "он жеті жаста, ауыр қылмысқа күдікті"),
        _NOBODY,
        "Кәмелетке толмағанның күзетпен ұсталуы алты айдан артық мерзімге ұзартылмайды",
        "ҚПК 541.4",
    ),
)
_WHY = {
    _DISTRICT: "Жоқ. Аудан прокурорының шегі — үш ай ([[ҚПК 151.2]]).",
    _REGION: (
        "Жоқ. Облыс прокуроры үш айдан асып, он екі айға дейінгі мерзімді келіседі "
        "([[ҚПК 151.2]], [[ҚПК 151.3]])."
    ),
    _GENERAL: "Жоқ. Бас Прокурор он екі айдан асатын мерзімді келіседі ([[ҚПК 151.4]]).",
    _NOBODY: "Жоқ. Мұндай іс пен мерзім бойынша ұзартуға заң жол береді.",
}


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    lawful = random.random() < _LAWFUL
    rung = random.choice([one for one in _RUNGS if (one.key != _NOBODY) == lawful])
    wanted = random.choice(rung.months)
    said = f"{rung.rule} ([[{rung.norm}]])."
    options: list[dict[str, Any]] = []
    for one in (_DISTRICT, _REGION, _GENERAL, _NOBODY):
        option: dict[str, Any] = {"text": one}
        if one == rung.key:
            option |= {"right": True, "why": f"Иә. {said}"}
        elif rung.key == _NOBODY:
            option |= {"misconception": "overgeneralised", "why": f"Жоқ. {said}"}
        else:
            code = "too-narrow" if one == _NOBODY else "wrong-body"
            option |= {"misconception": code, "why": _WHY[one]}
        options.append(option)
    return {
        "type": "single-choice",
        "stem": (
            f"Сотқа дейінгі тергеп-тексеруде {random.choice(SUSPECTS)} күзетпен ұсталып отыр: "
            f"{random.choice(rung.facts)}. Күзетпен ұстаудың жалпы мерзімін "
            f"{words.number(wanted)} айға дейін ұзарту туралы өтінішхат дайындалды. Ол тергеу "
            "судьясына ұсынылғанға дейін қай прокурордың келісімі керек?"
        ),
        "options": options,
        "fixed_order": True,
        "norms": [rung.norm],
        "explanation": f"{said}\n\n"
        + words.as_list(
            [
                "Үш айға дейін — аудан прокурорының келісімімен ([[ҚПК 151.2]]).",
                "Тоғыз айға дейін — облыс прокурорының келісімімен ([[ҚПК 151.2]]).",
                "Он екі айға дейін, іс аса күрделі, қылмыс аса ауыр не соған теңестірілген — облыс "
                "прокурорының келісімімен ([[ҚПК 151.3]]).",
                "Он сегіз айға дейін, айрықша жағдайда — Бас Прокурордың келісімімен "
                "([[ҚПК 151.4]]).",
                "Кәмелетке толмағанға — алты айға дейін ғана ([[ҚПК 541.4]]).",
            ]
        ),
    }


GENERATOR = Generator(
    id="2.2-gen-custody-ladder",
    title="Күзетпен ұстау мерзімін ұзарту сатылары",
    theme="deadlines",
    objectives=("2.2.b",),
    norms=("ҚПК 151.2", "ҚПК 151.3", "ҚПК 151.4", "ҚПК 541.4"),
    make=_make,
    difficulty=3,
)
