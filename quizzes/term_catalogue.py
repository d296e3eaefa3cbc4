"""The named terms of the Criminal Procedure Code that the deadline calculator offers.

Only terms that the Code itself counts (ҚПК 48) stand here. Terms of other laws are counted by
those laws, and a day off may move them otherwise or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizzes.terms import Counting, Term, Unit


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """``starts`` says what begins it. ``norms`` begins with the rule that gives its length.
    ``generator`` is the id of the one that practises it, "" if there is none.
    """

    id: str
    group: str
    name: str
    starts: str
    amount: int
    unit: Unit
    norms: tuple[str, ...]
    counting: Counting = "ordinary"
    generator: str = ""

    @property
    def term(self) -> Term:
        return Term(self.amount, self.unit)


GROUPS: Mapping[str, str] = {
    "appeal": "Апелляция мен кассация",
    "execution": "Үкім және оны орындау",
    "trial": "Істің сотқа түсуі",
    "inquiry": "Сотқа дейінгі тергеп-тексеру",
    "covert": "Жасырын тергеу әрекеттері",
    "complaint": "Шағымдар",
    "custody": "Ұстау және күзетпен ұстау",
}

_ALL: tuple[NamedTerm, ...] = (
    NamedTerm(
        "appeal",
        "appeal",
        "Апелляциялық шағым не прокурордың өтінішхаты",
        "үкім не қаулы жарияланған күн",
        15,
        "days",
        ("ҚПК 418.1",),
    ),
    NamedTerm(
        "appeal-in-custody",
        "appeal",
        "Күзетпен ұсталатын сотталған адамның апелляциялық шағымы",
        "үкімнің не қаулының көшірмесі табыс етілген күн",
        15,
        "days",
        ("ҚПК 418.1",),
    ),
    NamedTerm(
        "appeal-hearing-set",
        "appeal",
        "Апелляциялық отырысты тағайындау",
        "іс шағыммен не өтінішхатпен апелляциялық сотқа түскен күн",
        10,
        "days",
        ("ҚПК 428.1",),
    ),
    NamedTerm(
        "appeal-heard",
        "appeal",
        "Істі апелляцияда қарау (жалпы мерзім)",
        "іс апелляциялық сотқа түскен күн",
        1,
        "months",
        ("ҚПК 425",),
    ),
    NamedTerm(
        "appeal-returned",
        "appeal",
        "Апелляциядан кейін істі бірінші саты сотына жіберу",
        "апелляциялық үкім не қаулы шығарылған күн",
        10,
        "days",
        ("ҚПК 445.1",),
    ),
    NamedTerm(
        "judge-order",
        "appeal",
        "Тергеу судьясының қаулысына шағым не өтінішхат",
        "қаулы жарияланған сәт",
        3,
        "days",
        ("ҚПК 107.2",),
    ),
    NamedTerm(
        "convict-complaint-motion",
        "appeal",
        "Сотталған адамның шағымы бойынша шыққан қаулыға прокурордың өтінішхаты",
        "қаулы жарияланған күн",
        10,
        "days",
        ("ҚПК 483.2",),
    ),
    NamedTerm(
        "cassation-worse",
        "appeal",
        "Жағдайды нашарлататын негізбен кассация",
        "сот актісі заңды күшіне енген күн",
        1,
        "years",
        ("ҚПК 487.2",),
    ),
    NamedTerm(
        "verdict-copy",
        "execution",
        "Үкімнің көшірмесін табыс ету",
        "үкім жарияланған күн",
        5,
        "days",
        ("ҚПК 404",),
    ),
    NamedTerm(
        "verdict-copy-long",
        "execution",
        "Көлемді үкімнің көшірмесін табыс ету",
        "үкім жарияланған күн",
        15,
        "days",
        ("ҚПК 404",),
    ),
    NamedTerm(
        "to-execution",
        "execution",
        "Үкімді орындауға жіберу",
        "үкім күшіне енген не іс жоғары тұрған соттан қайтқан күн",
        3,
        "days",
        ("ҚПК 470.3",),
    ),
    NamedTerm(
        "execution-question",
        "execution",
        "Үкімді орындау мәселесін сотта қарау",
        "өтінішхат сотқа түскен күн",
        1,
        "months",
        ("ҚПК 478.4",),
    ),
    NamedTerm(
        "court-decision",
        "trial",
        "Түскен іс бойынша судьяның шешімі",
        "іс сотқа түскен сәт",
        5,
        "days",
        ("ҚПК 319.4",),
    ),
    NamedTerm(
        "preliminary-hearing",
        "trial",
        "Алдын ала тыңдау",
        "алдын ала тыңдау өткізу туралы қаулы шығарылған сәт",
        10,
        "days",
        ("ҚПК 321.2",),
    ),
    NamedTerm(
        "prosecutor-report",
        "trial",
        "Есеппен түскен іс бойынша прокурордың әрекеттері",
        "іс прокурорға түскен күн",
        10,
        "days",
        ("ҚПК 302.2",),
    ),
    NamedTerm(
        "charge-protocol",
        "trial",
        "Айыптау хаттамасымен түскен іс бойынша прокурордың шешімі",
        "іс прокурорға түскен күн",
        3,
        "days",
        ("ҚПК 192-2.6",),
    ),
    NamedTerm(
        "inquiry",
        "inquiry",
        "Анықтаудың бастапқы мерзімі",
        "арыз не хабар бірыңғай тізілімде тіркелген сәт",
        1,
        "months",
        ("ҚПК 192.2",),
    ),
    NamedTerm(
        "investigation",
        "inquiry",
        "Алдын ала тергеудің бастапқы мерзімі",
        "арыз не хабар бірыңғай тізілімде тіркелген сәт",
        2,
        "months",
        ("ҚПК 192.2",),
    ),
    NamedTerm(
        "returned-case",
        "inquiry",
        "Қосымша тергеуге қайтарылған іс (ең ұзақ мерзім)",
        "іс тергеп-тексеретін адамға түскен сәт",
        1,
        "months",
        ("ҚПК 192.7",),
    ),
    NamedTerm(
        "split-copy",
        "inquiry",
        "Істі бөлектеу туралы қаулының көшірмесін прокурорға жіберу",
        "қаулы шығарылған сәт",
        24,
        "hours",
        ("ҚПК 44.5",),
    ),
    NamedTerm(
        "late-search",
        "inquiry",
        "Санкциясыз тінтудің материалын тергеу судьясына жіберу",
        "тінту жүргізілген күн",
        1,
        "days",
        ("ҚПК 220.14", "ҚПК 254.3"),
    ),
    NamedTerm(
        "covert-to-judge",
        "covert",
        "Жасырын тергеу әрекеті туралы қаулыны судьяға ұсыну",
        "қаулы шығарылған сәт",
        24,
        "hours",
        ("ҚПК 234.2",),
    ),
    NamedTerm(
        "covert-sanction",
        "covert",
        "Жасырын тергеу әрекетін санкциялау",
        "қаулы сотқа түскен сәт",
        12,
        "hours",
        ("ҚПК 234.2",),
    ),
    NamedTerm(
        "covert-result",
        "covert",
        "Жасырын тергеу әрекетінің нәтижесін прокурорға хабарлау",
        "әрекет аяқталған күн",
        2,
        "days",
        ("ҚПК 234.5",),
    ),
    NamedTerm(
        "covert-person",
        "covert",
        "Жасырын тергеу әрекетін заңсыз деп тануды соттан сұрау",
        "адамға хабарланған сәт",
        15,
        "days",
        ("ҚПК 240.6",),
    ),
    NamedTerm(
        "complaint-answer",
        "complaint",
        "Тергеп-тексеретін адамға шағымды прокурордың, бастықтың қарауы (жалпы мерзім)",
        "шағым алынған сәт",
        7,
        "days",
        ("ҚПК 105.2",),
    ),
    NamedTerm(
        "complaint-court",
        "complaint",
        "Шағымды сотқа беру",
        "шешіммен танысқан не прокурордың бас тартуы туралы хабарламаны алған күн",
        15,
        "days",
        ("ҚПК 106.5",),
    ),
    NamedTerm(
        "complaint-judge",
        "complaint",
        "Шағымды тергеу судьясының отырыссыз қарауы",
        "шағым сотқа түскен күн",
        3,
        "days",
        ("ҚПК 106.6",),
    ),
    NamedTerm(
        "complaint-judge-hearing",
        "complaint",
        "Шағымды тергеу судьясының отырыста қарауы",
        "шағым сотқа түскен күн",
        10,
        "days",
        ("ҚПК 106.6",),
    ),
    NamedTerm(
        "detention",
        "custody",
        "Ересек адамды ұстау (жалпы мерзім)",
        "нақты ұсталған минут",
        48,
        "hours",
        ("ҚПК 131.4",),
        "custody",
    ),
    NamedTerm(
        "detention-minor",
        "custody",
        "Кәмелетке толмағанды ұстау (жалпы мерзім)",
        "нақты ұсталған минут",
        24,
        "hours",
        ("ҚПК 131.4",),
        "custody",
    ),
    NamedTerm(
        "detention-long",
        "custody",
        "131-баптың 4-бөлігіндегі айрықша жағдайда ұстау",
        "нақты ұсталған минут",
        72,
        "hours",
        ("ҚПК 131.4",),
        "custody",
    ),
    NamedTerm(
        "detention-notice",
        "custody",
        "Ұстау туралы прокурорға жазбаша хабарлау",
        "ұстау хаттамасы жасалған сәт",
        12,
        "hours",
        ("ҚПК 131.3",),
    ),
    NamedTerm(
        "custody-short",
        "custody",
        "Он тәулікке санкцияланған күзетпен ұстау",
        "адам күзетпен ұстала бастаған күн (ұсталса — нақты ұсталған күн)",
        10,
        "days",
        ("ҚПК 148.7",),
        "custody",
    ),
    NamedTerm(
        "custody",
        "custody",
        "Күзетпен ұстаудың бастапқы мерзімі",
        "адам күзетпен ұстала бастаған күн (ұсталса — нақты ұсталған күн)",
        2,
        "months",
        ("ҚПК 151.1",),
        "custody",
    ),
    NamedTerm(
        "custody-minor",
        "custody",
        "Кәмелетке толмағанды күзетпен ұстаудың шегі",
        "адам күзетпен ұстала бастаған күн (ұсталса — нақты ұсталған күн)",
        6,
        "months",
        ("ҚПК 541.4",),
        "custody",
    ),
)

TERMS: Mapping[str, NamedTerm] = {one.id: one for one in _ALL}
"""By id, grouped as :data:`GROUPS` are."""
