"""The registry of generators. A new one is a file here and its line below."""

from __future__ import annotations

from collections.abc import Mapping

from quizzes.generator import Generator
from quizzes.generators.powers_act_form import ACT_FORM, ACT_MATCH
from quizzes.generators.powers_against_verdict import AGAINST_VERDICT
from quizzes.generators.powers_appoint import APPOINT
from quizzes.generators.powers_court_sanction import COURT_SANCTION
from quizzes.generators.powers_extend import EXTEND
from quizzes.generators.powers_head_only import HEAD_ONLY
from quizzes.generators.powers_permission import PERMISSION
from quizzes.generators.powers_posts import POST_HAS, POST_LACKS
from quizzes.generators.powers_prison_match import PRISON_MATCH
from quizzes.generators.powers_ranks import RANKS_MATCH
from quizzes.generators.powers_who import (
    WHO_BEFORE_TRIAL,
    WHO_FOR_MEASURES,
    WHO_FOR_MINORS,
    WHO_IN_COURT,
    WHO_IN_INQUIRY,
    WHO_IN_PRISON,
    WHO_IN_SYSTEM,
)

_ALL: tuple[Generator, ...] = (
    ACT_FORM,
    ACT_MATCH,
    POST_HAS,
    POST_LACKS,
    APPOINT,
    WHO_IN_SYSTEM,
    WHO_IN_INQUIRY,
    HEAD_ONLY,
    RANKS_MATCH,
    EXTEND,
    WHO_FOR_MEASURES,
    PERMISSION,
    COURT_SANCTION,
    WHO_IN_PRISON,
    PRISON_MATCH,
    WHO_FOR_MINORS,
    WHO_BEFORE_TRIAL,
    WHO_IN_COURT,
    AGAINST_VERDICT,
)

GENERATORS: Mapping[str, Generator] = {one.id: one for one in _ALL}
"""By id, in the order of the course."""
