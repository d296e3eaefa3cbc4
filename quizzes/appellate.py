"""What becomes of a criminal case on appeal: facts → lawful decisions, each with its norms.

Two tables. :data:`PAPERS` follows a complaint or a prosecutor's petition from its author to the
sitting; :data:`ROWS` follows the case from what the court found to its decision. The first row
that fits decides. Where the letter of the law leaves more than one decision open the row names
them all, and nothing is asked of a learner there.

Norms are those of the Criminal Procedure Code (ҚПК) as it stands in November 2026. Sentences are
Kazakh, as the lessons are, and carry their citations as authors write them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeVar, get_args

# Who may bring a matter before the appellate court, and with what (414).

Filer = Literal[
    "convict",
    "acquitted",
    "defender",
    "guardian",
    "victim",
    "victim-agent",
    "private-prosecutor",
    "claimant",
    "defendant",
    "outsider",
    "trial-prosecutor",
    "head-prosecutor",
    "other-prosecutor",
    "witness",
]
Document = Literal["complaint", "petition"]
Reach = Literal["whole", "civil-claim", "own-rights"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What someone may file: ``document`` None means nothing. ``side`` tells whose cause it is."""

    who: str
    document: Document | None
    reach: Reach | None
    side: Literal["defence", "accusation", "civil", "none"]
    norms: tuple[str, ...]
    says: str


FILERS: Mapping[Filer, Standing] = {
    "convict": Standing(
        "сотталған адам",
        "complaint",
        "whole",
        "defence",
        ("ҚПК 414.1",),
        "Сотталған адам үкімге тұтас апелляциялық шағым береді",
    ),
    "acquitted": Standing(
        "ақталған адам",
        "complaint",
        "whole",
        "defence",
        ("ҚПК 414.1",),
        "Ақталған адам да шағым бере алады, мысалы, ақталу негізімен келіспесе",
    ),
    "defender": Standing(
        "қорғаушы",
        "complaint",
        "whole",
        "defence",
        ("ҚПК 414.1",),
        "Қорғаушы, соның ішінде үкім жарияланғаннан кейін іске кірген қорғаушы, шағым береді",
    ),
    "guardian": Standing(
        "сотталған адамның заңды өкілі",
        "complaint",
        "whole",
        "defence",
        ("ҚПК 414.1",),
        "Сотталған адамның заңды өкілі үкімге тұтас шағым береді",
    ),
    "victim": Standing(
        "жәбірленуші",
        "complaint",
        "whole",
        "accusation",
        ("ҚПК 414.1",),
        "Жәбірленуші үкімге тұтас шағым береді, жазаның жеңілдігіне де шағымдана алады",
    ),
    "victim-agent": Standing(
        "жәбірленушінің өкілі",
        "complaint",
        "whole",
        "accusation",
        ("ҚПК 414.1",),
        "Жәбірленушінің өкілі де жәбірленушінің өзі сияқты үкімге тұтас шағым береді",
    ),
    "private-prosecutor": Standing(
        "жекеше айыптаушы",
        "complaint",
        "whole",
        "accusation",
        ("ҚПК 414.1",),
        "Жекеше айыптаушы — өз ісіндегі жәбірленуші, ол үкімге тұтас шағым береді",
    ),
    "claimant": Standing(
        "азаматтық талапкер",
        "complaint",
        "civil-claim",
        "civil",
        ("ҚПК 414.1",),
        "Азаматтық талапкер үкімнің азаматтық талапқа қатысты бөлігіне ғана шағым береді",
    ),
    "defendant": Standing(
        "азаматтық жауапкер",
        "complaint",
        "civil-claim",
        "civil",
        ("ҚПК 414.1",),
        "Азаматтық жауапкер үкімнің азаматтық талапқа қатысты бөлігіне ғана шағым береді",
    ),
    "outsider": Standing(
        "іске тарап емес адам",
        "complaint",
        "own-rights",
        "none",
        ("ҚПК 414.3",),
        "Тарап емес адам соттың қаулысы оның құқығы мен заңды мүддесіне қатысты болса шағымданады",
    ),
    "trial-prosecutor": Standing(
        "істі қарауға қатысқан мемлекеттік айыптаушы",
        "petition",
        "whole",
        "accusation",
        ("ҚПК 414.2",),
        "Істі қарауға қатысқан мемлекеттік айыптаушы апелляциялық өтінішхат келтіреді",
    ),
    "head-prosecutor": Standing(
        "аудан прокуроры не одан жоғары тұрған прокурор",
        "petition",
        "whole",
        "accusation",
        ("ҚПК 414.2",),
        "Аудан прокуроры мен заңда аталған өзге басшы прокурорлар өз құзыретінде, іске"
        " қатысқан-қатыспағанына қарамастан өтінішхат келтіреді",
    ),
    "other-prosecutor": Standing(
        "іске қатыспаған, басшы емес прокурор",
        None,
        None,
        "none",
        ("ҚПК 414.2",),
        "Іске айыптаушы болып қатыспаған, заңда аталған басшылардың қатарында жоқ прокурор"
        " өтінішхат келтіре алмайды",
    ),
    "witness": Standing(
        "куә",
        None,
        None,
        "none",
        ("ҚПК 414.1",),
        "Куә үкімге шағым бере алатындардың тізімінде жоқ",
    ),
}

# From the paper to the sitting (417–423).

Time = Literal["on-time", "late", "late-found", "late-obstacle", "late-no-reason"]
Form = Literal["complete", "faulty", "not-mended"]
Taken = Literal["kept", "withdrawn"]
Fate = Literal[
    "no-right",
    "returned-late",
    "left-late",
    "restored",
    "not-restored",
    "to-mend",
    "not-filed",
    "closed",
    "heard",
]


@dataclass(frozen=True, slots=True)
class Paper:
    """A complaint or petition: ``time`` «late» is without a request to restore the term, noticed
    by the court of first instance; «late-found» the same, noticed only on appeal; «late-obstacle»
    with a request and an obstacle of 419.3; «late-no-reason» with a request and no good reason.
    ``taken`` «withdrawn»: taken back, by whom the law lets, before the sitting; it is the only one.
    """

    filer: Filer
    time: Time = "on-time"
    form: Form = "complete"
    taken: Taken = "kept"


@dataclass(frozen=True, slots=True)
class PaperRule:
    id: str
    fate: Fate
    norms: tuple[str, ...]
    says: str
    filers: frozenset[Filer] = frozenset(get_args(Filer))
    times: frozenset[Time] = frozenset(get_args(Time))
    forms: frozenset[Form] = frozenset(get_args(Form))
    taken: frozenset[Taken] = frozenset(get_args(Taken))

    def fits(self, paper: Paper) -> bool:
        return (
            paper.filer in self.filers
            and paper.time in self.times
            and paper.form in self.forms
            and paper.taken in self.taken
        )


FATES: Mapping[Fate, str] = {
    "no-right": "Бұл адам үкімге шағым да бере, өтінішхат та келтіре алмайды",
    "returned-late": "Үкім шығарған сот қаулымен авторына қайтарады",
    "left-late": "Апелляциялық сатының судьясы қаулымен қараусыз қалдырады",
    "restored": "Үкім шығарған сот мерзімді қалпына келтіруге міндетті",
    "not-restored": "Үкім шығарған сот мерзімді қалпына келтіруден бас тартады",
    "to-mend": "Үкім шығарған сот мерзім көрсетіп, толық ресімдеуге қайтарады",
    "not-filed": "Берілмеген болып саналады, авторына хабарланады",
    "closed": "Апелляциялық іс жүргізу тоқтатылады, үкім сол күні күшіне енеді",
    "heard": "Іс апелляциялық отырыста қаралады",
}

PAPERS: tuple[PaperRule, ...] = (
    PaperRule(
        "no-right",
        "no-right",
        ("ҚПК 414.1", "ҚПК 414.2"),
        "Шағым мен өтінішхат бере алатындардың тізімі жабық ([[ҚПК 414.1]], [[ҚПК 414.2]]).",
        filers=frozenset(name for name, one in FILERS.items() if one.document is None),
    ),
    PaperRule(
        "late-returned",
        "returned-late",
        ("ҚПК 418.1", "ҚПК 418.3"),
        "Мерзімнен кешігіп берілген, қалпына келтіру сұралмаған құжатты үкім шығарған сот"
        " қаулымен, осы негізді көрсетіп, авторына қайтарады ([[ҚПК 418.3]]).",
        times=frozenset({"late"}),
    ),
    PaperRule(
        "late-left",
        "left-late",
        ("ҚПК 418.1", "ҚПК 418.3"),
        "Кешігу апелляциялық сатыда анықталса, сол сатының судьясы құжатты қаулымен қараусыз"
        " қалдырады ([[ҚПК 418.3]]).",
        times=frozenset({"late-found"}),
    ),
    PaperRule(
        "term-not-restored",
        "not-restored",
        ("ҚПК 50.2", "ҚПК 419.1", "ҚПК 419.2"),
        "Мерзім дәлелді себеппен ғана қалпына келтіріледі ([[ҚПК 50.2]]). Бас тарту қаулысына"
        " облыстық сотқа шағымдануға болады ([[ҚПК 419.2]]).",
        times=frozenset({"late-no-reason"}),
    ),
    PaperRule(
        "term-restored",
        "restored",
        ("ҚПК 419.1", "ҚПК 419.3"),
        "Заңда аталған не шағымдануға шын мәнінде кедергі болған мән-жай бар болса, сот мерзімді"
        " қалпына келтіруге міндетті ([[ҚПК 419.3]]).",
        times=frozenset({"late-obstacle"}),
    ),
    PaperRule(
        "faulty",
        "to-mend",
        ("ҚПК 423.1", "ҚПК 423.2"),
        "Талапқа сай емес құжат берілген болып саналады, бірақ толық ресімдеуге мерзіммен"
        " қайтарылады ([[ҚПК 423.2]]).",
        forms=frozenset({"faulty"}),
    ),
    PaperRule(
        "not-mended",
        "not-filed",
        ("ҚПК 423.2",),
        "Қайта ресімделген құжат көрсетілген мерзімде тапсырылмаса, берілмеген болып саналады"
        " ([[ҚПК 423.2]]).",
        forms=frozenset({"not-mended"}),
    ),
    PaperRule(
        "withdrawn",
        "closed",
        ("ҚПК 423.5", "ҚПК 470.2"),
        "Жалғыз шағым не өтінішхат отырысқа дейін қайтарып алынса, апелляция іс жүргізуді"
        " тоқтатады да, үкім сол қаулы шыққан күні күшіне енеді ([[ҚПК 470.2]]).",
        taken=frozenset({"withdrawn"}),
    ),
    PaperRule(
        "heard",
        "heard",
        ("ҚПК 421.1", "ҚПК 421.2", "ҚПК 424.1"),
        "Уақтылы берілген, талапқа сай құжат бойынша іс апелляцияға жолданады ([[ҚПК 421.2]]).",
    ),
)


def follow(paper: Paper) -> PaperRule:
    """The rule that decides what becomes of a paper."""
    return next(rule for rule in PAPERS if rule.fits(paper))


# Taking back (423.5).

Author = Literal["convict", "defender", "guardian", "victim", "prosecutor"]
TakenBackBy = Literal["author", "convict", "superior", "other"]


def may_withdraw(author: Author, by: TakenBackBy, *, consent: bool, sitting_begun: bool) -> bool:
    """Whether a paper may be taken back. ``consent`` is the convict's and matters only to a
    defender or guardian who takes back their own complaint. ``by`` «other» is anyone else.
    """
    if sitting_begun or by == "other":
        return False
    if by == "superior":
        return author == "prosecutor"
    if by == "convict":
        return author in ("convict", "defender", "guardian")
    return consent or author not in ("defender", "guardian")


# What the court may decide (431).

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


_T = TypeVar("_T")


def _set(*names: _T) -> frozenset[_T]:
    return frozenset(names)


_NOT_WORSE: frozenset[Sought] = frozenset({"defence", "basis", "mild", "added"})
_CONVICTIONS: frozenset[Act] = frozenset({"conviction", "jury-conviction"})
_ACQUITTALS: frozenset[Act] = frozenset({"acquittal", "jury-acquittal"})
_RULINGS: frozenset[Act] = frozenset({"ruling", "unheard", "dropped"})
_VERDICTS = _CONVICTIONS | _ACQUITTALS
_ACTS: frozenset[Act] = frozenset(get_args(Act))
_OF_PUNISHMENT: frozenset[Found] = frozenset(
    {
        "no-offence",
        "barred",
        "too-severe",
        "lighter-law",
        "too-lenient",
        "heavier-law",
        "heavier-dropped",
    }
)
_HARSHER: frozenset[Found] = frozenset({"too-lenient", "heavier-law"})

ROWS: tuple[Row, ...] = (
    # What does not occur.
    Row(
        "only-convictions",
        (),
        (),
        "Бұл мән-жай айыптау үкіміне ғана қатысты.",
        _ACTS - _CONVICTIONS,
        _OF_PUNISHMENT,
    ),
    Row(
        "only-acquittals",
        (),
        (),
        "Бұл мән-жай ақтау үкіміне ғана қатысты.",
        _ACTS - _ACQUITTALS,
        _set("basis-wrong", "guilt"),
    ),
    Row(
        "only-rulings",
        (),
        (),
        "Бұл мән-жай қаулыға ғана қатысты.",
        _VERDICTS,
        _set("ruling-wrong"),
    ),
    Row(
        "only-verdicts",
        (),
        (),
        "Бұл мән-жай үкімге ғана қатысты.",
        _RULINGS,
        _set("gap", "mismatch"),
    ),
    Row(
        "basis-of-acquittal",
        (),
        (),
        "Ақталу негізіне ақталған адам ғана шағымданады.",
        _ACTS - _ACQUITTALS,
        frozenset(get_args(Found)),
        _set("basis"),
    ),
    # A missing record is made up for before anything is decided.
    Row(
        "no-record",
        ("completed",),
        ("ҚПК 436.4",),
        "Хаттаманың болмауы актінің күшін жоюға негіз емес, іс толық ресімдеу үшін бірінші"
        " сатыға жіберіледі ([[ҚПК 436.4]]).",
        _ACTS,
        _set("no-record"),
    ),
    # A case that the accusers themselves gave up.
    Row(
        "accusers-gave-up",
        ("unchanged",),
        ("ҚПК 440.3", "ҚПК 431.1.1"),
        "Айыптаушы мен жәбірленуші айыптаудан бас тартқандықтан шыққан тоқтату қаулысының күші"
        " апелляцияда жойылмайды ([[ҚПК 440.3]]).",
        _set("dropped"),
        frozenset(get_args(Found)),
    ),
    Row(
        "nothing-wrong",
        ("unchanged",),
        ("ҚПК 431.1.1", "ҚПК 433"),
        "Күшін жоюға не өзгертуге негіз жоқ, сондықтан акт өзгеріссіз, шағым мен өтінішхат"
        " қанағаттандырусыз қалады ([[ҚПК 431.1.1]]).",
        _ACTS,
        _set("nothing"),
    ),
    # Convictions by a judge alone.
    Row(
        "no-offence",
        ("acquitted",),
        ("ҚПК 431.1.4", "ҚПК 441.1.1"),
        "Оқиға не құрам болмаса, апелляция айыптау үкімінің күшін жойып, ақтау үкімін шығарады"
        " ([[ҚПК 441.1.1]]).",
        _set("conviction"),
        _set("no-offence"),
    ),
    Row(
        "barred",
        ("terminated",),
        ("ҚПК 431.1.3", "ҚПК 439.1"),
        "35-баптың 1-бөлігінің 3)–10) тармақтарындағы мән-жай болса, апелляция үкімнің күшін"
        " жойып, істі тоқтатады ([[ҚПК 439.1]]).",
        _set("conviction"),
        _set("barred"),
    ),
    Row(
        "softened",
        ("changed",),
        ("ҚПК 431.1.2", "ҚПК 442.1.1", "ҚПК 438.2"),
        "Жазаны жеңілдету үшін үкімнің күшін жою керек емес, апелляция оны өзгертеді"
        " ([[ҚПК 442.1.1]]).",
        _set("conviction"),
        _set("too-severe"),
        open_too=_set("new-conviction"),
    ),
    Row(
        "lighter-law",
        ("changed",),
        ("ҚПК 431.1.2", "ҚПК 442.1.2"),
        "Апелляция үкімді өзгертіп, жеңілірек құқық бұзушылық туралы заңды қолданады, жазаны"
        " жаңа саралауға сай тағайындайды ([[ҚПК 442.1.2]]).",
        _set("conviction"),
        _set("lighter-law"),
        open_too=_set("new-conviction"),
    ),
    Row(
        "hardened",
        ("changed",),
        ("ҚПК 431.2", "ҚПК 438.2", "ҚПК 442.1.3", "ҚПК 442.2"),
        "Айыптау тарабы дәл осы негізбен нашарлатуды сұраған, сондықтан апелляция сол шекте"
        " үкімді өзгертіп, жазаны қатайта алады ([[ҚПК 442.1.3]], [[ҚПК 442.2]]).",
        _set("conviction"),
        _set("too-lenient"),
        _set("worse"),
        open_too=_set("new-conviction"),
    ),
    Row(
        "heavier-law",
        ("changed", "new-conviction"),
        ("ҚПК 431.2", "ҚПК 438.2", "ҚПК 441.1.3", "ҚПК 441.2"),
        "Апелляция айыптау тарабы сұраған шекте, бірінші сатыда қолдаған айыптаудан аспай,"
        " ауырырақ заңды қолдана алады ([[ҚПК 438.2]]). Заң бұл үшін үкімді өзгерту мен жаңа"
        " үкім шығарудың қайсысы керегін бөлек айтпайды.",
        _set("conviction"),
        _set("heavier-law"),
        _set("worse"),
    ),
    Row(
        "late-addition",
        ("unchanged",),
        ("ҚПК 423.4", "ҚПК 431.2", "ҚПК 442.2"),
        "Нашарлату туралы талап бастапқы құжатта болмаса, оны мерзім өткен соң толықтыруда қоюға"
        " болмайды ([[ҚПК 423.4]]). Ол талапсыз жағдай нашарламайды ([[ҚПК 442.2]]).",
        _set("conviction"),
        _HARSHER,
        _set("added"),
    ),
    Row(
        "not-asked",
        ("unchanged",),
        ("ҚПК 426.1", "ҚПК 431.2", "ҚПК 442.2"),
        "Апелляция жағдайды айыптау тарабы сұраған шекте ғана нашарлата алады ([[ҚПК 431.2]])."
        " Ондай талап жоқ, сондықтан үкім өзгеріссіз қалады ([[ҚПК 442.2]]).",
        _set("conviction"),
        _HARSHER,
        _NOT_WORSE,
    ),
    Row(
        "charge-lowered",
        ("unchanged",),
        ("ҚПК 438.3", "ҚПК 431.1.1"),
        "Айыптаушы айыпты сотта жеңілдетіп, сот соған сай саралаған болса, апелляция ауырырақ"
        " заңды қолдана алмайды ([[ҚПК 438.3]]).",
        _set("conviction"),
        _set("heavier-dropped"),
    ),
    Row(
        "gap-filled",
        ("unchanged", "changed", "terminated", "acquitted", "new-conviction"),
        ("ҚПК 434.2", "ҚПК 434.3", "ҚПК 431.1"),
        "Апелляция сот тергеуінің олқылығын өзі толтырады да, содан кейін ғана 431-баптағы"
        " шешімнің бірін қабылдайды ([[ҚПК 434.3]]). Қайсысын — толтырғанда шыққан мән-жайға"
        " байланысты.",
        _set("conviction"),
        _set("gap"),
    ),
    Row(
        "weighed-again",
        ("unchanged", "changed", "terminated", "acquitted", "new-conviction"),
        ("ҚПК 435.2", "ҚПК 431.1"),
        "Апелляция дәлелдемені қайта бағалап, 431-баптағы шешімнің бірін қабылдайды"
        " ([[ҚПК 435.2]]). Қайсысын — бағалау нәтижесіне байланысты.",
        _set("conviction"),
        _set("mismatch"),
    ),
    Row(
        "tried-anew",
        ("new-conviction",),
        ("ҚПК 436.3", "ҚПК 431.1.4", "ҚПК 441.1.3"),
        "Мұндай бұзушылық болса, үкімнің күші қалай да жойылады ([[ҚПК 436.3]]). Кәдімгі үкім"
        " бойынша іс кері жіберілмейді: апелляция жаңа үкімді өзі шығарады ([[ҚПК 431.1.4]],"
        " [[ҚПК 441.1.3]]).",
        _set("conviction"),
        _set("violation"),
    ),
    # Acquittals by a judge alone.
    Row(
        "acquittal-late-addition",
        ("unchanged",),
        ("ҚПК 423.4", "ҚПК 431.2"),
        "Нашарлату туралы талап мерзім өткен соң толықтыруда ғана қойылған.",
        _set("acquittal"),
        _set("guilt", "violation", "gap", "mismatch"),
        _set("added"),
        doubt="Мұндай толықтыруға тыйым салатын 423-баптың 4-бөлігі сотталған адамды ғана атайды.",
    ),
    Row(
        "acquittal-overturned",
        ("convicted",),
        ("ҚПК 440.1", "ҚПК 431.1.5", "ҚПК 441.1.2"),
        "Айыптау тарабы айыптауды сұраған, кінә дәлелденген. Апелляция ақтау үкімінің күшін"
        " жойып, айыптау үкімін шығарады ([[ҚПК 440.1]], [[ҚПК 441.1.2]]).",
        _set("acquittal"),
        _set("guilt"),
        _set("worse"),
    ),
    Row(
        "acquittal-stands",
        ("unchanged",),
        ("ҚПК 440.1", "ҚПК 431.2"),
        "Ақталған адамның жағдайын айыптау тарабы сұраған шекте ғана нашарлатуға болады"
        " ([[ҚПК 431.2]], [[ҚПК 440.1]]). Ондай талап жоқ.",
        _set("acquittal"),
        _set("guilt"),
        _NOT_WORSE,
    ),
    Row(
        "other-basis",
        ("new-acquittal",),
        ("ҚПК 440.1", "ҚПК 431.1.5", "ҚПК 441.1.4"),
        "Ақталған адам ақталу негізімен келіспей шағымданса, ақтау үкімінің күші жойылып, жаңа"
        " ақтау үкімі шығарылады ([[ҚПК 440.1]], [[ҚПК 441.1.4]]).",
        _set("acquittal"),
        _set("basis-wrong"),
        _set("basis"),
        open_too=_set("changed"),
    ),
    Row(
        "other-basis-unasked",
        ("unchanged", "new-acquittal"),
        ("ҚПК 426.1", "ҚПК 440.1"),
        "Ақталу негізі шағымда айтылмаған. Заң мұнда сот не істеуге тиіс екенін тура айтпайды.",
        _set("acquittal"),
        _set("basis-wrong"),
        doubt="Апелляция шағымда айтылмаған негізбен де түзете алады (426-бап 1-бөлік), бірақ"
        " ақтау үкімінің күші 440-баптың 1-бөлігіндегі шағым не өтінішхат бойынша ғана жойылады.",
    ),
    Row(
        "innocence-undisputed",
        ("unchanged",),
        ("ҚПК 440.2", "ҚПК 431.1.1"),
        "Кінәсіздік те, ақтау негізі де даулы емес. Мұндайда процестік заңның елеулі бұзылуы"
        " ақтау үкімінің күшін жоюға жеткіліксіз ([[ҚПК 440.2]]).",
        _set("acquittal"),
        _set("violation"),
        _set("mild", "defence"),
    ),
    Row(
        "acquittal-tried-anew",
        ("convicted", "new-acquittal"),
        ("ҚПК 436.3", "ҚПК 440.1", "ҚПК 431.1.5"),
        "Ақтау үкімінің күші жойылады, ал жаңа үкім қандай болары апелляция зерттеген"
        " дәлелдемеге байланысты ([[ҚПК 431.1.5]]).",
        _set("acquittal"),
        _set("violation"),
        _set("worse"),
    ),
    Row(
        "acquittal-basis-tried-anew",
        ("new-acquittal",),
        ("ҚПК 436.3", "ҚПК 440.1", "ҚПК 441.1.4"),
        "Ақтау негізі даулы, сондықтан бұзушылық үкімнің күшін жояды; жағдай нашарламайды,"
        " демек, жаңа үкім де ақтау үкімі болады ([[ҚПК 431.2]], [[ҚПК 441.1.4]]).",
        _set("acquittal"),
        _set("violation"),
        _set("basis"),
        doubt="440-баптың 2-бөлігі даудың бар болуын ғана талап етеді, шешімді тура атамайды.",
    ),
    Row(
        "acquittal-weighed",
        ("unchanged", "convicted", "new-acquittal"),
        ("ҚПК 434.3", "ҚПК 435.2", "ҚПК 440.1", "ҚПК 431.1.5"),
        "Апелляция олқылықты толтырып, дәлелдемені қайта бағалайды, шешім соған байланысты"
        " ([[ҚПК 434.3]], [[ҚПК 435.2]]).",
        _set("acquittal"),
        _set("gap", "mismatch"),
        _set("worse"),
    ),
    Row(
        "acquittal-weighed-gently",
        ("unchanged", "new-acquittal"),
        ("ҚПК 434.3", "ҚПК 435.2", "ҚПК 440.1", "ҚПК 431.2"),
        "Апелляция дәлелдемені қайта бағалайды, бірақ нашарлату сұралмағандықтан, ақталған адамды"
        " айыптай алмайды ([[ҚПК 431.2]]).",
        _set("acquittal"),
        _set("gap", "mismatch"),
        _NOT_WORSE,
    ),
    # Convictions by a jury.
    Row(
        "jury-softened",
        ("changed",),
        ("ҚПК 662.3", "ҚПК 431.1.2"),
        "Алқабилер қатысқан істе де апелляция жеңілірек заңды қолдана және жазаны төмендете алады"
        " ([[ҚПК 662.3]]).",
        _set("jury-conviction"),
        _set("too-severe", "lighter-law"),
    ),
    Row(
        "jury-not-hardened",
        ("unchanged",),
        ("ҚПК 662.3", "ҚПК 431.1.1"),
        "Алқабилер қатысқан істе апелляция ауырырақ заңды қолдана да, жазаны қатайта да алмайды"
        " ([[ҚПК 662.3]]).",
        _set("jury-conviction"),
        _set("too-lenient", "heavier-law", "heavier-dropped"),
    ),
    Row(
        "jury-retrial",
        ("retrial",),
        ("ҚПК 662.2", "ҚПК 663.1", "ҚПК 431.1.6"),
        "Алқабилердің қатысуымен шыққан үкімнің күші 662-баптағы негізбен жойылса, істі сол сот"
        " басқа құрамда жаңадан қарайды ([[ҚПК 663.1]]).",
        _set("jury-conviction"),
        _set("violation", "gap"),
    ),
    Row(
        "jury-facts",
        ("unchanged",),
        ("ҚПК 662.1", "ҚПК 662.2"),
        "Алқабилер қатысқан істе апелляция заң нормаларының сақталуын ғана тексереді, тұжырымның"
        " мән-жайға сай келмеуі негіздер тізімінде жоқ ([[ҚПК 662.1]], [[ҚПК 662.2]]).",
        _set("jury-conviction"),
        _set("mismatch"),
        doubt="433-баптағы жалпы негіздердің мұнда қолданылмайтынын заң тура айтпайды.",
    ),
    Row(
        "jury-no-offence",
        ("acquitted", "retrial"),
        ("ҚПК 431.1.4", "ҚПК 441.1.1", "ҚПК 663.1", "ҚПК 663.2"),
        "Заң алқабилер үкімінің орнына апелляцияның өзі ақтау үкімін шығара алатынын бөлек"
        " айтпайды.",
        _set("jury-conviction"),
        _set("no-offence"),
        doubt="441-бап алқаби үкімін бөлмейді, ал 663-баптың 2-бөлігі апелляцияға айыптың"
        " дәлелденгенін алдын ала шешуге тыйым салады.",
    ),
    Row(
        "jury-barred",
        ("terminated",),
        ("ҚПК 431.1.3", "ҚПК 439.1"),
        "439-бап алқаби үкімін бөлмейді: негіз болса, үкімнің күші жойылып, іс тоқтатылады"
        " ([[ҚПК 439.1]]).",
        _set("jury-conviction"),
        _set("barred"),
        doubt="663-баптың 1-бөлігі 662-бап негіздерімен істі жаңадан талқылауға жіберуді ғана"
        " атайды.",
    ),
    # Acquittals by a jury.
    Row(
        "jury-acquittal-retrial",
        ("retrial",),
        ("ҚПК 440.1", "ҚПК 662.4", "ҚПК 663.1", "ҚПК 431.1.6"),
        "Прокурордың не жәбірленушінің дәлелдеме ұсыну құқығы шектелген, үкім даулы. Алқабилердің"
        " ақтау үкімінің күші осындай бұзушылықпен ғана жойылып, іс жаңадан қаралады"
        " ([[ҚПК 662.4]], [[ҚПК 663.1]]).",
        _set("jury-acquittal"),
        _set("gap"),
        _set("worse"),
    ),
    Row(
        "jury-acquittal-basis",
        ("unchanged",),
        ("ҚПК 662.4",),
        "Алқабилердің ақтау үкімінің күші 662-баптың 4-бөлігіндегі бұзушылықпен ғана жойылады.",
        _set("jury-acquittal"),
        _set("basis-wrong"),
        doubt="440-баптың 1-бөлігі ақталған адамға жол ашады, 662-баптың 4-бөлігі оны атамайды.",
    ),
    Row(
        "jury-acquittal-violation",
        ("unchanged", "retrial"),
        ("ҚПК 440.1", "ҚПК 662.4", "ҚПК 663.1"),
        "Бұзушылық айыптау тарабының дәлелдеме ұсыну құқығын шектеген не 662-баптың 2-бөлігінің"
        " 5) тармағына жататын болса ғана іс жаңадан қаралады ([[ҚПК 662.4]]).",
        _set("jury-acquittal"),
        _set("violation"),
        _set("worse"),
    ),
    Row(
        "jury-acquittal-stands",
        ("unchanged",),
        ("ҚПК 440.1", "ҚПК 662.4"),
        "Алқабилердің ақтау үкімінің күші айыптау тарабының дәлелдеме ұсыну құқығы шектелсе не"
        " алқа құрудағы, сұрақ қоюдағы, жарыссөздегі бұзушылық болса ғана жойылады"
        " ([[ҚПК 662.4]]).",
        _set("jury-acquittal"),
        _set("guilt", "mismatch", "gap", "violation"),
    ),
    # Rulings.
    Row(
        "ruling-mended",
        ("ruling-changed",),
        ("ҚПК 431.1.7",),
        "Апелляция дұрыс емес қаулыны өзгертеді не күшін жойып, жаңа қаулы қабылдайды"
        " ([[ҚПК 431.1.7]]).",
        _set("ruling"),
        _set("ruling-wrong", "violation"),
    ),
    Row(
        "ruling-returned",
        ("ruling-returned",),
        ("ҚПК 431.1.10",),
        "Іс мәні бойынша қаралмаған, сондықтан апелляция қаулының күшін жойып, істі жаңадан"
        " қарауға жібереді ([[ҚПК 431.1.10]]).",
        _set("unheard"),
        _set("ruling-wrong", "violation"),
        open_too=_set("ruling-changed"),
    ),
)


def decide(facts: Facts) -> Row:
    """The row that decides these facts."""
    return next(row for row in ROWS if row.fits(facts))


def every_facts() -> Iterator[Facts]:
    """All combinations, those that do not occur among them."""
    for act, sought, found in product(get_args(Act), get_args(Sought), get_args(Found)):
        yield Facts(act, sought, found)


def why_not(decision: Decision, facts: Facts) -> str:
    """Why a decision is not lawful on these facts: when the law gives it, and what is here.

    Raises:
        ValueError: the decision is lawful there, or the law does not shut it out.
    """
    row = decide(facts)
    if decision in row.lawful or decision in row.open_too:
        raise ValueError(f"{decision} is not excluded by {row.id}")
    return f"{DECISIONS[decision].when} {_HERE[facts.found]}"


_HERE: Mapping[Found, str] = {
    "nothing": "Мұнда үкімді түзететін негіз табылған жоқ.",
    "no-offence": "Мұнда жасалған әрекетте құқық бұзушылық құрамы жоқ.",
    "barred": "Мұнда кінә жоққа шығарылмайды, бірақ қудалауды болғызбайтын мән-жай бар.",
    "too-severe": "Мұнда кінә дәлелденген, саралау дұрыс, тек жаза шектен тыс қатал.",
    "lighter-law": "Мұнда кінә дәлелденген, тек саралау қажеттен ауыр.",
    "too-lenient": "Мұнда кінә дәлелденген, саралау дұрыс, тек жаза жеңіл.",
    "heavier-law": "Мұнда кінә дәлелденген, тек саралау қажеттен жеңіл.",
    "heavier-dropped": "Мұнда айыптаушының өзі айыпты сотта жеңілдеткен.",
    "gap": "Мұнда сот тергеуі толық емес.",
    "mismatch": "Мұнда соттың тұжырымы істің мән-жайына сай емес.",
    "violation": "Мұнда үкімнің күшін сөзсіз жоятын процестік бұзушылық бар.",
    "no-record": "Мұнда сот отырысының хаттамасы ғана жоқ.",
    "guilt": "Мұнда адам ақталған, ал апелляция оның кінәсін дәлелденген деп санайды.",
    "basis-wrong": "Мұнда ақтаудың өзі дұрыс, тек негізі қате.",
    "ruling-wrong": "Мұнда қаулының өзі дұрыс емес.",
}
