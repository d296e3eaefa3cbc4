"""The database tables.

Content is never kept here but for one thing: :class:`ItemVersion` archives each version of an
item that was ever shown, so that an old answer can be read, marked and re-marked against the text
its author saw. Attempts and outcomes are append-only; a mark changes by a new outcome with its
reason.

SQLModel does not validate table classes when they are made: values are checked at the edges.
Times are timezone-aware UTC. Statements in ``webapp/queries`` speak SQLAlchemy Core and use the
lower-case names at the end.
"""

from __future__ import annotations

from sqlalchemy import Table
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# the naming convention must stand before a table is made
from webapp.tables.insight import (  # noqa: E402
    AlertEvent,
    ApiToken,
    CountedSitting,
    HelpAlert,
    HelpRulesRow,
    InsightQueueRow,
    InsightState,
    ItemSummaryRow,
    LearnerCost,
    LearnerSection,
    Look,
    ScoreSummaryRow,
    StaffNote,
    StaffVisit,
)
from webapp.tables.people import (  # noqa: E402
    Cohort,
    Enrolment,
    Event,
    Group,
    Invitation,
    Reading,
    SignIn,
    Throttle,
    User,
)
from webapp.tables.study import (  # noqa: E402
    ItemFlag,
    MemoryRow,
    SelfTest,
    SentAnswer,
    StudyDay,
    StudyPlan,
    StudyQueueRow,
    StudyState,
)
from webapp.tables.teaching import (  # noqa: E402
    Accommodation,
    AssessmentRow,
    Assignment,
    AssignmentTarget,
    CalendarFeed,
    Correction,
    Exclusion,
    Extension,
    ItemReport,
    Mark,
    Notice,
    OwnItem,
    Remark,
    ReviewRequest,
    RosterImport,
)
from webapp.tables.work import (  # noqa: E402
    Attempt,
    Draft,
    ItemVersion,
    OutcomeRow,
    SetAside,
    Sitting,
    SittingItem,
)


def _table(model: type[SQLModel]) -> Table:
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


users = _table(User)
sign_ins = _table(SignIn)
cohorts = _table(Cohort)
groups = _table(Group)
enrolments = _table(Enrolment)
invitations = _table(Invitation)
readings = _table(Reading)
events = _table(Event)
throttles = _table(Throttle)
sittings = _table(Sitting)
sitting_items = _table(SittingItem)
attempts = _table(Attempt)
outcomes = _table(OutcomeRow)
drafts = _table(Draft)
set_aside = _table(SetAside)
item_versions = _table(ItemVersion)
own_items = _table(OwnItem)
exclusions = _table(Exclusion)
assessments = _table(AssessmentRow)
assignments = _table(Assignment)
assignment_targets = _table(AssignmentTarget)
accommodations = _table(Accommodation)
extensions = _table(Extension)
marks = _table(Mark)
remarks = _table(Remark)
review_requests = _table(ReviewRequest)
item_reports = _table(ItemReport)
corrections = _table(Correction)
roster_imports = _table(RosterImport)
notices = _table(Notice)
calendar_feeds = _table(CalendarFeed)
study_plans = _table(StudyPlan)
study_states = _table(StudyState)
study_queue = _table(StudyQueueRow)
memories = _table(MemoryRow)
item_flags = _table(ItemFlag)
study_days = _table(StudyDay)
self_tests = _table(SelfTest)
sent_answers = _table(SentAnswer)
insight_queue = _table(InsightQueueRow)
insight_states = _table(InsightState)
counted_sittings = _table(CountedSitting)
item_summaries = _table(ItemSummaryRow)
score_summaries = _table(ScoreSummaryRow)
learner_sections = _table(LearnerSection)
learner_costs = _table(LearnerCost)
help_rules = _table(HelpRulesRow)
help_alerts = _table(HelpAlert)
alert_events = _table(AlertEvent)
staff_visits = _table(StaffVisit)
staff_notes = _table(StaffNote)
looks = _table(Look)
api_tokens = _table(ApiToken)
