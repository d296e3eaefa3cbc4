"""When a judgment comes into force: nobody appealed, it was heard, or the paper was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from quizzes.appellate_scene import (
    Scene,
    day_name,
    draw_scene,
    on_day,
    right,
    shuffled,
    steps,
    wrong,
)
from quizzes.generator import Generator, Redraw
from quizzes.working_days import OutsideCalendar, WorkingDays

State = Literal["nobody", "upheld", "new-verdict", "withdrawn"]
Event = Literal["pronounced", "term", "ruled", "withdrew", "copies", "returned"]

KEYS: Mapping[State, Event] = {
    "nobody": "term",
    "upheld": "ruled",
    "new-verdict": "ruled",
    "withdrawn": "ruled",
}
_OFFERED: Mapping[State, tuple[Event, ...]] = {
    "nobody": ("pronounced", "term", "copies", "returned"),
    "upheld": ("term", "ruled", "copies", "returned"),
    "new-verdict": ("term", "ruled", "copies", "returned"),
    "withdrawn": ("term", "withdrew", "ruled", "returned"),
}
_RULED: Mapping[State, str] = {
    "nobody": "",
    "upheld": "Апелляциялық қаулы шығып, отырыста жарияланғанда",
    "new-verdict": "Апелляциялық үкім отырыста жарияланғанда",
    "withdrawn": "Іс жүргізуді тоқтату туралы қаулы шыққанда",
}
Filer = Literal["convict", "defender", "victim", "prosecutor"]
FILERS: tuple[Filer, ...] = ("convict", "defender", "victim", "prosecutor")
_NORMS: Mapping[State, tuple[str, ...]] = {
    "nobody": ("ҚПК 470.1",),
    "upheld": ("ҚПК 470.2", "ҚПК 444.3"),
    "new-verdict": ("ҚПК 444.3",),
    "withdrawn": ("ҚПК 470.2", "ҚПК 423.5"),
}
RULES: Mapping[State, str] = {
    "nobody": "Шағым да, өтінішхат та берілмеген үкім апелляция мерзімі біткенде күшіне енеді"
    " ([[ҚПК 470.1]]).",
    "upheld": "Апелляция қарап, күшін жоймаған үкім апелляциялық қаулы шыққан күні күшіне енеді"
    " ([[ҚПК 470.2]]). Апелляциялық акт жарияланған сәтінен күшінде ([[ҚПК 444.3]]).",
    "new-verdict": "Апелляциялық үкім жарияланған сәтте күшіне енеді ([[ҚПК 444.3]]).",
    "withdrawn": "Жалғыз құжат отырысқа дейін қайтарып алынса, үкім апелляция іс жүргізуді"
    " тоқтату туралы қаулы шығарған күні күшіне енеді ([[ҚПК 470.2]]).",
}


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    state: State = random.choice(tuple(KEYS))
    scene = draw_scene(random)
    years = sorted(days.years)[-3:-1]  # the last may lie ahead
    if not years:
        raise Redraw
    pronounced = date(random.choice(years), random.randint(1, 9), random.randint(1, 28))
    ruled = pronounced + timedelta(days=random.randint(40, 48))
    withdrew = ruled - timedelta(days=random.randint(3, 5))
    copies = ruled + timedelta(days=random.randint(4, 6))
    try:
        if any(days.is_off(one) for one in (pronounced, ruled, withdrew, copies)):
            raise Redraw
    except OutsideCalendar as beyond:
        raise Redraw from beyond
    acquitted = state == "nobody" and random.random() < 0.5
    changed = state == "upheld" and random.random() < 0.5
    filer: Filer = random.choice(FILERS)
    texts: Mapping[Event, str] = {
        "pronounced": "Бірінші сатыдағы сот үкімді жариялағанда",
        "term": "Шағым мен өтінішхат беру мерзімі біткенде",
        "ruled": _RULED[state],
        "withdrew": "Құжатты қайтарып алу туралы мәлімдеме түскенде",
        "copies": "Актінің көшірмесі тараптарға жіберілгенде",
        "returned": "Сот үкімді орындауға жібергенде"
        if state == "nobody"
        else "Іс бірінші сатыдағы сотқа қайтып келгенде",
    }
    key = KEYS[state]
    return {
        "type": "single-choice",
        "stem": _nobody(scene, pronounced, acquitted=acquitted)
        if state == "nobody"
        else _stem(scene, state, filer, (pronounced, ruled, withdrew, copies), changed=changed),
        "norms": _NORMS[state],
        "difficulty": 1 if state == "nobody" else 2,
        "hints": [
            "Апелляция істі қарап шешті ме, тоқтатты ма, әлде оған құжат түспеді ме?",
            "Көшірменің жіберілуі мен орындауға жіберу күшіне енуден бөлек оқиға.",
        ],
        "explanation": steps(_WHAT[state], RULES[state], *_day(state, ruled)),
        "options": shuffled(
            random,
            [
                right(texts[one], RULES[state])
                if one == key
                else wrong(texts[one], *_why(one, state))
                for one in _OFFERED[state]
            ],
        ),
    }


_WHAT: Mapping[State, str] = {
    "nobody": "Апелляция басталған жоқ: ешкім құжат бермеген.",
    "upheld": "Апелляция істі қарап, үкімнің күшін жойған жоқ.",
    "new-verdict": "Апелляция бұрынғы үкімнің күшін жойып, жаңа үкім шығарды.",
    "withdrawn": "Апелляция басталған, бірақ жалғыз құжат отырысқа дейін қайтарып алынды.",
}


def _day(state: State, ruled: date) -> tuple[str, ...]:
    if state == "nobody":
        return ()
    day = f"Демек, күшіне енген күні — {ruled.year} жылғы {day_name(ruled)}."
    if state != "withdrawn":
        return (day,)
    return (
        "423-баптың 5-бөлігі қайтарып алынған құжаттың өзі туралы, ал үкімнің күшіне енетін күнін"
        " 470-баптың 2-бөлігі белгілейді ([[ҚПК 423.5]], [[ҚПК 470.2]]).",
        day,
    )


def _nobody(scene: Scene, pronounced: date, *, acquitted: bool) -> str:
    day = f"{pronounced.year} жылғы {on_day(pronounced)}"
    if acquitted:
        start = f"{scene.courts.first} {scene.convict.full_him} {day} жарияланған үкіммен ақтады."
    else:
        start = (
            f"{scene.courts.first} {scene.convict.full_of} ісі бойынша айыптау үкімін {day}"
            " жариялады. Сотталған адам күзетпен ұсталған жоқ."
        )
    return (
        f"{start} Шағымды да, өтінішхатты да ешкім бермеді, ешкім мерзімді қалпына келтіруді де"
        " сұрамады. Үкім қашан күшіне енеді?"
    )


def _stem(
    scene: Scene, state: State, filer: Filer, days: tuple[date, date, date, date], *, changed: bool
) -> str:
    pronounced, ruled, withdrew, copies = days
    start = (
        f"{scene.courts.first} {scene.convict.full_of} ісі бойынша айыптау үкімін"
        f" {pronounced.year} жылғы {on_day(pronounced)} жариялады."
    )
    filed = {
        "convict": f"Мерзімінде {scene.convict.of} өзі ғана шағым берді.",
        "defender": f"Мерзімінде {scene.convict.of} қорғаушысы {scene.defender.full} ғана шағым"
        " берді.",
        "victim": f"Мерзімінде жәбірленуші {scene.victim.full} ғана шағым берді.",
        "prosecutor": f"Мерзімінде мемлекеттік айыптаушы {scene.prosecutor.full} ғана өтінішхат"
        " келтірді.",
    }[filer]
    if state == "withdrawn":
        taken = {
            "convict": f"{scene.convict.surname} шағымын",
            "defender": f"қорғаушы {scene.convict.of} келісімімен шағымын",
            "victim": "жәбірленуші шағымын",
            "prosecutor": "айыптаушы өтінішхатын",
        }[filer]
        return (
            f"{start} {filed} Отырыс басталғанша, {on_day(withdrew)} {taken} қайтарып алды."
            f" {scene.courts.appeal} {on_day(ruled)} апелляциялық іс жүргізуді тоқтату туралы"
            " қаулы шығарды. Үкім қашан күшіне енеді?"
        )
    if state == "upheld":
        done = (
            "үкімнің азаматтық талапқа қатысты бөлігін ғана өзгертіп, апелляциялық қаулыны"
            if changed
            else "үкімді өзгеріссіз қалдыру туралы апелляциялық қаулыны"
        )
        asked = "Үкім қашан күшіне енеді?"
    else:
        done = "бұрынғы үкімнің күшін жойып, апелляциялық үкімді"
        asked = "Апелляциялық үкім қашан күшіне енеді?"
    return (
        f"{start} {filed} {scene.courts.appeal} {done} {on_day(ruled)} жариялады. Көшірмелер"
        f" тараптарға {on_day(copies)} жіберілді. {asked}"
    )


def _why(event: Event, state: State) -> tuple[str, str]:
    """Why it is wrong, and the misconception."""
    if event == "pronounced":
        return (
            "Жарияланған сәтте апелляциялық акт күшіне енеді ([[ҚПК 444.3]]). Бірінші сатының үкімі"
            " шағым мерзімін күтеді ([[ҚПК 470.1]]).",
            "neighbouring-procedure",
        )
    if event == "term":
        if state == "new-verdict":
            return (
                "Апелляциялық үкімге тағы апелляция жоқ, сондықтан шағым мерзімі күтілмейді"
                " ([[ҚПК 444.3]]).",
                "neighbouring-procedure",
            )
        return (
            "Берілген шағым не өтінішхат үкімнің күшіне енуін тоқтата тұрған ([[ҚПК 421.1]])."
            " Мерзім бітуі шағымданылмаған үкім үшін маңызды ([[ҚПК 470.1]]).",
            "overgeneralised",
        )
    if event == "withdrew":
        return (
            "Қайтарып алу туралы мәлімдеменің өзі жеткіліксіз: заң тоқтату қаулысы шыққан күнді"
            " атайды ([[ҚПК 470.2]]).",
            "wrong-start",
        )
    if event == "copies":
        return (
            "Көшірменің жіберілуі күшіне ену сәтіне әсер етпейді"
            + (" ([[ҚПК 470.1]])." if state == "nobody" else " ([[ҚПК 444.2]], [[ҚПК 444.3]])."),
            "wrong-start",
        )
    if state == "nobody":
        return (
            "Орындауға күшіне енген үкім жіберіледі, демек, күшіне ену бұдан бұрын болады"
            " ([[ҚПК 470.3]]).",
            "order-of-steps",
        )
    return (
        "Іс бірінші сатыға үкімді орындауға келтіру үшін қайтады, акт бұған дейін-ақ күшінде"
        " ([[ҚПК 445.1]])."
        if state != "withdrawn"
        else "Істің қайтып келуі күшіне ену сәтін"
        " белгілемейді: ол тоқтату қаулысы шыққан күн ([[ҚПК 470.2]]).",
        "wrong-start",
    )


FORCE = Generator(
    id="5.2-gen-appeal-force",
    title="Үкім қашан күшіне енеді",
    theme="appellate",
    objectives=("5.2.f", "5.2.j"),
    norms=("ҚПК 470.1", "ҚПК 470.2", "ҚПК 444.3"),
    make=_make,
)
