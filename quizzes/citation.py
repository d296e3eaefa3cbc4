"""Reading of norm citations as people write them.

«ҚПК 192-бап 2-бөлік», «ҚР ҚПК-нің 192-бабының 2-бөлігі», «192 б. 2 б. ҚПК», «ҚПК 192(2)»,
«ст. 192 ч. 2 УПК РК», «CPC art. 192(2)» and «қпк-192-2б» are all ҚПК 192.2.

The levels below the article are read by rank, not by name: «тармақ» is the second level in a
statute and the third in a code, and what stands deeper is always named by the deeper word.
A hyphen belongs to the number (192-2-бап), but people also write 192-2 for part 2: where a lone
number decides nothing, both readings are kept and the better one counts: form costs no marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from quizzes.acts import ActNames, Word, is_country, words_of
from quizzes.dates import read_month
from quizzes.outcome import ResponseError
from quizzes.text import exact_key, keyboard_key

_NUMBER = r"\d+(?:-\d+)*"
_CANONICAL = re.compile(rf"(?P<act>\S.*?)\s+(?P<article>{_NUMBER})(?P<path>(?:\.{_NUMBER})*)")


@dataclass(frozen=True, slots=True)
class Citation:
    """A norm: short name of the act, article, and what lies below it from the top down."""

    act: str
    article: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.act} {'.'.join((self.article, *self.path))}"

    def same_article(self, other: Citation) -> bool:
        return (self.act, self.article) == (other.act, other.article)

    def within(self, other: Citation) -> bool:
        """This norm is ``other`` or a piece of it."""
        return self.same_article(other) and self.path[: len(other.path)] == other.path


def parse_norm(text: str) -> Citation:
    """The course's own notation: «ҚПК 192.4», «ҚПК 193.1.3-1». Raises ValueError."""
    found = _CANONICAL.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a citation of an article: {text!r}")
    path = tuple(found["path"].split(".")[1:])
    return Citation(found["act"], found["article"], path)


# --- the words for levels -----------------------------------------------------------------------

ARTICLE, PART, POINT, SUBPOINT, PARAGRAPH = range(5)


@dataclass(frozen=True, slots=True)
class _Unit:
    rank: int
    before: bool  # stands before its number (Russian, English), not after it (Kazakh)
    short_b: bool = False  # «б.»: бап or бөлік


def _folded(*words: str) -> tuple[str, ...]:
    return tuple(keyboard_key(word) for word in words)


# Rank, side, whole words, beginnings of words. Longer beginnings come before shorter ones.
_UNITS = tuple(
    (_Unit(rank, before), frozenset(_folded(*whole.split())), _folded(*starts.split()))
    for rank, before, whole, starts in (
        (SUBPOINT, False, "тш", "тармақша"),
        (POINT, False, "т тарм", "тармақ тармағ"),
        (PART, False, "бөл", "бөлік бөліг"),
        (ARTICLE, False, "", "бап баб"),
        (PARAGRAPH, False, "", "абзац"),
        (SUBPOINT, True, "пп подп sub", "подпункт subparagraph subpoint"),
        (POINT, True, "п", "пункт point item clause"),
        (PART, True, "ч para par", "част part paragraph"),
        (ARTICLE, True, "ст art", "стать article"),
    )
)
_SHORT_B = _Unit(ARTICLE, before=False, short_b=True)

_ORDINALS = {
    start: str(value)
    for value, starts in enumerate(
        (
            "бірінші перв first",
            "екінші втор second",
            "үшінші трет third",
            "төртінші четверт fourth",
            "бесінші пят fifth",
            "алтыншы шест sixth",
            "жетінші седьм seventh",
            "сегізінші восьм eighth",
            "тоғызыншы девят ninth",
            "оныншы десят tenth",
        ),
        start=1,
    )
    for start in _folded(*starts.split())
}


@lru_cache(maxsize=2048)
def _unit(word: str) -> _Unit | None:
    if word == "б":
        return _SHORT_B
    return next(
        (unit for unit, whole, starts in _UNITS if word in whole or word.startswith(starts)), None
    )


@lru_cache(maxsize=2048)
def _ordinal(word: str) -> str | None:
    if len(word) < 4:
        return None
    return next((value for start, value in _ORDINALS.items() if word.startswith(start)), None)


# --- reading ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Number:
    value: str
    unit: _Unit | None
    glued: bool = False  # its unit is one letter, as in «192-2б»


_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_REGISTERED = re.compile(r"№\s*\S+")  # «№ 155-VII» is the act's number, not an article
_CAPITALS = re.compile(r"\b[^\W\d_]{2,5}\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_WORD = re.compile(r"жил\w*|ж|г|год\w*")
_FIGURES_DATE = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b")
_MOST_READINGS = 32


def _error(code: str) -> ResponseError:
    return ResponseError("unreadable", f"response.citation.{code}", field="text")


class CitationReader:
    """Reads citations of the acts of a register (short name → other names)."""

    def __init__(self, acts: Mapping[str, Sequence[str]], given: str | None = None) -> None:
        """``given``: the act meant when none is named."""
        self._acts = ActNames(acts)
        self._given = given

    def read(self, text: str) -> tuple[Citation, ...]:
        """The readings of a text, the likeliest first; at least one.

        Raises ResponseError(kind="unreadable") if no act or no article is named, or several are.
        """
        plain = _FIGURES_DATE.sub(" ", _REGISTERED.sub(" ", text))
        plain = _SUPERSCRIPT.sub(lambda found: "-" + found[0], plain)
        key = _keep_hyphens(plain)
        words = words_of(key)
        if not words:
            raise _error("unreadable")
        named = self._acts.find(words)
        act = self._act({short for short, _ in named}, text)
        used = {position for _, positions in named for position in positions}
        rest = _join_hyphens(
            key, [word for position, word in enumerate(words) if position not in used]
        )
        numbers = _claim_units(_without_dates(rest))
        readings: dict[Citation, None] = {}
        several = False
        for alternative in islice(_alternatives(numbers), _MOST_READINGS):
            ranked = _rank(alternative)
            if ranked is None:
                several = True
            elif ARTICLE in ranked:
                article, *path = (ranked[rank] for rank in sorted(ranked))
                readings[Citation(act, article, tuple(path))] = None
        if not readings:
            raise _error("several" if several else "no_article")
        return tuple(readings)

    def _act(self, named: set[str], text: str) -> str:
        if len(named) > 1:
            raise _error("several")
        if named:
            return named.pop()
        if self._given is None or _names_another(text):
            raise _error("no_act")
        return self._given


def _keep_hyphens(text: str) -> str:
    """The folded text as on a Russian keyboard, but with hyphens where they were."""
    return "-".join(keyboard_key(piece) for piece in exact_key(text).split("-"))


def _names_another(text: str) -> bool:
    """An abbreviation in capitals which is no act we know and no word for a level: «АПК 192»."""
    for found in _CAPITALS.findall(text):
        word = keyboard_key(found)
        if found.isupper() and _unit(word) is None and not is_country(word):
            return True
    return False


def _join_hyphens(key: str, words: Sequence[Word]) -> list[Word]:
    """Numbers with hyphens between them become one: 192-2."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        if (
            last
            and word.text.isdigit()
            and last.text[-1].isdigit()
            and key[last.end : word.start] == "-"
        ):
            joined[-1] = Word(f"{last.text}-{word.text}", last.start, word.end)
        else:
            joined.append(word)
    return joined


def _without_dates(words: Sequence[Word]) -> list[Word]:
    """«2014 жылғы 4 шілдедегі» and «2014 г.» date an act."""
    dated = {
        position
        for position, word in enumerate(words[:-1])
        if (_YEAR.fullmatch(word.text) and _YEAR_WORD.fullmatch(words[position + 1].text))
        or (word.text.isdigit() and read_month(words[position + 1].text))
    }
    return [word for position, word in enumerate(words) if position not in dated]


def _claim_units(words: Sequence[Word]) -> list[_Number]:
    """Each number with the word for its level, if one stands by it."""
    line: list[tuple[Word, str | None, _Unit | None]] = []  # word, number, unit
    for word in words:
        number = word.text if word.text[0].isdigit() else _ordinal(word.text)
        unit = None if number else _unit(word.text)
        if number or unit:
            line.append((word, number, unit))
    kinds = ["number" if number else "unit" for _, number, _ in line]
    paired = kinds.count("number") == kinds.count("unit")
    all_before = paired and kinds[:1] == ["unit"] and kinds[-1:] == ["number"]
    all_after = paired and kinds[:1] == ["number"] and kinds[-1:] == ["unit"]

    claimed: set[int] = set()
    numbers: list[_Number] = []
    for place, (_, number, _) in enumerate(line):
        if number is None:
            continue
        last = place - 1 if place and place - 1 not in claimed else None
        previous = line[last][2] if last is not None else None
        following = line[place + 1][2] if place + 1 < len(line) else None
        waits = place + 2 < len(line) and kinds[place + 2] == "number"
        taken: int | None = None
        if all_after and following:
            taken = place + 1
        elif previous and (previous.before or all_before):
            taken = last
        elif following and not following.before:
            taken = place + 1
        elif previous:
            taken = last
        elif following and not waits:
            taken = place + 1
        unit = None
        glued = False
        if taken is not None:
            claimed.add(taken)
            unit = line[taken][2]
            glued = taken > place and len(line[taken][0].text) == 1
        numbers.append(_Number(number, unit, glued))
    return _decide_short_b(numbers)


def _decide_short_b(numbers: Sequence[_Number]) -> list[_Number]:
    """«192 б. 2 б.»: the first number's «б.» is бап unless another word names the article."""
    named = any(
        number.unit and not number.unit.short_b and number.unit.rank == ARTICLE
        for number in numbers
    )
    decided = []
    for place, number in enumerate(numbers):
        unit = number.unit
        if unit and unit.short_b and (named or place > 0):
            unit = _Unit(PART, before=False)
        decided.append(_Number(number.value, unit, number.glued))
    return decided


def _alternatives(numbers: Sequence[_Number]) -> Iterator[list[_Number]]:
    """The numbers as they stand; but a lone number without a word of its own, or with a letter
    only, may hold several levels, parted by hyphens."""
    lone = numbers[0] if len(numbers) == 1 else None
    if lone is None or "-" not in lone.value or (lone.unit and not lone.glued):
        yield list(numbers)
        return
    pieces = lone.value.split("-")
    # Uncut first; before a letter («192-2б») the finest cut is likelier.
    cuts = list(product((False, True), repeat=len(pieces) - 1))
    for cut in reversed(cuts) if lone.unit else cuts:
        values = [pieces[0]]
        for apart, piece in zip(cut, pieces[1:], strict=True):
            if apart:
                values.append(piece)
            else:
                values[-1] += f"-{piece}"
        unit = lone.unit
        if unit and unit.short_b and len(values) > 1:
            unit = _Unit(PART, before=False)
        yield [*(_Number(value, None) for value in values[:-1]), _Number(values[-1], unit)]


def _rank(numbers: Sequence[_Number]) -> dict[int, str] | None:
    """Rank → number. A number without a word is the article if nothing else is, else one level
    below the number before it. None if two numbers claim one level."""
    named = any(number.unit and number.unit.rank == ARTICLE for number in numbers)
    ranked: dict[int, str] = {}
    previous = ARTICLE
    for number in numbers:
        if number.unit:
            rank = number.unit.rank
        elif not named:
            rank, named = ARTICLE, True
        else:
            rank = previous + 1
        if rank in ranked:
            return None
        ranked[rank] = number.value
        previous = rank
    return ranked
