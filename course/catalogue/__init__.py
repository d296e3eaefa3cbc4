"""The wording of every diagnostic, by code: what is wrong and how to mend it.

One module a language, the same codes and placeholders in each.
"""

from collections.abc import Mapping
from typing import Literal

from course.catalogue.en import ENGLISH
from course.catalogue.kk import KAZAKH

Language = Literal["kk", "en"]

Wording = tuple[str, str]

WORDINGS: Mapping[Language, Mapping[str, Wording]] = {"kk": KAZAKH, "en": ENGLISH}

WARNINGS = frozenset(
    {
        "box.law-without-norm",
        "diagram.question-one-way",
        "diagram.question-unlabelled",
        "diagram.unreachable",
        "file.byte-order-mark",
        "footnote.unused",
        "lesson.long",
        "lesson.not-named",
        "lesson.short",
        "misconception.missing",
        "accept.repeated",
        "bank.alike",
        "bank.key-position",
        "bank.longest-right",
        "bank.no-norm-cited",
        "bank.section-short",
        "bank.theme-short",
        "fact.left-out-taught",
        "fact.unaccounted",
        "fact.unknown",
        "objective.few-items",
        "objective.no-item",
        "objective.not-taught",
        "register.missing",
        "register.unregistered",
        "style.long-sentence",
        "style.negation",
        "term.forbidden",
        "text.not-composed",
    }
)
"""Codes of faults that do not keep the course from being used."""
