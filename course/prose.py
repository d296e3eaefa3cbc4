"""Words, sentences and plain text of parsed Markdown."""

import math
import re
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

WORDS_A_MINUTE = 130
"""Reading speed for reckoning minutes: legal text, read to be learned."""

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_CAPITAL = "A-ZА-ЯӘҒҚҢӨҰҮҺІЁ"
_SENTENCE_END = re.compile(rf"(?<=[.!?…:;])[\"»)]*\s+(?=[«\"(—–]*\s*[{_CAPITAL}0-9])")


def plain(inline: Token) -> str:
    """The text of an inline token as the reader sees it."""
    return "".join(_piece(child) for child in inline.children or ())


def _piece(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    if token.type in {"text", "code_inline", "citation", "term", "text_special"}:
        return token.content
    return ""


def blocks(tokens: Iterable[Token]) -> Iterable[Token]:
    """The inline tokens of running text, in order."""
    return (token for token in tokens if token.type == "inline")


def word_count(tokens: Sequence[Token]) -> int:
    return sum(len(_WORD.findall(plain(token))) for token in blocks(tokens))


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def minutes(words: int) -> int:
    """Reading time, rounded up."""
    return math.ceil(words / WORDS_A_MINUTE)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; a list introduced by a colon counts by its parts."""
    return [one for one in _SENTENCE_END.split(text) if one.strip()]
