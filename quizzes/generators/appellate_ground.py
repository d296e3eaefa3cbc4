"""What the court found in a conviction by a judge alone → its decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes.appellate import DECISIONS, GONE, Decision, Facts, Found, decide, why_not
from quizzes.appellate_scene import (
    YEARS,
    draw_scene,
    right,
    shuffled,
    steps,
    without_repeats,
    wrong,
)
from quizzes.generator import Generator
from quizzes.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class _Case:
    """``offence`` with its term in years; ``finding`` goes on after the name of the court."""

    found: Found
    offence: str
    years: tuple[int, ...]
    finding: str
    norms: tuple[str, ...]
    ground: str


CASES = (
    _Case(
        "no-offence",
        "ірі мөлшерде алаяқтық жасағаны үшін",
        (3, 4),
        "тараптар арасында қарыз туралы азаматтық-құқықтық дау ғана болғанын, ал сотталған"
        " адамның әрекетінде қылмыс құрамы жоқ екенін анықтады",
        ("ҚПК 35.1.2",),
        "Анықталған мән-жай — құрамның жоқтығы ([[ҚПК 35.1.2]]).",
    ),
    _Case(
        "no-offence",
        "денсаулыққа қасақана ауыр зиян келтіргені үшін",
        (3, 4),
        "сотталған адамның қажетті қорғаныс шегінен аспай әрекет еткенін, яғни онда қылмыс құрамы"
        " жоқ екенін анықтады",
        ("ҚПК 35.1.2",),
        "Қажетті қорғаныс — құрамның жоқтығын білдіретін мән-жай ([[ҚПК 35.1.2]]).",
    ),
    _Case(
        "no-offence",
        "ірі мөлшердегі ұрлық үшін",
        (3, 4),
        "жоғалды делінген мүліктің иесінде тұрғанын, яғни ұрлық оқиғасының болмағанын анықтады",
        ("ҚПК 35.1.1",),
        "Анықталған мән-жай — құқық бұзушылық оқиғасының жоқтығы ([[ҚПК 35.1.1]]).",
    ),
    _Case(
        "barred",
        "ірі мөлшерде алаяқтық жасағаны үшін",
        (3, 4),
        "кінәнің дәлелденгенін, алайда сол адамға қатысты дәл осы айыптау бойынша бұрын шығып,"
        " заңды күшіне енген үкім бар екенін анықтады",
        ("ҚПК 35.1.7",),
        "Бір айыптау бойынша күшіне енген үкім қудалауды болғызбайды ([[ҚПК 35.1.7]]).",
    ),
    _Case(
        "barred",
        "топ болып тонау жасағаны үшін",
        (3, 4),
        "кінәнің дәлелденгенін, алайда үкімнен кейін осы қылмыс үшін жаза қолдануды жоятын"
        " рақымшылық актісі күшіне енгенін анықтады. Сотталған адам рақымшылықтың"
        " қолданылуына қарсы емес",
        ("ҚПК 35.1.3", "ҚПК 35.4"),
        "Жаза қолдануды жоятын рақымшылық актісі қудалауды болғызбайды, сотталған адам қарсы емес"
        " ([[ҚПК 35.1.3]], [[ҚПК 35.4]]).",
    ),
    _Case(
        "barred",
        "ірі мөлшердегі ұрлық үшін",
        (3, 4),
        "кінәнің дәлелденгенін, алайда қылмыс көп жыл бұрын жасалып, ескіру мерзімінің үкімге"
        " дейін-ақ өткенін анықтады. Сотталған адам істі осы негізбен тоқтатуға қарсы емес",
        ("ҚПК 35.1.4", "ҚПК 35.4"),
        "Ескіру мерзімінің өтуі қудалауды болғызбайды, сотталған адам қарсы емес"
        " ([[ҚПК 35.1.4]], [[ҚПК 35.4]]).",
    ),
    _Case(
        "too-severe",
        "топ болып тонау жасағаны үшін",
        (4, 5),
        "кінәні де, саралауды да дұрыс деп тапты, бірақ бірінші саты жеңілдететін мән-жайларды"
        " ескермеген, сондықтан жаза әділетсіз, шектен тыс қатал деген тұжырымға келді",
        ("ҚПК 438.1",),
        "Негіз — жазаның шектен тыс қаталдығы ([[ҚПК 438.1]]).",
    ),
    _Case(
        "too-severe",
        "сеніп тапсырылған мүлікті ірі мөлшерде иемденгені үшін",
        (4, 5),
        "кінәні де, саралауды да дұрыс деп тапты, бірақ залалдың толық өтелгені мен сотталған"
        " адамның үш баласы бар екені ескерілмегенін, жазаның шектен тыс қатал екенін анықтады",
        ("ҚПК 438.1",),
        "Негіз — жазаның шектен тыс қаталдығы ([[ҚПК 438.1]]).",
    ),
    _Case(
        "lighter-law",
        "қарақшылық жасағаны үшін",
        (5, 6),
        "кінәнің дәлелденгенін, бірақ өмірге қауіпті зорлық болмағанын, сондықтан әрекет"
        " қарақшылық емес, одан жеңілірек тонау болып сараланатынын анықтады",
        ("ҚПК 437",),
        "Негіз — қылмыстық заңның дұрыс қолданылмауы: басқа бап қолданылған ([[ҚПК 437]]).",
    ),
    _Case(
        "lighter-law",
        "топ болып тонау жасағаны үшін",
        (4, 5),
        "кінәнің дәлелденгенін, бірақ мүліктің ашық емес, жасырын алынғанын, сондықтан әрекет"
        " тонау емес, одан жеңілірек ұрлық болып сараланатынын анықтады",
        ("ҚПК 437",),
        "Негіз — қылмыстық заңның дұрыс қолданылмауы: басқа бап қолданылған ([[ҚПК 437]]).",
    ),
    _Case(
        "no-record",
        "ірі мөлшерде алаяқтық жасағаны үшін",
        (3, 4),
        "іс материалдарында бірінші сатыдағы сот отырысының хаттамасы жоқ екенін анықтады, өзге"
        " бұзушылық байқалмады",
        (),
        "Анықталған жалғыз кемшілік — сот отырысы хаттамасының жоқтығы.",
    ),
    _Case(
        "nothing",
        "қарақшылық жасағаны үшін",
        (5, 6),
        "істі толық көлемде тексеріп, шағымдағы уәж расталмайтынын, үкімді түзететін өзге негіз де"
        " жоқ екенін анықтады",
        ("ҚПК 433",),
        "433-баптағы бес негіздің бірі де табылған жоқ ([[ҚПК 433]]).",
    ),
)

_CODES: Mapping[Decision, str] = {
    "completed": "ground-confused",
    "retrial": "overgeneralised",
}
_MILDER = "Үкімді өзгертіп, жазаны жеңілдетеді"
_LIGHTER = "Үкімді өзгертіп, жеңілірек қылмыс туралы заңды қолданады"
_RIVALS: tuple[Decision, ...] = ("unchanged", "changed", "terminated", "acquitted", "retrial")
_NEAREST: Mapping[Found, Decision] = {
    "no-offence": "terminated",
    "barred": "acquitted",
    "too-severe": "unchanged",
    "lighter-law": "acquitted",
    "no-record": "retrial",
    "nothing": "changed",
}
"""The decision most often taken for the right one: it is always among the options."""


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    found = random.choice(tuple(_NEAREST))
    case = random.choice([one for one in CASES if one.found == found])
    scene = draw_scene(random)
    facts = Facts("conviction", "defence", found)
    row = decide(facts)
    (key,) = row.lawful
    asked, named = random.choice(_ASKED[found])
    by = random.choice(
        (
            f"{scene.convict.of} өзі",
            f"{scene.convict.of} қорғаушысы {scene.defender.full}",
        )
    )
    stem = (
        f"{scene.courts.first} (судья жеке-дара) {scene.convict.full_him} {case.offence}"
        f" {YEARS[random.choice(case.years)]} жылға бас бостандығынан айырды. Апелляциялық шағымды"
        f" {by} берді, онда {asked}. {scene.courts.appeal} {case.finding}. Апелляция қандай шешім"
        " қабылдайды?"
    )
    nearest = _NEAREST[found]
    rest = [one for one in _RIVALS if one not in (key, nearest, *row.open_too)]
    rivals = [nearest, *random.sample(rest, 1 if random.random() < 0.5 else 2)]
    options = [right(_does(key, found), row.says)]
    options += [
        wrong(_does(one, found), why_not(one, facts), _CODES.get(one, "outcome-confused"))
        for one in rivals
    ]
    if len(options) < 4:
        text, why = GONE[random.choice(tuple(GONE))]
        options.append(wrong(text, why, "old-edition"))
    beyond = (
        ()
        if named
        else (
            "Шағымда бұл негіз айтылмаған, бірақ сот үкімді толық көлемде тексереді және жағдайды"
            " нашарлатпай, өзге негізбен де түзетеді ([[ҚПК 426.1]]).",
        )
    )
    return {
        "type": "single-choice",
        "stem": stem,
        "norms": without_repeats(row.norms, case.norms, () if named else ("ҚПК 426.1",)),
        "hints": [
            "Алдымен негізді атаңыз: не дұрыс емес — кінә, саралау, жаза, әлде рәсім бе?",
            "Ақтау мен тоқтатуды шатастырмаңыз: бірі кінәсіз дейді, бірі қудалауға болмайды дейді.",
        ],
        "explanation": steps(case.ground, *beyond, row.says),
        "options": shuffled(random, options),
    }


_ASKED: Mapping[Found, tuple[tuple[str, bool], ...]] = {
    "no-offence": (
        ("жазаны жеңілдетуді ғана сұрады", False),
        ("кінәні мойындамайтынын айтып, ақтауды сұрады", True),
    ),
    "barred": (("жазаны жеңілдетуді ғана сұрады", False), ("ақтауды сұрады", False)),
    "too-severe": (("жазаны жеңілдетуді сұрады", True), ("ақтауды сұрады", False)),
    "lighter-law": (
        ("саралауды даулап, жеңілірек бапты қолдануды сұрады", True),
        ("жазаны жеңілдетуді ғана сұрады", False),
    ),
    "no-record": (("хаттаманың жоқтығына сүйеніп, үкімнің күшін жоюды сұрады", True),),
    "nothing": (
        ("кінәнің дәлелденбегенін айтып, ақтауды сұрады", True),
        ("жазаны қатал деп санап, жеңілдетуді сұрады", True),
    ),
}
"""What the complaint asks for, and whether it names the ground that was found."""


def _does(decision: Decision, found: Found) -> str:
    if decision == "changed":
        return _LIGHTER if found == "lighter-law" else _MILDER
    if decision == "unchanged":
        return "Үкімді өзгеріссіз, шағымды қанағаттандырусыз қалдырады"
    return DECISIONS[decision].does


GROUND = Generator(
    id="5.2-gen-appeal-ground",
    title="Анықталған негіз бойынша апелляция шешімі",
    theme="appellate",
    objectives=("5.2.j",),
    norms=("ҚПК 431.1", "ҚПК 433"),
    make=_make,
)
