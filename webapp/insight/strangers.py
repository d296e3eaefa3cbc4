"""Which of the bank's item versions are not told to a reader, because few people stand behind them
whom the reader does not teach.

The bank counts everybody. Who takes the answers of their own students away from it is left with
those of the others: where these are one to four, the figures would show what few people did. So an
item version is told only where nobody else answered it, or at least :data:`FEWEST_PEOPLE` did. The
same must hold for the others together with those who have moved from the reader to other teachers:
what these answered since is not the reader's to know, what they answered before is known. Who left
and studies nowhere counts as the reader's own: else one who drops out would close the whole bank.

To count this exactly the answers of all would have to be read. Instead:

* with ``n`` answers, and at least five more than the reader has and had students, it is certain;
* else the answers of at most :data:`MOST_READ` people are read: of all the others, or of the
  reader's own students, if these are so few, which gives the exact number;
* if both are more, of the busiest others: who finds five among them knows enough. Where fewer are
  found there may be more, and the version stays untold all the same.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection

from webapp.insight.figures import FEWEST_PEOPLE
from webapp.queries import strangers

MOST_READ = 40
"""People whose counted answers are read for a page."""

AT_ONCE = 10
"""Of them so many before it is looked whether more are needed."""

FEW_NAMES = 30
"""So few items are looked for in the text, which is faster than reading all of it."""

Key = tuple[str, str]
"""Item and version."""


def untold(connection: Connection, reader_id: int, item_id: str | None = None) -> frozenset[Key]:
    """The item versions of the bank that may not be told to a reader; of one item, if it is named.
    Those with fewer than :data:`FEWEST_PEOPLE` answers are told nobody, and are not among these.
    """
    known = strangers.find_known(connection, reader_id)
    mine, left = known.mine, known.left
    certain = len(mine) + len(left) + FEWEST_PEOPLE
    counts = strangers.list_counts(connection, FEWEST_PEOPLE, certain, item_id)
    if not counts:
        return frozenset()
    others = strangers.list_others(connection, known)
    if not others and not left:
        return frozenset()
    whole = len(others) + len(left) <= MOST_READ
    if not whole and len(mine) + len(left) <= MOST_READ:
        own = _answered(connection, mine, counts)
        gone = _answered(connection, left, counts)
        return frozenset(
            key for key, n in counts.items() if _few(n - own[key] - gone[key]) or _few(n - own[key])
        )
    people = sorted(others) if whole else strangers.list_busiest(connection, others, MOST_READ)
    seen: Counter[Key] = Counter()
    unsure = set(counts)
    for some in _tens(people):
        seen += _answered(connection, some, unsure)
        unsure = {key for key in unsure if seen[key] < FEWEST_PEOPLE}
        if not unsure:
            break
    if whole and unsure:
        gone = _answered(connection, left, unsure)
        unsure = {key for key in unsure if _few(seen[key]) or _few(seen[key] + gone[key])}
    return frozenset(unsure)


def _few(people: int) -> bool:
    return 0 < people < FEWEST_PEOPLE


def _tens(people: Sequence[int]) -> Iterator[Sequence[int]]:
    return (people[at : at + AT_ONCE] for at in range(0, len(people), AT_ONCE))


def _answered(
    connection: Connection, user_ids: Collection[int], wanted: Collection[Key]
) -> Counter[Key]:
    """Item version → how many of these people stand behind it in the bank."""
    found: dict[int, set[Key]] = {}
    named = None
    if len(wanted) <= FEW_NAMES:
        named = re.compile("|".join(re.escape(f'["{item_id}"') for item_id, _ in wanted))
    for user_id, text in strangers.list_lines(connection, user_ids):
        if named is None or named.search(text):
            found.setdefault(user_id, set()).update(in_bank(text))
    counted: Counter[Key] = Counter()
    for keys in found.values():
        counted.update(keys.intersection(wanted))
    return counted


def in_bank(text: str) -> list[Key]:
    """The item versions for which a counted sitting (JSON of :mod:`webapp.insight.lines`) has an
    answer in the bank: as :func:`webapp.insight.lines.for_bank`, which also works out the rest.
    """
    return [
        (row[0], row[1])
        for row in json.loads(text)
        if row[3] is not None and row[5] and row[7]  # scored, answered, the person's first
    ]
