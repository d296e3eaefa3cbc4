"""What the page of things to take along may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shelved:
    """What a section gives: cards, and the notes of its Anki package (cards included)."""

    number: str
    title: str
    cards: int
    notes: int


@dataclass(frozen=True, slots=True)
class TakePage:
    """``take.html``: the downloads, for the whole course and by section."""

    cards: int
    notes: int
    sections: tuple[Shelved, ...]
