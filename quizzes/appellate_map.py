"""The path of a criminal case on appeal as a map: places, ways between them, and the way of a case.

A place says what is decided there, by which norm, and which generator practises it. The way of a
case follows from :func:`quizzes.appellate.follow` and :func:`quizzes.appellate.decide`; the map
adds nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from quizzes.appellate import (
    ACTS,
    DECISIONS,
    FATES,
    FILERS,
    FOUND,
    SOUGHT,
    Act,
    Decision,
    Facts,
    Fate,
    Filer,
    Form,
    Found,
    Paper,
    PaperRule,
    Row,
    Sought,
    Taken,
    Time,
    decide,
    follow,
)

Kind = Literal["start", "step", "question", "end"]


@dataclass(frozen=True, slots=True)
class Place:
    """A box of the map. ``says`` is the rule in words, ``generator`` the id that practises it."""

    id: str
    kind: Kind
    text: str
    norms: tuple[str, ...]
    says: str
    generator: str


_GEN = "5.2-gen-appeal-"


def _place(
    name: str, kind: Kind, text: str, norms: tuple[str, ...], says: str, generator: str
) -> Place:
    return Place(name, kind, text, norms, says, _GEN + generator)


def _decision(name: Decision, text: str, generator: str) -> Place:
    return _place(name, "end", text, DECISIONS[name].norms, DECISIONS[name].when, generator)


ROWS_OF_PLACES: tuple[tuple[Place, ...], ...] = (
    (
        _place(
            "act",
            "start",
            "Күшіне енбеген үкім не қаулы",
            ("ҚПК 415.1", "ҚПК 415.2"),
            "Апелляция заңды күшіне енбеген үкім мен қаулыны тексереді ([[ҚПК 415.1]],"
            " [[ҚПК 415.2]]).",
            "filer",
        ),
    ),
    (
        _place(
            "filed",
            "question",
            "Құжат берілді ме?",
            ("ҚПК 414.1", "ҚПК 417.1"),
            "Апелляция шағым не өтінішхат берілсе ғана басталады. Құжат үкім шығарған сот арқылы"
            " беріледі ([[ҚПК 417.1]]).",
            "filer",
        ),
        _place(
            "in-force",
            "end",
            "Мерзім біткен соң күшіне енеді",
            ("ҚПК 470.1",),
            "Ешкім шағымданбаса, үкім апелляция мерзімі біткен соң күшіне енеді ([[ҚПК 470.1]]).",
            "force",
        ),
    ),
    (
        _place(
            "entitled",
            "question",
            "Берген адамның құқығы бар ма?",
            ("ҚПК 414.1", "ҚПК 414.2", "ҚПК 414.3"),
            "Шағым бере алатындар 414-баптың 1 және 3-бөліктерінде, өтінішхат келтіре алатын"
            " прокурорлар 2-бөлігінде аталған ([[ҚПК 414]]).",
            "filer",
        ),
        _place(
            "no-right",
            "end",
            "Апелляция болмайды",
            ("ҚПК 414.1", "ҚПК 414.2"),
            "Тізімде жоқ адамның құжаты апелляцияны қозғамайды ([[ҚПК 414]]).",
            "filer",
        ),
    ),
    (
        _place(
            "timely",
            "question",
            "Уақтылы ма?",
            ("ҚПК 418.1", "ҚПК 49.1"),
            "Мерзім — үкім жарияланған күннен он бес тәулік, күзетпен ұсталатын сотталған адамға —"
            " көшірме табыс етілген күннен ([[ҚПК 418.1]]).",
            "late",
        ),
        _place(
            "restoring",
            "question",
            "Қалпына келтіру сұралды ма?",
            ("ҚПК 419.1",),
            "Мерзімді қалпына келтіруді үкім шығарған соттан сұрайды ([[ҚПК 419.1]]).",
            "late",
        ),
    ),
    (
        _place(
            "obstacle",
            "question",
            "Дәлелді себеп бар ма?",
            ("ҚПК 50.2", "ҚПК 419.3"),
            "Заңда аталған не объективті кедергі болса, сот мерзімді қалпына келтіруге міндетті"
            " ([[ҚПК 419.3]]).",
            "late",
        ),
        _place(
            "returned",
            "end",
            "Қайтарылады не қараусыз қалады",
            ("ҚПК 418.3",),
            "Қалпына келтіру сұралмаған құжатты үкім шығарған сот авторына қайтарады. Кешігу"
            " апелляцияда анықталса, оны апелляциялық сатының судьясы қараусыз қалдырады"
            " ([[ҚПК 418.3]]).",
            "late",
        ),
    ),
    (
        _place(
            "complete",
            "question",
            "Мазмұны талапқа сай ма?",
            ("ҚПК 423.1", "ҚПК 423.2"),
            "Құжатта 423-баптың 1-бөлігіндегі сегіз дерек болуы керек ([[ҚПК 423.1]]).",
            "mend",
        ),
        _place(
            "not-restored",
            "end",
            "Қалпына келтіруден бас тартылады",
            ("ҚПК 50.2", "ҚПК 419.2"),
            "Дәлелді себеп болмаса, мерзім қалпына келмейді. Бас тарту қаулысына облыстық сотқа"
            " шағымдануға болады ([[ҚПК 50.2]], [[ҚПК 419.2]]).",
            "late",
        ),
    ),
    (
        _place(
            "kept",
            "question",
            "Отырысқа дейін қайтарып алынды ма?",
            ("ҚПК 423.4", "ҚПК 423.5"),
            "Отырыс басталғанға дейін құжатты қайтарып алуға, толықтыруға болады ([[ҚПК 423.4]],"
            " [[ҚПК 423.5]]).",
            "withdraw",
        ),
        _place(
            "to-mend",
            "end",
            "Түзетуге қайтарылады",
            ("ҚПК 423.2",),
            "Кемшілігі бар құжат берілген болып саналады, бірақ түзетуге мерзіммен қайтарылады."
            " Сол мерзімде тапсырылмаса, берілмеген болып саналады ([[ҚПК 423.2]]).",
            "mend",
        ),
    ),
    (
        _place(
            "hearing",
            "step",
            "Апелляциялық отырыс",
            ("ҚПК 428.1", "ҚПК 425", "ҚПК 426.1"),
            "Отырыс он тәулікте тағайындалады ([[ҚПК 428.1]]). Іс бір айда, жаңа дәлелдеме мен жаңа"
            " үкім керек болса, екі айда қаралады, мерзім ұзартылуы мүмкін ([[ҚПК 425]]). Акт"
            " толық көлемде тексеріледі ([[ҚПК 426.1]]). Апелляциялық акт жарияланған сәтте күшіне"
            " енеді ([[ҚПК 444.3]]).",
            "addition",
        ),
        _place(
            "closed",
            "end",
            "Іс жүргізу тоқтайды, үкім күшіне енеді",
            ("ҚПК 423.5", "ҚПК 470.2"),
            "Жалғыз құжат қайтарып алынса, апелляция іс жүргізуді тоқтатады, үкім сол қаулы шыққан"
            " күні күшіне енеді ([[ҚПК 470.2]]).",
            "force",
        ),
    ),
    (
        _place(
            "record",
            "question",
            "Хаттама бар ма?",
            ("ҚПК 436.4",),
            "Хаттаманың болмауы актінің күшін жоюға негіз емес ([[ҚПК 436.4]]).",
            "quash",
        ),
        _decision("completed", "Толық ресімдеуге жіберу", "quash"),
    ),
    (
        _place(
            "ground",
            "question",
            "Түзетуге негіз бар ма?",
            ("ҚПК 433", "ҚПК 662.2"),
            "Бес негіз 433-бапта, алқабилер қатысқан іс үшін негіздер 662-баптың 2-бөлігінде"
            " ([[ҚПК 433]], [[ҚПК 662.2]]).",
            "ground",
        ),
    ),
    (
        _place(
            "worse",
            "question",
            "Жағдай нашарлай ма?",
            ("ҚПК 426.1", "ҚПК 431.2"),
            "Жағдайды жеңілдететін шешім шағымда айтылмаған негізбен де қабылданады"
            " ([[ҚПК 426.1]]). Нашарлататын шешімге шек қойылған ([[ҚПК 431.2]]).",
            "worse",
        ),
        _place(
            "allowed",
            "question",
            "Заң бұған жол бере ме?",
            ("ҚПК 431.2", "ҚПК 438.3", "ҚПК 440", "ҚПК 442.2", "ҚПК 662.3", "ҚПК 662.4"),
            "Айыптау тарабы дәл осы негізбен мерзімінде сұраған болуы керек ([[ҚПК 431.2]],"
            " [[ҚПК 442.2]]). Алқабилер қатысқан істе жаза қатаймайды ([[ҚПК 662.3]]). Ақтау"
            " үкімінің күші 440-баптағы шарттармен ғана жойылады ([[ҚПК 440]]).",
            "limit",
        ),
    ),
    (
        _place(
            "which-act",
            "question",
            "Қандай акт?",
            ("ҚПК 431.1",),
            "Үкім мен қаулыға әртүрлі шешім қабылданады ([[ҚПК 431.1]]).",
            "ruling",
        ),
        _decision("unchanged", "1) Өзгеріссіз қалдыру", "worse"),
    ),
    (
        _place(
            "jury",
            "question",
            "Алқабилер үкімі ме?",
            ("ҚПК 431.1.6", "ҚПК 662.2", "ҚПК 663.1"),
            "Алқабилер үкімінің күші жойылса, істі сол сот басқа құрамда жаңадан қарайды"
            " ([[ҚПК 663.1]]).",
            "quash",
        ),
        _place(
            "merits",
            "question",
            "Іс мәні бойынша қаралған ба?",
            ("ҚПК 431.1.7", "ҚПК 431.1.10"),
            "Іс мәні бойынша қаралмаса ғана қаулының күші жойылып, іс жаңадан қарауға жіберіледі"
            " ([[ҚПК 431.1.10]]).",
            "ruling",
        ),
    ),
    (
        _place(
            "enough",
            "question",
            "Өзгерту жете ме?",
            ("ҚПК 442.1",),
            "Апелляция үкімді қандай мәселелер бойынша өзгертетіні 442-баптың 1-бөлігінде"
            " тізілген ([[ҚПК 442.1]]).",
            "ground",
        ),
        _decision("ruling-changed", "7) Қаулыны өзгерту не жаңасын қабылдау", "ruling"),
        _decision("ruling-returned", "10) Жаңадан қарауға жіберу", "ruling"),
    ),
    (
        _place(
            "after",
            "question",
            "Тоқтату негізі бар ма?",
            ("ҚПК 439.1",),
            "Үкімнің күші жойылса, апелляция істі тоқтатады не жаңа үкімді өзі шығарады. Алқабисіз"
            " қаралған іс кері жіберілмейді ([[ҚПК 431.1]], [[ҚПК 439.1]]).",
            "ground",
        ),
        _place(
            "jury-what",
            "question",
            "Жеңілдету ме, жою ма?",
            ("ҚПК 662.3", "ҚПК 663.1"),
            "Алқабилер үкімін жеңілдетіп өзгертуге болады ([[ҚПК 662.3]]). Күші жойылса, іс жаңадан"
            " қаралады ([[ҚПК 663.1]]).",
            "quash",
        ),
    ),
    (
        _decision("terminated", "3) Істі толық не ішінара тоқтату", "ground"),
        _decision("changed", "2) Үкімді өзгерту", "ground"),
        _decision("retrial", "6) Жойып, жаңадан сот қарауына жіберу", "quash"),
    ),
    (
        _place(
            "which-verdict",
            "question",
            "Қандай үкім жойылды?",
            ("ҚПК 441.1",),
            "Жаңа үкім айыптау үкімінің де, ақтау үкімінің де орнына шығарылады ([[ҚПК 441.1]]).",
            "acquittal",
        ),
    ),
    (
        _place(
            "new-verdict",
            "end",
            "4) Айыптау үкімінің орнына жаңа үкім",
            ("ҚПК 431.1.4", "ҚПК 441.1.1", "ҚПК 441.1.3"),
            f"{DECISIONS['acquitted'].when} {DECISIONS['new-conviction'].when}",
            "quash",
        ),
        _place(
            "new-after-acquittal",
            "end",
            "5) Ақтау үкімінің орнына жаңа үкім",
            ("ҚПК 431.1.5", "ҚПК 441.1.2", "ҚПК 441.1.4"),
            f"{DECISIONS['convicted'].when} {DECISIONS['new-acquittal'].when}",
            "acquittal",
        ),
    ),
)

PLACES: Mapping[str, Place] = {one.id: one for row in ROWS_OF_PLACES for one in row}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the path: its heading, and the places read under it, in order."""

    title: str
    places: tuple[str, ...]


STAGES: tuple[Stage, ...] = (
    Stage("Актіден құжатқа дейін", ("act", "filed", "in-force", "entitled", "no-right")),
    Stage("Мерзім", ("timely", "restoring", "obstacle", "returned", "not-restored")),
    Stage("Құжаттың мазмұны және қайтарып алу", ("complete", "to-mend", "kept", "closed")),
    Stage(
        "Отырыс: негіз бен нашарлату шегі",
        ("hearing", "record", "completed", "ground", "worse", "allowed"),
    ),
    Stage("Шешімнің түрін таңдау", ("which-act", "jury", "merits", "enough", "after", "jury-what")),
    Stage(
        "Шешімдер",
        (
            "unchanged",
            "changed",
            "terminated",
            "which-verdict",
            "new-verdict",
            "new-after-acquittal",
            "retrial",
            "ruling-changed",
            "ruling-returned",
        ),
    ),
)
"""Every place once: the map as text."""

WAYS: tuple[tuple[str, str, str], ...] = (
    ("act", "filed", ""),
    ("filed", "in-force", "жоқ"),
    ("filed", "entitled", "иә"),
    ("entitled", "no-right", "жоқ"),
    ("entitled", "timely", "бар"),
    ("timely", "restoring", "жоқ"),
    ("timely", "complete", "иә"),
    ("restoring", "returned", "жоқ"),
    ("restoring", "obstacle", "иә"),
    ("obstacle", "complete", "иә"),
    ("obstacle", "not-restored", "жоқ"),
    ("complete", "to-mend", "жоқ"),
    ("complete", "kept", "иә"),
    ("kept", "closed", "иә"),
    ("kept", "hearing", "жоқ"),
    ("hearing", "record", ""),
    ("record", "completed", "жоқ"),
    ("record", "ground", "бар"),
    ("ground", "unchanged", "жоқ"),
    ("ground", "worse", "бар"),
    ("worse", "allowed", "иә"),
    ("worse", "which-act", "жоқ"),
    ("allowed", "unchanged", "жоқ"),
    ("allowed", "which-act", "иә"),
    ("which-act", "jury", "үкім"),
    ("which-act", "merits", "қаулы"),
    ("merits", "ruling-changed", "иә"),
    ("merits", "ruling-returned", "жоқ"),
    ("jury", "enough", "жоқ"),
    ("jury", "jury-what", "иә"),
    ("jury-what", "changed", "жеңілдету"),
    ("jury-what", "retrial", "жою"),
    ("enough", "changed", "иә"),
    ("enough", "after", "жоқ"),
    ("after", "terminated", "иә"),
    ("after", "which-verdict", "жоқ"),
    ("which-verdict", "new-verdict", "айыптау"),
    ("which-verdict", "new-after-acquittal", "ақтау"),
)
"""From, to, and the answer that leads there."""

Nobody = Literal["nobody"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The facts chosen so far; None: not chosen."""

    filer: Filer | Nobody | None = None
    time: Time | None = None
    form: Form | None = None
    taken: Taken | None = None
    act: Act | None = None
    sought: Sought | None = None
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """The way of a case. ``missing`` are the facts still needed, in order. ``paper`` is what became
    of the complaint or petition, ``row`` how the court decides. ``clash``: the facts of filing and
    of the request contradict each other, and nothing is decided.
    """

    places: tuple[str, ...]
    ways: frozenset[tuple[str, str]]
    missing: tuple[str, ...]
    paper: PaperRule | None = None
    row: Row | None = None
    facts: Facts | None = None
    clash: bool = False


_STOPS: Mapping[Fate, tuple[str, ...]] = {
    "no-right": ("act", "filed", "entitled", "no-right"),
    "returned-late": ("act", "filed", "entitled", "timely", "restoring", "returned"),
    "left-late": ("act", "filed", "entitled", "timely", "restoring", "returned"),
    "not-restored": ("act", "filed", "entitled", "timely", "restoring", "obstacle", "not-restored"),
}
_AFTER_TIME: Mapping[Fate, tuple[str, ...]] = {
    "to-mend": ("complete", "to-mend"),
    "not-filed": ("complete", "to-mend"),
    "closed": ("complete", "kept", "closed"),
    "heard": ("complete", "kept", "hearing"),
}
_SIDES: Mapping[Sought, frozenset[str]] = {
    "defence": frozenset({"defence"}),
    "basis": frozenset({"defence"}),
    "mild": frozenset({"accusation", "civil", "none"}),
    "added": frozenset({"accusation"}),
    "worse": frozenset({"accusation"}),
}


def trace(choice: Choice) -> Traced:
    """The way as far as the facts chosen lead."""
    before, paper, missing = _filing(choice)
    if paper is not None and paper.fate != "heard":
        return _traced(before, (), paper=paper)
    if choice.filer == "nobody":
        return _traced(before, ())
    if clashes(choice):
        return _traced(before, missing, paper=paper, clash=True)
    if choice.act is None or choice.sought is None or choice.found is None:
        lacking = tuple(
            name for name in ("act", "sought", "found") if getattr(choice, name) is None
        )
        return _traced(before, (*missing, *lacking), paper=paper)
    facts = Facts(choice.act, choice.sought, choice.found)
    row = decide(facts)
    found = tuple(way for decision in row.lawful for way in [_decided(facts, decision)])
    return _traced(before, missing, *found, paper=paper, row=row, facts=facts)


def clashes(choice: Choice) -> bool:
    """Whether who filed, what was sought and the act contradict each other."""
    filer = choice.filer
    if filer is None or filer == "nobody":
        return False
    if choice.act is not None and choice.act in _NOT_OF.get(filer, ()):
        return True
    if choice.sought is None:
        return False
    # Only who was acquitted can dispute the ground of it.
    if choice.sought == "basis" and filer == "convict":
        return True
    return FILERS[filer].side not in _SIDES[choice.sought]


_NOT_OF: Mapping[Filer, tuple[Act, ...]] = {
    "acquitted": ("conviction", "jury-conviction"),
    "convict": ("acquittal", "jury-acquittal"),
    "outsider": ("conviction", "jury-conviction", "acquittal", "jury-acquittal"),
}
"""Acts against which someone of that name cannot have filed."""


def _filing(choice: Choice) -> tuple[tuple[str, ...], PaperRule | None, tuple[str, ...]]:
    """The places up to the sitting, the rule that decided, and what is not chosen yet."""
    if choice.filer is None:
        return (), None, ("filer",)
    if choice.filer == "nobody":
        return ("act", "filed", "in-force"), None, ()
    if FILERS[choice.filer].document is None:
        return _STOPS["no-right"], follow(Paper(choice.filer)), ()
    if choice.time is None:
        return ("act", "filed", "entitled", "timely"), None, ("time",)
    late = follow(Paper(choice.filer, choice.time))
    if late.fate in _STOPS:
        return _STOPS[late.fate], late, ()
    start: tuple[str, ...] = ("act", "filed", "entitled", "timely")
    if late.fate == "restored":
        start += ("restoring", "obstacle")
    if choice.form is None:
        return (*start, "complete"), None, ("form",)
    # A term that is restored is as good as kept.
    rule = follow(Paper(choice.filer, "on-time", choice.form))
    if rule.fate == "heard":
        if choice.taken is None:
            return (*start, "complete", "kept"), None, ("taken",)
        rule = follow(Paper(choice.filer, "on-time", choice.form, choice.taken))
    return (*start, *_AFTER_TIME[rule.fate]), rule, ()


def _decided(facts: Facts, decision: Decision) -> tuple[str, ...]:
    """The places from the sitting to a decision."""
    start: tuple[str, ...] = ("hearing", "record")
    if decision == "completed":
        return (*start, "completed")
    start += ("ground",)
    if decision == "unchanged":
        return (*start, *(("worse", "allowed") if worsens(facts) else ()), "unchanged")
    start += ("worse", *(("allowed",) if worsens(facts) else ()), "which-act")
    if decision in ("ruling-changed", "ruling-returned"):
        return (*start, "merits", decision)
    start += ("jury",)
    if facts.act in ("jury-conviction", "jury-acquittal"):
        if decision in ("changed", "retrial"):
            return (*start, "jury-what", decision)
        return (*start, _END.get(decision, decision))  # doubtful there: no way is drawn
    if decision == "changed":
        return (*start, "enough", "changed")
    if decision == "terminated":
        return (*start, "enough", "after", "terminated")
    return (*start, "enough", "after", "which-verdict", _END[decision])


_END: Mapping[Decision, str] = {
    "acquitted": "new-verdict",
    "new-conviction": "new-verdict",
    "convicted": "new-after-acquittal",
    "new-acquittal": "new-after-acquittal",
}


def worsens(facts: Facts) -> bool:
    """Whether what the court found could only be mended to someone's harm."""
    if facts.found in ("too-lenient", "heavier-law", "heavier-dropped", "guilt"):
        return True
    against = facts.act in ("acquittal", "jury-acquittal", "dropped")
    return against and facts.sought != "basis" and facts.found in ("violation", "gap", "mismatch")


def _traced(
    before: tuple[str, ...],
    missing: tuple[str, ...],
    *after: tuple[str, ...],
    paper: PaperRule | None = None,
    row: Row | None = None,
    facts: Facts | None = None,
    clash: bool = False,
) -> Traced:
    known = {(source, target) for source, target, _ in WAYS}
    stretches = (before, *after)
    ways = frozenset(pair for one in stretches for pair in pairwise(one) if pair in known)
    places = tuple(dict.fromkeys(place for one in stretches for place in one))
    return Traced(places, ways, missing, paper, row, facts, clash)


def fate_text(rule: PaperRule) -> str:
    """What becomes of a paper, as a sentence without its full stop."""
    return FATES[rule.fate]


CHOICES: Mapping[str, Mapping[str, str]] = {
    "filer": {
        "nobody": "ешкім бермеді",
        **{name: standing.who for name, standing in FILERS.items()},
    },
    "time": {
        "on-time": "мерзімінде",
        "late": "кешікті, қалпына келтіру сұралмады",
        "late-found": "кешіккені апелляцияда ғана байқалды",
        "late-obstacle": "кешікті, заңдағы не объективті кедергі болды",
        "late-no-reason": "кешікті, дәлелді себеп жоқ",
    },
    "form": {
        "complete": "талапқа сай",
        "faulty": "кемшілігі бар",
        "not-mended": "түзетуге қайтарылды, мерзімінде тапсырылмады",
    },
    "taken": {
        "kept": "қайтарып алынған жоқ",
        "withdrawn": "жалғыз құжат отырысқа дейін қайтарып алынды",
    },
    "act": {str(name): words for name, words in ACTS.items()},
    "sought": {str(name): words for name, words in SOUGHT.items()},
    "found": {str(name): words for name, words in FOUND.items()},
}
"""The facts one may choose, in the order of the path: field → value → words."""


class BadChoice(ValueError):
    """A field the map does not know, one given twice, or a value it does not have."""


def choice_from(pairs: Iterable[tuple[str, str]]) -> Choice:
    """Read the fields of an address; an empty value is a fact not chosen.

    Raises:
        BadChoice: the field or its value is unknown, or the field comes twice.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in CHOICES or name in given or (value and value not in CHOICES[name]):
            raise BadChoice(name)
        given[name] = value
    return Choice(**{name: value for name, value in given.items() if value})  # type: ignore[arg-type]


FILING: tuple[tuple[str, str], ...] = (
    (
        "Қайда беріледі",
        "Үкім не қаулы шығарған сот арқылы. Апелляциялық сатыға тікелей түскені сол сотқа"
        " жіберіледі ([[ҚПК 417.1]]).",
    ),
    (
        "Кім қарайды",
        "Облыстық және оған теңестірілген сот; гарнизон соты мен мамандандырылған ауданаралық"
        " әскери сот актілерін — Әскери сот ([[ҚПК 416.1]], [[ҚПК 416.2]]).",
    ),
    (
        "Қашанға дейін",
        "Жарияланған күннен он бес тәулік. Күзетпен ұсталатын сотталған адам үшін — көшірме табыс"
        " етілген күннен он бес тәулік ([[ҚПК 418.1]]). Бірінші сатының қаулысына да — он бес"
        " тәулік ([[ҚПК 422.2]]).",
    ),
    (
        "Мерзім қалай сақталады",
        "Мерзім біткенше поштаға, қабылдауға уәкілетті адамға, ал күзетпен ұсталған адам күзетпен"
        " ұстау орнының әкімшілігіне тапсырса, мерзім өтпеген болып саналады ([[ҚПК 49.1]]).",
    ),
    (
        "Берілген соң",
        "Актінің күшіне енуі мен орындалуы тоқтатыла тұрады, бұлтартпау шарасы туралы шешімге бұл"
        " қатысты емес ([[ҚПК 421.1]]). Сот тараптарға хабарлап, мерзім біткен соң бір тәулікте"
        " істі апелляцияға жолдайды ([[ҚПК 420.1]], [[ҚПК 421.2]]).",
    ),
    (
        "Істі қарау мерзімі",
        "Отырыс он тәулікте тағайындалады ([[ҚПК 428.1]]). Іс түскен күннен бір айда, жаңа"
        " дәлелдемені зерттеп, жаңа үкім шығару керек болса, екі айда қаралады. Дәлелді себеппен"
        " бір айға ұзартылады, одан әрі — алқа төрағасының қаулысымен ([[ҚПК 425]]).",
    ),
    (
        "Жекеше қаулы",
        "Заң бұзушылық не қылмысқа ықпал еткен жағдай анықталса, апелляция шешімімен қатар жекеше"
        " қаулы шығарады ([[ҚПК 431.3]]).",
    ),
    (
        "Күшіне енуі",
        "Апелляциялық үкім мен қаулы жарияланған сәтте күшіне енеді ([[ҚПК 444.3]]).",
    ),
)
"""Where, to whom, by when, and what follows."""
