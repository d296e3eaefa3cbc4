"""Which act a prosecutor uses, in two shapes: one situation, and situations to be matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from random import Random
from typing import Any

from quizzes.generator import Generator, Redraw
from quizzes.powers.acts import CASES, FORMS, ActCase
from quizzes.powers.cast import fill
from quizzes.powers.row import cite, sentence
from quizzes.working_days import WorkingDays

_OPTIONS = 4
_MATCHED = 4


def _single(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    case = random.choice(CASES)
    others = [one for one in FORMS if one != case.form and one not in case.never]
    shown = [case.form, *random.sample(others, _OPTIONS - 1)]
    random.shuffle(shown)
    options = []
    for one in shown:
        if one == case.form:
            why = f"Иә. {case.why} {cite(*case.norms)}."
            options.append({"text": FORMS[one].name, "right": True, "why": why})
        else:
            options.append(
                {
                    "text": FORMS[one].name,
                    "why": case.why_not(one),
                    "misconception": "act-form",
                }
            )
    uses = "\n".join(f"- {FORMS[one].use} {cite(FORMS[one].norm)}." for one in shown)
    story = fill(random.choice(case.stories), random)
    return {
        "type": "single-choice",
        "stem": f"{story} Прокурор актінің қай нысанын қолданады?",
        "norms": case.norms,
        "facts": (case.fact,) if case.fact else (),
        "options": options,
        "explanation": (
            f"{case.why} {cite(*case.norms)}. Ұсынылған актілердің әрқайсысының өз орны бар:\n\n"
            f"{uses}"
        ),
    }


def one_way(cases: Sequence[ActCase], targets: Sequence[str]) -> bool:
    """Whether the cases can be matched with the targets, each used once, in one way only, forms
    that could be argued for counted in.
    """
    found = [
        forms
        for forms in permutations(targets, len(cases))
        if all(
            one == case.form or one in case.never for case, one in zip(cases, forms, strict=True)
        )
    ]
    return len(found) == 1


def _match(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    forms = random.sample(sorted({case.form for case in CASES}), _MATCHED)
    cases = [random.choice([case for case in CASES if case.form == form]) for form in forms]
    targets = [*forms, random.choice([one for one in FORMS if one not in forms])]
    if not one_way(cases, targets):
        raise Redraw
    random.shuffle(targets)
    return {
        "type": "matching",
        "stem": (
            "Прокурордың мақсатын тиісті актімен сәйкестендіріңіз. Әр акт бір-ақ рет "
            "қолданылады, біреуі артық."
        ),
        "norms": tuple(dict.fromkeys(case.norms[0] for case in cases)),
        "facts": tuple(dict.fromkeys(case.fact for case in cases if case.fact)),
        "targets": [{"id": one, "text": FORMS[one].name} for one in targets],
        "prompts": [
            {
                "text": sentence(case.short),
                "key": case.form,
                "why": f"{case.why} {cite(*case.norms)}.",
                "misconception": "act-form",
            }
            for case in cases
        ],
        "explanation": "Әр актінің өз мақсаты бар:\n\n"
        + "\n".join(f"- {FORMS[one].use} {cite(FORMS[one].norm)}." for one in targets),
    }


ACT_FORM = Generator(
    id="1.1-gen-act-form",
    title="Прокурор қай актіні қолданады",
    theme="powers",
    objectives=("1.1.f",),
    norms=("КЗ 32.1",),
    make=_single,
)

ACT_MATCH = Generator(
    id="1.1-gen-act-match",
    title="Мақсат пен прокурор актісі",
    theme="powers",
    objectives=("1.1.f",),
    norms=("КЗ 32.1",),
    make=_match,
    difficulty=3,
)
