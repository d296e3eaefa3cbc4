"""A violation that always quashes a judgment → what the court does and where the case goes."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.appellate import GONE, Act, Decision, Facts, Found, Sought, decide
from quizzes.appellate_scene import (
    JURY_COURT,
    JURY_OFFENCE,
    YEARS,
    Scene,
    draw_scene,
    right,
    shuffled,
    steps,
    without_repeats,
    wrong,
)
from quizzes.generator import Generator
from quizzes.working_days import WorkingDays

ITSELF = "Үкімнің күшін жойып, жаңа үкімді өзі шығарады"
RETRIAL = "Үкімнің күшін жойып, істі жаңадан сот қарауына жібереді"
SAME = "Үкімді өзгеріссіз, шағымды қанағаттандырусыз қалдырады"
SAME_PETITION = "Үкімді өзгеріссіз, өтінішхатты қанағаттандырусыз қалдырады"
COMPLETE = "Үкімнің күшін жоймай, істі толық ресімдеуге жібереді"
INVESTIGATION = GONE["investigation"][0]

TEXTS: Mapping[Decision, str] = {
    "new-conviction": ITSELF,
    "retrial": RETRIAL,
    "unchanged": SAME,
    "completed": COMPLETE,
}

VIOLATIONS: tuple[tuple[str, str], ...] = (
    ("ҚПК 436.3.2", "үкімді судьялық өкілеттігі бұған дейін тоқтатылған адам шығарғаны"),
    ("ҚПК 436.3.4", "қорғаушының қатысуы міндетті бола тұра, іс онсыз қаралғаны"),
    ("ҚПК 436.3.5", "сот ісі жүрген тілді білмейтін сотталушыға аудармашы берілмегені"),
    ("ҚПК 436.3.6", "сотталушыға өткен жарыссөзге қатысу құқығы берілмегені"),
    ("ҚПК 436.3.7", "сотталушыға соңғы сөз берілмегені"),
    (
        "ҚПК 436.3.8",
        "судьяның кеңесу бөлмесінде бөгде адаммен іс туралы ақылдасып, үкім шығарудың құпиясын"
        " бұзғаны",
    ),
    ("ҚПК 436.3.9", "үкімге судьяның қол қоймағаны"),
)
VIOLATIONS_OF_ACQUITTAL: tuple[tuple[str, str], ...] = (
    ("ҚПК 436.3.4", "жәбірленуші өкілінің қатысуы міндетті бола тұра, іс онсыз қаралғаны"),
    ("ҚПК 436.3.5", "сот ісі жүрген тілді білмейтін жәбірленушіге аудармашы берілмегені"),
    VIOLATIONS[5],
)
"""An acquittal harms no one but the accusers: what they could complain of."""

CASES: tuple[tuple[Act, Sought, Found], ...] = (
    ("conviction", "defence", "violation"),
    ("jury-conviction", "defence", "violation"),
    ("acquittal", "mild", "violation"),
    ("conviction", "defence", "no-record"),
)


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    act, sought, found = random.choice((*CASES[:2], *CASES))
    row = decide(Facts(act, sought, found))
    (decision,) = row.lawful
    scene = draw_scene(random)
    norm, violation = random.choice(VIOLATIONS_OF_ACQUITTAL if act == "acquittal" else VIOLATIONS)
    if found == "no-record":
        norm, violation = "ҚПК 436.4", "іс материалдарында сот отырысының хаттамасы жоқ екені"
    petition = act == "acquittal"
    reasons = _reasons(act, found, norm)
    options = [
        right(text, row.says) if one == decision else wrong(text, *reasons[one])
        for one, text in {**TEXTS, "unchanged": SAME_PETITION if petition else SAME}.items()
        if one in (decision, *reasons)
    ]
    if len(options) < 4:
        options.append(wrong(INVESTIGATION, GONE["investigation"][1], "old-edition"))
    return {
        "type": "single-choice",
        "stem": (
            f"{_opening(scene, act, random)} {_filed(scene, act, found)}"
            f" {_found(scene, act, found, violation)} Апелляция қандай шешім қабылдайды?"
        ),
        "norms": without_repeats(row.norms, (norm,)),
        "difficulty": 3,
        "hints": [
            "Бұл бұзушылық үкімнің күшін сөзсіз жоятындардың қатарында ма?",
            "Үкім кімнің пайдасына шыққан және оны кім шығарған: судья жеке-дара ма, алқабилер"
            " қатысты ма?",
        ],
        "explanation": steps(
            (
                f"Анықталған бұзушылық үкімнің күшін сөзсіз жоятындар тізімінде бар ([[{norm}]])."
                if found == "violation"
                else "Хаттаманың жоқтығы үкімнің күшін сөзсіз жоятындар тізіміне кірмейді"
                " ([[ҚПК 436.3]], [[ҚПК 436.4]])."
            ),
            _who_tried(act),
            row.says,
        ),
        "options": shuffled(random, options),
    }


def _opening(scene: Scene, act: Act, random: Random) -> str:
    if act == "jury-conviction":
        years = YEARS[random.choice((15, 16, 17, 18))]
        return (
            f"Алқабилердің қатысуымен өткен талқылауда {JURY_COURT} {scene.convict.full_him}"
            f" {JURY_OFFENCE} {years} жылға бас бостандығынан айырды."
        )
    if act == "acquittal":
        return (
            f"{scene.courts.first} (судья жеке-дара) {scene.convict.full_him} ақтады, өйткені"
            " тағылған әрекетте қылмыс құрамы жоқ деп тапты."
        )
    years = YEARS[random.choice((3, 4, 5))]
    return (
        f"{scene.courts.first} (судья жеке-дара) {scene.convict.full_him} {scene.offence} {years}"
        " жылға бас бостандығынан айырды."
    )


def _filed(scene: Scene, act: Act, found: Found) -> str:
    if act == "acquittal":
        return (
            f"Мемлекеттік айыптаушы {scene.prosecutor.full} өтінішхатында процестік бұзушылыққа"
            f" ғана сүйеніп, үкімнің күшін жоюды сұрады. {scene.convict.of} кінәсіздігін де, ақтау"
            " негізін де айыптаушы да, жәбірленуші де даулаған жоқ."
        )
    return (
        f"Апелляциялық шағымды {scene.convict.of} қорғаушысы {scene.defender.full} берді, онда"
        " үкімнің күшін жоюды сұрады."
    )


def _found(scene: Scene, act: Act, found: Found, violation: str) -> str:
    if found == "no-record":
        # The case goes back before it is heard: nothing is held on guilt yet.
        return (
            f"{scene.courts.appeal} істі қарауға кіріскенде {violation} анықталды. Өзге бұзушылық"
            " әзірге анықталған жоқ."
        )
    if act == "jury-conviction":
        return f"Апелляциялық сатыда {violation} анықталды."
    if act == "acquittal":
        return f"{scene.courts.appeal}нда {violation} анықталды."
    return (
        f"Апелляцияда {violation} анықталды. {scene.courts.appeal} дәлелдемелерді өзі зерттеп,"
        " кінә дәлелденген, саралау мен жаза дұрыс деген тұжырымға келді."
    )


def _who_tried(act: Act) -> str:
    if act == "jury-conviction":
        return (
            "Үкім алқабилердің қатысуымен шығарылған: оның күшін жоюдың негіздері [[ҚПК 662.2]]"
            " нормасында."
        )
    if act == "acquittal":
        return "Үкім ақтау үкімі, ал кінәсіздік те, ақтау негізі де даулы емес ([[ҚПК 440.2]])."
    return "Істі судья жеке-дара қараған, үкім — айыптау үкімі."


def _reasons(act: Act, found: Found, norm: str) -> Mapping[Decision, tuple[str, str]]:
    """Why each other decision is wrong, and the misconception."""
    if found == "no-record":
        return {
            "new-conviction": (
                "Жаңа үкім бұрынғысының күші жойылса ғана шығарылады, ал хаттаманың жоқтығы күшін"
                " жоюға негіз емес ([[ҚПК 436.4]]).",
                "ground-confused",
            ),
            "retrial": (
                "Хаттаманың жоқтығы күшін жоюға негіз емес ([[ҚПК 436.4]]), ал жаңадан қарауға"
                " алқабилер үкімі ғана жіберіледі ([[ҚПК 431.1.6]]).",
                "ground-confused",
            ),
            "unchanged": (
                "Хаттамасыз айғақтарды тексеру мүмкін емес, сондықтан заң алдымен істі толық"
                " ресімдеуді талап етеді ([[ҚПК 436.4]]).",
                "too-narrow",
            ),
        }
    complete = (
        "Толық ресімдеу хаттама болмағанда қолданылады ([[ҚПК 436.4]]). Мұндағы бұзушылық"
        f" — басқа, ол [[{norm}]] нормасында аталған.",
        "ground-confused",
    )
    if act == "acquittal":
        return {
            "new-conviction": (
                "Жаңа үкім шығару үшін алдымен ақтау үкімінің күшін жою керек, ал кінәсіздік"
                " даулы болмаса, процестік бұзушылық бұған жеткіліксіз ([[ҚПК 440.2]]).",
                "overgeneralised",
            ),
            "retrial": (
                "Жаңадан қарауға алқабилер үкімі ғана жіберіледі ([[ҚПК 431.1.6]]), ал бұл үкімнің"
                " күші жойылмайды ([[ҚПК 440.2]]).",
                "overgeneralised",
            ),
            "completed": complete,
        }
    same = (
        "Мұндай бұзушылықта кінәнің дәлелденгені маңызды емес: үкімнің күші қалай да жойылады"
        " ([[ҚПК 436.3]])."
        if act == "conviction"
        else "Мұндай бұзушылық болса, үкімнің күші қалай да жойылады ([[ҚПК 436.3]],"
        " [[ҚПК 662.2]]).",
        "too-narrow",
    )
    if act == "jury-conviction":
        return {
            "new-conviction": (
                "Жаңа үкімді апелляцияның өзі алқабисіз қаралған іс бойынша шығарады. Алқабилер"
                " үкімінің күші жойылса, іс жаңадан қаралады ([[ҚПК 663.1]]).",
                "neighbouring-procedure",
            ),
            "unchanged": same,
            "completed": complete,
        }
    return {
        "retrial": (
            "Жаңадан сот қарауына алқабилер қатысқан үкім бойынша ғана жіберіледі"
            " ([[ҚПК 431.1.6]]). Бұл істі судья жеке-дара қараған.",
            "overgeneralised",
        ),
        "unchanged": same,
        "completed": complete,
    }


QUASH = Generator(
    id="5.2-gen-appeal-quash",
    title="Үкімнің күшін сөзсіз жоятын бұзушылық: іс қайда кетеді",
    theme="appellate",
    objectives=("5.2.e", "5.2.j"),
    norms=("ҚПК 436.3", "ҚПК 431.1"),
    make=_make,
    difficulty=3,
)
