"""Kazakh words made comparable for searching: letters folded, endings taken off.

This is a light stemmer. It takes off the endings of plural, third-person possession and case
and leaves derivation alone, so that a search finds the other forms of a word and little else.
"""

import re
from functools import lru_cache

_FOLDED = str.maketrans(
    {
        # Letters a Russian keyboard lacks, as people type without them.
        "ә": "а",
        "ғ": "г",
        "қ": "к",
        "ң": "н",
        "ө": "о",
        "ұ": "у",
        "ү": "у",
        "һ": "х",
        "і": "ы",
        "и": "ы",
        "ё": "е",
        # Latin letters that look the same.
        "a": "а",
        "b": "в",
        "c": "с",
        "e": "е",
        "h": "х",
        "i": "ы",
        "k": "к",
        "m": "м",
        "o": "о",
        "p": "р",
        "t": "т",
        "x": "х",
        "y": "у",
    }
)

_WORD = re.compile(r"\d+(?:-\d+)*|[^\W\d_]+")

_VOWELS = "аеоуыэюя"
SHORTEST = 3
"""A stem never has fewer letters."""

# Endings in folded letters with the letters they may follow: the first letter of an ending
# depends on the last of the word (сот-та but қала-да), which tells endings from mere letters.
_VOWEL = f"[{_VOWELS}]"
_VOICELESS = "[бвгдкпстфхцчшщ]"
_VOICED_OR_VOWEL = f"[{_VOWELS}жзйлмнр]"
_SONANT = "[жзйлмнру]"
_CONSONANT_OR_U = "[^\\W\\d_аеоыэюя]"
_ENDINGS = tuple(
    re.compile(rf"(?<={before})(?:{endings})$")
    for before, endings in (
        # case endings after possession of the third person: қаулы-сының, мерзім-інде
        (_VOWEL, "сынын|сына|сыне|сында|сынде|сынан|сынен|сымен|сын"),
        (_CONSONANT_OR_U, "ынын|ына|ыне|ында|ынде|ынан|ынен|ымен"),
        # attributive
        (_VOICED_OR_VOWEL, "дагы|дегы"),
        (_VOICELESS, "тагы|тегы"),
        # genitive, ablative, instrumental, locative, dative, accusative
        (_VOICED_OR_VOWEL, "нын|нан|нен|дан|ден|мен|бен|да|де|га|ге"),
        (_SONANT, "дын|ды"),
        (_VOICELESS, "тын|тан|тен|пен|та|те|ка|ке|ты"),
        (_VOWEL, "ны"),
        # plural
        (_VOICED_OR_VOWEL, "лар|лер"),
        (_SONANT, "дар|дер"),
        (_VOICELESS, "тар|тер"),
        # possession of the third person
        (_VOWEL, "сы"),
        (_CONSONANT_OR_U, "ын|ы"),
    )
)
# In possession a final consonant is voiced: бап – бабы, бөлік – бөлігі.
_VOICED = {"б": "п", "г": "к"}


def folded(text: str) -> str:
    """Lower case, with letters that are typed for one another made one."""
    return text.casefold().translate(_FOLDED)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one folded word."""
    if word[0].isdigit():
        return word
    while True:
        shorter = _shortened(word)
        if shorter == word:
            break
        word = shorter
    if word[-1] in _VOICED:
        return word[:-1] + _VOICED[word[-1]]
    if len(word) > SHORTEST and word[-1] == "н" and word[-2] in _VOWELS:
        # «органы» is орган-ы, «қаланы» is қала-ны: nothing tells them apart but the dictionary.
        return word[:-1]
    return word


def _shortened(word: str) -> str:
    for ending in _ENDINGS:
        found = ending.search(word)
        if found and found.start() >= SHORTEST:
            return word[: found.start()]
    return word


def words(text: str) -> list[tuple[str, int, int]]:
    """Folded words of a text with where they begin and end."""
    return [(folded(one[0]), one.start(), one.end()) for one in _WORD.finditer(text)]


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order."""
    return [stem(word) for word, _, _ in words(text)]
