"""Requests for a longer investigation, to be matched with the prosecutor who extends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes.generator import Generator
from quizzes.powers.bodies import BODIES
from quizzes.powers.row import cite, sentence
from quizzes.working_days import WorkingDays

_BRANCHES = (
    ("полиция тергеп жатқан іс", "district", "oblast"),
    ("әскери қызметшінің ұрлық ісі", "region-military", "chief-military"),
    ("теміржол көлігіндегі ұрлық ісі", "region-transport", "chief-transport"),
)
"""The case, who extends it on the first step, who on the second."""

_MONTHS = {
    4: "төрт айға",
    5: "бес айға",
    6: "алты айға",
    7: "жеті айға",
    8: "сегіз айға",
    9: "тоғыз айға",
    10: "он айға",
    11: "он бір айға",
    12: "он екі айға",
}
_LONG = {
    13: "он үш айға",
    14: "он төрт айға",
    15: "он бес айға",
    16: "он алты айға",
    18: "он сегіз айға",
}


@dataclass(frozen=True, slots=True)
class Request:
    """A ground and a total length in months, and who may grant it (ҚПК 192.4, 192.5)."""

    text: str
    body: str
    norm: str
    why: str


def requests(random: Random) -> tuple[Request, ...]:
    """One request for each step of the law, the branches drawn."""
    first, second = random.sample(_BRANCHES, 2)
    months = random.choice(tuple(_MONTHS))
    ground = random.choice(
        ("іс аса күрделі", "материалды шет мемлекетке жіберу мәселесі шешіліп жатыр")
    )
    long = random.choice(tuple(_LONG))
    return (
        Request(
            f"{first[0]}: іс күрделі, мерзім жалпы үш айға дейін ұзартылмақ",
            first[1],
            "ҚПК 192.4",
            f"Істің күрделілігіне қарай үш айға дейін ұзартатын — {BODIES[first[1]]}",
        ),
        Request(
            f"{second[0]}: {ground}, мерзім жалпы {_MONTHS[months]} дейін ұзартылмақ",
            second[2],
            "ҚПК 192.4",
            f"Бұл негізбен он екі айға дейін ұзартатын — {BODIES[second[2]]}",
        ),
        Request(
            f"айрықша жағдай, мерзім жалпы {_LONG[long]} дейін ұзартылмақ",
            "general",
            "ҚПК 192.5",
            "Айрықша жағдайда он екі айдан әрі Бас Прокурор не оның орынбасары ұзартады, "
            "шегі — ескіру мерзімі",
        ),
    )


def _make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    rows = requests(random)
    spare = random.choice(("judge", "department-head", "process"))
    targets = [*(row.body for row in rows), spare]
    random.shuffle(targets)
    return {
        "type": "matching",
        "stem": (
            "Алдын ала тергеудің мерзімін ұзарту туралы үш өтінішхат түсті. Әрқайсысын мерзімді "
            "ұзартатын лауазыммен сәйкестендіріңіз. Бір лауазым артық берілген."
        ),
        "norms": ("ҚПК 192.4", "ҚПК 192.5"),
        "facts": ("F-2.1-71", "F-2.1-72", "F-2.1-73"),
        "targets": [{"id": one, "text": sentence(BODIES[one])} for one in targets],
        "prompts": [
            {
                "text": sentence(row.text),
                "key": row.body,
                "why": f"{row.why} {cite(row.norm)}.",
                "misconception": "wrong-body",
            }
            for row in rows
        ],
        "explanation": (
            "Ұзартудың үш сатысы бар:\n\n"
            "1. іс күрделі — аудан прокуроры, өңірдің әскери прокуроры, өңірлік көлік прокуроры, "
            "үш айға дейін ([[ҚПК 192.4]]);\n"
            "2. іс аса күрделі не материал шет мемлекетке жіберілмек — облыс прокуроры, Бас әскери "
            "прокурор, Бас көлік прокуроры, олардың орынбасарлары, он екі айға дейін "
            "([[ҚПК 192.4]]);\n"
            "3. айрықша жағдай — Бас Прокурор, оның орынбасарлары, ескіру мерзіміне дейін "
            "([[ҚПК 192.5]]).\n\n"
            f"«{sentence(BODIES[spare])}» артық: мерзімді ұзарту — прокуратура органы басшысының "
            "айрықша өкілеттігі ([[ҚПК 193.2.5]])."
        ),
    }


EXTEND = Generator(
    id="2.1-gen-extension-body",
    title="Ұзарту туралы өтінішхат және оны шешетін прокурор",
    theme="powers",
    objectives=("2.1.j",),
    norms=("ҚПК 192.4", "ҚПК 192.5"),
    make=_make,
)
