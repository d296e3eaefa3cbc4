"""The registry of generators. A new one is a file here and its line below."""

from __future__ import annotations

from collections.abc import Mapping

from quizzes.generator import Generator
from quizzes.generators import (
    appeal_term,
    extended_term,
    extension_request,
    first_term,
    returned_case,
    who_extends,
)

_ALL: tuple[Generator, ...] = (
    # Deadlines.
    first_term.GENERATOR,
    extended_term.GENERATOR,
    who_extends.GENERATOR,
    extension_request.GENERATOR,
    returned_case.GENERATOR,
    appeal_term.GENERATOR,
)

GENERATORS: Mapping[str, Generator] = {one.id: one for one in _ALL}
"""By id, in the order of the course."""
