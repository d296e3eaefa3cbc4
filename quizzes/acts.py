"""Names of acts in running text: «ҚПК», «ҚР ҚПК-нің», «Уголовно-процессуального кодекса»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizzes.text import has_ending, keyboard_key, shared_start

_WORD = re.compile(r"\d+|[^\W\d_]+")
# «of the Republic of Kazakhstan» says nothing about which act.
_COUNTRY = re.compile(r"кр|рк|казак?стан\w*|республик\w*")
# Russian endings in the folded alphabet.
_RUSSIAN = re.compile(
    r"(?:а|я|у|ю|е|и|о|ой|ей|ом|ем|ого|его|ому|ему|им|ий|их|ая|ую|ое|ов|ах|ам|ами|ию|ии)?"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word or number of a text and its place there."""

    text: str
    start: int
    end: int


def words_of(key: str) -> tuple[Word, ...]:
    """The words and numbers of an already folded text."""
    return tuple(Word(found[0], found.start(), found.end()) for found in _WORD.finditer(key))


def is_country(word: str) -> bool:
    return bool(_COUNTRY.fullmatch(word))


class ActNames:
    """What the acts of the register are called: short name → other names."""

    def __init__(self, acts: Mapping[str, Sequence[str]]) -> None:
        names: dict[tuple[str, ...], str] = {}
        for short, aliases in acts.items():
            for alias in (short, *aliases):
                words = tuple(word.text for word in words_of(keyboard_key(alias)))
                words = tuple(word for word in words if not is_country(word)) or words
                names.setdefault(words, short)
        # The longest first: «Конституциялық заң» before «Конституция».
        self._names = sorted(names.items(), key=lambda entry: -len(entry[0]))

    def find(self, words: Sequence[Word]) -> list[tuple[str, range]]:
        """Acts named among the words: short name and the positions of its words, in order."""
        found: list[tuple[str, range]] = []
        position = 0
        while position < len(words):
            hit = self._at(words, position)
            if hit is None:
                position += 1
            else:
                found.append(hit)
                position = hit[1].stop
        return found

    def _at(self, words: Sequence[Word], start: int) -> tuple[str, range] | None:
        for name, short in self._names:
            place = start
            for wanted in name:
                # «ҚР» may stand anywhere: «Закон РК о прокуратуре».
                while place > start and place < len(words) and is_country(words[place].text):
                    place += 1
                if place == len(words) or not same_word(words[place].text, wanted):
                    break
                place += 1
            else:
                return short, range(start, place)
        return None


def same_word(given: str, wanted: str) -> bool:
    """The same word in whatever case, Kazakh or Russian (folded)."""
    if given == wanted:
        return True
    if wanted.isdigit() or given.isdigit():
        return False
    # заңы and заңның, кодекс and кодексінің
    if has_ending(given, wanted) or (
        len(wanted) > 3 and wanted.endswith("и") and has_ending(given, wanted[:-1])
    ):
        return True
    shared = shared_start(given, wanted)
    return (
        shared >= max(4, len(wanted) - 3)
        and bool(_RUSSIAN.fullmatch(given[shared:]))
        and bool(_RUSSIAN.fullmatch(wanted[shared:]))
    )
