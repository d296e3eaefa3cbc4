"""The court finds a punishment too mild: may it make it harsher, on the papers that were filed?"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.appellate import Act, Facts, Sought, decide
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

_CASES: tuple[tuple[Act, Sought, str], ...] = (
    ("conviction", "defence", "convict"),
    ("conviction", "defence", "defender"),
    ("conviction", "mild", "prosecutor"),
    ("conviction", "mild", "victim"),
    ("conviction", "added", "prosecutor"),
    ("conviction", "added", "victim"),
    ("jury-conviction", "worse", "prosecutor"),
    ("jury-conviction", "worse", "head"),
)

_HARDENED: tuple[tuple[Act, Sought, str], ...] = (
    ("conviction", "worse", "prosecutor"),
    ("conviction", "worse", "head"),
    ("conviction", "worse", "victim"),
)

HARDER = "Үкімді өзгертіп, неғұрлым қатаң жаза тағайындайды"
SAME = "Жазаны қатайтпайды, бұрынғы күйінде қалдырады"
RETRIAL = "Үкімнің күшін жойып, жаңа сот қарауына жібереді"
INVESTIGATION = "Үкімнің күшін жойып, қосымша тергеуге жібереді"


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    act, sought, who = random.choice(_HARDENED if random.random() < 0.5 else _CASES)
    scene = draw_scene(random)
    facts = Facts(act, sought, "too-lenient")
    row = decide(facts)
    jury = act == "jury-conviction"
    given = random.choice((15, 16, 17)) if jury else random.choice((3, 4, 5))
    wanted = given + random.choice((1, 2))
    harder = row.lawful == ("changed",)
    if jury:
        opening = (
            f"Алқабилердің қатысуымен өткен талқылауда {JURY_COURT} {scene.convict.full_him}"
            f" {JURY_OFFENCE} {YEARS[given]} жылға бас бостандығынан айырды."
        )
    else:
        opening = (
            f"{scene.sentenced} {YEARS[given]} жылға бас бостандығынан айырды. Істі судья"
            " жеке-дара қараған."
        )
    filed = _filed(scene, sought, who, wanted)
    appeal = "Апелляциялық саты" if jury else scene.courts.appeal
    verdict = (
        f"{appeal} кінәні де, саралауды да дұрыс деп тапты, бірақ жаза әділетсіз, шектен тыс"
        " жеңіл деген тұжырымға келді."
    )
    why_harder, why_same, code = _reasons(scene, facts, who)
    options = [
        right(HARDER, why_harder) if harder else wrong(HARDER, why_harder, code),
        wrong(SAME, why_same, code) if harder else right(SAME, why_same),
        wrong(RETRIAL, _RETRIAL_JURY if jury else _RETRIAL, "outcome-confused"),
        wrong(INVESTIGATION, _INVESTIGATION, "old-edition"),
    ]
    return {
        "type": "single-choice",
        "stem": f"{opening} {filed} {verdict} Сот қандай шешім қабылдайды?",
        "norms": without_repeats(
            [one for one in row.norms if one != "ҚПК 431.1.1"],  # other parts may change
            ("ҚПК 438.1",),
            ("ҚПК 442.1.9",) if sought in ("mild", "added") else (),
        ),
        "difficulty": 3 if jury or sought == "added" else 2,
        "hints": [
            "Айыптау тарабынан кім, нені және қашан сұрағанын бөліп жазыңыз.",
            "Істі бірінші сатыда кім қарады: судья жеке-дара ма, алқабилер қатысты ма?",
        ],
        "explanation": steps(
            "Негіз бар: жаза әділетсіз жеңіл, бұл оның құқық бұзушылықтың ауырлығына сай"
            " келмейтінін білдіреді ([[ҚПК 438.1]]).",
            _asked(scene, sought, who),
            row.says,
            *_beside(sought),
        ),
        "options": shuffled(random, options),
    }


def _filed(scene: Scene, sought: Sought, who: str, wanted: int) -> str:
    more = f"жазаны {YEARS[wanted]} жылға дейін қатайтуды сұрады"
    convict, victim, prosecutor = scene.convict, scene.victim, scene.prosecutor
    if sought == "defence":
        if who == "convict":
            return (
                f"Жалғыз апелляциялық шағымды {convict.of} өзі берді: жазаны жеңілдетуді сұрайды."
            )
        return (
            f"Жалғыз апелляциялық шағымды {convict.of} қорғаушысы {scene.defender.full} берді:"
            " жазаны жеңілдетуді сұрайды."
        )
    if sought == "mild":
        if who == "prosecutor":
            return (
                f"Мемлекеттік айыптаушы {prosecutor.full} өтінішхатында процестік шығынның"
                " есебіндегі қатені түзетуді ғана сұрады, басқа ешкім шағым бермеді."
            )
        return (
            f"Шағымды жәбірленуші {victim.full} ғана берді: азаматтық талап бойынша өндірілген"
            " соманы даулайды, жазаға тоқталмайды."
        )
    if sought == "added":
        if who == "prosecutor":
            return (
                f"Мемлекеттік айыптаушы {prosecutor.full} мерзімінде келтірген өтінішхатында"
                " азаматтық талап бойынша қатені түзетуді ғана сұрады. Апелляция мерзімі өткен"
                f" соң, отырыс басталғанға дейін ол өтінішхатын толықтырып, {more}."
            )
        return (
            f"Жәбірленуші {victim.full} мерзімінде берген шағымында моральдық зиянның өтемін ғана"
            " даулады. Апелляция мерзімі өткен соң, отырыс басталғанға дейін шағымын толықтырып,"
            f" {more}."
        )
    if who == "prosecutor":
        return (
            f"Мемлекеттік айыптаушы {prosecutor.full} мерзімінде келтірген өтінішхатында {more};"
            " жарыссөзде де осы мөлшерді сұраған еді."
        )
    if who == "head":
        return (
            f"Істі қарауға қатыспаған аудан прокуроры {scene.head.full} мерзімінде келтірген"
            f" өтінішхатында {more}; айыптаушы жарыссөзде де осы мөлшерді сұраған еді."
        )
    return (
        f"Жәбірленуші {victim.full} мерзімінде берген шағымында {more}; айыптаушы жарыссөзде осы"
        " мөлшерді сұраған, бірақ өтінішхат келтірмеді."
    )


def _beside(sought: Sought) -> tuple[str, ...]:
    """What the papers asked besides the punishment is decided on its own."""
    if sought not in ("mild", "added"):
        return ()
    return (
        "Құжатта сұралған өзге мәселені сот бөлек шешеді: негізі болса, үкімді сол бөлігінде"
        " ғана өзгертеді ([[ҚПК 442.1.9]]).",
    )


def _asked(scene: Scene, sought: Sought, who: str) -> str:
    if sought == "defence":
        return (
            "Шағымды қорғау тарабы ғана берген. Сотталған адамның, оның қорғаушысы мен заңды"
            " өкілінің шағымы бойынша жағдай нашарламайды ([[ҚПК 426.2]])."
        )
    if sought == "mild":
        return (
            "Айыптау тарабының құжаты бар, бірақ онда жазаны қатайту сұралмаған. Нашарлататын"
            " шешім құжаттың шегі мен негізінен шықпайды ([[ҚПК 431.2]])."
        )
    if sought == "added":
        return (
            "Жазаны қатайту бастапқы құжатта сұралмаған, мерзім өткен соң ғана қосылған. Мұндай"
            " талап қаралмайды ([[ҚПК 423.4]])."
        )
    if who == "victim":
        return (
            "Қатайтуды жәбірленуші мерзімінде сұраған. Прокурордың өтінішхаты болмаса да, бұл"
            " жеткілікті ([[ҚПК 442.2]])."
        )
    return "Қатайтуды прокурор мерзімінде, дәл осы негізбен сұраған ([[ҚПК 442.2]])."


def _reasons(scene: Scene, facts: Facts, who: str) -> tuple[str, str, str]:
    """Why harsher, why the same, and the misconception of the one that is wrong."""
    if facts.act == "jury-conviction":
        return (
            "Қатайту сұралғанымен, алқабилер қатысқан істе апелляция жазаны қатайта алмайды"
            " ([[ҚПК 662.3]]). Істі судья жеке-дара қараса, бұл шешім мүмкін болар еді.",
            "Алқабилер қатысқан істе жазаны қатайтуға тыйым салынған ([[ҚПК 662.3]]),"
            " сондықтан өтінішхат оны өзгертпейді.",
            "overgeneralised",
        )
    if facts.sought == "worse":
        asker = "жәбірленуші" if who == "victim" else "прокурор"
        return (
            f"Қатайтуды {asker} сұраған, сот сұралған шектен аспайды ([[ҚПК 442.1.3]],"
            " [[ҚПК 442.2]]).",
            f"Жаза әділетсіз жеңіл, оны қатайтуды {asker} сұраған. Жаза сол күйінде қалу үшін"
            " бұл екі шарттың бірі болмауы керек еді ([[ҚПК 442.2]]).",
            "too-narrow",
        )
    why_harder = {
        "defence": "Жазаны қатайтуды ешкім сұраған жоқ. Қорғау тарабының шағымы адамның өзіне"
        " қарсы жұмсалмайды ([[ҚПК 426.2]], [[ҚПК 442.2]]).",
        "mild": "Айыптау тарабы жаза туралы ештеңе сұраған жоқ. Жағдай сұралған шекте, сол"
        " негізбен ғана нашарлайды ([[ҚПК 431.2]]).",
        "added": "Мерзім өткен соң берілген толықтыруда нашарлату туралы жаңа талап қоюға"
        " болмайды ([[ҚПК 423.4]]). Ол бастапқы құжатта болса, жаза қатайтылар еді.",
    }[facts.sought]
    return (
        why_harder,
        "Жаза жеңіл болса да, оны қатайтуға жол ашатын талап жоқ ([[ҚПК 431.2]], [[ҚПК 442.2]]).",
        "overgeneralised",
    )


_RETRIAL = (
    "Үкім бойынша іс жаңадан сот қарауына алқабилер қатысқанда ғана жіберіледі"
    " ([[ҚПК 431.1.6]]). Бұл істі судья жеке-дара қараған."
)
_RETRIAL_JURY = (
    "Алқабилер үкімі 662-баптағы негізбен ғана жойылып, жаңадан қаралады ([[ҚПК 663.1]])."
    " Жазаның жеңілдігі ол тізімде жоқ ([[ҚПК 662.2]])."
)
_INVESTIGATION = "Қосымша тергеуге жіберу апелляция шешімдерінің тізімінде жоқ ([[ҚПК 431.1]])."

WORSE = Generator(
    id="5.2-gen-appeal-worse",
    title="Жазаны қатайтуға бола ма",
    theme="appellate",
    objectives=("5.2.j", "5.2.k"),
    norms=("ҚПК 431.2", "ҚПК 442.2"),
    make=_make,
)
