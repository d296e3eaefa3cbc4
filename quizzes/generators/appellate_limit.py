"""How severe a punishment the appellate court may impose at most, on the papers filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


Source = Literal["given", "milder", "debate", "trial", "paper", "larger", "late", "objection"]
"""Where a number of years in the stem comes from: the judgment, the convict's complaint, the victim
in the debate, the accuser in the debate, a paper filed in time (with two, ``larger`` is the other),
an addition after the term, an objection to a complaint. A paper that asks for as much as the
accuser did in the debate counts as the paper.
"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Four terms of years, ascending, each from its own source, and the most allowed."""

    years: tuple[int, ...]
    sources: tuple[Source, ...]

    def of(self, source: Source) -> int | None:
        return dict(zip(self.sources, self.years, strict=True)).get(source)

    @property
    def trial(self) -> int:
        """What the accuser upheld: the highest. So this further limit never decides."""
        return self.years[-1]


_HARDENED: Mapping[str, tuple[tuple[Source, ...], ...]] = {
    "one": (
        ("given", "paper", "debate", "trial"),
        ("given", "debate", "paper", "trial"),
        ("milder", "given", "debate", "paper"),
    ),
    "two": (
        ("given", "paper", "larger", "trial"),
        ("milder", "given", "paper", "larger"),
    ),
}
_KEPT: Mapping[str, tuple[tuple[Source, ...], ...]] = {
    "convict": (
        ("given", "debate", "objection", "trial"),
        ("milder", "given", "objection", "trial"),
        ("milder", "given", "debate", "trial"),
    ),
    "late": (("given", "debate", "late", "trial"), ("milder", "given", "late", "trial")),
    "jury": (("given", "debate", "paper", "trial"), ("milder", "given", "paper", "trial")),
}


def most(who: Who, numbers: Numbers) -> int:
    """The most years allowed: what was given, unless an accuser asked for more in time. With two
    papers the greater request is the limit.
    """
    act, sought = _facts(who)
    source: Source = "given"
    if decide(Facts(act, sought, "too-lenient")).lawful == ("changed",):
        source = "larger" if who == "both" else "paper"
    return numbers.years[numbers.sources.index(source)]


def _facts(who: Who) -> tuple[Act, Sought]:
    if who == "jury":
        return "jury-conviction", "worse"
    if who == "convict":
        return "conviction", "defence"
    return "conviction", "added" if who == "late" else "worse"


def draw(random: Random, who: Who) -> Numbers:
    patterns = _KEPT.get(who) or _HARDENED["two" if who == "both" else "one"]
    least = 15 if who == "jury" else random.choice((3, 4))
    return Numbers(tuple(range(least, least + 4)), random.choice(patterns))


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    who = random.choice(CASES)
    scene = draw_scene(random)
    numbers = draw(random, who)
    victim_asks_more = random.random() < 0.5
    act, sought = _facts(who)
    row = decide(Facts(act, sought, "too-lenient"))
    key = most(who, numbers)
    options = []
    for source, years in zip(numbers.sources, numbers.years, strict=True):
        text = f"{YEARS[years].capitalize()} жыл"
        if years == key:
            options.append(right(text, _right_why(who, row.says)))
        else:
            options.append(wrong(text, *_why(who, source)))
    given = numbers.of("given")
    if who == "jury":
        first = f"{JURY_COURT[0].upper()}{JURY_COURT[1:]} істі алқабилердің қатысуымен қарап,"
        offence = JURY_OFFENCE
    else:
        first = f"{scene.courts.first} (судья жеке-дара)"
        offence = scene.offence
    return {
        "type": "single-choice",
        "stem": (
            f"{first} {scene.convict.full_him} {offence} {YEARS[given or 0]} жылға бас"
            f" бостандығынан айырды. {_debate(numbers)}"
            f" {_filed(scene, who, numbers, victim_asks_more=victim_asks_more)} Апелляция кінәні"
            " де, саралауды да дұрыс деп тапты, бірақ жазаны тым жеңіл деп санайды. Ол ең көп"
            " дегенде қанша жыл тағайындай алады?"
        ),
        "norms": without_repeats(row.norms),
        "difficulty": 3,
        "hints": [
            "Қай құжатта жазаны қатайту мерзімінде сұралды, қандай мөлшерде?",
            "Жарыссөзде айтылған мөлшер мен апелляцияда сұралған мөлшерді ажыратыңыз.",
        ],
        "explanation": steps(
            "Жағдай айыптау тарабы апелляцияда сұраған шекте ғана нашарлайды ([[ҚПК 431.2]],"
            " [[ҚПК 442.2]]).",
            _asked(who, numbers),
            f"Демек, шек — {YEARS[key]} жыл.",
        ),
        "options": options,
        "fixed_order": True,
    }


def _years(numbers: Numbers, source: Source) -> str:
    return YEARS[numbers.of(source) or 0]


def _debate(numbers: Numbers) -> str:
    asked = f"Жарыссөзде мемлекеттік айыптаушы {YEARS[numbers.trial]} жыл"
    if numbers.of("debate"):
        asked += f", жәбірленуші {_years(numbers, 'debate')} жыл"
    return f"{asked} сұраған еді."


def _filed(scene: Scene, who: Who, numbers: Numbers, *, victim_asks_more: bool) -> str:
    milder = ""
    if numbers.of("milder") and who != "convict":
        milder = (
            f"{scene.convict.surname} шағымында жазаны {_years(numbers, 'milder')} жылға дейін"
            " жеңілдетуді сұрады. "
        )
    return milder + _papers(scene, who, numbers, victim_asks_more=victim_asks_more)


def _papers(scene: Scene, who: Who, numbers: Numbers, *, victim_asks_more: bool) -> str:
    if who == "convict":
        wish = "жеңілдетуді"
        if numbers.of("milder"):
            wish = f"{_years(numbers, 'milder')} жылға дейін жеңілдетуді"
        only = (
            f"Жалғыз апелляциялық шағымды {scene.convict.of} өзі берді, ол жазаны {wish} сұрайды."
        )
        if numbers.of("objection"):
            only += (
                " Айыптаушы өтінішхат келтірмеді, шағымға жазбаша қарсылығында ғана"
                f" {_years(numbers, 'objection')} жылды әділ жаза деп атады."
            )
        return only
    if who == "victim":
        return (
            f"Жәбірленушінің өкілі {scene.defender.full} мерзімінде берген шағымында жазаны"
            f" {_years(numbers, 'paper')} жылға дейін қатайтуды сұрады, прокурор өтінішхат"
            " келтірмеді."
        )
    if who == "both":
        less, more = _years(numbers, "paper"), _years(numbers, "larger")
        by_victim, by_accuser = (more, less) if victim_asks_more else (less, more)
        return (
            f"Жәбірленуші {scene.victim.full} шағымында жазаны {by_victim} жылға дейін,"
            f" айыптаушы {scene.prosecutor.full} өтінішхатында {by_accuser} жылға дейін"
            " қатайтуды сұрады, екеуі де мерзімінде берілді."
        )
    if who == "late":
        return (
            f"Мерзімінде келтірген өтінішхатында айыптаушы {scene.prosecutor.full} тек азаматтық"
            " талап туралы қатені көрсетті. Апелляция мерзімі өткен соң өтінішхатын толықтырып,"
            f" жазаны {_years(numbers, 'late')} жылға дейін қатайтуды сұрады."
        )
    asked = f"жазаны {_years(numbers, 'paper')} жылға дейін қатайтуды сұрады."
    if who == "head":
        return (
            f"Іске қатыспаған аудан прокуроры {scene.head.full} мерзімінде келтірген өтінішхатында"
            f" {asked}"
        )
    return f"Айыптаушы {scene.prosecutor.full} мерзімінде келтірген өтінішхатында {asked}"


def _asked(who: Who, numbers: Numbers) -> str:
    if who == "convict":
        return (
            "Айыптау тарабы шағым да, өтінішхат та бермеген, ал сотталған адамның өз шағымы бойынша"
            " жағдай нашарламайды ([[ҚПК 426.2]])."
        )
    if who == "victim":
        return (
            f"Жәбірленушінің өкілі {_years(numbers, 'paper')} жыл сұраған. Прокурордың өтінішхаты"
            " міндетті емес ([[ҚПК 442.2]])."
        )
    if who == "both":
        return (
            f"Екі құжат бар: {_years(numbers, 'paper')} жыл және {_years(numbers, 'larger')} жыл."
            " Сот әрқайсысының шегінде шеше алады, сондықтан үлкен мөлшер шек болады"
            " ([[ҚПК 431.2]])."
        )
    if who == "late":
        return (
            "Қатайту мерзімінен кейін, толықтыруда ғана сұралған, мұндай талап қаралмайды"
            " ([[ҚПК 423.4]])."
        )
    if who == "jury":
        return (
            f"Прокурор {_years(numbers, 'paper')} жыл сұраған, бірақ алқабилер қатысқан істе жаза"
            " қатаймайды ([[ҚПК 662.3]])."
        )
    return f"Прокурор {_years(numbers, 'paper')} жыл сұраған ([[ҚПК 442.2]])."


def _right_why(who: Who, says: str) -> str:
    if who in ("prosecutor", "head", "victim", "both"):
        return "Сот апелляцияда сұралған шектен аспайды ([[ҚПК 431.2]], [[ҚПК 442.2]])."
    return says


def _why(who: Who, source: Source) -> tuple[str, str]:
    """Why the number of that source is not the limit, and the misconception."""
    if source == "given":
        return (
            "Қатайтуды айыптау тарабы мерзімінде сұраған, сондықтан сот бұдан көп тағайындай алады"
            " ([[ҚПК 442.2]]).",
            "too-narrow",
        )
    if source == "milder":
        return (
            "Бұл — сотталған адамның сұрағаны. Жазаны төмендетуге негіз жоқ, ал үкімдегі мөлшердің"
            " өзі бұдан көп ([[ҚПК 442.1.1]]).",
            "too-narrow",
        )
    if who == "jury":
        return (
            "Кім сұраса да, алқабилер қатысқан істе апелляция жазаны қатайта алмайды"
            " ([[ҚПК 662.3]]).",
            "overgeneralised",
        )
    if source == "trial":
        return (
            "Мұны айыптаушы жарыссөзде ғана сұраған, апелляцияда бұл мөлшер ешбір құжатта"
            " мерзімінде сұралмаған ([[ҚПК 431.2]]).",
            "overgeneralised",
        )
    if source == "debate":
        return (
            "Мұны жәбірленуші жарыссөзде ғана айтқан. Шек апелляцияға берілген шағым мен"
            " өтінішхаттан шығады ([[ҚПК 431.2]]).",
            "ground-confused",
        )
    if source == "late":
        return (
            "Мерзімнен кейінгі толықтыруда нашарлату туралы жаңа талап қойылмайды"
            " ([[ҚПК 423.4]]), сондықтан жаза бір жылға да қатаймайды.",
            "overgeneralised",
        )
    if source == "objection":
        return (
            "Қарсылық — басқаның шағымына жауап ([[ҚПК 420.2]]). Нашарлатуға өтінішхат не шағым"
            " керек ([[ҚПК 442.2]]).",
            "act-form",
        )
    return (
        "Бұл — екі құжаттың бірінде ғана сұралған кіші мөлшер. Екінші құжат шекті кеңейтеді"
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
