"""A protest is considered in ten calendar days, a submission in thirty (КЗ 33.3, 36.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, dated, event_day, working_end
from quizzes.generator import Generator, Redraw
from quizzes.working_days import WorkingDays

_PROTESTED = (
    "Мекеме бастығының заңсыз бұйрығына",
    "Тергеу изоляторы бастығының заңсыз өкіміне",
    "Мекеме бекіткен заңсыз нұсқаулыққа",
    "Пробация қызметінің заңсыз шешіміне",
)
_BODIES = ("мекемеге", "пробация қызметіне", "тергеу изоляторына")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    came = event_day(random, days)
    protest = random.random() < 0.5
    amount, other = (10, 30) if protest else (30, 10)
    key = came + timedelta(days=amount)
    if days.is_off(key):  # whether such a day moves, that law does not say
        raise Redraw
    if days.is_off(key - timedelta(days=1)):  # moved, the wrong count would give the key
        raise Redraw
    if protest:
        stem = (
            f"{random.choice(_PROTESTED)} прокурор наразылық келтірді. Наразылық оны қарайтын "
            f"органға {words.on(came)} түсті. Прокурор өзге мерзім белгілеген жоқ. Наразылық ең "
            "кеш дегенде қай күні қаралуға тиіс? Түскен күн есепке кірмейді."
        )
    else:
        stem = (
            "Заң бұзушылықты жою туралы прокурордың ұсынуы "
            f"{random.choice(_BODIES)} {words.on(came)} түсті. Қайтымсыз салдар қаупі жоқ, "
            "прокурор өзге мерзім белгілеген жоқ. Ұсыну ең кеш дегенде қай күні қаралуға тиіс? "
            "Түскен күн есепке кірмейді."
        )
    norm, other_norm = ("КЗ 33.3", "КЗ 36.2") if protest else ("КЗ 36.2", "КЗ 33.3")
    other_act = "ұсынуды" if protest else "наразылықты"
    this_act = "наразылықты" if protest else "ұсынуды"
    counted = f"{words.number(amount)} күнтізбелік күн"
    return {
        **dated(
            days,
            began=came,
            stem=stem,
            key=key,
            why=(
                f"{words.short(came)} есепке кірмейді, {words.ordinal(amount)} күнтізбелік күн — "
                f"{words.named(key)}."
            ),
            slips=(
                Slip(
                    came + timedelta(days=other),
                    "act-form",
                    f"Бұл — {other_act} қарау мерзімі ([[{other_norm}]]). {this_act.capitalize()} "
                    f"қарауға {counted} берілген ([[{norm}]]).",
                ),
                Slip(
                    key - timedelta(days=1),
                    "counted-first-day",
                    f"Мұнда {words.short(came)} бірінші күн болып саналған. Шартта түскен күн "
                    "есепке кірмейді делінген.",
                ),
                Slip(
                    working_end(came, amount, days),
                    "working-days",
                    f"Бұл — {words.number(amount)} жұмыс күні. Заң күнтізбелік күнді айтады "
                    f"([[{norm}]]).",
                ),
            ),
            explanation=f"{this_act.capitalize()} қарау мерзімі — {counted} ([[{norm}]]).\n\n"
            + words.as_list(
                [
                    f"{words.named(came)} есепке кірмейді.",
                    "Күнтізбелік күнмен есептегенде демалыс күндері шығарылмайды.",
                    f"{words.ordinal(amount).capitalize()} күн — {words.named(key)}.",
                ]
            ),
            hint="Бұл — қай акт: наразылық па, ұсыну ма?",
        ),
        "norms": [norm],
    }


GENERATOR = Generator(
    id="3.2-gen-prosecutor-acts",
    title="Прокурордың актісін қарау мерзімі",
    theme="deadlines",
    objectives=("3.2.b",),
    norms=("КЗ 33.3", "КЗ 36.2"),
    make=_make,
)
