"""A filed paper is changed or found faulty: is it heard (ҚПК 423.2, 423.4)?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from quizzes.appellate_scene import Scene, draw_scene, right, steps, wrong
from quizzes.generator import Generator
from quizzes.working_days import WorkingDays

TAKEN = "Қабылдайды: толықтыру негізгі құжатпен бірге қаралады"
NEW_WORSE = "Қабылдамайды: нашарлату талабы мерзімінде қойылмаған"
BEGUN = "Қабылдамайды: отырыс басталғанға дейін беру керек еді"
TERM_OVER = "Қабылдамайды: мерзім өткен соң толықтыруға болмайды"

Result = Literal["taken", "new-worse", "begun", "term-over"]
TEXTS: Mapping[Result, str] = {
    "taken": TAKEN,
    "new-worse": NEW_WORSE,
    "begun": BEGUN,
    "term-over": TERM_OVER,
}


@dataclass(frozen=True, slots=True)
class Case:
    """``worse``: the addition asks to make the convict's situation worse; ``at_first``: the first
    paper asked it too; ``in_term``, ``begun``: when the addition came.
    """

    who: Literal["convict", "prosecutor", "victim"]
    worse: bool
    at_first: bool = False
    in_term: bool = False
    begun: bool = False

    @property
    def result(self) -> Result:
        """ҚПК 423.4. An addition is lawful until the sitting begins; only a demand to worsen must
        have been made within the term.
        """
        if self.begun:
            return "begun"
        if self.worse and not self.at_first and not self.in_term:
            return "new-worse"
        return "taken"


CASES = (
    Case("convict", worse=False),
    Case("prosecutor", worse=True),
    Case("victim", worse=True),
    Case("prosecutor", worse=True, at_first=True),
    Case("victim", worse=True, at_first=True),
    Case("prosecutor", worse=True, in_term=True),
    Case("victim", worse=True, in_term=True),
    Case("prosecutor", worse=False),
    Case("convict", worse=False, begun=True),
    Case("prosecutor", worse=False, begun=True),
    Case("victim", worse=True, at_first=True, begun=True),
)
_BY_RESULT: Mapping[Result, tuple[Case, ...]] = {
    result: tuple(one for one in CASES if one.result == result) for result in TEXTS
}


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    result: Result = random.choice(("taken", "new-worse", "begun"))
    case = random.choice(_BY_RESULT[result])
    scene = draw_scene(random)
    wish = random.choice(_WISHES)
    options = [
        right(text, _right_why(case)) if one == result else wrong(text, *_why(one, case))
        for one, text in TEXTS.items()
    ]
    random.shuffle(options)
    return {
        "type": "single-choice",
        "stem": (
            f"{scene.sentenced} соттады. {_first(random, scene, case, wish)} {_when(case)}"
            f" {_added(random, scene, case, wish)} Сот бұл толықтыруды қабылдай ма?"
        ),
        "norms": ("ҚПК 423.4",),
        "difficulty": 2,
        "hints": [
            "Екі шекара бар: апелляция мерзімінің соңы және отырыстың басталуы. Қайсысы қайсысына"
            " қатысты?",
            "Жаңа талап сотталған адамның жағдайын нашарлата ма?",
        ],
        "explanation": steps(
            "Құжатты отырыс басталғанға дейін өзгертуге, толықтыруға болады ([[ҚПК 423.4]]). "
            + ("Мұнда отырыс басталған." if case.begun else "Мұнда отырыс басталмаған."),
            _second(case),
            f"Демек, сот толықтыруды {'қабылдайды' if result == 'taken' else 'қабылдамайды'}.",
        ),
        "options": options,
        "fixed_order": True,
    }


_WISHES = (
    ("жазаны қатайтуды сұрады", "жазаны қатайтудың"),
    ("әрекетті ауырырақ бап бойынша саралауды сұрады", "әрекетті ауырырақ бап бойынша саралаудың"),
    ("қосымша жаза тағайындауды сұрады", "қосымша жаза тағайындаудың"),
)
"""What makes the situation worse: a request, and the same before «new reasons for»."""

_MILD = (
    "азаматтық талап бойынша есептегі қатені түзетуді ғана сұрады",
    "процестік шығынның есебіндегі қатені түзетуді ғана сұрады",
    "заттай дәлелдеменің тағдырын дұрыс шешуді ғана сұрады",
)


def _first(random: Random, scene: Scene, case: Case, wish: tuple[str, str]) -> str:
    if case.who == "convict":
        disputed = random.choice(("саралауды", "кінәсінің дәлелденгенін", "айғақтың бағалануын"))
        return f"{scene.convict.surname} мерзімінде берген шағымында {disputed} даулады."
    asked = wish[0] if case.at_first else random.choice(_MILD)
    if case.who == "prosecutor":
        return (
            f"Мемлекеттік айыптаушы {scene.prosecutor.full} мерзімінде келтірген өтінішхатында"
            f" {asked}."
        )
    return f"Жәбірленуші {scene.victim.full} мерзімінде берген шағымында {asked}."


def _when(case: Case) -> str:
    if case.begun:
        return "Апелляциялық отырыс басталып кеткен соң"
    if case.in_term:
        return "Апелляция мерзімі әлі өтпей тұрып"
    return "Апелляция мерзімі өткен соң, бірақ отырыс басталғанға дейін"


def _added(random: Random, scene: Scene, case: Case, wish: tuple[str, str]) -> str:
    """In writing: in the sitting one may still speak for a complaint already filed."""
    if case.who == "convict":
        more = random.choice(("жазаның тым қатал екенін", "жеңілдететін мән-жай ескерілмегенін"))
        return f"ол шағымына жазбаша толықтыру тапсырып, {more} де айтты."
    if not case.worse:
        return (
            "ол өтінішхатына жазбаша толықтыру тапсырып, сотталған адамның жағдайын жеңілдететін"
            " мән-жайды ескеруді сұрады."
        )
    paper = "өтінішхатына" if case.who == "prosecutor" else "шағымына"
    if case.at_first:
        return f"ол {paper} жазбаша толықтыру тапсырып, {wish[1]} жаңа уәжін келтірді."
    return f"ол {paper} жазбаша толықтыру тапсырып, {wish[0]}."


def _second(case: Case) -> str:
    if case.begun:
        return "Бұл шек өтіп кеткендіктен, толықтырудың мазмұнын қараудың қажеті жоқ."
    if not case.worse:
        return (
            "Толықтыру сотталған адамның жағдайын нашарлатпайды, сондықтан апелляция мерзімінің"
            " өткені кедергі емес ([[ҚПК 423.4]])."
        )
    if case.in_term:
        return (
            "Толықтыру жағдайды нашарлатуды сұрайды, бірақ апелляция мерзімінің ішінде берілген"
            " ([[ҚПК 423.4]])."
        )
    if case.at_first:
        return (
            "Нашарлату талабы бастапқы құжатта болған, толықтыру оған уәж ғана қосады"
            " ([[ҚПК 423.4]])."
        )
    return (
        "Нашарлату талабы бастапқы құжатта болмаған, мерзім өткен соң ғана қойылған"
        " ([[ҚПК 423.4]])."
    )


def _right_why(case: Case) -> str:
    if case.begun:
        return "Өзгерту мен толықтыруға отырыс басталғанға дейін ғана жол берілген ([[ҚПК 423.4]])."
    return _second(case)


def _why(option: Result, case: Case) -> tuple[str, str]:
    """Why it is wrong, and the misconception."""
    if option == "taken":
        if case.begun:
            return (
                "Толықтыруға отырыс басталғанға дейін ғана жол берілген ([[ҚПК 423.4]]).",
                "order-of-steps",
            )
        return (
            "Отырысқа дейін толықтыруға болатыны рас, бірақ мерзімнен кейін нашарлататын жаңа талап"
            " қоюға болмайды ([[ҚПК 423.4]]).",
            "overgeneralised",
        )
    if option == "begun":
        return "Отырыс әлі басталған жоқ, бұл шек сақталған ([[ҚПК 423.4]]).", "ground-confused"
    if option == "term-over":
        if case.in_term:
            return "Мерзім әлі өткен жоқ ([[ҚПК 418.1]], [[ҚПК 423.4]]).", "ground-confused"
        return (
            "Мұндай жалпы тыйым жоқ: мерзімнен кейін де толықтыруға болады, тек нашарлататын жаңа"
            " талап қойылмайды ([[ҚПК 423.4]]).",
            "too-narrow",
        )
    if case.begun:
        if case.worse and case.at_first:
            text = "Нашарлату талабы бастапқы құжатта болған, кедергі — басқада: отырыс басталған"
        else:
            text = "Бұл толықтыру жағдайды нашарлатпайды, кедергі — басқада: отырыс басталған"
        return f"{text} ([[ҚПК 423.4]]).", "ground-confused"
    return f"{_second(case)} Тыйым мұнда қолданылмайды.", "overgeneralised"


ADDITION = Generator(
    id="5.2-gen-appeal-addition",
    title="Шағым мен өтінішхатты толықтыру",
    theme="appellate",
    objectives=("5.2.h", "5.2.k"),
    norms=("ҚПК 423.4",),
    make=_make,
)
