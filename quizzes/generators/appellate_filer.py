"""Who stands where in a case → what they may file against a judgment not yet in force."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.appellate import FILERS, Filer, Standing
from quizzes.appellate_scene import (
    JUVENILE_COURT,
    JUVENILE_OFFENCES,
    Scene,
    draw_scene,
    right,
    shuffled,
    steps,
    wrong,
)
from quizzes.generator import Generator
from quizzes.working_days import WorkingDays

WHOLE = "Үкімге толық көлемде апелляциялық шағым береді"
CIVIL = "Үкімнің азаматтық талап бөлігіне ғана шағым береді"
OWN = "Үкімге емес, өз құқығына қатысты қаулыға шағым береді"
PETITION = "Үкімге апелляциялық өтінішхат келтіреді"
NOTHING = "Үкімге шағым да бере, өтінішхат та келтіре алмайды"
PROTEST = "Үкімге апелляциялық наразылық келтіреді"


def answer(standing: Standing) -> str:
    """The option that follows from a standing."""
    if standing.document is None:
        return NOTHING
    if standing.document == "petition":
        return PETITION
    return {"whole": WHOLE, "civil-claim": CIVIL, "own-rights": OWN}[standing.reach or "whole"]


_RIVALS: Mapping[str, tuple[str, ...]] = {
    WHOLE: (CIVIL, PETITION, NOTHING, OWN),
    CIVIL: (WHOLE, NOTHING, OWN),
    OWN: (WHOLE, CIVIL, NOTHING),
    PETITION: (PROTEST, WHOLE, NOTHING),
    NOTHING: (WHOLE, CIVIL, OWN),
}
_RIVALS_OF_PROSECUTOR = (PETITION, PROTEST, WHOLE)

_WHY: Mapping[str, str] = {
    WHOLE: "Үкімге тұтас шағымды сотталған, ақталған адам, жәбірленуші (жекеше айыптаушы), олардың"
    " қорғаушысы мен өкілдері береді ([[ҚПК 414.1]]).",
    CIVIL: "Мұндай шек азаматтық талапкер мен азаматтық жауапкерге қойылған ([[ҚПК 414.1]]).",
    OWN: "Өз құқығына қатысты қаулыға шағым — іске тарап емес адамның жолы ([[ҚПК 414.3]]).",
    PETITION: "Өтінішхат — прокурордың құжаты, оны мемлекеттік айыптаушы мен заңда аталған басшы"
    " прокурорлар келтіреді ([[ҚПК 414.2]]).",
    PROTEST: "Апелляцияда наразылық жоқ: 2017 жылдан бері прокурор күшіне енбеген үкімге"
    " өтінішхат келтіреді ([[ҚПК 414.2]]).",
    NOTHING: "",
}
_CODES: Mapping[str, str] = {
    WHOLE: "overgeneralised",
    CIVIL: "actor-confused",
    OWN: "actor-confused",
    PETITION: "actor-confused",
    PROTEST: "act-form",
    NOTHING: "too-narrow",
}


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    filer = random.choice(tuple(FILERS))
    standing = FILERS[filer]
    scene = draw_scene(random)
    sentenced = scene.sentenced
    if filer == "guardian":
        offence = random.choice(JUVENILE_OFFENCES)
        sentenced = f"{JUVENILE_COURT} кәмелетке толмаған {scene.convict.full_him} {offence}"
    person = random.choice(_situations(scene)[filer])
    key = answer(standing)
    rivals = _RIVALS_OF_PROSECUTOR if filer == "other-prosecutor" else _RIVALS[key]
    says = f"{standing.says} ([[{standing.norms[0]}]])."
    options = [right(key, says)]
    for one in random.sample(rivals, 3):
        code = "too-narrow" if key == WHOLE and one == CIVIL else _CODES[one]
        options.append(wrong(one, _why(one, standing), code))
    who, question = person
    return {
        "type": "single-choice",
        "stem": (
            f"{sentenced} соттап, үкім шығарды. Үкім заңды күшіне енген жоқ, апелляция"
            f" мерзімі өтпеген. {who} {question}"
        ),
        "norms": standing.norms,
        "difficulty": 2,
        "hints": [
            "Алдымен адамның істегі процестік жағдайын атаңыз.",
            "Содан кейін екі сұраққа жауап беріңіз: құжат қалай аталады және қай шекте беріледі?",
        ],
        "explanation": steps(
            f"Процестік жағдайы: {standing.who}.",
            says,
            "Шағым мен өтінішхат үкім шығарған сот арқылы беріледі ([[ҚПК 417.1]])."
            if standing.document
            else "Ол заңда аталмағандықтан, құжаты апелляцияны қозғамайды ([[ҚПК 414]]).",
        ),
        "options": shuffled(random, options),
    }


def _why(option: str, standing: Standing) -> str:
    known = _WHY[option]
    if option == NOTHING:
        known = f"Заң оған апелляцияға жол ашқан ([[{standing.norms[0]}]])."
    return f"{known} Мұндағы тұлға — {standing.who}."


_CAN = "Ол апелляциялық тәртіппен не істей алады?"


def _situations(scene: Scene) -> Mapping[Filer, tuple[tuple[str, str], ...]]:
    """Who is spoken of and what they want, then the question."""
    convict, victim, prosecutor = scene.convict, scene.victim, scene.prosecutor
    return {
        "convict": (
            (f"{convict.of} өзі жазаны да, саралауды да дұрыс емес деп санайды.", _CAN),
            (f"{convict.surname} сотта кінәсін мойындаған, бірақ жазаны қатал деп санайды.", _CAN),
        ),
        "acquitted": (
            (
                f"Сол үкіммен {scene.defender.full} ақталды, бірақ ақталу негізімен келіспейді.",
                _CAN,
            ),
        ),
        "defender": (
            (
                f"Үкім жарияланғаннан кейін іске {convict.of} жаңа қорғаушысы"
                f" {scene.defender.full} кірді, ол сот отырысына қатыспаған.",
                _CAN,
            ),
            (f"{convict.of} қорғаушысы {scene.defender.full} үкіммен келіспейді.", _CAN),
        ),
        "guardian": (
            (
                f"{convict.of} заңды өкілі — анасы Айгүл Құрманова үкіммен келіспейді.",
                _CAN,
            ),
        ),
        "victim": (
            (
                f"Айыптаушы үкіммен келісті, ал жәбірленуші {victim.full} жазаны тым жеңіл деп"
                " санайды.",
                _CAN,
            ),
            (f"Жәбірленуші {victim.full} саралаумен де, жазамен де келіспейді.", _CAN),
        ),
        "victim-agent": (
            (
                f"Жәбірленуші {victim.full} емделіп жатыр, ал оның өкілі {scene.defender.full}"
                " үкімді тым жұмсақ деп санайды.",
                f"{scene.defender.surname} апелляциялық тәртіппен не істей алады?",
            ),
        ),
        "private-prosecutor": (
            (
                f"Сол сот басқа бір істі де қарады: жекеше айыптаушы {victim.full} қолдаған айыптау"
                " бойынша берілген жазаны айыптаушы тым жеңіл деп санайды.",
                "Жекеше айыптаушы апелляциялық тәртіппен не істей алады?",
            ),
        ),
        "claimant": (
            (
                "Жәбірленуші деп танылмаған «Алатау-Сервис» серіктестігі іске азаматтық талапкер"
                " болып қатысқан. Ол залалдың толық өндірілмегеніне де, жазаның жеңілдігіне де"
                " наразы.",
                "Серіктестік апелляциялық тәртіппен не істей алады?",
            ),
        ),
        "defendant": (
            (
                f"Сот залалды {convict.of} жұмыс берушісі — азаматтық жауапкер «Көктем»"
                " серіктестігінен өндірді. Серіктестік өндірілген сомамен де, саралаумен де"
                " келіспейді.",
                "Серіктестік апелляциялық тәртіппен не істей алады?",
            ),
        ),
        "outsider": (
            (
                f"Іс барысында сот бөлек қаулысымен іске тарап емес {victim.of} автокөлігі туралы"
                " мәселені шешті, бұл қаулы оның меншік құқығын қозғайды.",
                f"{victim.surname} апелляциялық тәртіппен не істей алады?",
            ),
        ),
        "trial-prosecutor": (
            (
                f"Сотта мемлекеттік айыптауды {prosecutor.full} қолдаған, ол жазаны тым жеңіл деп"
                " санайды.",
                _CAN,
            ),
        ),
        "head-prosecutor": (
            (
                f"Іске қатыспаған аудан прокуроры {scene.head.full} үкімді оқып, саралаудың қате"
                " екенін көрді. Айыптаушы үкіммен келіскен.",
                f"{scene.head.surname} апелляциялық тәртіппен не істей алады?",
            ),
            (
                f"Іске қатыспаған облыс прокурорының орынбасары {scene.head.full} үкімнің заңсыз"
                " екеніне көз жеткізді.",
                _CAN,
            ),
        ),
        "other-prosecutor": (
            (
                f"Аудандық прокуратураның аға прокуроры {scene.head.full} бұл іске қатыспаған,"
                " тыңдаушы ретінде залда отырған. Ол жазаны тым жеңіл деп санайды.",
                f"{scene.head.of} өзі апелляциялық тәртіппен не істей алады?",
            ),
        ),
        "witness": (
            (
                f"Куә {victim.full} өз айғағы үкімде дұрыс бағаланбады деп есептейді. Оның құқығын"
                " қозғайтын бөлек қаулы шыққан жоқ.",
                _CAN,
            ),
        ),
    }


FILER = Generator(
    id="5.2-gen-appeal-filer",
    title="Апелляцияға кім, қандай құжат береді",
    theme="appellate",
    objectives=("5.2.f",),
    norms=("ҚПК 414",),
    make=_make,
)
