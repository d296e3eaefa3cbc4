"""Until when one may go to court: fifteen days, from which event (ҚПК 106.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import CITIZENS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_TERM = Term(15, "days")
_WEEK = Term(7, "days")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    filed = event_day(random, days)
    name = random.choice(CITIZENS)
    if random.random() < 0.5:
        return _silence(random, days, filed, name)
    told = filed + timedelta(days=random.randrange(3, 8))
    if days.is_off(told):
        raise Redraw
    if random.random() < 0.5:
        stem = (
            f"Тергеуші қылмыстық істі тоқтату туралы қаулыны {words.on(filed)} шығарды, "
            f"оны прокурор бекітті. Жәбірленуші {name} қаулымен {words.at_named(told)} танысты "
            "және онымен келіспейді."
        )
        rule = (
            "Сотқа шағым адам өзі келіспейтін шешіммен танысқан күннен бастап он бес тәулік "
            "ішінде беріледі ([[ҚПК 106.5]])."
        )
        wrong = "шешім шыққан күннен"
    else:
        stem = (
            f"Жәбірленуші {name} тергеушінің іс-әрекетіне {words.on(filed)} прокурорға шағым "
            f"берді. Прокурордың шағымды қанағаттандырудан бас тартқаны туралы хабарламаны ол "
            f"{words.at_named(told)} алды."
        )
        rule = (
            "Сотқа шағым прокурордың бас тартқаны туралы хабарлама алынғаннан кейін он бес тәулік "
            "ішінде беріледі ([[ҚПК 106.5]])."
        )
        wrong = "прокурорға шағым берілген күннен"
    return date_task(
        random,
        days,
        stem=f"{stem} Ол сотқа ең кеш дегенде қай күні шағым бере алады?",
        began=told,
        term=_TERM,
        rule=rule,
        slips=(
            Slip(
                last_day(filed, _TERM, days),
                "wrong-start",
                f"Мұнда мерзім {wrong}, {words.since(filed)} саналған. {rule}",
            ),
            Slip(
                last_day(told, _WEEK, days),
                "actor-confused",
                "Жеті тәулік — прокурордың шағымды қарау мерзімі ([[ҚПК 105.2]]). Сотқа жүгінуге "
                "он бес тәулік берілген ([[ҚПК 106.5]]).",
            ),
        ),
        hint="Он бес тәулік адамға шешім белгілі болған күннен есептеле ме?",
    )


def _silence(random: Random, days: WorkingDays, filed: date, name: str) -> Mapping[str, Any]:
    waited = filed + timedelta(days=15)
    if days.is_off(waited):  # whether the first stretch moves too, the law does not say
        raise Redraw
    week = last_day(filed, _WEEK, days)
    return date_task(
        random,
        days,
        stem=(
            f"Жәбірленуші {name} тергеушінің әрекетсіздігіне {words.on(filed)} прокурорға шағым "
            "берді. Прокурор жауап бермеді. Жәбірленуші осы негізбен сотқа ең кеш дегенде қай "
            "күні шағым бере алады?"
        ),
        began=waited,
        since=filed,
        term=_TERM,
        rule=(
            "Жауап келмесе, алдымен шағым берілгеннен кейінгі он бес тәулік өтеді: ол "
            f"{words.at(waited)} бітеді. Сотқа жүгінетін он бес тәулік сол күннен бастап "
            "есептеледі ([[ҚПК 106.5]])."
        ),
        slips=(
            Slip(
                waited,
                "wrong-start",
                "Бұл — жауап күтетін алғашқы он бес тәуліктің соңы. Сотқа жүгінетін мерзім осыдан "
                "кейін басталады ([[ҚПК 106.5]]).",
            ),
            Slip(
                last_day(week, _TERM, days),
                "wrong-start",
                "Мұнда екінші кезең прокурордың жеті тәулігінен кейін басталған. Заң шағым "
                "берілгеннен кейінгі он бес тәулікті айтады ([[ҚПК 106.5]]).",
            ),
        ),
        hint="Жауап күтетін мерзім мен сотқа жүгінетін мерзімді бөлек санаңыз.",
    )


GENERATOR = Generator(
    id="2.1-gen-complaint-court",
    title="Сотқа шағым беретін соңғы күн",
    theme="deadlines",
    objectives=("2.1.k", "2.1.g"),
    norms=("ҚПК 106.5", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
    difficulty=3,
)
