"""How long a minor may still be questioned that day: two hours on end, four in all (ҚПК 535.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import event_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import TEENAGERS
from quizzes.working_days import WorkingDays

_ON_END = 120
_A_DAY = 240
_ADULT_A_DAY = 480
_ONCE = 0.4
"""Share of days with one questioning so far: more is left of the day than may be had on end."""
_AGES = ("Он төрт", "Он бес", "Он алты", "Он жеті")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    day = event_day(random, days)
    first = random.randrange(60, 121, 5)
    second = 0 if random.random() < _ONCE else random.randrange(30, 121, 5)
    used = first + second
    key = min(_ON_END, _A_DAY - used)
    if key <= 0:
        raise Redraw
    start = datetime.combine(day, time(9, random.choice((0, 10, 15, 30))))
    spans = [(start, start + timedelta(minutes=first))]
    if second:
        again = spans[0][1] + timedelta(minutes=random.choice((60, 75, 90)))
        spans.append((again, again + timedelta(minutes=second)))
    said = " және ".join(f"{one:%H.%M}–{two:%H.%M}" for one, two in spans)
    wrong = (
        (
            _ADULT_A_DAY - used,
            "neighbouring-procedure",
            "Сегіз сағат — ересектің күндік шегі ([[ҚПК 209.3]]). Балаға бір күнде төрт сағат "
            "берілген ([[ҚПК 535.2]]).",
        ),
        (
            _ON_END,
            "overgeneralised",
            f"Екі сағат — үзіліссіз шек, ал күндік шектен {_A_DAY - used} минут қана қалды "
            "([[ҚПК 535.2]]).",
        ),
        (
            _A_DAY - used,
            "overgeneralised",
            "Күндік шектен осынша қалды, бірақ үзіліссіз жауап алу екі сағаттан аспайды "
            "([[ҚПК 535.2]]).",
        ),
        (
            _A_DAY - (second or first),
            "wrong-start",
            "Мұнда таңертеңгі жауап алу есепке қосылмаған. Күндік шекке сол күнгі барлық уақыт "
            "кіреді ([[ҚПК 535.2]]).",
        ),
        (
            _ON_END - (second or first),
            "neighbouring-procedure",
            "Мұнда екі сағат күндік шек деп алынған. Ол — үзіліссіз шек, күндік шек — төрт сағат "
            "([[ҚПК 535.2]]).",
        ),
    )
    known = {minutes: (code, why) for minutes, code, why in reversed(wrong)}
    known.pop(key, None)
    known.pop(0, None)
    left = _A_DAY - used
    return {
        "type": "number",
        "stem": (
            f"{random.choice(_AGES)} жасар күдікті {random.choice(TEENAGERS)} {words.on(day)} "
            f"қорғаушының, заңды өкілдің және психологтың қатысуымен жауап берді: {said}. Бала "
            "шаршаған жоқ. Үзілістен кейін тергеуші одан сол күні үзіліссіз тағы ең көбі неше "
            "минут жауап ала алады?"
        ),
        "key": {"value": str(key), "unit": "минут"},
        "units": ["минут"],
        "why": (
            f"Күндік шек — 240 минут, пайдаланылғаны — {used}, қалғаны — {left}; үзіліссіз шек — "
            f"120 минут. Екеуінің азы — {key} минут."
        ),
        "wrong": [
            {"value": str(minutes), "unit": "минут", "misconception": code, "why": why}
            for minutes, (code, why) in sorted(known.items())
            if minutes > 0
        ],
        "hints": ["Екі шек бар: үзіліссіз және бір күнде барлығы."],
        "explanation": "Екі шекті бөлек тексереміз ([[ҚПК 535.2]]):\n\n"
        + words.as_list(
            [
                f"Пайдаланылған уақыт — {_sum(first, second)} минут.",
                f"Күндік шек — төрт сағат, яғни 240 минут; қалғаны — 240 − {used} = {left} минут.",
                "Үзіліссіз шек — екі сағат, яғни 120 минут.",
                f"Екі шектің азы алынады: {key} минут.",
            ]
        ),
    }


def _sum(first: int, second: int) -> str:
    return f"{first} + {second} = {first + second}" if second else str(first)


GENERATOR = Generator(
    id="4.2-gen-minor-interrogation",
    title="Кәмелетке толмағаннан жауап алудың ұзақтығы",
    theme="deadlines",
    objectives=("4.2.d",),
    norms=("ҚПК 535.2",),
    make=_make,
)
