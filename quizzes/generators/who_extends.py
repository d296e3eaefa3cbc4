"""Who extends an investigation, for what reason and up to what limit (ҚПК 192.4, 192.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.generator import Generator
from quizzes.invented_names import OFFICERS
from quizzes.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class _Branch:
    """The prosecutors of a branch, from the lowest to the highest; the second as an owner."""

    case: str
    low: str
    middle: str


_BRANCHES = (
    _Branch("Аудандық полиция тергеп жатқан іс", "аудан прокуроры", "облыс прокуроры"),
    _Branch(
        "Теміржолда жасалған қылмыс туралы іс", "өңірлік көлік прокуроры", "Бас көлік прокуроры"
    ),
    _Branch(
        "Әскери бөлімде жасалған қылмыс туралы іс",
        "гарнизон әскери прокуроры",
        "Бас әскери прокурор",
    ),
)
_HIGH = "Бас Прокурор"
_JUDGE = "тергеу судьясы"


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    branch = random.choice(_BRANCHES)
    step = random.choice(("low", "middle", "abroad", "high"))
    if step == "low":
        months, key = 3, branch.low
        experts = random.choice(("екі", "үш", "төрт"))
        ground = f"жәбірленуші көп, {experts} сараптама тағайындалған, іс күрделі"
        rule = f"Іс күрделі болса, мерзімді үш айға дейін {branch.low} ұзартады ([[ҚПК 192.4]])."
    elif step == "middle":
        months, key = random.randrange(4, 13), branch.middle
        ground = "эпизоды мен күдіктісі көп, іс аса күрделі"
        rule = (
            f"Іс аса күрделі болса, мерзімді он екі айға дейін {branch.middle} не оның орынбасары "
            "ұзартады ([[ҚПК 192.4]])."
        )
    elif step == "abroad":
        months, key = random.randrange(4, 13), branch.middle
        ground = "қудалауды жалғастыру үшін материалды шет мемлекетке жіберу мәселесі шешіліп жатыр"
        rule = (
            "Материалды шет мемлекетке жіберу мәселесі шешіліп жатса, мерзімді он екі айға дейін "
            f"{branch.middle} не оның орынбасары ұзартады ([[ҚПК 192.4]])."
        )
    else:
        months, key = random.randrange(13, 19), _HIGH
        ground = "жағдай айрықша, іс аса күрделі, ескіру мерзімі әлі өткен жоқ"
        rule = (
            "Он екі айдан асыра айрықша жағдайда ғана ұзартылады. Оны Бас Прокурор не оның "
            "орынбасары ескіру мерзімінің шегінде шешеді ([[ҚПК 192.5]])."
        )
    wanted = f"{words.number(months)} айға дейін"
    why = {
        branch.low: (
            f"Жоқ. Оның шегі — үш ай, ал тергеуші мерзімді {wanted} сұрап отыр ([[ҚПК 192.4]])."
        ),
        branch.middle: (
            "Жоқ. Оның шегі — он екі ай, ал мұнда одан артық сұралған ([[ҚПК 192.4]])."
            if key == _HIGH
            else "Жоқ. Оған аса күрделі іс не материалды шет мемлекетке жіберу мәселесі "
            "тиесілі. Мұнда іс күрделі ғана, үш айды төменгі прокурор шешеді ([[ҚПК 192.4]])."
        ),
        _HIGH: (
            "Жоқ. Ол мерзімді айрықша жағдайда, он екі ай жетпегенде ғана ұзартады ([[ҚПК 192.5]])."
        ),
        _JUDGE: (
            "Жоқ. Тергеу судьясы күзетпен ұстау мерзімін ұзартады, тергеп-тексеру мерзімін "
            "прокурор ұзартады ([[ҚПК 192.4]])."
        ),
    }
    codes = {_JUDGE: "neighbouring-procedure"}
    options: list[dict[str, Any]] = []
    for one in (branch.low, branch.middle, _HIGH, _JUDGE):
        option: dict[str, Any] = {"text": one[0].upper() + one[1:]}
        if one == key:
            option |= {"right": True, "why": f"Иә. {rule}"}
        else:
            option |= {"why": why[one], "misconception": codes.get(one, "wrong-body")}
        options.append(option)
    random.shuffle(options)
    return {
        "type": "single-choice",
        "stem": (
            f"{branch.case} алдын ала тергеуде. Тергеуші {random.choice(OFFICERS)} тергеп-тексеру "
            f"мерзімін жалпы есеппен {wanted} ұзартуды сұрап, уәжді өтінішхат берді: {ground}. "
            "Мерзімді кім ұзарта алады?"
        ),
        "options": options,
        "explanation": (
            f"{rule}\n\n"
            + words.as_list(
                [
                    "Іс күрделі — үш айға дейін: аудандық, гарнизондық, өңірлік буын "
                    "([[ҚПК 192.4]]).",
                    "Іс аса күрделі не материал шет мемлекетке жіберіледі — он екі айға дейін: "
                    "облыстық буын, Бас әскери және Бас көлік прокурорлары ([[ҚПК 192.4]]).",
                    "Айрықша жағдай — ескіру мерзіміне дейін: Бас Прокурор мен оның "
                    "орынбасарлары ([[ҚПК 192.5]]).",
                ]
            )
        ),
    }


GENERATOR = Generator(
    id="2.1-gen-who-extends",
    title="Тергеп-тексеру мерзімін кім ұзартады",
    theme="deadlines",
    objectives=("2.1.j",),
    norms=("ҚПК 192.4", "ҚПК 192.5"),
    make=_make,
)
