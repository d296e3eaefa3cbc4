"""A case text which several items share."""

from __future__ import annotations

from quizzes.interaction import Frozen, Text


class CaseText(Frozen):
    """The facts of a case. ``text`` is Markdown."""

    id: Text
    title: Text
    text: Text
