"""A paper lacks what ҚПК 423.1 asks for → what the court does, before and after it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Literal

from quizzes.appellate import Form, Paper, follow
from quizzes.appellate_scene import Scene, draw_scene, right, shuffled, steps, wrong
from quizzes.generator import Generator
from quizzes.working_days import WorkingDays

MEND = "Толық ресімдеуге мерзім көрсетіп, авторына қайтарады"
NOT_FILED = "Берілмеген деп санап, бұл туралы авторына хабарлайды"
TAKE = "Уақтылы берілген деп қабылдап, тараптарды хабардар етеді"
LATE = "Апелляция мерзімі өткен деп, қаулымен авторына қайтарады"

State = Literal["faulty", "not-mended", "mended"]
KEYS: Mapping[State, str] = {"faulty": MEND, "not-mended": NOT_FILED, "mended": TAKE}
_FORMS: Mapping[State, Form] = {
    "faulty": "faulty",
    "not-mended": "not-mended",
    "mended": "complete",
}

_FAULTS = (
    "қандай норма бұзылғаны мен не сұралатыны жазылмаған",
    "авторының қолтаңбасы да, берілген күні де жоқ",
    "қай үкімге, қай сот шығарған актіге берілгені көрсетілмеген",
    "үкімнің қай бөлігі дауланатыны айтылмаған",
)


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    state: State = random.choice(tuple(KEYS))
    prosecutor = random.random() < 0.5
    scene = draw_scene(random)
    rule = follow(Paper("trial-prosecutor" if prosecutor else "victim", form=_FORMS[state]))
    fault = random.choice(_FAULTS)
    given = random.choice(("үш", "бес", "жеті"))
    norms = rule.norms if state != "mended" else ("ҚПК 423.2", "ҚПК 420.1")
    options = [
        right(text, _RIGHT[state]) if one == state else wrong(text, *_why(one, state))
        for one, text in KEYS.items()
    ]
    options.append(wrong(LATE, *_LATE[state]))
    return {
        "type": "single-choice",
        "stem": f"{_opening(scene, prosecutor)}, бірақ онда {fault}. {_next(state, given)}",
        "norms": norms,
        "hints": [
            "Талапқа сай емес құжат берілген болып санала ма?",
            "Түзетуге берілген мерзім сақталды ма? Он бес тәуліктен бөлек қараңыз.",
        ],
        "explanation": steps(
            "Талапқа сай емес құжат берілген болып саналады, бірақ толық ресімдеуге мерзіммен"
            " қайтарылады ([[ҚПК 423.2]]).",
            _STEP[state],
            _RIGHT[state],
        ),
        "options": shuffled(random, options),
    }


def _opening(scene: Scene, prosecutor: bool) -> str:
    if prosecutor:
        return (
            f"{scene.sentenced} соттады. Мемлекеттік айыптаушы {scene.prosecutor.full} апелляция"
            " мерзімінің он төртінші тәулігінде өтінішхат келтірді"
        )
    return (
        f"{scene.sentenced} соттады. Жәбірленуші {scene.victim.full} апелляция мерзімінің он"
        " төртінші тәулігінде шағым берді"
    )


def _next(state: State, given: str) -> str:
    if state == "faulty":
        return "Үкім шығарған сот не істейді?"
    returned = f"Үкім шығарған сот оны толық ресімдеуге {given} тәулік беріп, қайтарды."
    if state == "mended":
        return (
            f"{returned} Автор кемшілікті түзетіп, құжатты сот берген мерзімнің соңғы күні қайта"
            " тапсырды. Бұл кезде он бес тәулік өтіп кеткен еді. Сот не істейді?"
        )
    return f"{returned} Сот берген мерзім өтті, автор құжатты қайта тапсырған жоқ. Сот не істейді?"


_RIGHT: Mapping[State, str] = {
    "faulty": "Құжат жоғалмайды: сот оны мерзім көрсетіп, толық ресімдеуге қайтарады"
    " ([[ҚПК 423.2]]).",
    "not-mended": "Көрсетілген мерзімде қайта тапсырылмаған құжат берілмеген болып саналады, бұл"
    " авторына хабарланады ([[ҚПК 423.2]]).",
    "mended": "Құжат бастапқы берілген күні берілген болып саналады, түзету мерзімі де сақталған"
    " ([[ҚПК 423.2]]). Енді сот тараптарға хабарлайды ([[ҚПК 420.1]]).",
}
_STEP: Mapping[State, str] = {
    "faulty": "Мұнда сот құжатты әлі қайтармаған, демек, келесі қадам — осы.",
    "not-mended": "Мұнда сот берген мерзім бос өткен.",
    "mended": "Мұнда сот берген мерзім сақталған, ал он бес тәулік бастапқы беру кезінде"
    " сақталған еді.",
}
_LATE: Mapping[State, tuple[str, str]] = {
    "faulty": (
        "Құжат он төртінші тәулікте, мерзім ішінде берілген ([[ҚПК 418.1]]). Кемшілік — кешігу"
        " емес.",
        "ground-confused",
    ),
    "not-mended": (
        "Кешігіп берілген құжат қаулымен қайтарылады ([[ҚПК 418.3]]). Мұнда құжат мерзімінде"
        " берілген, бірақ түзетілмеген.",
        "ground-confused",
    ),
    "mended": (
        "Он бес тәулік бастапқы құжатпен сақталған: талапқа сай емес құжат та берілген болып"
        " саналады ([[ҚПК 423.2]]).",
        "wrong-start",
    ),
}


def _why(option: State, state: State) -> tuple[str, str]:
    """Why it is wrong, and the misconception."""
    if option == "faulty":
        if state == "mended":
            return "Кемшілік түзетілген, қайта қайтаруға негіз жоқ ([[ҚПК 423.2]]).", (
                "order-of-steps"
            )
        return (
            "Құжат бір рет қайтарылды, мерзім бос өтті. Заң мұндайда құжатты берілмеген деп"
            " санайды ([[ҚПК 423.2]]).",
            "order-of-steps",
        )
    if option == "not-mended":
        return (
            "Берілмеген деп түзету мерзімі бос өтсе ғана саналады ([[ҚПК 423.2]]). Мұнда олай"
            " болған жоқ.",
            "order-of-steps",
        )
    if state == "faulty":
        return (
            "Құжат берілген болып саналғанымен, кемшілігі түзетілмей қабылданбайды"
            " ([[ҚПК 423.1]], [[ҚПК 423.2]]).",
            "overgeneralised",
        )
    return (
        "Құжат түзетілмеген күйі қалды, сондықтан ол берілмеген болып саналады ([[ҚПК 423.2]]).",
        "overgeneralised",
    )


MEND_PAPER = Generator(
    id="5.2-gen-appeal-mend",
    title="Талапқа сай емес шағым мен өтінішхат",
    theme="appellate",
    objectives=("5.2.h",),
    norms=("ҚПК 423.1", "ҚПК 423.2"),
    make=_make,
)
