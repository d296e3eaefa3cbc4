"""When a complaint to a prosecutor must be answered: seven, three or fifteen days (ҚПК 105.2)."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator
from quizzes.invented_names import CITIZENS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_WEEK = Term(7, "days")
_SHORT = Term(3, "days")
_LONG = Term(15, "days")

_ORDINARY = (
    "тергеп-тексерудің негізсіз созылғанына",
    "тергеушінің өтінішхатты қанағаттандырудан бас тартқанына",
    "куәдан жауап алу тәртібінің бұзылғанына",
    "тергеушінің іс материалының көшірмесін бермегеніне",
)
_URGENT = (
    "ұстау кезінде заңның бұзылғанына",
    "күдікті деп тануда заңның бұзылғанына",
    "күдіктінің әрекетін саралау кезінде заңның бұзылғанына",
    "лауазымнан шеттету кезінде заңның бұзылғанына",
    "санкциясыз тінту кезінде заңның бұзылғанына",
    "санкциясыз алу кезінде заңның бұзылғанына",
    "мүлікке билік етуді уақытша шектеу кезінде заңның бұзылғанына",
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    came = event_day(random, days)
    kind = random.choice(("ordinary", "urgent", "long"))
    subject = random.choice(_URGENT if kind == "urgent" else _ORDINARY)
    term = {"ordinary": _WEEK, "urgent": _SHORT, "long": _LONG}[kind]
    if kind == "long":
        extra = (
            "Шағымды тексеру үшін қосымша материал сұрату керек болды, прокурор мерзімді заңдағы "
            "ең ұзақ шекке дейін ұзартып, бұл туралы шағым берген адамға хабарлады."
        )
        rule = (
            "Айрықша жағдайда, қосымша материал керек болғанда, шағым он бес тәулікке дейін "
            "қаралады ([[ҚПК 105.2]])."
        )
    else:
        extra = "Айрықша жағдай жоқ, қосымша материал керек емес."
        rule = (
            "Мұндай шағым заңда бөлек аталған, оны қарауға үш тәулік беріледі ([[ҚПК 105.2]])."
            if kind == "urgent"
            else "Шағым жалпы мерзіммен, жеті тәулікте қаралады ([[ҚПК 105.2]])."
        )
    why = {
        _WEEK: "Жеті тәулік — жалпы мерзім. " + rule,
        _SHORT: (
            "Үш тәулікте ұстауға, күдікті деп тануға, саралауға, шеттетуге, санкциясыз "
            "қарап-тексеруге, тінтуге, алуға, мүлікке билік етуді шектеуге қатысты шағым қаралады "
            "([[ҚПК 105.2]])."
        ),
        _LONG: ("Он бес тәулік — айрықша жағдайдың шегі, мұнда ондай жағдай жоқ ([[ҚПК 105.2]])."),
    }
    others = [one for one in (_WEEK, _SHORT, _LONG) if one != term]
    return date_task(
        random,
        days,
        stem=(
            f"Күдіктінің қорғаушысы {random.choice(CITIZENS)} {subject} шағым жазды. Прокуратура "
            f"шағымды {words.on(came)} алды. {extra} Прокурор шағымды қарап, шешімін ең кеш "
            "дегенде қай күні хабарлауға тиіс?"
        ),
        began=came,
        term=term,
        rule=rule,
        slips=[Slip(last_day(came, one, days), _CODES[kind], why[one]) for one in others],
        hint="Шағым неге қатысты және қосымша материал керек пе, соны тексеріңіз.",
    )


_CODES = {"ordinary": "wrong-length", "urgent": "overgeneralised", "long": "ground-confused"}

GENERATOR = Generator(
    id="2.1-gen-complaint-answer",
    title="Прокурордың шағымды қарау мерзімі",
    theme="deadlines",
    objectives=("2.1.k", "2.1.g"),
    norms=("ҚПК 105.2", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
