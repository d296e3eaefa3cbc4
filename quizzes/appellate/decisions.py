"""What the court may decide (ҚПК 431), and the facts that decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Decision = Literal[
    "unchanged",
    "changed",
    "terminated",
    "acquitted",
    "new-conviction",
    "convicted",
    "new-acquittal",
    "retrial",
    "ruling-changed",
    "ruling-returned",
    "completed",
]


@dataclass(frozen=True, slots=True)
class DecisionText:
    """``name`` for a heading, ``does`` what the court does, as an option says it; ``when`` is the
    whole sentence on when the law gives it.
    """

    name: str
    does: str
    norms: tuple[str, ...]
    when: str


DECISIONS: Mapping[Decision, DecisionText] = {
    "unchanged": DecisionText(
        "Өзгеріссіз қалдыру",
        "Үкімді өзгеріссіз қалдырады",
        ("ҚПК 431.1.1",),
        "Акт оны түзетуге негіз болмағанда не түзетуге заң жол бермегенде өзгеріссіз қалады"
        " ([[ҚПК 431.1.1]]).",
    ),
    "changed": DecisionText(
        "Үкімді өзгерту",
        "Үкімнің күшін жоймай, оны өзгертеді",
        ("ҚПК 431.1.2", "ҚПК 442.1"),
        "Үкім жазаны, саралауды не тізімдегі өзге мәселені түзету үшін өзгертіледі"
        " ([[ҚПК 442.1]]).",
    ),
    "terminated": DecisionText(
        "Күшін жойып, істі тоқтату",
        "Үкімнің күшін жойып, істі тоқтатады",
        ("ҚПК 431.1.3", "ҚПК 439.1"),
        "Іс 35-баптың 1-бөлігінің 3)–10) тармақтарындағы не 36-баптың 1-бөлігіндегі негізбен"
        " тоқтатылады ([[ҚПК 439.1]]).",
    ),
    "acquitted": DecisionText(
        "Айыптау үкімінің орнына ақтау үкімі",
        "Үкімнің күшін жойып, ақтау үкімін шығарады",
        ("ҚПК 431.1.4", "ҚПК 441.1.1"),
        "Ақтау үкімі құқық бұзушылық оқиғасы не құрамы болмағанда шығарылады ([[ҚПК 441.1.1]]).",
    ),
    "new-conviction": DecisionText(
        "Айыптау үкімінің орнына жаңа айыптау үкімі",
        "Үкімнің күшін жойып, жаңа айыптау үкімін шығарады",
        ("ҚПК 431.1.4", "ҚПК 441.1.3"),
        "Жаңа айыптау үкімі бұрынғы айыптау үкімінің күші жойылып, бірақ кінә дәлелденген болса"
        " шығарылады ([[ҚПК 441.1.3]]).",
    ),
    "convicted": DecisionText(
        "Ақтау үкімінің орнына айыптау үкімі",
        "Үкімнің күшін жойып, айыптау үкімін шығарады",
        ("ҚПК 431.1.5", "ҚПК 441.1.2"),
        "Ақтау үкімінің орнына айыптау үкімі шағым не өтінішхат бойынша ғана шығарылады"
        " ([[ҚПК 441.1.2]]).",
    ),
    "new-acquittal": DecisionText(
        "Ақтау үкімінің орнына жаңа ақтау үкімі",
        "Үкімнің күшін жойып, жаңа ақтау үкімін шығарады",
        ("ҚПК 431.1.5", "ҚПК 441.1.4"),
        "Жаңа ақтау үкімі ақтау дұрыс, бірақ оның негізі басқа болғанда шығарылады"
        " ([[ҚПК 441.1.4]]).",
    ),
    "retrial": DecisionText(
        "Күшін жойып, жаңадан сот қарауына жіберу",
        "Үкімнің күшін жойып, істі жаңадан сот қарауына жібереді",
        ("ҚПК 431.1.6", "ҚПК 663.1"),
        "Жаңадан сот қарауына алқабилердің қатысуымен шығарылған үкім бойынша ғана жіберіледі"
        " ([[ҚПК 431.1.6]]).",
    ),
    "ruling-changed": DecisionText(
        "Қаулыны өзгерту не жаңасын қабылдау",
        "Қаулыны өзгертеді не жаңасын қабылдайды",
        ("ҚПК 431.1.7",),
        "Бұл шешім үкімге емес, қаулыға арналған ([[ҚПК 431.1.7]]).",
    ),
    "ruling-returned": DecisionText(
        "Қаулының күшін жойып, жаңадан қарауға жіберу",
        "Қаулының күшін жойып, істі жаңадан қарауға жібереді",
        ("ҚПК 431.1.10",),
        "Қаулы бойынша іс мәні бойынша қаралмаған болса ғана жаңадан қарауға жіберіледі"
        " ([[ҚПК 431.1.10]]).",
    ),
    "completed": DecisionText(
        "Толық ресімдеуге жіберу",
        "Істі толық ресімдеу үшін бірінші сатыға жібереді",
        ("ҚПК 436.4",),
        "Іс толық ресімдеуге сот отырысының хаттамасы болмағанда жіберіледі ([[ҚПК 436.4]]).",
    ),
}

GONE: Mapping[str, tuple[str, str]] = {
    "investigation": (
        "Үкімнің күшін жойып, істі қосымша тергеуге жібереді",
        "Қосымша тергеуге жіберу бүгінгі тізімде жоқ ([[ҚПК 431.1]]).",
    ),
    "to-prosecutor": (
        "Үкімнің күшін жойып, істі прокурорға қайтарады",
        "Істі прокурорға қайтару бүгінгі тізімде жоқ ([[ҚПК 431.1]]).",
    ),
}
"""Decisions the law no longer gives: how an option says them, and why they are wrong."""

Act = Literal[
    "conviction",
    "acquittal",
    "jury-conviction",
    "jury-acquittal",
    "ruling",
    "unheard",
    "dropped",
]
ACTS: Mapping[Act, str] = {
    "conviction": "айыптау үкімі (алқабисіз)",
    "acquittal": "ақтау үкімі (алқабисіз)",
    "jury-conviction": "алқабилердің қатысуымен шыққан айыптау үкімі",
    "jury-acquittal": "алқабилердің қатысуымен шыққан ақтау үкімі",
    "ruling": "іс мәні бойынша қаралған қаулы",
    "unheard": "іс мәні бойынша қаралмаған қаулы",
    "dropped": "айыптаушы мен жәбірленуші айыптаудан бас тартқан соң істі тоқтату қаулысы",
}

Sought = Literal["defence", "basis", "mild", "added", "worse"]
SOUGHT: Mapping[Sought, str] = {
    "defence": "қорғау тарабы: жеңілдетуді не ақтауды",
    "basis": "ақталған адам: басқа ақтау негізін",
    "mild": "өзге тарап: нашарлатудан басқаны",
    "added": "айыптау тарабы: нашарлатуды, мерзімнен кейін",
    "worse": "айыптау тарабы: осы негізбен нашарлатуды",
}

Found = Literal[
    "nothing",
    "no-offence",
    "barred",
    "too-severe",
    "lighter-law",
    "too-lenient",
    "heavier-law",
    "heavier-dropped",
    "gap",
    "mismatch",
    "violation",
    "no-record",
    "guilt",
    "basis-wrong",
    "ruling-wrong",
]
FOUND: Mapping[Found, str] = {
    "nothing": "акт заңды, негізді, әділ",
    "no-offence": "құқық бұзушылық оқиғасы не құрамы жоқ",
    "barred": "қудалауды болғызбайтын мән-жай бар (35-бап 1-бөлік 3)–10) тармақтар)",
    "too-severe": "жаза шектен тыс қатал",
    "lighter-law": "жеңілірек құқық бұзушылық туралы заң қолданылуға тиіс",
    "too-lenient": "жаза шектен тыс жеңіл",
    "heavier-law": "ауырырақ құқық бұзушылық туралы заң қолданылуға тиіс",
    "heavier-dropped": "ауырырақ заң керек, бірақ айыптаушы айыпты сотта жеңілдеткен",
    "gap": "сот тергеуі біржақты не толық емес (алқаби ісінде — дәлел негізсіз қабылданбаған)",
    "mismatch": "соттың тұжырымы істің мән-жайына сай емес",
    "violation": "күшін сөзсіз жоятын процестік бұзушылық (436-бап 3-бөлік 2)–9) тармақтар)",
    "no-record": "сот отырысының хаттамасы жоқ",
    "guilt": "ақталған адамның кінәсі дәлелденген",
    "basis-wrong": "ақтау дұрыс, бірақ негізі қате",
    "ruling-wrong": "қаулы дұрыс емес",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The act of the first instance, what was filed and sought, and what the court found.

    ``violation`` in a conviction: the court has tried the case itself and holds guilt proved.
    ``heavier-law``: the accuser upheld that charge in the first instance. ``ruling-wrong``: to
    mend it does not make anyone's situation worse.
    """

    act: Act
    sought: Sought
    found: Found


@dataclass(frozen=True, slots=True)
class Row:
    """A rule of decision. ``lawful`` empty: such facts do not occur. ``open_too``: the letter of
    the law does not shut these out, so none is ever called wrong. ``doubt``: the law is silent or
    contradicts itself.
    """

    id: str
    lawful: tuple[Decision, ...]
    norms: tuple[str, ...]
    says: str
    acts: frozenset[Act]
    found: frozenset[Found]
    sought: frozenset[Sought] = frozenset(get_args(Sought))
    open_too: frozenset[Decision] = frozenset()
    doubt: str = ""

    @property
    def possible(self) -> bool:
        return bool(self.lawful)

    @property
    def single(self) -> bool:
        """One lawful decision and no doubt: only then may it be asked."""
        return len(self.lawful) == 1 and not self.doubt

    def fits(self, facts: Facts) -> bool:
        return facts.act in self.acts and facts.found in self.found and facts.sought in self.sought
