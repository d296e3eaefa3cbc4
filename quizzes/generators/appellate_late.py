"""When a paper came and what was asked with it → what the court does (ҚПК 418, 419)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Literal

from quizzes.appellate import Filer, Paper, Time, follow
from quizzes.appellate_scene import (
    Scene,
    day_name,
    draw_scene,
    on_day,
    right,
    shuffled,
    steps,
    without_repeats,
    wrong,
)
from quizzes.generator import Generator, Redraw
from quizzes.terms import Term, count
from quizzes.working_days import OutsideCalendar, WorkingDays

TERM = Term(15, "days")
ACCEPT = "Құжатты қабылдап, тараптарды хабардар етеді"
RETURN = "Құжатты қаулымен авторына қайтарады"
RESTORE = "Мерзімді қалпына келтіреді, бұл — оның міндеті"
REFUSE = "Мерзімді қалпына келтіруден бас тартады"
LEAVE = "Құжатты қаулымен қараусыз қалдырады"
GO_ON = "Істі сол құжат бойынша қарай береді"
SEND_ON = "Мәселені шешуді апелляциялық сатыға жолдайды"
OWN_MOTION = "Мерзімді өз бастамасымен қалпына келтіреді"
MEND = "Құжатты түзетуге мерзім көрсетіп, қайтарады"

KEYS: Mapping[Time, str] = {
    "on-time": ACCEPT,
    "late": RETURN,
    "late-found": LEAVE,
    "late-obstacle": RESTORE,
    "late-no-reason": REFUSE,
}
Who = Literal["prosecutor", "victim", "defender", "convict-held"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """``starts`` is the day from which the term runs, ``last`` its last day."""

    who: Who
    time: Time
    announced: date
    starts: date
    last: date
    filed: date


def draw(random: Random, days: WorkingDays) -> Drawn:
    """A judgment and a paper in a year of the calendar."""
    timing = random.choice(tuple(KEYS))
    who: Who = random.choice(("prosecutor", "victim", "defender", "convict-held"))
    if timing == "late-no-reason" and who == "convict-held":
        raise Redraw
    years = sorted(days.years)[-3:-1]  # the last may lie ahead
    if not years:
        raise Redraw
    announced = date(random.choice(years), random.randint(1, 10), random.randint(1, 28))
    starts = announced
    if who == "convict-held":
        starts = announced + timedelta(days=random.randint(3, 6))
    try:
        last = _last(starts, days)
        if timing == "on-time":
            filed = last - timedelta(days=random.choice((0, 0, 1, 2)))
        else:
            filed = last + timedelta(days=random.randint(2, 7))
        if days.is_off(announced) or days.is_off(starts) or days.is_off(filed):
            raise Redraw
    except OutsideCalendar as beyond:
        raise Redraw from beyond
    if who == "convict-held" and timing == "on-time" and filed <= _last(announced, days):
        raise Redraw  # the copy must matter
    return Drawn(who, timing, announced, starts, last, filed)


def _last(starts: date, days: WorkingDays) -> date:
    return count(datetime.combine(starts, time(12)), TERM, "ordinary", days).last


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    drawn = draw(random, days)
    scene = draw_scene(random)
    filer: Filer = "trial-prosecutor" if drawn.who == "prosecutor" else "victim"
    rule = follow(Paper(filer, drawn.time))
    key = KEYS[drawn.time]
    obstacle = random.choice(_OBSTACLES[drawn.who])
    excuse = random.choice(_EXCUSES)
    moved = drawn.last != drawn.starts + timedelta(days=15)
    start_norm = "күзетпен ұсталатын сотталған адамға көшірме табыс етілген күннен"
    if drawn.who != "convict-held":
        start_norm = "үкім жарияланған күннен"
    line = (
        f"Мерзім — {start_norm} он бес тәулік, бірінші күн саналмайды. Соңғы күні —"
        f" {drawn.last.year} жылғы {day_name(drawn.last)}"
        + (", өйткені он бесінші тәулік демалысқа түсіп, ауысты" if moved else "")
        + " ([[ҚПК 418.1]], [[ҚПК 48.2]], [[ҚПК 48.4]])."
    )
    options = [
        right(one, _right_why(drawn)) if one == key else wrong(one, *_wrong_why(one, drawn))
        for one in _offered(drawn, random)
    ]
    return {
        "type": "single-choice",
        "stem": _stem(scene, drawn, obstacle, excuse),
        "norms": without_repeats(
            rule.norms if drawn.time != "on-time" else ("ҚПК 418.1", "ҚПК 420.1"),
            ("ҚПК 48.2", "ҚПК 48.4"),
        ),
        "difficulty": 3 if drawn.who == "convict-held" or moved else 2,
        "hints": [
            "Мерзімнің соңғы күнін есептеп, құжат берілген күнмен салыстырыңыз.",
            "Мерзім өтсе, екінші сұрақ: оны қалпына келтіру сұралды ма және неге сүйеніп?",
        ],
        "explanation": steps(
            line,
            f"Құжат {on_day(drawn.filed)} берілді, демек, мерзім "
            + ("сақталған." if drawn.time == "on-time" else "өтіп кеткен."),
            _right_why(drawn) if drawn.time == "on-time" else rule.says,
        ),
        "options": shuffled(random, options),
    }


def _stem(scene: Scene, drawn: Drawn, obstacle: str, excuse: str) -> str:
    start = (
        f"{scene.courts.first} {scene.convict.full_him} {scene.offence} соттады, үкім"
        f" {drawn.announced.year} жылғы {on_day(drawn.announced)} жарияланды."
    )
    filed = on_day(drawn.filed)
    if drawn.who == "convict-held":
        start += f" Күзетпен ұсталып отырған {scene.convict.to} көшірме {on_day(drawn.starts)}"
        start += " табыс етілді."
        what = f"{scene.convict.surname} апелляциялық шағымын {filed} күзетпен ұстау орнының"
        what += " әкімшілігіне тапсырды"
    elif drawn.who == "prosecutor":
        what = (
            f"Мемлекеттік айыптаушы {scene.prosecutor.full} апелляциялық өтінішхатын {filed}"
            " келтірді"
        )
    elif drawn.who == "victim":
        what = f"Жәбірленуші {scene.victim.full} апелляциялық шағымын {filed} сотқа берді"
    else:
        what = (
            f"Қорғаушы {scene.defender.full} (күзетпен ұсталмаған {scene.convict.of} мүддесінде)"
            f" апелляциялық шағымын {filed} сотқа берді"
        )
    if drawn.time in ("late", "late-found"):
        what += ", мерзімді қалпына келтіруді сұраған жоқ."
    elif drawn.time == "late-obstacle":
        what += f" және мерзімді қалпына келтіруді сұрады: {obstacle}. Сот бұл мән-жайдың рас"
        what += " екеніне көз жеткізді."
    elif drawn.time == "late-no-reason":
        what += f" және мерзімді қалпына келтіруді сұрады: {excuse}. Өзге себеп айтылмады."
    else:
        what += "."
    if drawn.time == "late-found":
        return (
            f"{start} {what} Бірінші сатыдағы сот мұны байқамай, істі жолдап жіберді. Кешігуді"
            " апелляциялық сатының судьясы анықтады. Ол не істейді?"
        )
    return f"{start} {what} Үкім шығарған сот не істейді?"


def _offered(drawn: Drawn, random: Random) -> list[str]:
    if drawn.time == "late-found":
        return [LEAVE, GO_ON, OWN_MOTION, MEND]
    if drawn.time in ("late-obstacle", "late-no-reason"):
        return [RESTORE, REFUSE, SEND_ON, MEND]
    return [ACCEPT, RETURN, MEND, random.choice((OWN_MOTION, REFUSE))]


def _right_why(drawn: Drawn) -> str:
    if drawn.time == "on-time":
        return "Мерзім сақталған, сот құжатты қабылдап, тараптарға хабарлайды ([[ҚПК 420.1]])."
    return follow(Paper("victim", drawn.time)).says


def _wrong_why(option: str, drawn: Drawn) -> tuple[str, str]:
    """Why it is wrong, and the misconception."""
    late = drawn.time != "on-time"
    if option == ACCEPT:
        return (
            f"Мерзім {on_day(drawn.last)} біткен, қалпына келтіру сұралмаған құжат қабылданбайды"
            " ([[ҚПК 418.3]]).",
            "counting-rule",
        )
    if option == GO_ON:
        return (
            "Істің жолданып кетуі кешігуді түзетпейді: апелляциялық сатының судьясы оны өзі де"
            " тексереді ([[ҚПК 418.3]]).",
            "overgeneralised",
        )
    if option == OWN_MOTION:
        if late:
            return (
                "Мерзім құқығы бар адамның өтінішхаты бойынша ғана қалпына келтіріледі, мұнда оны"
                " ешкім сұраған жоқ ([[ҚПК 419.1]]).",
                "overgeneralised",
            )
        return (
            f"Қалпына келтіретін ештеңе жоқ: мерзім {on_day(drawn.last)} бітеді ([[ҚПК 418.1]]).",
            "counting-rule",
        )
    if option == MEND:
        return (
            "Түзетуге мазмұны талапқа сай емес құжат қайтарылады ([[ҚПК 423.2]])."
            + (" Кешігу — мазмұнның кемшілігі емес." if late else " Мұнда ондай кемшілік жоқ."),
            "ground-confused",
        )
    if option == RETURN:
        return (
            f"Құжат мерзімінде берілген: мерзімнің соңғы күні — {day_name(drawn.last)}"
            " ([[ҚПК 418.1]]).",
            "wrong-start" if drawn.who == "convict-held" else "counting-rule",
        )
    if option == SEND_ON:
        return (
            "Мерзімді қалпына келтіруді үкім шығарған соттың өзі шешеді ([[ҚПК 419.1]]). Облыстық"
            " сот бас тарту қаулысына шағымды ғана қарайды ([[ҚПК 419.2]]).",
            "wrong-body",
        )
    if option == REFUSE:
        if drawn.time == "late-obstacle":
            return (
                "Заңда аталған не объективті кедергі болса, бас тартуға болмайды ([[ҚПК 419.3]]).",
                "too-narrow",
            )
        return (
            "Бас тарту үшін қалпына келтіру сұралуы керек, мұнда ол сұралмаған ([[ҚПК 419.1]]).",
            "ground-confused",
        )
    return (
        "Міндет заңда аталған бұзушылықта не объективті кедергіде ғана туады ([[ҚПК 419.3]])."
        " Мұнда дәлелді себеп жоқ.",
        "overgeneralised",
    )


_LANGUAGE = "ол сот ісі жүрген тілді білмейді, ал көшірме оған аудармасыз берілген"
_RECORD = "сот отырысының хаттамасы апелляция мерзімі біткенше дайындалмаған"
_WRONG_TERM = "үкімнің қарар бөлігінде шағымдану мерзімі қате көрсетілген"
_OBSTACLES: Mapping[Who, tuple[str, ...]] = {
    "prosecutor": (_RECORD, _WRONG_TERM),
    "victim": (_LANGUAGE, _RECORD, _WRONG_TERM),
    "defender": (_RECORD, _WRONG_TERM),
    "convict-held": (_LANGUAGE, _RECORD, _WRONG_TERM),
}
_EXCUSES = (
    "басқа жұмысы көп болғандықтан, құжатты дайындауды ұмытып кетіпті",
    "мерзімді бір ай деп ойлап жүріпті",
    "алғашында үкіммен келісіп, кейін ойы өзгеріпті",
)

LATE = Generator(
    id="5.2-gen-appeal-late",
    title="Кешіккен шағым мен өтінішхаттың тағдыры",
    theme="appellate",
    objectives=("5.2.g",),
    norms=("ҚПК 418.3", "ҚПК 419.1"),
    make=_make,
)
