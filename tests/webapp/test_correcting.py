"""A wrong key in one assignment: what each kind of correction does, before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from course.model import Course
from quizzes.item import Item, item_from_mapping
from quizzes.rules import PRACTICE, Rules, Visibility
from tests.conftest import START
from tests.webapp import factories
from webapp import correcting
from webapp.correcting import Stale
from webapp.database import Database
from webapp.queries import assignments, corrections, given_answers, notices, results, sittings
from webapp.queries.assignments import AssignmentInfo
from webapp.tables import assignments as assignments_table
from webapp.tables import attempts, outcomes, sitting_items
from webapp.tables import sittings as sittings_table

HALF, WHOLE, NOUGHT = Fraction(1, 2), Fraction(1), Fraction(0)


def with_key(item: Item, *right: str) -> Item:
    """The same item with another key: another version."""
    raw = json.loads(item.canonical())
    for option in raw["options"]:
        option["right"] = option["id"] in right
    return item_from_mapping(raw)


@dataclass
class World:
    """Three students who sat two items; the key of the first was «b», and should have been «a».

    ali chose «a», bek chose «b», gul left it out. The second item: ali and gul all, bek half.
    """

    database: Database
    course: Course
    teacher: int
    users: dict[str, int]
    cohort_id: int
    assignment_id: int
    old: Item
    other: Item
    sittings: dict[str, int]
    attempts: dict[str, dict[str, int]]

    @property
    def info(self) -> AssignmentInfo:
        found = self.database.read(assignments.find_assignment, self.assignment_id)
        assert found is not None
        return found

    def shares(self) -> dict[str, Fraction]:
        scores = self.database.read(results.load_scores, self.info)
        names = {user_id: name for name, user_id in self.users.items()}
        return {names[one.user_id]: one.result.share for one in scores}

    def preview(self, kind: Any) -> correcting.Preview:
        return self.database.read(correcting.preview, self.course, self.info, self.old.id, kind)

    def after(self, kind: Any) -> dict[str, Fraction]:
        names = {user_id: name for name, user_id in self.users.items()}
        return {names[one.user_id]: one.after.share for one in self.preview(kind).changes}

    def apply(self, kind: Any, reason: str = "Кілт қате еді") -> correcting.Preview:
        seen = self.preview(kind)
        return self.database.write(
            correcting.apply,
            self.course,
            self.info,
            self.old.id,
            kind,
            reason,
            seen.fingerprint,
            self.teacher,
            START,
        )

    def made(self) -> list[corrections.Made]:
        return self.database.read(corrections.list_made, self.assignment_id)

    def outcomes(self, name: str) -> list[Any]:
        attempt_id = self.attempts[name][self.old.id]
        return self.database.read(
            lambda connection: list(
                connection.execute(
                    outcomes.select()
                    .where(outcomes.c.attempt_id == attempt_id)
                    .order_by(outcomes.c.id)
                )
            )
        )

    def told(self, name: str) -> list[notices.StoredNotice]:
        return self.database.read(notices.list_notices, self.users[name])


ANSWERS = {"ali": ("a", ["a", "b"]), "bek": ("b", ["a"]), "gul": (None, ["a", "b"])}


def make(
    database: Database,
    course: Course,
    rules: Rules | None = None,
    *,
    sure: str = "",
    closed: Any = START - timedelta(hours=1),
) -> World:
    old = with_key(course.items["1.1-single-choice"], "b")
    other = course.items["1.1-multiple-choice"]
    rules = rules or Rules(mode="exam", visibility=PRACTICE, pass_share=Fraction(3, 4))

    def fill(connection: Any) -> World:
        cohort_id = factories.cohort(connection)
        group_id = factories.group(connection, cohort_id, "ПҚ-1")
        teacher = factories.member(connection, "teacher", cohort_id, None, "instructor")
        assignment_id = factories.assignment(connection, cohort_id, [old, other], rules, teacher)
        users, made, attempts = {}, {}, {}
        for name, (first, second) in ANSWERS.items():
            users[name] = factories.member(connection, name, cohort_id, group_id)
            more = {"certainty": [sure]} if sure else {}
            answers = {other.id: {"choice": second, **more}}
            if first is not None:
                answers[old.id] = {"choice": [first], **more}
            made[name], attempts[name] = factories.handed_in(
                connection, users[name], assignment_id, answers, [old, other], closed=closed
            )
        return World(
            database,
            course,
            teacher,
            users,
            cohort_id,
            assignment_id,
            old,
            other,
            made,
            attempts,
        )

    return database.write(fill)


@pytest.fixture
def world(database, sample) -> World:
    return make(database, sample)


BEFORE = {"ali": HALF, "bek": Fraction(3, 4), "gul": HALF}
EXPECTED = {
    "raise": {"ali": WHOLE, "bek": Fraction(3, 4), "gul": HALF},
    "rescore": {"ali": WHOLE, "bek": Fraction(1, 4), "gul": HALF},
    "full": {"ali": WHOLE, "bek": Fraction(3, 4), "gul": WHOLE},
    "leave-out": {"ali": WHOLE, "bek": HALF, "gul": WHOLE},
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_preview_shows_and_applying_does_what_was_reckoned_by_hand(world, kind):
    assert world.shares() == BEFORE
    assert world.after(kind) == EXPECTED[kind]
    assert world.shares() == BEFORE  # looking moves nothing
    world.apply(kind)
    assert world.shares() == EXPECTED[kind]
    (made,) = world.made()
    changed = sum(EXPECTED[kind][name] != share for name, share in BEFORE.items())
    assert (made.kind, made.changed, made.ordinal) == (kind, changed, 1)


def test_old_marks_stay_with_the_new_one_and_its_reason_behind_them(world):
    world.apply("raise", "Дұрысы — «а»")
    first, second = world.outcomes("ali")
    assert (first.score_num, first.reason, first.correction_id) == (0, "", None)
    assert (second.score_num, second.reason, second.marked_by) == (1, "Дұрысы — «а»", None)
    assert second.correction_id == world.made()[0].correction_id
    assert len(world.outcomes("bek")) == 1


def test_who_passes_and_who_no_longer_does_is_shown(world):
    by_user = {one.user_id: one for one in world.preview("rescore").changes}
    ali, bek = by_user[world.users["ali"]], by_user[world.users["bek"]]
    assert (ali.passed_before, ali.passed_after) == (False, True)
    assert (bek.passed_before, bek.passed_after) == (True, False)
    assert [one.user_id for one in world.preview("rescore").falling] == [world.users["bek"]]
    assert world.preview("rescore").counted_moves == 2


def test_the_same_form_sent_twice_applies_once(world):
    seen = world.apply("raise")
    with pytest.raises(Stale):
        world.database.write(
            correcting.apply,
            world.course,
            world.info,
            world.old.id,
            "raise",
            "Кілт қате еді",
            seen.fingerprint,
            world.teacher,
            START,
        )
    assert len(world.made()) == 1
    assert len(world.outcomes("ali")) == 2
    assert len(world.told("ali")) == 1


def test_an_answer_that_came_meanwhile_makes_the_preview_stale(world):
    seen = world.preview("full")

    def later(connection: Any) -> None:
        user_id = factories.member(connection, "dana", world.cohort_id, None)
        factories.handed_in(
            connection,
            user_id,
            world.assignment_id,
            {world.old.id: {"choice": ["c"]}},
            [world.old, world.other],
        )

    world.database.write(later)
    with pytest.raises(Stale):
        world.database.write(
            correcting.apply,
            world.course,
            world.info,
            world.old.id,
            "full",
            "Себеп",
            seen.fingerprint,
            world.teacher,
            START,
        )
    assert world.made() == []
    assert world.preview("full").fingerprint != seen.fingerprint


def test_those_whose_total_moved_are_told_and_nobody_else(world):
    world.apply("raise")
    (notice,) = world.told("ali")
    assert (notice.kind, notice.href) == ("mark_changed", f"/sittings/{world.sittings['ali']}")
    assert world.told("bek") == world.told("gul") == []


def test_nobody_is_told_of_a_score_that_is_still_hidden(database, sample):
    hidden = Visibility(own="after", score="never", key="never", feedback="never")
    world = make(database, sample, Rules(mode="exam", visibility=hidden))
    world.apply("raise")
    assert world.told("ali") == []
    assert world.shares()["ali"] == WHOLE


def test_after_full_marks_nothing_can_be_raised_and_marking_anew_is_the_way_back(world):
    world.apply("full")
    drawn = world.database.read(corrections.list_drawn, world.assignment_id)
    versions = next(one.versions for one in drawn if one.item_id == world.old.id)
    newest = sample_item(world)
    assert correcting.open_kinds(world.made(), newest, versions) == ["rescore", "leave-out"]
    assert world.after("rescore") == EXPECTED["rescore"]
    world.apply("rescore")
    assert world.shares() == EXPECTED["rescore"]


def sample_item(world: World) -> Item:
    return world.course.items[world.old.id]


def test_what_was_left_out_can_be_counted_again(world):
    world.apply("leave-out")
    assert world.shares() == EXPECTED["leave-out"]
    world.apply("rescore")
    assert world.shares() == EXPECTED["rescore"]


def test_without_a_new_version_answers_cannot_be_marked_anew(world):
    newest = sample_item(world)
    assert correcting.open_kinds([], newest, {newest.version}) == ["full", "leave-out"]
    assert correcting.open_kinds([], newest, {world.old.version}) == list(correcting.KINDS)


def test_an_essay_is_never_marked_anew_by_the_machine(world):
    essay = world.course.items["1.1-essay"]
    assert correcting.open_kinds([], essay, {"0" * 16}) == ["full", "leave-out"]


def test_a_mark_that_a_person_gave_can_rise_and_never_falls(world):
    def by_person(connection: Any) -> None:
        for name, share in (("bek", Fraction(2, 3)), ("ali", Fraction(1, 3))):
            sittings.add_outcome(
                connection,
                world.attempts[name][world.old.id],
                "scored",
                share,
                (),
                START,
                marked_by=world.teacher,
                reason="қайта қаралды",
            )

    world.database.write(by_person)
    world.apply("rescore")
    assert world.shares()["bek"] == (Fraction(2, 3) + HALF) / 2
    assert world.shares()["ali"] == WHOLE


def test_an_answer_that_waits_for_a_person_is_left_waiting(world):
    def wait(connection: Any) -> None:
        sittings.add_outcome(
            connection, world.attempts["ali"][world.old.id], "awaiting", NOUGHT, (), START
        )

    world.database.write(wait)
    assert world.preview("raise").kept == 1
    world.apply("raise")
    assert world.outcomes("ali")[-1].status == "awaiting"


def test_an_answer_the_new_version_cannot_read_keeps_its_mark(world):
    def garble(connection: Any) -> None:
        connection.execute(
            attempts.update()
            .where(attempts.c.id == world.attempts["bek"][world.old.id])
            .values(response='{"text": "мүлде басқа"}')
        )
        connection.execute(
            attempts.update()
            .where(attempts.c.id == world.attempts["ali"][world.old.id])
            .values(response="null")
        )

    world.database.write(garble)
    seen = world.preview("rescore")
    assert seen.unread == 2
    world.apply("rescore")
    assert world.shares() == BEFORE


def test_certainty_counts_with_a_new_mark_and_not_with_full_marks(database, sample):
    rules = Rules(mode="exam", visibility=PRACTICE, certainty=True)
    world = make(database, sample, rules, sure="3")
    # wrong and sure: −2 of a point; right and sure: 1; bek's half: −2 + 3 · ½ = −½
    assert world.shares() == {"ali": NOUGHT, "bek": Fraction(1, 4), "gul": HALF}
    expected = {"ali": WHOLE, "bek": NOUGHT, "gul": HALF}
    assert world.after("rescore") == expected
    full = {"ali": WHOLE, "bek": Fraction(1, 4), "gul": WHOLE}
    assert world.after("full") == full
    world.apply("full")
    assert world.shares() == full
    assert world.after("rescore") == expected
    world.apply("rescore")
    assert world.shares() == expected


def test_late_credit_counts_before_and_after(database, sample):
    rules = Rules(mode="exam", visibility=PRACTICE, late=Fraction(2, 3))
    world = make(database, sample, rules)

    def due(connection: Any) -> None:
        connection.execute(assignments_table.update().values(due_at=START - timedelta(hours=2)))

    world.database.write(due)
    assert world.shares() == {name: share * Fraction(2, 3) for name, share in BEFORE.items()}
    expected = {name: share * Fraction(2, 3) for name, share in EXPECTED["full"].items()}
    assert world.after("full") == expected
    world.apply("full")
    assert world.shares() == expected


def test_a_running_sitting_keeps_its_version_and_gets_the_correction_when_it_is_handed_in(
    database, sample
):
    world = make(database, sample, closed=None)
    assert world.preview("raise").changes == ()
    assert world.preview("raise").running == 3
    world.apply("raise")
    assert len(world.outcomes("ali")) == 1
    scores = world.database.read(results.load_scores, world.info)
    versions = {line.version for one in scores for line in one.lines if line.position == 1}
    assert versions == {world.old.version}

    def hand_in(connection: Any) -> list[int]:
        connection.execute(
            sittings_table.update().values(closed_at=START, closed_by="student", scored_at=START)
        )
        return [
            correcting.apply_to_late(
                connection, world.course, world.assignment_id, sitting_id, START
            )
            for sitting_id in world.sittings.values()
            for _ in range(2)  # once more changes nothing more
        ]

    assert world.database.write(hand_in) == [1, 0, 0, 0, 0, 0]
    assert world.shares() == EXPECTED["raise"]
    assert world.outcomes("ali")[-1].reason == "Кілт қате еді"


def test_corrections_in_a_row_reach_a_late_sitting_in_the_same_order(database, sample):
    early = make(database, sample)
    early.apply("full")
    early.apply("rescore")

    def late(connection: Any) -> int:
        user_id = factories.member(connection, "dana", early.cohort_id, None)
        sitting_id, _ = factories.handed_in(
            connection,
            user_id,
            early.assignment_id,
            {early.old.id: {"choice": ["b"]}, early.other.id: {"choice": ["a"]}},
            [early.old, early.other],
        )
        early.users["dana"] = user_id
        return correcting.apply_to_late(
            connection, early.course, early.assignment_id, sitting_id, START
        )

    assert early.database.write(late) == 1  # «b» was right already; then it is marked anew
    shares = early.shares()
    assert shares["dana"] == shares["bek"] == Fraction(1, 4)


def test_the_note_for_students_is_that_of_the_newest_correction(world):
    world.apply("raise", "бірінші")
    world.apply("leave-out", "екінші")
    notes = world.database.read(given_answers.list_corrections, world.assignment_id)
    assert (notes[world.old.id].kind, notes[world.old.id].reason) == ("leave-out", "екінші")
    assert world.other.id not in notes


def test_a_later_version_is_not_marked_by_the_one_that_a_correction_brought(database, sample):
    """Practice goes on with the newest text: what was put right before is not its business."""
    world = make(database, sample)
    world.apply("rescore")
    third = with_key(world.old, "c")

    def late(connection: Any) -> int:
        sittings.archive_item_versions(
            connection, [(third.id, third.version, third.canonical())], START + timedelta(days=1)
        )
        user_id = world.users["dana"] = factories.member(connection, "dana", world.cohort_id, None)
        sitting_id, _ = factories.handed_in(
            connection,
            user_id,
            world.assignment_id,
            {third.id: {"choice": ["c"]}, world.other.id: {"choice": ["a", "b"]}},
            [third, world.other],
        )
        return correcting.apply_to_late(
            connection, world.course, world.assignment_id, sitting_id, START
        )

    assert world.database.write(late) == 0
    assert world.shares()["dana"] == WHOLE


@pytest.mark.parametrize("kind", ["full", "leave-out"])
def test_who_had_the_right_version_is_marked_by_what_they_answered(world, kind):
    newest = sample_item(world)

    def beside(connection: Any) -> None:
        world.users["dana"] = factories.member(connection, "dana", world.cohort_id, None)
        factories.handed_in(
            connection,
            world.users["dana"],
            world.assignment_id,
            {newest.id: {"choice": ["b"]}, world.other.id: {"choice": ["a", "b"]}},
            [newest, world.other],
        )

    world.database.write(beside)
    expected = EXPECTED[kind] | {"dana": HALF}
    assert world.after(kind) == expected
    world.apply(kind)
    assert world.shares() == expected
    assert world.made()[0].new_version == newest.version


def test_where_everyone_had_the_newest_version_that_one_is_put_right(database, sample):
    world = make(database, sample)

    def newest_for_all(connection: Any) -> None:
        version = sample_item(world).version
        for table in (attempts, sitting_items):
            connection.execute(
                table.update().where(table.c.item_id == world.old.id).values(item_version=version)
            )

    world.database.write(newest_for_all)
    assert world.after("full") == EXPECTED["full"]
    world.apply("full")
    assert world.shares() == EXPECTED["full"]
    assert world.made()[0].new_version is None


def test_a_persons_mark_does_not_fall_by_certainty_when_a_correction_raises_it(database, sample):
    rules = Rules(mode="exam", visibility=PRACTICE, certainty=True)
    world = make(database, sample, rules, sure="1")

    def by_person(connection: Any) -> None:
        sittings.add_outcome(
            connection,
            world.attempts["ali"][world.old.id],
            "scored",
            HALF,
            (),
            START,
            marked_by=world.teacher,
            reason="қайта қаралды",
        )

    world.database.write(by_person)
    before = world.shares()["ali"]
    assert before == (HALF + Fraction(1, 3)) / 2
    assert world.after("raise")["ali"] == (WHOLE + Fraction(1, 3)) / 2
    world.apply("raise")
    assert world.shares()["ali"] == (WHOLE + Fraction(1, 3)) / 2
