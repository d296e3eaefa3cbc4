"""The registry of generators. A new one is a file here and its line below."""

from __future__ import annotations

from collections.abc import Mapping

from quizzes.generator import Generator
from quizzes.generators import (
    appellate_acquittal,
    appellate_addition,
    appellate_filer,
    appellate_force,
    appellate_ground,
    appellate_late,
    appellate_limit,
    appellate_mend,
    appellate_quash,
    appellate_ruling,
    appellate_withdraw,
    appellate_worse,
)

_ALL: tuple[Generator, ...] = (
    appellate_filer.FILER,
    appellate_late.LATE,
    appellate_mend.MEND_PAPER,
    appellate_addition.ADDITION,
    appellate_withdraw.WITHDRAW,
    appellate_ground.GROUND,
    appellate_worse.WORSE,
    appellate_limit.LIMIT,
    appellate_acquittal.ACQUITTAL,
    appellate_ruling.RULING,
    appellate_quash.QUASH,
    appellate_force.FORCE,
)

GENERATORS: Mapping[str, Generator] = {one.id: one for one in _ALL}
"""By id, in the order of the course."""
