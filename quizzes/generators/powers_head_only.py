"""Which of a prosecutor's plans go beyond the powers of the prosecutor of the case."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.generator import Generator
from quizzes.powers.cast import fill
from quizzes.powers.prosecutors import RANK_POWERS
from quizzes.powers.row import sentence
from quizzes.working_days import WorkingDays

_SHOWN = 5
_CASES = ("ұрлық", "алаяқтық", "тонау", "бұзақылық", "қарақшылық")


def _make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    own = [row for row in RANK_POWERS if row.rank == "process"]
    kept = [row for row in RANK_POWERS if row.rank != "process"]
    right = random.randint(2, 3)
    rows = random.sample(kept, right) + random.sample(own, _SHOWN - right)
    random.shuffle(rows)
    options = [
        {"text": sentence(row.act), "right": True, "why": row.why}
        if row.rank != "process"
        else {"text": sentence(row.act), "why": row.why, "misconception": "too-narrow"}
        for row in rows
    ]
    kept_lines = "\n".join(
        f"- {row.act} ([[{row.norm}]]);" for row in rows if row.rank != "process"
    )
    return {
        "type": "multiple-choice",
        "stem": fill(
            f"{{a}} аудандық прокуратурасының прокуроры {{p}} — {random.choice(_CASES)} ісінің "
            "процестік прокуроры. Ол орган басшысы емес. Төмендегілердің қайсысын ол өз атынан "
            "жасай **алмай**, басшының шешіміне ұсынады? Бәрін белгілеңіз.",
            random,
        ),
        "norms": ("ҚПК 193.3", *dict.fromkeys(row.norm for row in rows)),
        "objectives": ("2.1.d",),
        "facts": tuple(dict.fromkeys(("F-2.1-54", *(row.fact for row in rows)))),
        "options": options,
        "hints": (
            "193-баптың 2-бөлігінде басшыға қалдырылғанын процестік прокурор пайдаланбайды.",
        ),
        "explanation": (
            "Ереже біреу: процестік прокурор 193-баптың 1-бөлігіндегі өкілеттіктерді пайдаланады, "
            "2-бөлікте басшыға қалдырылғандары бұған кірмейді ([[ҚПК 193.3]]). Басшыға "
            f"қалдырылғаны:\n\n{kept_lines[:-1]}."
        ),
    }


HEAD_ONLY = Generator(
    id="2.1-gen-head-only",
    title="Процестік прокурор жалғыз шеше алмайтын мәселелер",
    theme="powers",
    objectives=("2.1.d",),
    norms=("ҚПК 193.2", "ҚПК 193.3"),
    make=_make,
)
