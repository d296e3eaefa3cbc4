"""Cohorts, groups, people and rosters: what their templates may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from webapp.roster_plan import Step


@dataclass(frozen=True, slots=True)
class CohortFormPage:
    """``people_cohort_form.html``: a new cohort, or the title and days of one."""

    cohort_id: int | None  # None: a new one
    title: str
    starts_on: str
    ends_on: str
    group: str  # title of the first group, of a new cohort
    errors: dict[str, str]
    cohort: str = ""  # its title as it is, of one that there is


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    assignment_id: int
    title: str
    mode: str
    opens: datetime
    due: datetime | None
    closes: datetime | None
    state: str  # coming | open | closed | withdrawn


@dataclass(frozen=True, slots=True)
class GroupLine:
    group_id: int
    title: str
    students: int
    join: str  # open | off | ended | archived


@dataclass(frozen=True, slots=True)
class StaffLine:
    user_id: int
    name: str
    login: str
    role: str
    groups: tuple[tuple[int, str], ...]  # empty: the whole cohort


@dataclass(frozen=True, slots=True)
class CohortPage:
    """``people_cohort.html``: one cohort at a glance."""

    cohort_id: int
    title: str
    starts_on: date | None
    ends_on: date | None
    archived: bool
    role: str
    leads: bool
    instructor: bool
    students: int
    groups: tuple[GroupLine, ...]
    archived_groups: tuple[GroupLine, ...]
    assignments: tuple[AssignmentLine, ...]
    open_now: int
    nearest: tuple[str, datetime] | None  # title, its next deadline
    coming: tuple[str, datetime] | None  # title, when it opens
    assessments: tuple[tuple[int, str, int], ...]  # id, title, number of assignments
    staff: tuple[StaffLine, ...]
    group_title: str = ""  # typed for a new group
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """``people_archive.html``: archive a cohort, or bring it back."""

    cohort_id: int
    title: str
    archived: bool
    running: int  # sittings of exams that have not ended


@dataclass(frozen=True, slots=True)
class CopyLine:
    title: str
    opens: tuple[datetime, datetime]  # before, after
    due: tuple[datetime, datetime] | None
    closes: tuple[datetime, datetime] | None
    password: bool
    to_nobody: bool


@dataclass(frozen=True, slots=True)
class CopyPage:
    """``people_copy.html``: copy a cohort to the next term, with a preview."""

    cohort_id: int
    cohort: str
    old_start: date | None
    title: str
    starts_on: str
    errors: dict[str, str]
    shown: bool  # the preview below
    days: int = 0
    new_start: date | None = None
    new_end: date | None = None
    groups: tuple[str, ...] = ()
    staff: int = 0
    assessments: int = 0
    exclusions: int = 0
    assignments: tuple[CopyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberLine:
    user_id: int
    name: str
    login: str
    group_id: int
    group: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """``people_list.html``: the students of a cohort."""

    cohort_id: int
    cohort: str
    archived: bool
    instructor: bool
    students: tuple[MemberLine, ...]  # of this leaf
    total: int  # that pass the filter
    removed: tuple[MemberLine, ...]
    groups: tuple[tuple[int, str], ...]
    group: int | None  # filter
    words: str  # filter
    leaf: int  # from 1
    leaves: int
    query: str  # of the filter, for the links to other leaves


@dataclass(frozen=True, slots=True)
class MemberPage:
    """``people_member.html``: one student of a cohort."""

    cohort_id: int
    cohort: str
    archived: bool
    instructor: bool
    user_id: int
    name: str
    login: str
    studies: tuple[tuple[str, datetime, datetime | None], ...]  # group, since, until
    group_id: int | None  # where they study now
    groups: tuple[tuple[int, str], ...]  # where they may be moved
    reset: str  # yes | staff | added: why no link can be given
    reset_url: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class StaffPage:
    """``people_staff.html``: who teaches in a cohort."""

    cohort_id: int
    cohort: str
    archived: bool
    leads: bool
    me: int
    staff: tuple[StaffLine, ...]
    groups: tuple[tuple[int, str], ...]
    login: str = ""
    role: str = "instructor"
    scope: str = "all"  # all | some
    chosen: tuple[int, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupSettingsPage:
    """``people_group.html``: a group's title and its code."""

    cohort_id: int
    cohort: str
    cohort_archived: bool
    leads: bool
    group_id: int
    title: str  # as typed
    heading: str
    students: int
    join_url: str
    join: str  # open | off | ended | archived
    join_until: str
    archived: bool
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class RosterPage:
    """``people_roster.html``: give a roster."""

    cohort_id: int
    cohort: str
    leads: bool
    groups: tuple[tuple[int, str], ...]
    group: int | None
    make_groups: bool
    rows: str  # pasted
    most_rows: int
    error: str = ""
    earlier: tuple[tuple[int, str, datetime, datetime | None], ...] = ()
    """Rosters read before: id, file name, when read, when applied."""


@dataclass(frozen=True, slots=True)
class RosterPreviewPage:
    """``people_roster_preview.html``: what a roster will do, or has done."""

    cohort_id: int
    cohort: str
    import_id: int
    file_name: str
    archived: bool
    applied_at: datetime | None
    counts: tuple[tuple[str, int], ...]  # action, rows
    total: int
    changes: int
    action: str  # filter: an action
    steps: tuple[Step, ...]  # of this leaf
    leaf: int
    leaves: int
    digest: str
    unknown_groups: tuple[str, ...]
    makes_groups: tuple[str, ...]
    may_make: bool  # leads, and the groups are not to be made yet
    without_password: int  # accounts this roster made that nobody has opened


@dataclass(frozen=True, slots=True)
class RosterLinksPage:
    """``people_roster_links.html``: one-time links, shown once."""

    cohort_id: int
    import_id: int
    cohort: str
    links: tuple[tuple[str, str, str, str], ...]  # name, login, group, address
    until: datetime
