"""How mastery moved within a month: of each student and objective, from its evening before."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from webapp.insight.facts import Tried, places, section_facts
from webapp.report.moves import moves

ZONE = ZoneInfo("Asia/Almaty")
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
OCTOBER = datetime(2026, 10, 5, 6, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 5, 6, tzinfo=UTC)


def tries(course, start, score, days=3):
    """Every item of the first objective, on some days."""
    where = places(course)
    name = next(iter(where.objectives["1.1"]))
    return [
        Tried(day * 100 + place, key, start + timedelta(days=day), "scored", Fraction(score))
        for day in range(days)
        for place, key in enumerate(where.keys[name])
        if key in course.items
    ], name


def test_what_rose_fell_and_came_to_be_known_is_counted_once(sample):
    low, name = tries(sample, OCTOBER, 0)
    high, _ = tries(sample, NOVEMBER, 1)
    before_high, _ = tries(sample, OCTOBER, 1)
    after_low, _ = tries(sample, NOVEMBER, 0)
    (found,) = moves(
        sample,
        {1: low + high, 2: before_high + after_low, 3: high, 4: low, 5: []},
        FIRST,
        LAST,
        ZONE,
    )
    assert found.section == "1.1"
    # an item may practise several objectives: all of those that these items practise move alike
    keys = {one.item_id for one in low}
    where = places(sample)
    alike = [one for one in where.objectives["1.1"] if keys & set(where.keys[one])]
    assert name in alike
    assert (found.rose, found.fell) == (len(alike), len(alike))
    assert found.new == len(alike)
    assert found.pairs == 4 * len(alike)


def test_the_words_at_the_end_are_those_of_the_dashboards(sample):
    low, _ = tries(sample, OCTOBER, 0)
    high, _ = tries(sample, NOVEMBER, 1)
    people = {1: low + high, 2: low, 3: high}
    (found,) = moves(sample, people, FIRST, LAST, ZONE)
    words = [
        word
        for theirs in people.values()
        for facts in section_facts(sample, theirs, ZONE).values()
        for word, _, _ in facts.words.values()
    ]
    assert {word: n for word, n in found.now.items() if n} == {
        word: words.count(word) for word in set(words)
    }
