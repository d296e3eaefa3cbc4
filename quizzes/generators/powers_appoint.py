"""Posts of prosecutors, to be matched with who appoints them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.generator import Generator, Redraw
from quizzes.powers.appointments import APPOINTMENTS, WAYS
from quizzes.powers.row import cite, sentence
from quizzes.working_days import WorkingDays

_SHOWN = 4


def _make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    rows = random.sample(APPOINTMENTS, _SHOWN)
    if len({row.way for row in rows}) < _SHOWN - 1:
        raise Redraw
    targets = list(WAYS)
    random.shuffle(targets)
    return {
        "type": "matching",
        "reuse": True,
        "stem": (
            "Әр лауазымға кім тағайындайтынын белгілеңіз (2026 жылғы 1 шілдеден бергі тәртіп). Бір "
            "жауап бірнеше лауазымға келуі де, ешқайсысына келмеуі де мүмкін."
        ),
        "norms": tuple(dict.fromkeys(row.norm for row in rows)),
        "facts": ("F-1.3-14", "F-1.3-15"),
        "targets": [{"id": one, "text": sentence(WAYS[one])} for one in targets],
        "prompts": [
            {
                "text": sentence(row.post),
                "key": row.way,
                "why": f"{row.why} {cite(row.norm)}.",
                "misconception": "wrong-body",
            }
            for row in rows
        ],
        "explanation": "Тағайындау тәртібі:\n\n"
        + "\n".join(f"- {row.post}: {WAYS[row.way]} {cite(row.norm)}." for row in rows),
    }


APPOINT = Generator(
    id="1.3-gen-appoint",
    title="Прокурорды кім тағайындайды",
    theme="powers",
    objectives=("1.3.e",),
    norms=("КЗ 9.6",),
    make=_make,
)
