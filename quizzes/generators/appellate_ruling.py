"""A ruling of the first instance on appeal → the decision (ҚПК 431.1.7, 431.1.10, 440.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes.appellate import GONE, Act, Decision, Facts, Found, Sought, decide
from quizzes.appellate_scene import Scene, draw_scene, right, shuffled, steps, wrong
from quizzes.generator import Generator
from quizzes.working_days import WorkingDays

TEXTS: Mapping[Decision, str] = {
    "unchanged": "Қаулыны өзгеріссіз, шағымды қанағаттандырусыз қалдырады",
    "ruling-changed": "Қаулыны өзгертеді не күшін жойып, жаңасын қабылдайды",
    "ruling-returned": "Қаулының күшін жойып, жаңадан қарауға жібереді",
}
SAME_PETITION = "Қаулыны өзгеріссіз, өтінішхатты қанағаттандырусыз қалдырады"
PROSECUTOR = "Қаулының күшін жойып, істі прокурорға қайтарады"
CONVICT = "Қаулының күшін жойып, айыптау үкімін шығарады"


@dataclass(frozen=True, slots=True)
class Case:
    """``story`` gets the scene's names; ``found`` is what the appellate court holds."""

    act: Act
    sought: Sought
    found: Found
    story: str
    holds: str


_PAROLE = (
    "{first} сотталған {convict} шартты түрде мерзімінен бұрын босату туралы өтінішхатын мәні"
    " бойынша қарап, қаулымен бас тартты. {who} жекеше шағым берді."
)
_SENT_BACK = (
    "{first} сотталған {convict} шартты түрде мерзімінен бұрын босату туралы өтінішхатын мәні"
    " бойынша қарамай, қаулымен кері қайтарды. {who} жекеше шағым берді."
)
_MILDER = (
    "{first} сотталған {convict} өтелмеген жазасын жеңілірек түрге ауыстыру туралы өтінішхатын мәні"
    " бойынша қарап, қаулымен бас тартты. {who} жекеше шағым берді."
)
_ILLNESS = (
    "{first} сотталған {convict} сырқатына байланысты жазадан босату туралы өтінішхатын мәні"
    " бойынша қарамай, қаулымен кері қайтарды. {who} жекеше шағым берді."
)
_FINE = (
    "{first} куә {victim} басты сот талқылауына келмегені үшін қаулымен ақшалай өндіріп алу"
    " қолданды. Куә жекеше шағым берді."
)
_NOT_HEARD = (
    "{first} сотталған {convict} жазасын жеңілірек түрге ауыстыру туралы өтінішхатын мәні бойынша"
    " қарамай, қаулымен қараусыз қалдырды. {who} жекеше шағым берді."
)
_DROPPED = (
    "Мемлекеттік айыптаушы да, жәбірленуші де айыптаудан бас тартқан соң {first} {convict} ісін"
    " қаулымен тоқтатты. {paper}"
)

CASES = (
    Case(
        "ruling",
        "defence",
        "ruling-wrong",
        _PAROLE,
        "{appeal} босатудың заңдағы шарттары түгел орындалғанын, қаулының дұрыс емесін анықтады.",
    ),
    Case(
        "ruling",
        "mild",
        "ruling-wrong",
        _FINE,
        "{appeal} куәнің ауырып жатқанын, яғни дәлелді себебі болғанын анықтады.",
    ),
    Case(
        "ruling",
        "defence",
        "ruling-wrong",
        _MILDER,
        "{appeal} ауыстырудың заңдағы шарттары түгел орындалғанын, қаулының дұрыс емесін анықтады.",
    ),
    Case(
        "ruling",
        "defence",
        "nothing",
        _PAROLE,
        "{appeal} қаулыны заңды, негізді деп тапты, шағымдағы уәж расталмады.",
    ),
    Case(
        "unheard",
        "defence",
        "ruling-wrong",
        _ILLNESS,
        "{appeal} өтінішхатқа қажет құжаттар түгел болғанын, кері қайтаруға негіз болмағанын"
        " анықтады.",
    ),
    Case(
        "unheard",
        "defence",
        "ruling-wrong",
        _SENT_BACK,
        "{appeal} өтінішхатты қайтаруға негіз болмағанын анықтады.",
    ),
    Case(
        "unheard",
        "defence",
        "ruling-wrong",
        _NOT_HEARD,
        "{appeal} өтінішхатты қараусыз қалдыруға негіз болмағанын анықтады.",
    ),
    Case(
        "dropped",
        "worse",
        "guilt",
        _DROPPED,
        "{appeal} материалдар кінәні растайды деп санайды.",
    ),
    Case(
        "dropped",
        "worse",
        "nothing",
        _DROPPED,
        "{appeal} бас тартудың асығыс болғанын байқады.",
    ),
    Case(
        "dropped",
        "worse",
        "nothing",
        _DROPPED,
        "{appeal} айыптаушының іс материалдарын толық зерттемей бас тартқанын анықтады.",
    ),
)
_BY_ACT: Mapping[Act, tuple[Case, ...]] = {
    act: tuple(one for one in CASES if one.act == act) for act in ("ruling", "unheard", "dropped")
}


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    act = random.choice(tuple(_BY_ACT))
    case = random.choice(_BY_ACT[act])
    scene = draw_scene(random)
    found: Found = "nothing" if case.act == "dropped" else case.found
    row = decide(Facts(case.act, case.sought, found))
    (decision,) = row.lawful
    texts = {**TEXTS, "unchanged": SAME_PETITION} if case.act == "dropped" else TEXTS
    options = [right(texts[decision], row.says)]
    options += [
        wrong(text, *_why(one, case))
        for one, text in texts.items()
        if one != decision and one not in row.open_too
    ]
    if case.act == "dropped":
        options = [one for one in options if one["text"] != TEXTS["ruling-changed"]]
        options.append(wrong(CONVICT, *_why("convicted", case)))
    options.append(wrong(PROSECUTOR, GONE["to-prosecutor"][1], "old-edition"))
    return {
        "type": "single-choice",
        "stem": f"{_fill(case.story, scene, random)} {_fill(case.holds, scene, random)}"
        " Апелляция қандай шешім қабылдайды?",
        "norms": [one for one in row.norms if one != "ҚПК 433"],  # of verdicts alone
        "hints": [
            "Бірінші саты өтінішхатты не істі мәні бойынша қарады ма?",
            "Қаулы неге байланысты шыққанына қараңыз: кейбір қаулының күші жойылмайды.",
        ],
        "explanation": steps(_FIRST[case.act], row.says),
        "options": shuffled(random, options),
    }


def _fill(text: str, scene: Scene, random: Random) -> str:
    head = random.choice(("Аудан прокуроры", "Облыс прокурорының орынбасары"))
    return text.format(
        first=scene.courts.first,
        appeal=scene.courts.appeal,
        convict=scene.convict.full_of,
        victim=scene.victim.full_to,
        who=random.choice(("Сотталған адам", f"Қорғаушысы {scene.defender.full}")),
        paper=f"{head} {scene.head.full} айыптаушымен келіспей, өтінішхатында қаулының"
        " күшін жоюды сұрады.",
    )


_FIRST: Mapping[Act, str] = {
    "ruling": "Бірінші саты мәселені мәні бойынша шешкен, сондықтан істі кері жіберудің қажеті"
    " жоқ ([[ҚПК 431.1.7]]).",
    "unheard": "Бірінші саты мәселені мәні бойынша қарамаған ([[ҚПК 431.1.10]]).",
    "dropped": "Қаулы айыптаушы мен жәбірленушінің айыптаудан бас тартуына байланысты шыққан"
    " ([[ҚПК 440.3]]).",
}


def _why(decision: Decision, case: Case) -> tuple[str, str]:
    """Why it is wrong, and the misconception."""
    if case.act == "dropped":
        return (
            "Айыптаудан бас тартуға байланысты шыққан тоқтату қаулысының күші апелляцияда"
            " жойылмайды ([[ҚПК 440.3]]).",
            "overgeneralised",
        )
    if decision == "ruling-returned":
        return (
            "Жаңадан қарауға мәні бойынша қаралмаған іс қана жіберіледі ([[ҚПК 431.1.10]]). Мұнда"
            " мәселе мәні бойынша шешілген.",
            "outcome-confused",
        )
    if decision == "ruling-changed":
        return (
            "Түзету үшін қаулы дұрыс емес болуы керек ([[ҚПК 431.1.7]]). Мұнда ол заңды, негізді.",
            "outcome-confused",
        )
    return (
        "Өзгеріссіз қалдыру үшін қаулы заңды, негізді болуы керек ([[ҚПК 431.1.1]]). Мұнда оның"
        " дұрыс еместігі анықталған.",
        "outcome-confused",
    )


RULING = Generator(
    id="5.2-gen-appeal-ruling",
    title="Қаулы бойынша апелляция шешімі",
    theme="appellate",
    objectives=("5.2.j",),
    norms=("ҚПК 431.1.7", "ҚПК 431.1.10"),
    make=_make,
)
