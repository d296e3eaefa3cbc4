"""Two working days to tell the court and the family (ҚАК 25, 27.3): here days off do not count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, dated, event_day, working_end
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import SUSPECTS
from quizzes.working_days import WorkingDays


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    came = event_day(random, days)
    key = working_end(came, 2, days)
    calendar = days.next_working(came + timedelta(days=2))
    if calendar == key:  # who takes them for calendar days, and moves the last, must be wrong
        raise Redraw
    name = random.choice(SUSPECTS)
    if random.random() < 0.5:
        norm = "ҚАК 27.3"
        stem = (
            f"Сотталған {name} жазасын {words.on(came)} өтей бастады. Мекеме жаза өтеудің "
            "басталғанын және өтелетін орнын үкім шығарған сотқа ең кеш дегенде қай күні "
            "хабарлауға тиіс? Жаза басталған күн есепке кірмейді."
        )
        rule = (
            "Мекеме үкім шығарған сотқа жаза өтеудің басталғанын екі жұмыс күні ішінде хабарлайды "
            "([[ҚАК 27.3]])."
        )
    else:
        norm = "ҚАК 25"
        stem = (
            f"Сотталған {name} жаза өтелетін мекемеге {words.on(came)} келді және хабарды інісіне "
            "жіберуді таңдады. Мекеме сотталған адамның келгені туралы жазбаша хабарды ең кеш "
            "дегенде қай күні жіберуге тиіс? Келген күн есепке кірмейді."
        )
        rule = (
            "Мекеме сотталған адамның келгені туралы хабарды ол таңдаған жақынына екі жұмыс күні "
            "ішінде жібереді ([[ҚАК 25]])."
        )
    first = working_end(came, 1, days)
    return {
        **dated(
            days,
            began=came,
            stem=stem,
            key=key,
            why=f"Бірінші жұмыс күні — {words.named(first)}, екіншісі — {words.named(key)}.",
            slips=(
                Slip(
                    came + timedelta(days=2),
                    "calendar-days",
                    f"Бұл — екі күнтізбелік күн. Заң жұмыс күнін айтады ([[{norm}]]).",
                ),
                Slip(
                    calendar,
                    "calendar-days",
                    "Мұнда екі күнтізбелік күн саналып, соңғысы жұмыс күніне жылжыған. Заң екі "
                    f"жұмыс күнін айтады ([[{norm}]]).",
                ),
                Slip(
                    first,
                    "counted-first-day",
                    f"Мұнда {words.short(came)} бірінші күн болып саналған. Шартта ол есепке "
                    "кірмейді делінген.",
                ),
                Slip(
                    working_end(came, 3, days),
                    "wrong-length",
                    "Үш жұмыс күні мұнда көзделмеген. Хабарлауға екі жұмыс күні берілген "
                    f"([[{norm}]]).",
                ),
            ),
            explanation=f"{rule}\n\n"
            + words.as_list(
                [
                    f"{words.named(came)} есепке кірмейді.",
                    f"Бірінші жұмыс күні — {words.named(first)}.",
                    f"Екінші жұмыс күні — {words.named(key)}. Хабар осы күннен кешіктірілмейді.",
                ]
            ),
            hint="Бұл мерзім тәулікпен есептеле ме, әлде жұмыс күнімен бе?",
        ),
        "norms": [norm],
    }


GENERATOR = Generator(
    id="3.1-gen-arrival-notice",
    title="Екі жұмыс күндік хабар",
    theme="deadlines",
    objectives=("3.1.b",),
    norms=("ҚАК 27.3", "ҚАК 25"),
    make=_make,
)
