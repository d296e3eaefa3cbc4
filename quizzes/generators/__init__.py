"""The registry of generators. A new one is a file here and its line below."""

from __future__ import annotations

from collections.abc import Mapping

from quizzes.generator import Generator
from quizzes.generators import (
    appeal_review,
    appeal_term,
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
    arrival_notice,
    case_back,
    cassation_review,
    cassation_term,
    charge_protocol,
    complaint_answer,
    complaint_court,
    court_receives,
    covert_destroy,
    covert_hours,
    covert_person,
    covert_result,
    custody_days,
    custody_ladder,
    custody_request,
    detention,
    ends_first,
    extended_term,
    extension_request,
    first_term,
    indictment,
    judge_ruling,
    minor_detention,
    minor_interrogation,
    operative_storage,
    prosecutor_acts,
    protocol_form,
    returned_case,
    search_check,
    sentence_copy,
    sentence_limitation,
    suspension,
    to_execution,
    who_extends,
)
from quizzes.generators.powers_act_form import ACT_FORM, ACT_MATCH
from quizzes.generators.powers_against_verdict import AGAINST_VERDICT
from quizzes.generators.powers_appoint import APPOINT
from quizzes.generators.powers_court_sanction import COURT_SANCTION
from quizzes.generators.powers_extend import EXTEND
from quizzes.generators.powers_head_only import HEAD_ONLY
from quizzes.generators.powers_permission import PERMISSION
from quizzes.generators.powers_posts import (
    INQUIRY_HAS,
    INQUIRY_LACKS,
    POST_HAS,
    POST_LACKS,
)
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
    # Deadlines.
    first_term.GENERATOR,
    protocol_form.GENERATOR,
    extended_term.GENERATOR,
    who_extends.GENERATOR,
    extension_request.GENERATOR,
    returned_case.GENERATOR,
    charge_protocol.GENERATOR,
    suspension.GENERATOR,
    complaint_answer.GENERATOR,
    complaint_court.GENERATOR,
    custody_days.GENERATOR,
    ends_first.GENERATOR,
    operative_storage.GENERATOR,
    covert_hours.GENERATOR,
    covert_result.GENERATOR,
    covert_person.GENERATOR,
    covert_destroy.GENERATOR,
    detention.GENERATOR,
    custody_request.GENERATOR,
    custody_ladder.GENERATOR,
    judge_ruling.GENERATOR,
    search_check.GENERATOR,
    arrival_notice.GENERATOR,
    sentence_limitation.GENERATOR,
    to_execution.GENERATOR,
    case_back.GENERATOR,
    sentence_copy.GENERATOR,
    prosecutor_acts.GENERATOR,
    minor_interrogation.GENERATOR,
    minor_detention.GENERATOR,
    indictment.GENERATOR,
    court_receives.GENERATOR,
    appeal_term.GENERATOR,
    appeal_review.GENERATOR,
    cassation_term.GENERATOR,
    cassation_review.GENERATOR,
    # Who may do what.
    ACT_FORM,
    ACT_MATCH,
    POST_HAS,
    POST_LACKS,
    APPOINT,
    WHO_IN_SYSTEM,
    WHO_IN_INQUIRY,
    HEAD_ONLY,
    INQUIRY_HAS,
    INQUIRY_LACKS,
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
    # Appellate outcomes.
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
