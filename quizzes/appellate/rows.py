"""The rules of decision in their order: the first row that fits decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TypeVar, get_args

from quizzes.appellate.decisions import DECISIONS, Act, Decision, Facts, Found, Row, Sought

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
