"""`[[target]]` and `[[target|words]]`, shared by norm citations and key terms.

A `|` inside the brackets must not end a table cell, so it is hidden from the block rules and
put back before inline text is read.
"""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

_PATTERN = re.compile(r"\[\[([^\[\]|\n]*)(?:\|([^\[\]\n]*))?\]\]")
_WHOLE = re.compile(r"\[\[[^\[\]\n]*\]\]")
# A private-use character: it stands for nothing and so occurs in no text of ours.
_HIDDEN = "\ue000"


@dataclass(frozen=True)
class DoubleBracket:
    target: str
    words: str | None
    end: int


def match(state: StateInline) -> DoubleBracket | None:
    """The double bracket that begins where the inline parser stands."""
    if not state.src.startswith("[[", state.pos):
        return None
    found = _PATTERN.match(state.src, state.pos, state.posMax)
    if found is None:
        return None
    words = found[2].strip() if found[2] else None
    # In a table some will write `\\|` out of habit.
    target = found[1].removesuffix("\\").strip()
    return DoubleBracket(target, words or None, found.end())


def pipe_plugin(md: MarkdownIt) -> None:
    def hide(state: StateCore) -> None:
        if "[[" in state.src:
            state.src = _WHOLE.sub(lambda m: m[0].replace("|", _HIDDEN), state.src)

    def restore(state: StateCore) -> None:
        for token in state.tokens:
            if _HIDDEN in token.content:
                token.content = token.content.replace(_HIDDEN, "|")
            if _HIDDEN in token.info:
                token.info = token.info.replace(_HIDDEN, "|")

    md.core.ruler.after("normalize", "hide_pipes", hide)
    md.core.ruler.after("block", "restore_pipes", restore)
