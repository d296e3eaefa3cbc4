"""Comparison of short typed answers, tolerant of what keyboards do to Kazakh.

Three layers. *Exact* ignores case, spaces, dashes, quotes and Latin letters which look like
Cyrillic ones (a copy or a forgotten layout switch). *Spelling* also forgives letters which a
Russian keyboard lacks (қ typed as к), и for і and ы, and a missing hyphen or space. *Retype*
is a slip of one letter or another ending: the learner is asked, never marked down in silence.

Folding to ASCII, as is common for Latin scripts, would join different Kazakh words; folding to
the Russian keyboard can too, hence ``distinct``: words which must not be mixed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Match = Literal["exact", "spelling", "retype", "different"]

# Case matters here, so this comes before case folding: H looks like Н, h like һ.
_LOOK_ALIKES = str.maketrans(
    "ABCEHIKMOPTXY" + "abceikmoptxyh" + "ƏƎəǝƟɵɨËëİı¥",
    "авсенікмортху" + "авсеікмортхуһ" + "әәәәөөіёёііұ",
)
# Seen as one letter or as the other: both readings are tried.
_TWO_READINGS = "һ"
_OTHER_READING = str.maketrans("һ", "н")
_KEYBOARD = str.maketrans("әғқңөұүһыіэё", "агкноууxииее".replace("x", "х"))
_DASHES = re.compile(r"\s*[-\u00ad\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]\s*")
_DROPPED = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff«»„“”‟‹›\"'`´‘’‚‛]")
_SPACES = re.compile(r"\s+")
_EDGES = " .,;:!?-"

# Case endings, plurals and possessives in the folded alphabet.
_ENDING = (
    "лар|лер|дар|дер|тар|тер|нин|дин|тин|га|ге|ка|ке|на|не|а|е|ни|ди|ти|нда|нде|да|де|та|те|"
    "даги|деги|таги|теги|даки|деки|таки|теки|дан|ден|тан|тен|нан|нен|мен|бен|пен|си|им|ин|и|н"
)
_ENDINGS = re.compile(f"(?:{_ENDING}){{1,3}}")
_HARDENED = str.maketrans("гб", "кп")  # қ, к and п soften before an ending: құқығы, кітабы
LONG_WORD = 5  # letters, from which one slip is seen as a slip
_LONG_STEM = 4


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in each of its readings: ``keys`` for exact comparison; ``words`` in the alphabet
    of a Russian keyboard; ``joined`` the same without spaces."""

    keys: frozenset[str]
    words: frozenset[tuple[str, ...]]
    joined: frozenset[str]


def exact_key(text: str) -> str:
    """What is left of a text when case, spaces, dashes, quotes and look-alikes do not count."""
    text = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKES).casefold()
    text = _DASHES.sub("-", _DROPPED.sub("", text))
    return _SPACES.sub(" ", text).strip(_EDGES)


def keyboard_key(text: str) -> str:
    """The exact key as a Russian keyboard would have it; hyphens become spaces."""
    return exact_key(text).translate(_KEYBOARD).replace("-", " ")


@lru_cache(maxsize=8192)
def fold(text: str) -> Folded:
    key = exact_key(text)
    # Only a Latin h is in doubt; a Cyrillic һ is what it is.
    doubtful = _TWO_READINGS in key and ("h" in text or "H" in text)
    keys = frozenset({key, key.translate(_OTHER_READING)} if doubtful else {key})
    words = frozenset(tuple(one.translate(_KEYBOARD).replace("-", " ").split()) for one in keys)
    return Folded(keys, words, frozenset("".join(one) for one in words))


def compare(answer: str, accepted: Iterable[str], distinct: Iterable[str] = ()) -> Match:
    """How ``answer`` stands to the accepted wordings; the nearest one decides.

    ``distinct`` holds words that must not be taken for an accepted one (authored list, and known
    wrong answers): if the answer could be one of them, only an exact match is accepted and
    anything else is to be typed again.
    """
    given = fold(answer)
    if given.joined == {""}:
        return "different"
    wanted = [fold(one) for one in accepted]
    if any(given.keys & one.keys for one in wanted):
        return "exact"
    if any(given.joined & one.joined for one in wanted):
        mixed = any(given.joined & fold(one).joined for one in distinct)
        return "retype" if mixed else "spelling"
    if any(_near(mine, theirs) for one in wanted for mine in given.words for theirs in one.words):
        return "retype"
    return "different"


def _near(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return len(mine) == len(theirs) and all(
        given == wanted
        or (len(wanted) >= LONG_WORD and one_edit(given, wanted))
        or _inflected(given, wanted)
        for given, wanted in zip(mine, theirs, strict=True)
    )


def one_edit(first: str, second: str) -> bool:
    """The words differ by one letter added, lost or replaced, or by two neighbours swapped
    (Damerau, «A technique for computer detection and correction of spelling errors», 1964)."""
    if len(first) > len(second):
        first, second = second, first
    if first == second or len(second) - len(first) > 1:
        return False
    start = shared_start(first, second)
    if len(first) < len(second):
        return first[start:] == second[start + 1 :]
    if first[start + 1 :] == second[start + 1 :]:
        return True
    return (
        first[start : start + 2] == second[start : start + 2][::-1]
        and first[start + 2 :] == second[start + 2 :]
    )


def shared_start(first: str, second: str) -> int:
    """How many letters two words have in common from the beginning."""
    return next(
        (
            place
            for place, (mine, theirs) in enumerate(zip(first, second, strict=False))
            if mine != theirs
        ),
        min(len(first), len(second)),
    )


def has_ending(word: str, stem: str) -> bool:
    """``word`` is ``stem`` with Kazakh case, plural or possessive endings (keyboard keys)."""
    return word.startswith(stem) and bool(_ENDINGS.fullmatch(word[len(stem) :]))


def _inflected(first: str, second: str) -> bool:
    """The words are one stem of four letters or more with different Kazakh endings, or none."""
    first, second = first.translate(_HARDENED), second.translate(_HARDENED)
    shared = shared_start(first, second)
    return any(
        all(not rest or _ENDINGS.fullmatch(rest) for rest in (first[stem:], second[stem:]))
        for stem in range(shared, _LONG_STEM - 1, -1)
    )
