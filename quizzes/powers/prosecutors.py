"""Powers divided among prosecutors: by rank in an office, and by post in the system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from quizzes.powers.row import cite

Rank = Literal["process", "unit", "head"]
"""The lowest of those who may: the prosecutor of the case, the head of a unit (from an oblast
office upwards), the head of the office.
"""

RANKS: Mapping[Rank, str] = {
    "process": "Процестік прокурор",
    "unit": "Бөлімше басшысы",
    "head": "Орган басшысы",
}


@dataclass(frozen=True, slots=True)
class RankPower:
    """A power of the pre-trial stage (ҚПК 193) and the lowest rank that has it."""

    id: str
    act: str
    rank: Rank
    norm: str
    fact: str
    objective: str = "2.1.d"

    @property
    def why(self) -> str:
        """Whose it is, with the norm."""
        if self.rank == "process":
            return (
                "Бұл — прокурордың жалпы өкілеттігі, 2-бөлікте басшыға қалдырылмаған "
                f"{cite(self.norm, 'ҚПК 193.3')}."
            )
        if self.rank == "unit":
            return (
                "Бұл — басшының айрықша өкілеттігі; облыс деңгейінен бастап бөлімше басшысына да "
                f"берілген {cite(self.norm, 'ҚПК 193.2')}."
            )
        return (
            "Бұл — басшының айрықша өкілеттігі; бөлімше басшысына берілмеген "
            f"{cite(self.norm, 'ҚПК 193.2')}."
        )


RANK_POWERS: tuple[RankPower, ...] = (
    RankPower(
        "hand-over", "арызды тіркеп, қудалау органына беру", "process", "ҚПК 193.1.1", "F-2.1-16"
    ),
    RankPower(
        "check-intake", "арыздың заңды тіркелуін тексеру", "process", "ҚПК 193.1.3", "F-2.1-18"
    ),
    RankPower(
        "reasonable-term",
        "тексеру нәтижесімен ақылға қонымды мерзім белгілеу",
        "process",
        "ҚПК 193.1.3-1",
        "F-2.1-19",
    ),
    RankPower(
        "scene", "оқиға болған жерді қарап-тексеруге қатысу", "process", "ҚПК 193.1.4", "F-2.1-20"
    ),
    RankPower(
        "instruct",
        "тергеу әрекеті туралы жазбаша нұсқау беру",
        "process",
        "ҚПК 193.1.5",
        "F-2.1-21",
    ),
    RankPower("take-file", "қылмыстық істі тексеру үшін алу", "process", "ҚПК 193.1.9", "F-2.1-25"),
    RankPower(
        "stop-watch", "заңсыз жасырын бақылауды тоқтату", "process", "ҚПК 193.1.9-1", "F-2.1-26"
    ),
    RankPower(
        "hearing",
        "тергеу судьясының отырысына қатысу",
        "process",
        "ҚПК 193.1.14",
        "F-2.1-34",
    ),
    RankPower(
        "custody-check",
        "күзетпен ұстау тәртібі мен жағдайын тексеру",
        "process",
        "ҚПК 193.1.15",
        "F-2.1-35",
    ),
    RankPower(
        "annul", "тергеушінің заңсыз қаулысының күшін жою", "unit", "ҚПК 193.2.2", "F-2.1-44"
    ),
    RankPower(
        "transfer", "істі органнан алып, басқа органға беру", "unit", "ҚПК 193.2.3", "F-2.1-45"
    ),
    RankPower(
        "complaint", "тергеушінің әрекетіне шағымды қарау", "unit", "ҚПК 193.2.6", "F-2.1-48"
    ),
    RankPower(
        "remove", "заңдылықты бұзған тергеушіні істен шеттету", "unit", "ҚПК 193.2.7", "F-2.1-49"
    ),
    RankPower(
        "approve-return",
        "істі қосымша тергеуге қайтару қаулысын бекіту",
        "unit",
        "ҚПК 193.2.8",
        "F-2.1-50",
    ),
    RankPower(
        "approve-end",
        "тергеушінің істі тоқтату қаулысын бекіту",
        "unit",
        "ҚПК 193.2.10",
        "F-2.1-38",
    ),
    RankPower(
        "cooperation",
        "ынтымақтастық туралы процестік келісім жасасу",
        "head",
        "ҚПК 193.2.1",
        "F-2.1-43",
    ),
    RankPower(
        "agree-suspect",
        "адвокатты кәсіби міндетіне байланысты қылмыс бойынша күдікті деп тану туралы қаулыны "
        "келісу",
        "head",
        "ҚПК 193.2.11",
        "F-2.1-51",
    ),
    RankPower("extend", "тергеп-тексеру мерзімін ұзарту", "head", "ҚПК 193.2.5", "F-2.1-47"),
)


# --- posts -----------------------------------------------------------------------------------

POSTS: tuple[str, ...] = (
    "general",
    "general-deputy",
    "chief-military",
    "chief-transport",
    "oblast",
    "region-military",
    "region-transport",
    "district",
)
"""Posts from the top down (ids of :mod:`quizzes.powers.bodies`)."""

WITH_STAFF: tuple[str, ...] = (
    "general",
    "general-deputy",
    "chief-military",
    "chief-transport",
    "oblast",
    "district",
    "unit-chief",
    "senior",
)
"""Posts from the top down with prosecutors who head no office."""

_ALL = frozenset(POSTS)
_HEADS = frozenset(WITH_STAFF) - {"unit-chief", "senior"}
_TOP = frozenset({"general", "general-deputy", "chief-military", "chief-transport"})


@dataclass(frozen=True, slots=True)
class PostPower:
    """A power that the law gives to named posts. ``kept`` says to whom, for a reason."""

    id: str
    act: str
    may: frozenset[str]
    norm: str
    kept: str
    fact: str
    objective: str

    @property
    def why(self) -> str:
        """The reason why a post has it or has it not, without «Иә» or «Жоқ»."""
        return f"{self.kept} {cite(self.norm)}."


SYSTEM_POWERS: tuple[PostPower, ...] = (
    PostPower(
        "protest",
        "құзыретіндегі заңсыз актіге наразылық келтіру",
        frozenset(WITH_STAFF),
        "КЗ 10.1.3",
        "Заңсыз құқықтық актіге құзыреті шегінде әр прокурор наразылық келтіреді",
        "F-1.3-06",
        "1.3.c",
    ),
    PostPower(
        "suspend",
        "наразылық келтірілген актінің орындалуын тоқтата тұру",
        _HEADS,
        "КЗ 33.5",
        "Актінің орындалуын Бас Прокурор, оның орынбасарлары, әскери және көлік прокуратурасы "
        "органдарының басшылары, облыс және аудан прокурорлары тоқтата тұрады",
        "F-1.3-05",
        "1.3.c",
    ),
    PostPower(
        "address",
        "халыққа үндеумен шығу",
        _HEADS,
        "КЗ 40",
        "Үндеумен Бас Прокурор, оның орынбасарлары, әскери және көлік прокуратурасы органдарының "
        "басшылары, облыс және аудан прокурорлары шығады",
        "F-1.3-05",
        "1.3.c",
    ),
    PostPower(
        "cassation",
        "қылмыстық іс бойынша кассациялық наразылық келтіру",
        _TOP,
        "ҚПК 486.2",
        "Кассациялық наразылықты Бас Прокурор, оның орынбасарлары, Бас әскери және Бас көлік "
        "прокурорлары келтіреді",
        "F-1.3-08",
        "1.3.c",
    ),
    PostPower(
        "constitutional",
        "Конституциялық Сотқа жүгіну",
        frozenset({"general"}),
        "КЗ 9.16",
        "Конституциялық Сотқа прокурорлардан Бас Прокурор ғана жүгінеді",
        "F-1.1-46",
        "1.3.c",
    ),
    PostPower(
        "orders",
        "прокуратураның бүкіл жүйесіне міндетті бұйрық шығару",
        frozenset({"general"}),
        "КЗ 9.15",
        "Бүкіл жүйеге міндетті бұйрықты Бас Прокурор шығарады",
        "F-1.3-16",
        "1.3.e",
    ),
    PostPower(
        "appoint-oblast",
        "облыс прокурорын тағайындау",
        frozenset({"general"}),
        "КЗ 9.6",
        "Облыс прокурорын Президенттің келісімімен Бас Прокурор тағайындайды",
        "F-1.3-15",
        "1.3.e",
    ),
    PostPower(
        "appoint-district",
        "аудан прокурорын тағайындау",
        frozenset({"general"}),
        "КЗ 16.1",
        "Аудан прокурорын Бас Прокурор тағайындайды",
        "F-1.3-15",
        "1.3.e",
    ),
)
"""Of the posts of :data:`WITH_STAFF`: what the section on the unity of the system teaches."""

INQUIRY_POWERS: tuple[PostPower, ...] = (
    PostPower(
        "annul",
        "тергеушінің заңсыз қаулысының күшін жою",
        _ALL,
        "ҚПК 193.2.2",
        "Қаулының күшін прокуратура органының басшысы жояды, аудан прокурорынан Бас Прокурорға "
        "дейінгі осы лауазымдардың бәрі — басшы",
        "F-2.1-44",
        "2.1.d",
    ),
    PostPower(
        "remove",
        "заңдылықты бұзған тергеушіні істен шеттету",
        _ALL,
        "ҚПК 193.2.7",
        "Тергеушіні прокуратура органының басшысы шеттетеді, аудан прокурорынан Бас Прокурорға "
        "дейінгі осы лауазымдардың бәрі — басшы",
        "F-2.1-49",
        "2.1.d",
    ),
    PostPower(
        "group",
        "прокурор басқаратын тергеу тобын құру",
        frozenset({"general", "general-deputy", "chief-military", "chief-transport", "oblast"}),
        "ҚПК 194.3",
        "Мұндай топты Бас Прокурор, оның орынбасары, Бас әскери, Бас көлік және облыс "
        "прокурорлары құрады",
        "F-2.1-79",
        "2.1.f",
    ),
    PostPower(
        "three-months",
        "күрделі іс бойынша мерзімді үш айға дейін ұзарту",
        frozenset({"region-military", "region-transport", "district"}),
        "ҚПК 192.4",
        "Істің күрделілігіне қарай үш айға дейін аудан прокуроры, өңірдің әскери прокуроры мен "
        "өңірлік көлік прокуроры ұзартады",
        "F-2.1-71",
        "2.1.j",
    ),
    PostPower(
        "twelve-months",
        "аса күрделі іс бойынша мерзімді он екі айға дейін ұзарту",
        frozenset({"chief-military", "chief-transport", "oblast"}),
        "ҚПК 192.4",
        "Істің аса күрделілігіне қарай он екі айға дейін облыс прокуроры, Бас әскери және Бас "
        "көлік прокурорлары ұзартады",
        "F-2.1-72",
        "2.1.j",
    ),
    PostPower(
        "beyond",
        "айрықша жағдайда мерзімді он екі айдан әрі ұзарту",
        frozenset({"general", "general-deputy"}),
        "ҚПК 192.5",
        "Одан әрі Бас Прокурор мен оның орынбасарлары ғана ұзартады",
        "F-2.1-73",
        "2.1.j",
    ),
    PostPower(
        "own-initiative",
        "өз бастамасымен, тергеулігіне қарамай, тергеуді прокурорға тапсыру",
        frozenset({"general"}),
        "ҚПК 193.1.12-1",
        "Тергеулігіне қарамай тергеуді прокурорға өз бастамасымен Бас Прокурор ғана тапсырады",
        "F-2.1-31",
        "2.1.c",
    ),
    PostPower(
        "normative",
        "ҚПК нормаларын қолдану туралы нормативтік акт қабылдау",
        frozenset({"general"}),
        "ҚПК 58.6",
        "ҚПК нормаларын қолдану туралы нормативтік құқықтық актіні Бас Прокурор қабылдайды",
        "F-2.1-83",
        "2.1.e",
    ),
)
"""Of the posts of :data:`POSTS`: the pre-trial stage. For the powers whose list in the law names
more posts (those put on a level with an oblast or a district, deputies), only these are told.
"""
