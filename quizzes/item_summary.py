"""What was answered to one version of an item, as counts that grow answer by answer.

A summary is small whatever the number of answers, can be added to another, and what was added can
be taken back: so it follows a mark that changes, and answers that arrive late, and is always equal
to a recount. All numbers in it are exact.

**Basis**: the first answer of a person to an item; without staff. A person's later answers were
given knowing the solution. **Rest**: the share of the points of *all other* items of the same
sitting, by which answers of strong and weak people are told apart; the item itself is not in it,
or it would correlate with itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

FEWEST_OTHERS = 4
"""Other items a sitting must have for a rest: one of two or three items tells nobody's strength."""

BANK_STEPS = 100
"""Over all assessments the rest is kept in whole per cents (rounded down), so that a summary stays
small. In one assessment of up to 100 points this changes no order of people."""

BLANK = ""
"""The «choice» of who gave no answer."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Observation:
    """One answer. ``score``: share of the item's points; ``rest`` as above, None if there is none;
    ``choices``: what was chosen (:func:`quizzes.choices.choices`); ``seconds`` it took, if known.
    """

    score: Fraction
    rest: Fraction | None = None
    choices: tuple[str, ...] = ()
    answered: bool = True
    seconds: int | None = None


@dataclass
class ItemSummary:
    """``scores``: (score, rest) → answers; ``picks``: (choice, rest) → answers; ``blank``: how many
    gave no answer (score 0, in ``scores`` too); ``seconds``: (coarse) seconds → answers.
    """

    scores: Counter[tuple[Fraction, Fraction | None]] = field(default_factory=Counter)
    picks: Counter[tuple[str, Fraction | None]] = field(default_factory=Counter)
    seconds: Counter[int] = field(default_factory=Counter)
    blank: int = 0

    @property
    def n(self) -> int:
        return self.scores.total()

    def add(self, seen: Observation) -> None:
        self._count(seen, 1)

    def take_back(self, seen: Observation) -> None:
        """Raises ValueError, and changes nothing, if it was never added."""
        self._count(seen, -1)

    def merge(self, other: ItemSummary) -> None:
        """Take in all that another has seen: another cohort, another month."""
        self.scores.update(other.scores)
        self.picks.update(other.picks)
        self.seconds.update(other.seconds)
        self.blank += other.blank

    def _count(self, seen: Observation, by: int) -> None:
        changes: list[tuple[Counter[Any], Any]] = [(self.scores, (seen.score, seen.rest))]
        chosen = dict.fromkeys(seen.choices) if seen.answered else (BLANK,)
        changes += [(self.picks, (choice, seen.rest)) for choice in chosen]
        if seen.seconds is not None:
            changes.append((self.seconds, coarse(seen.seconds)))
        blank = self.blank + (0 if seen.answered else by)
        if by < 0 and (blank < 0 or any(counter[key] < 1 for counter, key in changes)):
            raise ValueError("taken back, but never added")
        for counter, key in changes:
            counter[key] += by
            if not counter[key]:
                del counter[key]
        self.blank = blank

    def to_json(self) -> dict[str, Any]:
        """Equal summaries give equal JSON."""
        return {
            "scores": [
                [str(score), _written(rest), n]
                for (score, rest), n in sorted(self.scores.items(), key=_by_rest)
            ],
            "picks": [
                [choice, _written(rest), n]
                for (choice, rest), n in sorted(self.picks.items(), key=_by_rest)
            ],
            "seconds": [[seconds, n] for seconds, n in sorted(self.seconds.items())],
            "blank": self.blank,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ItemSummary:
        """Raises KeyError, TypeError or ValueError if ``data`` did not come from to_json."""
        return cls(
            scores=Counter({(_share(x), _read(rest)): int(n) for x, rest, n in data["scores"]}),
            picks=Counter({(str(one), _read(rest)): int(n) for one, rest, n in data["picks"]}),
            seconds=Counter({int(seconds): int(n) for seconds, n in data["seconds"]}),
            blank=int(data["blank"]),
        )


def summary(seen: Iterable[Observation]) -> ItemSummary:
    """The recount: what any order of adding, taking back and merging must come to."""
    found = ItemSummary()
    for one in seen:
        found.add(one)
    return found


def _by_rest(cell: tuple[tuple[Any, Fraction | None], int]) -> tuple[bool, Fraction, Any]:
    (what, rest), _ = cell
    return rest is not None, rest or Fraction(0), what


def _written(rest: Fraction | None) -> str | None:
    return None if rest is None else str(rest)


def _read(rest: str | None) -> Fraction | None:
    return None if rest is None else _share(rest)


# the same few shares stand in all summaries, thousands of times
@lru_cache(maxsize=8_192)
def _share(text: str) -> Fraction:
    return Fraction(text)


def coarse(seconds: int) -> int:
    """Seconds as they are counted: to the second up to two minutes, to ten seconds up to twenty
    minutes, then to the minute up to two hours, which stand for all that is longer.
    """
    seconds = max(0, seconds)
    if seconds < 120:
        return seconds
    if seconds < 1200:
        return seconds // 10 * 10
    return min(seconds // 60 * 60, 7200)


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a sitting. ``share`` None: it waits for a person, or has not been reached.

    ``first``: it is its author's first answer to the item (see :func:`first_answers`). ``left_out``
    of the total by a correction: it counts for itself, to be judged, but in nobody's rest.
    """

    item_id: str
    version: str
    points: int
    share: Fraction | None
    choices: tuple[str, ...] = ()
    answered: bool = True
    seconds: int | None = None
    first: bool = True
    left_out: bool = False


Versions = MutableMapping[tuple[str, str], ItemSummary]
"""(item id, version) → its summary."""


def observations(
    lines: Sequence[Line], steps: int | None = None
) -> list[tuple[tuple[str, str], Observation]]:
    """What a sitting says of each item version in it. ``steps``: into how many the rest is rounded
    down (:data:`BANK_STEPS` for the bank); None: it stays exact, for one assessment.
    """
    total = Fraction(0)
    most = counting = 0
    for line in lines:
        if line.share is not None and not line.left_out:
            total += line.share * line.points
            most += line.points
            counting += 1
    found = []
    for line in lines:
        if line.share is None or not line.first:
            continue
        own = 0 if line.left_out else 1
        others = counting - own
        rest: Fraction | None = None
        if others >= FEWEST_OTHERS:
            rest = (total - own * line.share * line.points) / (most - own * line.points)
            if steps is not None:
                rest = Fraction(rest * steps // 1, steps)
        seen = Observation(line.share, rest, line.choices, line.answered, line.seconds)
        found.append(((line.item_id, line.version), seen))
    return found


def follow(
    summaries: Versions,
    before: Sequence[Line],
    after: Sequence[Line],
    steps: int | None = None,
) -> set[tuple[str, str]]:
    """Bring the summaries from what a sitting was to what it is; no lines: it was not there, or
    counts no more. Gives the versions touched. One mark that changes touches all items of the
    sitting, for it is in the rest of each.

    Raises ValueError if ``before`` is not what was added.
    """
    return move(summaries, observations(before, steps), observations(after, steps))


def move(
    summaries: Versions,
    old: Iterable[tuple[tuple[str, str], Observation]],
    new: Iterable[tuple[tuple[str, str], Observation]],
) -> set[tuple[str, str]]:
    """Take back what is only in ``old``, add what is only in ``new``. Gives the versions touched.

    Raises ValueError if ``old`` is not what was added.
    """
    before, after = Counter(old), Counter(new)
    touched = set()
    for key, seen in (before - after).items():
        for _ in range(seen):
            summaries.setdefault(key[0], ItemSummary()).take_back(key[1])
        touched.add(key[0])
    for key, seen in (after - before).items():
        for _ in range(seen):
            summaries.setdefault(key[0], ItemSummary()).add(key[1])
        touched.add(key[0])
    return touched


def first_answers(answers: Iterable[tuple[Key, Any, int]]) -> dict[Key, int]:
    """The first answer of each (person, item): of answers (key, moment, attempt id) the earliest,
    at the same moment the lower id. A person who met an earlier version has met the item.
    """
    found: dict[Key, tuple[Any, int]] = {}
    for key, moment, attempt in answers:
        known = found.get(key)
        if known is None or (moment, attempt) < known:
            found[key] = (moment, attempt)
    return {key: attempt for key, (_, attempt) in found.items()}
