"""Hours of a covert investigative action: the hour it begins in is not counted (ҚПК 234.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import event_day, false_moment_options, moment_task
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import OFFICERS
from quizzes.terms import Term, count
from quizzes.working_days import WorkingDays


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    day = event_day(random, days)
    began = datetime.combine(day, time(random.randrange(9, 19), random.randrange(5, 56, 5)))
    name = random.choice(OFFICERS)
    when = f"{words.on(day)}, сағат {words.at_clock(began)}"
    if random.random() < 0.5:
        hours, other = 24, 12
        stem = (
            f"Тергеуші {name} жасырын тергеу әрекетін жүргізу туралы қаулыны {when} шығарды. "
            "Қаулы мен оны негіздейтін материал тергеу судьясына ең кеш дегенде қашан ұсынылуға "
            "тиіс? Сағатты ҚПК 48-баптың жалпы ережесімен санаңыз."
        )
        rule = (
            "Қаулы мен материал қаулы шығарылғаннан кейін жиырма төрт сағат ішінде тергеу "
            "судьясына ұсынылады ([[ҚПК 234.2]])."
        )
        why = (
            "Он екі сағат — судьяның қаулыны санкциялау мерзімі. Ұсынуға жиырма төрт сағат "
            "берілген ([[ҚПК 234.2]])."
        )
        code = "actor-confused"
    else:
        hours, other = 12, 24
        stem = (
            f"Тергеуші {name} жасырын тергеу әрекеті туралы қаулы шығарды. Қаулы сотқа {when} "
            "түсті. Қосымша материал керек емес. Тергеу судьясы қаулыны ең кеш дегенде қашан "
            "санкциялай алады? Сағатты ҚПК 48-баптың жалпы ережесімен санаңыз."
        )
        rule = (
            "Қосымша материал керек болмаса, тергеу судьясы қаулыны ол сотқа түскен сәттен он екі "
            "сағат ішінде санкциялайды ([[ҚПК 234.2]])."
        )
        why = (
            "Жиырма төрт сағат — қосымша материал сұратылған жағдайдың шегі. Мұнда он екі сағат "
            "берілген ([[ҚПК 234.2]])."
        )
        code = "ground-confused"
    term = Term(hours, "hours")
    counted = count(began, term, "ordinary", days)
    right = counted.ends
    if days.is_off(right.date()):  # whether a term in hours moves to a working day, is disputed
        raise Redraw
    whole = began.replace(minute=0)
    return moment_task(
        random,
        stem=stem,
        right=right,
        right_why="Иә. Мерзім басталған сағат есепке алынбайды, санау келесі сағаттан жүреді.",
        natural=false_moment_options(began, hours, "ordinary", days),
        others=[
            (count(began, Term(other, "hours"), "ordinary", days).ends, code, why),
            (
                whole + timedelta(hours=hours),
                "counted-first-day",
                f"Мұнда санау {words.at_clock(whole)} басталған, яғни мерзім басталған сағат "
                "есепке қосылған. Ол есепке алынбайды ([[ҚПК 48.2]]).",
            ),
            (
                count(began, Term(36, "hours"), "ordinary", days).ends,
                "limit-as-addition",
                "Мұнда ұсыну мен санкциялау мерзімдері қосылып кеткен: жиырма төрт және он екі "
                f"сағат. Бұл әрекетке {words.number(hours)} сағат берілген ([[ҚПК 234.2]]).",
            ),
            (
                right + timedelta(hours=24),
                "counting-rule",
                "Мұнда бірінші тәулік тұтасымен есептен шығарылған. Мерзім сағатпен берілген, "
                "тек басталған сағат есепке алынбайды ([[ҚПК 48.2]]).",
            ),
        ],
        explanation=f"{rule}\n\n{words.solved(term, counted, began, days)}",
    )


GENERATOR = Generator(
    id="2.1-gen-covert-hours",
    title="Жасырын тергеу әрекетінің сағаттары",
    theme="deadlines",
    objectives=("2.1.m", "2.1.g"),
    norms=("ҚПК 234.2", "ҚПК 48.2"),
    make=_make,
)
