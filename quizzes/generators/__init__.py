"""The registry of generators. A new one is a file here and its line below."""

from __future__ import annotations

from collections.abc import Mapping

from quizzes.generator import Generator
from quizzes.generators.powers_court_sanction import COURT_SANCTION
from quizzes.generators.powers_head_only import HEAD_ONLY
from quizzes.generators.powers_permission import PERMISSION

_ALL: tuple[Generator, ...] = (
    HEAD_ONLY,
    PERMISSION,
    COURT_SANCTION,
)

GENERATORS: Mapping[str, Generator] = {one.id: one for one in _ALL}
"""By id, in the order of the course."""
