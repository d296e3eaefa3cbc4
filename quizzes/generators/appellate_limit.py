"""How severe a punishment the appellate court may impose at most, on the papers filed."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Literal

from quizzes.appellate import Act, Facts, Sought, decide
from quizzes.appellate_scene import (
    JURY_COURT,
    JURY_OFFENCE,
    YEARS,
    Scene,
    draw_scene,
    right,
    steps,
    without_repeats,
    wrong,
)
from quizzes.generator import Generator
from quizzes.working_days import WorkingDays

Who = Literal["convict", "prosecutor", "head", "victim", "both", "late", "jury"]
CASES: tuple[Who, ...] = ("convict", "prosecutor", "head", "victim", "both", "late", "jury")


def most(who: Who, given: int, victim: int, prosecutor: int) -> int:
    """The most years allowed: what was given, unless an accuser asked for more in time. With two
    papers the greater request is the limit. Every request stays within what the accuser upheld at
    the trial, so that this further limit never decides.
    """
    act, sought = _facts(who)
    if decide(Facts(act, sought, "too-lenient")).lawful != ("changed",):
        return given
    return {"prosecutor": prosecutor, "head": prosecutor, "victim": victim}.get(
        who, max(victim, prosecutor)
    )


def _facts(who: Who) -> tuple[Act, Sought]:
    if who == "jury":
        return "jury-conviction", "worse"
    if who == "convict":
        return "conviction", "defence"
    return "conviction", "added" if who == "late" else "worse"


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    who = random.choice(CASES)
    scene = draw_scene(random)
    # Three different numbers besides what was given: victim, prosecutor, the trial.
    given = random.choice((15, 16)) if who == "jury" else random.choice((3, 4))
    low, middle, high = given + 1, given + 2, given + 3
    victim, prosecutor = (middle, low) if who == "both" and random.random() < 0.5 else (low, middle)
    if who == "victim":
        victim, prosecutor = middle, middle
    trial = high
    act, sought = _facts(who)
    row = decide(Facts(act, sought, "too-lenient"))
    key = most(who, given, victim, prosecutor)
    options = []
    for years in (given, low, middle, high):
        text = f"{YEARS[years].capitalize()} жыл"
        if years == key:
            options.append(right(text, _right_why(who, row.says)))
        else:
            options.append(wrong(text, *_why(who, years, given, victim, prosecutor, trial)))
    court = JURY_COURT if who == "jury" else scene.courts.first
    how = "алқабилердің қатысуымен қарап," if who == "jury" else "(судья жеке-дара)"
    offence = JURY_OFFENCE if who == "jury" else scene.offence
    first = f"{court[0].upper()}{court[1:]} {how}"
    if who == "jury":
        first = f"{court[0].upper()}{court[1:]} істі {how}"
    return {
        "type": "single-choice",
        "stem": (
            f"{first} {scene.convict.full_him} {offence} {YEARS[given]} жылға бас бостандығынан"
            f" айырды. Жарыссөзде мемлекеттік айыптаушы {YEARS[trial]} жыл сұраған еді."
            f" {_filed(scene, who, victim, prosecutor)} Апелляция кінәні де, саралауды да дұрыс"
            " деп тапты, бірақ жазаны тым жеңіл деп санайды. Ол ең көп дегенде қанша жыл тағайындай"
            " алады?"
        ),
        "norms": without_repeats(row.norms),
        "difficulty": 3,
        "hints": [
            "Қай құжатта жазаны қатайту мерзімінде сұралды, қандай мөлшерде?",
            "Айыптаушының жарыссөзде сұрағаны мен апелляцияда сұралған мөлшерді ажыратыңыз.",
        ],
        "explanation": steps(
            "Жағдай айыптау тарабы апелляцияда сұраған шекте ғана нашарлайды ([[ҚПК 431.2]],"
            " [[ҚПК 442.2]]).",
            _asked(who, victim, prosecutor),
            f"Демек, шек — {YEARS[key]} жыл.",
        ),
        "options": options,
        "fixed_order": True,
    }


def _filed(scene: Scene, who: Who, victim: int, prosecutor: int) -> str:
    if who == "convict":
        return (
            f"Жалғыз апелляциялық шағымды {scene.convict.of} өзі берді, ол жазаны жеңілдетуді"
            " сұрайды."
        )
    if who == "victim":
        return (
            f"Жәбірленуші {scene.victim.full} мерзімінде берген шағымында жазаны"
            f" {YEARS[victim]} жылға дейін қатайтуды сұрады, прокурор өтінішхат келтірмеді."
        )
    if who == "both":
        return (
            f"Жәбірленуші {scene.victim.full} шағымында жазаны {YEARS[victim]} жылға дейін,"
            f" айыптаушы {scene.prosecutor.full} өтінішхатында {YEARS[prosecutor]} жылға дейін"
            " қатайтуды сұрады, екеуі де мерзімінде берілді."
        )
    if who == "late":
        return (
            f"Мерзімінде келтірген өтінішхатында айыптаушы {scene.prosecutor.full} тек азаматтық"
            " талап туралы қатені көрсетті. Апелляция мерзімі өткен соң өтінішхатын толықтырып,"
            f" жазаны {YEARS[prosecutor]} жылға дейін қатайтуды сұрады."
        )
    if who == "head":
        return (
            f"Іске қатыспаған аудан прокуроры {scene.head.full} мерзімінде келтірген өтінішхатында"
            f" жазаны {YEARS[prosecutor]} жылға дейін қатайтуды сұрады."
        )
    return (
        f"Айыптаушы {scene.prosecutor.full} мерзімінде келтірген өтінішхатында жазаны"
        f" {YEARS[prosecutor]} жылға дейін қатайтуды сұрады."
    )


def _asked(who: Who, victim: int, prosecutor: int) -> str:
    if who == "convict":
        return (
            "Айыптау тарабы ештеңе сұраған жоқ, ал сотталған адамның өз шағымы бойынша жағдай"
            " нашарламайды ([[ҚПК 426.2]])."
        )
    if who == "victim":
        return (
            f"Жәбірленуші {YEARS[victim]} жыл сұраған. Прокурордың өтінішхаты міндетті емес"
            " ([[ҚПК 442.2]])."
        )
    if who == "both":
        return (
            f"Екі құжат бар: {YEARS[min(victim, prosecutor)]} жыл және"
            f" {YEARS[max(victim, prosecutor)]} жыл. Сот әрқайсысының шегінде шеше алады, сондықтан"
            " үлкен мөлшер шек болады ([[ҚПК 431.2]])."
        )
    if who == "late":
        return (
            "Қатайту мерзімінен кейін, толықтыруда ғана сұралған, мұндай талап қаралмайды"
            " ([[ҚПК 423.4]])."
        )
    if who == "jury":
        return (
            f"Прокурор {YEARS[prosecutor]} жыл сұраған, бірақ алқабилер қатысқан істе жаза"
            " қатаймайды ([[ҚПК 662.3]])."
        )
    return f"Прокурор {YEARS[prosecutor]} жыл сұраған ([[ҚПК 442.2]])."


def _right_why(who: Who, says: str) -> str:
    if who in ("prosecutor", "head", "victim", "both"):
        return "Сот апелляцияда сұралған шектен аспайды ([[ҚПК 431.2]], [[ҚПК 442.2]])."
    return says


def _why(
    who: Who, years: int, given: int, victim: int, prosecutor: int, trial: int
) -> tuple[str, str]:
    """Why it is wrong, and the misconception."""
    key = most(who, given, victim, prosecutor)
    if years == trial:
        if who == "jury":
            return (
                "Жарыссөздегі ұсыныс та алқабилер қатысқан істе жазаны қатайтуға жол ашпайды"
                " ([[ҚПК 662.3]]).",
                "overgeneralised",
            )
        return (
            "Мұны айыптаушы жарыссөзде ғана сұраған, апелляцияда бұл мөлшер ешбір құжатта"
            " мерзімінде сұралмаған ([[ҚПК 431.2]]).",
            "overgeneralised",
        )
    if key == given:
        if who == "jury":
            return (
                "Өтінішхат болғанымен, алқабилер қатысқан істе жазаны қатайтуға болмайды"
                " ([[ҚПК 662.3]]).",
                "overgeneralised",
            )
        if who == "late":
            return (
                "Мерзімнен кейінгі толықтыруда нашарлату туралы жаңа талап қойылмайды"
                " ([[ҚПК 423.4]]), сондықтан жаза бір жылға да қатаймайды.",
                "overgeneralised",
            )
        return (
            "Айыптау тарабы құжат бермеген, сондықтан жаза бір жылға да қатаймайды"
            " ([[ҚПК 442.2]]).",
            "overgeneralised",
        )
    if years == given:
        return (
            "Қатайтуды айыптау тарабы мерзімінде сұраған, сондықтан сот бұдан көп тағайындай алады"
            " ([[ҚПК 442.2]]).",
            "too-narrow",
        )
    if who == "both":
        return (
            "Бұл — екі құжаттың бірінде ғана сұралған кіші мөлшер. Екінші құжат шекті кеңейтеді"
            " ([[ҚПК 431.2]]).",
            "too-narrow",
        )
    return (
        "Бұл — аралық мөлшер: сот оны таңдай алар еді, бірақ сұралған шек бұдан жоғары"
        " ([[ҚПК 431.2]]).",
        "too-narrow",
    )


LIMIT = Generator(
    id="5.2-gen-appeal-limit",
    title="Жазаны қатайтудың шегі",
    theme="appellate",
    objectives=("5.2.k",),
    norms=("ҚПК 431.2", "ҚПК 442.2"),
    make=_make,
    difficulty=3,
)
