"""What a prosecutor of a given post may do against an unlawful verdict, in force or not yet."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.generator import Generator
from quizzes.powers.bodies import BODIES
from quizzes.powers.cast import fill
from quizzes.powers.prosecutors import POSTS, SYSTEM_POWERS
from quizzes.powers.row import cite, sentence
from quizzes.working_days import WorkingDays

_TEXTS = {
    "appeal": "Апелляциялық өтінішхат келтіреді",
    "cassation": "Кассациялық наразылық келтіреді",
    "ask": "Наразылық келтіруді жоғары тұрған прокурордан өтінеді",
    "old": "Апелляциялық наразылық келтіреді",
}
_RULES = {
    "appeal": ("Күшіне енбеген үкімге қарсы құжат — апелляциялық өтінішхат", "ҚПК 414.2"),
    "cassation": (
        "Кассациялық наразылықты Бас Прокурор, оның орынбасарлары, Бас әскери және Бас көлік "
        "прокурорлары ғана келтіреді",
        "ҚПК 486.2",
    ),
    "ask": (
        "Құзыреті жетпейтін прокурор наразылық келтіру туралы өтінішхатпен жоғары тұрған "
        "прокурорға жүгінеді",
        "КЗ 10.1.19",
    ),
}


def key(post: str, in_force: bool) -> str:
    """What the law lets a post do: a key of the options."""
    if not in_force:
        return "appeal"
    may = next(one.may for one in SYSTEM_POWERS if one.id == "cassation")
    return "cassation" if post in may else "ask"


def _why_not(option: str, post: str, in_force: bool) -> tuple[str, str]:
    if option == "old":
        return (
            "Жоқ. «Апелляциялық наразылық» — ескі атау: 2017 жылдан бері күшіне енбеген актіге "
            "апелляциялық өтінішхат келтіріледі ([[ҚПК 414.2]]).",
            "old-edition",
        )
    if option == "appeal":
        return (
            "Жоқ. Үкім күшіне енді. Апелляциялық өтінішхат күшіне енбеген актіге келтіріледі "
            "([[ҚПК 414.2]]).",
            "act-form",
        )
    if option == "cassation" and not in_force:
        return (
            "Жоқ. Үкім күшіне енген жоқ. Кассациялық наразылық күшіне енген актіге келтіріледі "
            "([[ҚПК 486.2]]).",
            "act-form",
        )
    if option == "cassation":
        return (
            f"Жоқ. Бұл өкілеттік берілген лауазымдардың қатарында {BODIES[post]} жоқ "
            "([[ҚПК 486.2]]).",
            "wrong-body",
        )
    if in_force:
        return (
            "Жоқ. Бұл лауазымның өз өкілеттігі жеткілікті: наразылықты ол өзі келтіреді "
            "([[ҚПК 486.2]]).",
            "too-narrow",
        )
    return (
        "Жоқ. Үкім күшіне енген жоқ, өтінішхатты бұл лауазымның өзі келтіре алады ([[ҚПК 414.2]]).",
        "too-narrow",
    )


def _make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    post = random.choice(POSTS[1:])  # nobody stands above the Prosecutor General to be asked
    in_force = random.random() < 0.65
    right = key(post, in_force)
    rule, norm = _RULES[right]
    options: list[dict[str, Any]] = []
    for option, text in _TEXTS.items():
        if option == right:
            options.append({"text": text, "right": True, "why": f"Иә. {rule} {cite(norm)}."})
        else:
            why, code = _why_not(option, post, in_force)
            options.append({"text": text, "why": why, "misconception": code})
    random.shuffle(options)
    court = "Гарнизонның әскери соты" if "military" in post else "{a} аудандық соты"
    told = (
        f"{court} шығарған, ауыр қылмыс туралы үкім апелляциядан өтіп, заңды күшіне енді. "
        "Кассацияға негіз бар."
        if in_force
        else f"{court} ауыр қылмыс туралы үкім шығарды. Үкім заңды күшіне енген жоқ, апелляция "
        "мерзімі өткен жоқ."
    )
    return {
        "type": "single-choice",
        "stem": (
            f"{fill(told, random)} **{sentence(BODIES[post])}** (іс оның құзыретіне жатады, сот "
            "талқылауына ол қатысқан жоқ) үкімді заңсыз деп санайды. Ол үкімге қарсы не істейді?"
        ),
        "norms": ("ҚПК 486.2", "КЗ 10.1.19") if right == "ask" else (norm,),
        "objectives": ("5.2.l",) if in_force else ("5.2.f",),
        "facts": ("F-1.3-08",) if in_force else ("F-5.2-38",),
        "options": options,
        "explanation": (
            "Екі сұрақ қойыңыз.\n\n"
            "1. Үкім күшіне енді ме? Енбесе, апелляциялық өтінішхат ([[ҚПК 414.2]]).\n"
            "2. Енсе, лауазым кассациялық наразылық келтіретіндердің қатарында ма ([[ҚПК 486.2]])? "
            "Болмаса, жоғары тұрған прокурорға өтінішхатпен жүгінеді ([[КЗ 10.1.19]]).\n\n"
            f"Бұл жерде үкім {'күшіне енген' if in_force else 'күшіне енбеген'}, лауазым — "
            f"{BODIES[post]}. {rule} {cite(norm)}."
        ),
    }


AGAINST_VERDICT = Generator(
    id="5.2-gen-against-verdict",
    title="Заңсыз үкімге қарсы прокурор не істейді",
    theme="powers",
    objectives=("5.2.f", "5.2.l"),
    norms=("ҚПК 414.2", "ҚПК 486.2"),
    make=_make,
)
