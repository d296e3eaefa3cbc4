"""One small valid item of each type, as an author would write it, with another key beside it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from quizzes.item import Item, item_from_mapping

COMMON: dict[str, Any] = {
    "id": "2.1-merzim-esebi",
    "theme": "deadlines",
    "objectives": ["2.1.c", "2.1.d"],
    "norms": ["ҚПК 192.4"],
    "basis": "law",
    "difficulty": "2",
    "facts": ["F-2.1-68"],
    "case": "sarsenov-isi",
    "stem": "Мерзімді кім ұзартады?",
    "hints": ["Кімнің құзыреті екенін ойлаңыз.", "Шегі неше ай?"],
    "explanation": "Шек пен уақтылық бөлек тексеріледі.",
}


def option(text: str, right: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {"text": text, "why": f"Себебі: {text}"}
    return {**made, "right": "true"} if right else {**made, "misconception": "wrong-body"}


PECULIAR: dict[str, dict[str, Any]] = {
    "single-choice": {
        "options": [option("аудан прокуроры"), option("облыс прокуроры", True), option("тергеуші")],
    },
    "multiple-choice": {
        "options": [
            option("наразылық", True),
            option("ұсыну", True),
            option("үкім"),
            option("қаулы шағымы"),
        ],
        "credit": "right-minus-wrong",
    },
    "matching": {
        "targets": [
            {"id": "ush-ay", "text": "үш айға дейін"},
            {"id": "on-eki-ay", "text": "он екі айға дейін"},
            {"id": "bir-ay", "text": "бір айға дейін"},
        ],
        "prompts": [
            {"text": "аудан", "key": "ush-ay", "why": "4-бөлік", "misconception": "wrong-body"},
            {"text": "облыс", "key": "on-eki-ay", "why": "5-бөлік", "misconception": "wrong-body"},
        ],
        "credit": "per-part",
    },
    "ordering": {
        "steps": [
            {"text": "тіркеу", "why": "бәрі осыдан басталады"},
            {"text": "тергеу", "why": "тіркелген соң"},
            {"text": "есеп", "why": "тергеу біткен соң"},
            {"text": "сотқа жолдау", "why": "ең соңында"},
        ],
        "credit": "longest-run",
        "misconception": "order-of-steps",
    },
    "cloze": {
        "text": "Мерзімді {kim} {shek} дейін ұзартады.",
        "gaps": {
            "kim": {"options": [option("аудан прокуроры", True), option("тергеуші")]},
            "shek": {"options": [option("екі айға"), option("үш айға", True), option("бір айға")]},
        },
        "credit": "per-part",
    },
    "number": {
        "key": {"value": "2", "unit": "ай"},
        "units": ["ай", "тәулік", "сағат"],
        "why": "Алдын ала тергеу екі айдан аспайды.",
        "wrong": [
            {"value": "1", "unit": "ай", "why": "Бұл анықтаудікі.", "misconception": "wrong-length"}
        ],
        "accept": [{"value": "1440", "unit": "сағат"}],
    },
    "date": {
        "key": "2026-03-02",
        "why": "Соңғы күн жұмыс күніне ауысады.",
        "wrong": [{"date": "2026-02-28", "why": "Бұл — сенбі.", "misconception": "counting-rule"}],
    },
    "short-text": {
        "accept": ["қадағалау актісі", "қадағалау құжаты"],
        "why": "Заң осылай атайды.",
        "wrong": [{"text": "ден қою актісі", "why": "Ескі атау.", "misconception": "old-edition"}],
        "distinct": ["қаралау актісі"],
    },
    "citation": {
        "key": "ҚПК 192.2",
        "accept": ["ҚПК 192.3"],
        "why": "Бастапқы мерзім осында.",
        "wrong": [
            {"norm": "ҚПК 190", "why": "Ол — басқа нысан.", "misconception": "source-confused"}
        ],
        "act_given": "false",
    },
    "essay": {
        "min_words": "3",
        "max_words": "6",
        "rubric": [
            {
                "criterion": "Негізі",
                "levels": [{"points": "0", "text": "жоқ"}, {"points": "2", "text": "нақты"}],
            },
            {
                "criterion": "Норма",
                "levels": [
                    {"points": "0", "text": "жоқ"},
                    {"points": "1", "text": "бабы"},
                    {"points": "2", "text": "бөлігі"},
                ],
            },
        ],
        "model_answer": "Қаулы кеш ұсынылды, мерзім бұзылды.",
    },
    "recall": {"back": "Облыс прокуроры, он екі айға дейін."},
}

# The same item with another key and nothing else changed that a learner may see.
OTHER_KEY: dict[str, dict[str, Any]] = {
    "single-choice": {
        "options": [option("аудан прокуроры"), option("облыс прокуроры"), option("тергеуші", True)],
    },
    "multiple-choice": {
        "options": [
            option("наразылық"),
            option("ұсыну", True),
            option("үкім", True),
            option("қаулы шағымы", True),
        ],
    },
    "matching": {
        "targets": PECULIAR["matching"]["targets"][::-1],
        "prompts": [
            {"text": "аудан", "key": "bir-ay", "why": "басқа", "misconception": "old-edition"},
            {"text": "облыс", "key": "ush-ay", "why": "басқа"},
        ],
    },
    "ordering": {"steps": PECULIAR["ordering"]["steps"][::-1], "misconception": "wrong-start"},
    "cloze": {
        "gaps": {
            "kim": {"options": [option("аудан прокуроры"), option("тергеуші", True)]},
            "shek": {"options": [option("екі айға", True), option("үш айға"), option("бір айға")]},
        },
    },
    "number": {"key": {"value": "3", "unit": "тәулік"}, "accept": [], "wrong": [], "why": "басқа"},
    "date": {"key": "2026-03-05", "wrong": [], "why": "басқа"},
    "short-text": {"accept": ["нұсқау"], "wrong": [], "distinct": [], "why": "басқа"},
    "citation": {"key": "ҚК 99.1", "accept": [], "wrong": [], "why": "басқа"},
    "essay": {
        "rubric": [
            {
                "criterion": "Негізі",
                "levels": [{"points": "0", "text": "басқа"}, {"points": "2", "text": "басқаша"}],
            },
            {
                "criterion": "Норма",
                "levels": [{"points": "0", "text": "басқа"}, {"points": "2", "text": "басқаша"}],
            },
        ],
        "model_answer": "Басқа жауап.",
    },
    "recall": {"back": "Басқа жауап."},
}

TYPES = tuple(PECULIAR)


def raw(type_: str, **changes: Any) -> dict[str, Any]:
    """What an author would write, with some fields changed; None takes a field away."""
    mapping = {**COMMON, "type": type_, **deepcopy(PECULIAR[type_]), **changes}
    return {name: value for name, value in mapping.items() if value is not None}


def item(type_: str, **changes: Any) -> Item:
    return item_from_mapping(raw(type_, **changes))


def with_other_key(type_: str) -> Item:
    return item(type_, **OTHER_KEY[type_])


def fault_codes(one: Item) -> list[tuple[tuple[str | int, ...], str]]:
    return [(fault.path, fault.code) for fault in one.faults()]
