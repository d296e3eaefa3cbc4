"""Situations outside the place of punishment and the cases of minors: who decides."""

from __future__ import annotations

from quizzes.powers.inquiry import INQUIRY
from quizzes.powers.measures import MEASURES
from quizzes.powers.row import Power
from quizzes.powers.system import SYSTEM
from quizzes.powers.trial import TRIAL

DECISIONS: tuple[Power, ...] = (*SYSTEM, *INQUIRY, *MEASURES, *TRIAL)
"""In the order of the course; :attr:`~quizzes.powers.row.Power.section` tells them apart."""
