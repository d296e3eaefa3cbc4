"""The registry of generators. A new one is a file here and its line below."""

from __future__ import annotations

from collections.abc import Mapping

from quizzes.generator import Generator
from quizzes.generators import appellate_ground, appellate_worse

_ALL: tuple[Generator, ...] = (appellate_ground.GROUND, appellate_worse.WORSE)

GENERATORS: Mapping[str, Generator] = {one.id: one for one in _ALL}
"""By id, in the order of the course."""
