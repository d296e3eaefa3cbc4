"""Who takes back whose paper, and when → does the court accept it (ҚПК 423.5)?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from quizzes.appellate import Author, TakenBackBy, may_withdraw
from quizzes.appellate_scene import (
    JUVENILE_COURT,
    JUVENILE_OFFENCES,
    Scene,
    draw_scene,
    right,
    steps,
    wrong,
)
from quizzes.generator import Generator
from quizzes.working_days import WorkingDays

ACCEPTED = "Қабылдайды: құжат қайтарып алынды деп саналады"
BEGUN = "Қабылдамайды: мұны отырыс басталғанша жасау керек еді"
CONSENT = "Қабылдамайды: сотталған адамның келісімі керек еді"
NO_RIGHT = "Қабылдамайды: заң оған мұндай құқықты мүлде бермеген"

Obstacle = Literal["none", "begun", "consent", "no-right"]
KEYS: Mapping[Obstacle, str] = {
    "none": ACCEPTED,
    "begun": BEGUN,
    "consent": CONSENT,
    "no-right": NO_RIGHT,
}


@dataclass(frozen=True, slots=True)
class Case:
    """``who`` picks the sentence; at most one thing stands in the way."""

    who: str
    author: Author
    by: TakenBackBy
    consent: bool = True
    begun: bool = False

    @property
    def obstacle(self) -> Obstacle:
        """Found by asking the rule with each circumstance mended in turn."""
        if may_withdraw(self.author, self.by, consent=self.consent, sitting_begun=self.begun):
            return "none"
        if self.begun and may_withdraw(
            self.author, self.by, consent=self.consent, sitting_begun=False
        ):
            return "begun"
        if may_withdraw(self.author, self.by, consent=True, sitting_begun=self.begun):
            return "consent"
        return "no-right"


_MAY = (
    Case("convict", "convict", "author"),
    Case("defender", "defender", "author"),
    Case("convict-for-defender", "defender", "convict"),
    Case("convict-for-guardian", "guardian", "convict"),
    Case("victim", "victim", "author"),
    Case("prosecutor", "prosecutor", "author"),
    Case("superior", "prosecutor", "superior"),
)
CASES = (
    *_MAY,
    *(Case(one.who, one.author, one.by, begun=True) for one in _MAY),
    Case("defender", "defender", "author", consent=False),
    Case("defender", "defender", "author", consent=False),
    Case("guardian", "guardian", "author", consent=False),
    Case("guardian", "guardian", "author", consent=False),
    Case("convict-for-victim", "victim", "other"),
    Case("superior-for-victim", "victim", "superior"),
    Case("victim-for-prosecutor", "prosecutor", "other"),
    Case("defender-for-victim", "victim", "other"),
)
_BY_OBSTACLE: Mapping[Obstacle, tuple[Case, ...]] = {
    obstacle: tuple(one for one in CASES if one.obstacle == obstacle) for obstacle in KEYS
}


def _make(random: Random, _: WorkingDays) -> Mapping[str, Any]:
    obstacle = random.choice(tuple(KEYS))
    case = random.choice(_BY_OBSTACLE[obstacle])
    scene = draw_scene(random)
    when = (
        f"{scene.courts.appeal} апелляциялық отырысты ашып, істі қарай бастағаннан кейін"
        if case.begun
        else "Апелляциялық отырыс басталғанша"
    )
    options = [
        right(text, _right_why(case)) if which == obstacle else wrong(text, *_wrong(which, case))
        for which, text in KEYS.items()
    ]
    return {
        "type": "single-choice",
        "stem": (
            f"{_sentenced(random, scene, case)} соттады. {_filed(scene, case)} {when}"
            f" {_takes_back(scene, case)} Сот бұл мәлімдемені қабылдай ма?"
        ),
        "norms": ("ҚПК 423.5",),
        "difficulty": 2,
        "hints": [
            "Үш сұрақ бар: құжат кімдікі, оны кім қайтарып алмақ, отырыс басталды ма?",
            "Қорғаушы мен заңды өкіл үшін заң қосымша шарт қояды.",
        ],
        "explanation": steps(
            "Құжатты отырыс басталғанша қайтарып алуға болады ([[ҚПК 423.5]]). "
            + ("Мұнда отырыс басталып кетті." if case.begun else "Мұнда отырыс басталмаған."),
            _rule(case),
            f"Демек, сот мәлімдемені {'қабылдайды' if obstacle == 'none' else 'қабылдамайды'}.",
        ),
        "options": options,
        "fixed_order": True,
    }


def _sentenced(random: Random, scene: Scene, case: Case) -> str:
    if case.author != "guardian":
        return scene.sentenced
    return (
        f"{JUVENILE_COURT} кәмелетке толмаған {scene.convict.full_him}"
        f" {random.choice(JUVENILE_OFFENCES)}"
    )


def _filed(scene: Scene, case: Case) -> str:
    return {
        "convict": f"Апелляциялық шағымды {scene.convict.of} өзі берді.",
        "defender": f"Апелляциялық шағымды {scene.convict.of} қорғаушысы {scene.defender.full}"
        " берді.",
        "guardian": f"Апелляциялық шағымды {scene.convict.of} заңды өкілі — анасы Айгүл"
        " Құрманова берді.",
        "victim": f"Апелляциялық шағымды жәбірленуші {scene.victim.full} берді.",
        "prosecutor": f"Апелляциялық өтінішхатты істі қарауға қатысқан мемлекеттік айыптаушы"
        f" {scene.prosecutor.full} келтірді.",
    }[case.author]


def _takes_back(scene: Scene, case: Case) -> str:
    convict = scene.convict.surname
    if case.who == "defender":
        agreed = f"{convict} бұған келісті." if case.consent else f"{convict} бұған келіспеді."
        return f"қорғаушы шағымын қайтарып алатынын мәлімдеді. {agreed}"
    if case.who == "guardian":
        return f"заңды өкіл шағымын қайтарып алатынын мәлімдеді. {convict} бұған келіспеді."
    return {
        "convict": f"{convict} шағымын қайтарып алатынын мәлімдеді.",
        "convict-for-defender": f"{convict} өз қорғаушысының шағымын қайтарып алатынын мәлімдеді."
        " Қорғаушы бұған қарсы.",
        "convict-for-guardian": f"{convict} анасының шағымын қайтарып алатынын мәлімдеді. Анасы"
        " бұған қарсы.",
        "victim": "жәбірленуші шағымын қайтарып алатынын мәлімдеді. Прокурор бұған қарсы.",
        "prosecutor": "айыптаушының өзі өтінішхатын қайтарып алатынын мәлімдеді. Жәбірленуші бұған"
        " қарсы.",
        "superior": "жоғары тұрған прокурор өтінішхатты қайтарып алатынын мәлімдеді. Айыптаушы"
        " бұған қарсы.",
        "convict-for-victim": f"{convict} залалды өтегенін айтып, жәбірленушінің шағымын қайтарып"
        " алатынын мәлімдеді.",
        "superior-for-victim": "облыс прокуроры жәбірленушінің шағымын негізсіз деп санап, оны"
        " қайтарып алатынын мәлімдеді.",
        "victim-for-prosecutor": "жәбірленуші сотталған адаммен татуласқанын айтып, прокурордың"
        " өтінішхатын қайтарып алатынын мәлімдеді.",
        "defender-for-victim": f"{scene.convict.of} қорғаушысы жәбірленушінің шағымын"
        " қайтарып алатынын мәлімдеді.",
    }[case.who]


def _rule(case: Case) -> str:
    """Who may take this paper back."""
    if case.author in ("defender", "guardian"):
        if case.by == "convict":
            return (
                "Сотталған адам қорғаушысы мен заңды өкілінің шағымын қайтарып ала алады, бұл сот"
                " үшін міндетті ([[ҚПК 423.5]])."
            )
        return (
            "Қорғаушы мен заңды өкіл өз шағымын сотталған адамның келісімімен ғана қайтарып алады"
            " ([[ҚПК 423.5]])."
        )
    if case.author == "prosecutor":
        return (
            "Прокурордың өтінішхатын оны келтірген прокурор да, жоғары тұрған прокурор да қайтарып"
            " ала алады ([[ҚПК 423.5]])."
        )
    if case.author == "victim":
        return "Жәбірленушінің шағымын оның өзі қайтарып алады ([[ҚПК 423.5]])."
    return "Шағым берген адам оны өзі қайтарып ала алады ([[ҚПК 423.5]])."


def _right_why(case: Case) -> str:
    if case.begun:
        return (
            "Құқығы болғанымен, ол кешікті: қайтарып алу отырыс басталғанша ғана мүмкін"
            " ([[ҚПК 423.5]])."
        )
    return _rule(case)


def _wrong(which: Obstacle, case: Case) -> tuple[str, str]:
    """Why it is wrong, and the misconception."""
    if which == "begun":
        return "Отырыс әлі басталған жоқ, уақыт жағынан кедергі жоқ ([[ҚПК 423.5]]).", (
            "order-of-steps"
        )
    if which == "consent":
        if case.author in ("defender", "guardian") and case.by == "author":
            return (
                "Келісім керек екені рас, бірақ мұнда сотталған адам келісім берген"
                " ([[ҚПК 423.5]]).",
                "ground-confused",
            )
        return (
            "Мұндай келісім қорғаушы мен заңды өкіл өз шағымын қайтарып алғанда ғана керек"
            " ([[ҚПК 423.5]]).",
            "overgeneralised",
        )
    if which == "no-right":
        if case.obstacle == "consent":
            return (
                "Құқық өзі бар, тек сотталған адамның келісімімен ғана жүзеге асады"
                " ([[ҚПК 423.5]]).",
                "too-narrow",
            )
        return f"{_rule(case)} Демек, құқық бар.", "too-narrow"
    if case.obstacle == "begun":
        return (
            "Отырыс басталғаннан кейін құжат қайтарып алынбайды, сот оны мәні бойынша қарайды"
            " ([[ҚПК 423.5]]).",
            "order-of-steps",
        )
    return f"{_rule(case)} Бұл шарт мұнда орындалмаған.", (
        "overgeneralised" if case.obstacle == "consent" else "actor-confused"
    )


WITHDRAW = Generator(
    id="5.2-gen-appeal-withdraw",
    title="Шағым мен өтінішхатты қайтарып алу",
    theme="appellate",
    objectives=("5.2.h",),
    norms=("ҚПК 423.5",),
    make=_make,
)
