"""Assessment: what is asked. Sections of fixed items and of draws from the bank (a blueprint).

A section may hide the way back: once left it can be read but not answered. An entry names one
item, asks for so many items of a kind, or for whole shared cases.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.interaction import Frozen, MaybeText, Text

MOST_ITEMS = 200
"""Items one assessment may ask for in all."""


class FixedItem(Frozen):
    """This item for everyone. ``points`` None: as many as the item has."""

    kind: Literal["item"] = "item"
    item: Text
    points: int | None = Field(default=None, ge=1, le=100)


class Filter(Frozen):
    """Which items of the bank may be drawn. Empty: no matter. An item passes when it has one of
    the values in each list that is not empty; ``norms`` are beginnings of citations («ҚПК 192»).
    """

    sections: tuple[Text, ...] = ()
    themes: tuple[Text, ...] = ()
    objectives: tuple[Text, ...] = ()
    types: tuple[Text, ...] = ()
    difficulties: tuple[int, ...] = ()
    norms: tuple[Text, ...] = ()


class Draw(Frozen):
    """``count`` items of a kind, drawn for each student."""

    kind: Literal["draw"] = "draw"
    count: int = Field(ge=1, le=MOST_ITEMS)
    of: Filter = Filter()
    points: int | None = Field(default=None, ge=1, le=100)


class CaseDraw(Frozen):
    """``count`` shared cases, each with all its items that pass, kept together and in order."""

    kind: Literal["case"] = "case"
    count: int = Field(default=1, ge=1, le=20)
    of: Filter = Filter()
    points: int | None = Field(default=None, ge=1, le=100)


Entry = Annotated[FixedItem | Draw | CaseDraw, Field(discriminator="kind")]


class AssessmentSection(Frozen):
    """A part of an assessment. ``way_back``: whether a student may come back to it after leaving;
    ``shuffle``: whether the order of items differs between students (a case stays together).
    """

    title: MaybeText = ""
    way_back: bool = True
    shuffle: bool = True
    entries: tuple[Entry, ...] = ()


class Assessment(Frozen):
    """``shuffle_options``: whether options stand in another order for each student.

    Without sections, or with an empty one, it is a draft that nobody can be given.
    """

    intro: MaybeText = ""  # Markdown, read before the start
    sections: tuple[AssessmentSection, ...] = ()
    shuffle_options: bool = True

    def fixed(self) -> tuple[str, ...]:
        """Ids of the items named one by one."""
        return tuple(
            entry.item
            for section in self.sections
            for entry in section.entries
            if isinstance(entry, FixedItem)
        )
