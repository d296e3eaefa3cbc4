"""A row of the table: one power, who has it, who has not and why, by which norm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Norm = str
"""A citation as authors write it, «ҚПК 193.2.7»."""


@dataclass(frozen=True, slots=True)
class Denied:
    """Why a body has not the power: a sentence with its norm, and the code of the mistake."""

    why: str
    code: str = "wrong-body"


@dataclass(frozen=True, slots=True)
class Power:
    """A power or an act that needs somebody's word.

    ``act`` names it («тергеушіні істен шеттету»); ``stories`` are situations that call for it and
    ``asks`` the question, which a body in the nominative answers. A story may hold the placeholders
    of :func:`quizzes.powers.cast.fill`. ``may`` are bodies of :mod:`quizzes.powers.bodies`; ``why``
    is the reason, ``denied`` those who are taken for the right one. The first of ``norms`` is the
    rule, ``fact`` the row of the ledger (empty: read in the law and taught in a lesson).
    """

    id: str
    act: str
    may: tuple[str, ...]
    norms: tuple[Norm, ...]
    objective: str
    why: str
    denied: Mapping[str, Denied] = field(default_factory=dict)
    stories: tuple[str, ...] = ()
    asks: str = ""
    fact: str = ""

    @property
    def section(self) -> str:
        """The section of the course, «2.1»."""
        return self.objective.rpartition(".")[0]


def cite(*norms: Norm) -> str:
    """The norms as a text carries them: «([[ҚПК 193.1]], [[ҚПК 193.3]])»."""
    return "(" + ", ".join(f"[[{norm}]]" for norm in norms) + ")"


def sentence(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def within(section: str, objectives: Iterable[str], otherwise: str) -> tuple[str, ...]:
    """The objectives that belong to a section, each once; ``otherwise`` if none does."""
    found = tuple(dict.fromkeys(one for one in objectives if one.startswith(f"{section}.")))
    return found or (otherwise,)
