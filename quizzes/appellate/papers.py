"""From a complaint or a petition to the sitting (ҚПК 417–423), and taking one back (423.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from quizzes.appellate.filers import FILERS, Filer

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
