"""An acquittal on appeal: on whose paper may it be quashed, and what then (ҚПК 440)?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes.appellate import GONE, Act, Decision, Facts, Found, Sought, decide
from quizzes.appellate_scene import (
    JURY_COURT,
    Scene,
    draw_scene,
    right,
    shuffled,
    steps,
    wrong,
)
from quizzes.generator import Generator
from quizzes.working_days import WorkingDays

TEXTS: Mapping[Decision, str] = {
    "unchanged": "Ақтау үкімін өзгеріссіз, шағымды қанағаттандырусыз қалдырады",
    "convicted": "Ақтау үкімінің күшін жойып, айыптау үкімін шығарады",
    "new-acquittal": "Ақтау үкімінің күшін жойып, жаңа ақтау үкімін шығарады",
    "retrial": "Ақтау үкімінің күшін жойып, істі жаңадан сот қарауына жібереді",
}
SAME_PETITION = "Ақтау үкімін өзгеріссіз, өтінішхатты қанағаттандырусыз қалдырады"
OF_RULING: Mapping[Decision, str] = {
    "unchanged": "Қаулыны өзгеріссіз, өтінішхатты қанағаттандырусыз қалдырады",
    "convicted": "Қаулының күшін жойып, айыптау үкімін шығарады",
    "new-acquittal": "Қаулының күшін жойып, ақтау үкімін шығарады",
    "retrial": "Қаулының күшін жойып, істі жаңадан сот қарауына жібереді",
}
INVESTIGATION = "Ақтау үкімінің күшін жойып, істі қосымша тергеуге жібереді"
INVESTIGATION_OF_RULING = "Қаулының күшін жойып, істі қосымша тергеуге жібереді"


@dataclass(frozen=True, slots=True)
class Case:
    act: Act
    sought: Sought
    found: Found
    who: str

    @property
    def facts(self) -> Facts:
        return Facts(self.act, self.sought, self.found)


CASES = (
    Case("acquittal", "worse", "guilt", "prosecutor"),
    Case("acquittal", "worse", "guilt", "victim"),
    Case("acquittal", "basis", "guilt", "acquitted"),
    Case("acquittal", "mild", "guilt", "prosecutor"),
    Case("acquittal", "basis", "basis-wrong", "acquitted"),
    Case("dropped", "worse", "nothing", "prosecutor"),
    Case("jury-acquittal", "worse", "guilt", "prosecutor"),
    Case("jury-acquittal", "worse", "gap", "prosecutor"),
)


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    case = random.choice(CASES)
    row = decide(case.facts)
    (decision,) = row.lawful
    scene = draw_scene(random)
    texts = OF_RULING if case.act == "dropped" else TEXTS
    if case.who == "prosecutor" and case.act != "dropped":
        texts = {**TEXTS, "unchanged": SAME_PETITION}
    options = [
        right(text, row.says) if one == decision else wrong(text, *_why(one, case))
        for one, text in texts.items()
    ]
    if random.random() < 0.5:
        # One of the four gives way to the decision that is gone, never the key.
        spare = [n for n, one in enumerate(texts) if one not in (decision, "unchanged")]
        gone = wrong(
            INVESTIGATION_OF_RULING if case.act == "dropped" else INVESTIGATION,
            GONE["investigation"][1],
            "old-edition",
        )
        options[spare[-1]] = gone
    return {
        "type": "single-choice",
        "stem": (
            f"{_opening(random, scene, case)} {_filed(random, scene, case)}"
            f" {_found(random, scene, case)}"
            " Апелляция қандай шешім қабылдайды?"
        ),
        "norms": row.norms,
        "difficulty": 3 if case.act != "acquittal" else 2,
        "hints": [
            "Ақтау үкімінің күшін кімнің құжаты бойынша жоюға болады?",
            "Сұралғаны не: айыптау ма, ақтау негізін өзгерту ме, әлде мүлде басқа мәселе ме?",
        ],
        "explanation": steps(_whose(case), *_limit(case), row.says),
        "options": shuffled(random, options),
    }


def _opening(random: Random, scene: Scene, case: Case) -> str:
    name = scene.convict.full_him
    if case.act == "dropped":
        return (
            f"Мемлекеттік айыптаушы {scene.prosecutor.full} да, жәбірленуші {scene.victim.full} да"
            f" айыптаудан бас тартты. {scene.courts.first} {scene.convict.full_to} қатысты істі"
            " қаулымен тоқтатты."
        )
    if case.act == "jury-acquittal":
        return (
            f"Алқабилердің қатысуымен өткен талқылауда {JURY_COURT} кісі өлтірді деп айыпталған"
            f" {name} ақтады."
        )
    basis = (
        "қылмысқа қатысқаны дәлелденбеді деп"
        if case.found == "basis-wrong"
        else random.choice(
            ("әрекетінде қылмыс құрамы жоқ деп", "қылмысқа қатысқаны дәлелденбеді деп")
        )
    )
    return f"{scene.courts.first} (судья жеке-дара) {name} {basis} ақтады."


def _filed(random: Random, scene: Scene, case: Case) -> str:
    if case.act == "dropped":
        return (
            f"Аудан прокуроры {scene.head.full} айыптаушының ұстанымымен келіспей, өтінішхатында"
            " қаулының күшін жоюды сұрады."
        )
    if case.who == "acquitted":
        return (
            f"Жалғыз шағымды {scene.convict.of} өзі берді: ақтауға емес, оның негізіне келіспейді."
        )
    if case.sought == "mild":
        matter = random.choice(
            ("заттай дәлелдеменің тағдыры туралы", "процестік шығынның есебіндегі")
        )
        return (
            f"Мемлекеттік айыптаушы {scene.prosecutor.full} өтінішхатында {matter}"
            " қатені түзетуді ғана сұрады, өзге шағым жоқ."
        )
    if case.who == "victim":
        return (
            f"Жәбірленуші {scene.victim.full} шағымында айыптау үкімін шығаруды сұрады, прокурор"
            " өтінішхат келтірмеді."
        )
    if case.act == "jury-acquittal":
        return (
            f"Мемлекеттік айыптаушы {scene.prosecutor.full} өтінішхатында {scene.convict.of}"
            " кінәсіздігін даулап, үкімнің күшін жоюды сұрады."
        )
    return (
        f"Мемлекеттік айыптаушы {scene.prosecutor.full} өтінішхатында айыптау үкімін шығаруды"
        " сұрады."
    )


def _found(random: Random, scene: Scene, case: Case) -> str:
    if case.act == "dropped":
        haste = random.choice(
            ("бас тартудың асығыс болғанын байқады.", "материалдар кінәні растайды деп санайды.")
        )
        return f"{scene.courts.appeal} {haste}"
    if case.act == "jury-acquittal":
        if case.found == "gap":
            return random.choice(
                (
                    "Апелляциялық сатыда төрағалық етушінің айыптаушы ұсынған, маңызы бар, жол"
                    " берілетін дәлелдемені зерттеуден негізсіз бас тартқаны анықталды.",
                    "Апелляциялық сатыда төрағалық етушінің айыптаушы ұсынған, маңызы бар, жол"
                    " берілетін дәлелдемені талқылаудан негізсіз шығарып тастағаны анықталды.",
                )
            )
        return (
            "Апелляциялық саты процестік бұзушылық таппады, бірақ дәлелдемелер кінәні растайды деп"
            " санайды."
        )
    if case.found == "basis-wrong":
        return f"{scene.courts.appeal} қылмыс оқиғасының өзі болмағанын анықтады."
    how = random.choice(
        (
            "дәлелдемелерді қайта бағалап,",
            "тараптың өтінішхатымен жаңа куәдан жауап алып,",
            "сараптама қорытындысын зерттеп,",
        )
    )
    return (
        f"{scene.courts.appeal} {how} {scene.convict.of} кінәсі тағылған айып көлемінде"
        " дәлелденген деген тұжырымға келді."
    )


def _whose(case: Case) -> str:
    if case.act == "dropped":
        return (
            "Қаулы айыптаушы мен жәбірленушінің айыптаудан бас тартуына байланысты шыққан, бұл —"
            " бөлек ереже ([[ҚПК 440.3]])."
        )
    return (
        "Ақтау үкімінің күші прокурордың өтінішхаты, жәбірленушінің не оның өкілінің шағымы,"
        " ақтау негізімен келіспейтін ақталған адамның шағымы бойынша ғана жойылады"
        " ([[ҚПК 440.1]])."
    )


def _limit(case: Case) -> tuple[str, ...]:
    if case.found == "guilt" and case.act == "acquittal" and case.sought != "worse":
        return (
            "Құжат бар, бірақ онда айыптау сұралмаған. Нашарлататын шешім құжаттың шегінен"
            " шықпайды ([[ҚПК 431.2]]).",
        )
    if case.act == "jury-acquittal":
        return (
            "Үкім алқабилердікі, сондықтан қосымша шек бар: ол 662-баптың 4-бөлігінде аталған"
            " бұзушылықта ғана жойылады ([[ҚПК 662.4]]).",
        )
    return ()


def _why(decision: Decision, case: Case) -> tuple[str, str]:
    """Why it is wrong, and the misconception."""
    if case.act == "dropped":
        return (
            "Айыптаушы мен жәбірленуші айыптаудан бас тартқандықтан шыққан қаулының күші қандай"
            " негізбен де жойылмайды ([[ҚПК 440.3]]).",
            "overgeneralised",
        )
    jury = case.act == "jury-acquittal"
    if decision == "retrial":
        if jury:
            return (
                "Жаңадан қарауға жіберу үшін дәлелдеме ұсыну құқығының шектелуі не алқаға қатысты"
                " бұзушылық керек ([[ҚПК 662.4]]). Мұнда бұзушылық табылмаған.",
                "overgeneralised",
            )
        return (
            "Жаңадан сот қарауына алқабилер қатысқан үкім бойынша ғана жіберіледі"
            " ([[ҚПК 431.1.6]]). Бұл істі судья жеке-дара қараған.",
            "outcome-confused",
        )
    if decision == "convicted":
        if jury:
            return (
                "Алқабилердің ақтау үкімінің орнына апелляция айыптау үкімін шығармайды: оның күші"
                " 662-баптың 4-бөлігіндегі бұзушылықта ғана жойылады ([[ҚПК 662.4]]).",
                "neighbouring-procedure",
            )
        if case.found == "basis-wrong":
            return (
                "Мұнда кінә дәлелденген жоқ, керісінше, оқиғаның өзі болмаған. Айыптауды ешкім де"
                " сұраған жоқ ([[ҚПК 441.1.2]]).",
                "outcome-confused",
            )
        return (
            "Кінә дәлелденген болса да, айыптауды ешкім сұраған жоқ: жағдай сұралған шекте ғана"
            " нашарлайды ([[ҚПК 431.2]]).",
            "overgeneralised",
        )
    if decision == "new-acquittal":
        if jury:
            return (
                "Жаңа ақтау үкімі ақтау негізі даулы болғанда шығарылады ([[ҚПК 441.1.4]]). Мұнда"
                " дау кінәсіздіктің өзі туралы.",
                "outcome-confused",
            )
        return (
            "Жаңа ақтау үкімі ақтау дұрыс, тек негізі қате болғанда шығарылады"
            " ([[ҚПК 441.1.4]]). Мұнда апелляция негізді емес, кінәні дәлелденген деп тапты.",
            "outcome-confused",
        )
    if case.found == "basis-wrong":
        return (
            "Ақталған адам негізге дау айтты, негіз шынымен қате. Сондықтан үкімнің күші жойылады"
            " ([[ҚПК 440.1]]).",
            "too-narrow",
        )
    if jury:
        return (
            "Айыптау тарабының дәлелдеме ұсыну құқығы шектелген, ал мұндай бұзушылық алқабилердің"
            " ақтау үкімін де жояды ([[ҚПК 662.4]]).",
            "too-narrow",
        )
    return (
        "Айыптау сұралған, кінә дәлелденген, сондықтан ақтау үкімінің күші жойылады"
        " ([[ҚПК 440.1]], [[ҚПК 441.1.2]]).",
        "too-narrow",
    )


ACQUITTAL = Generator(
    id="5.2-gen-appeal-acquittal",
    title="Ақтау үкімінің күші қашан жойылады",
    theme="appellate",
    objectives=("5.2.j", "5.2.k"),
    norms=("ҚПК 440", "ҚПК 431.2"),
    make=_make,
)
