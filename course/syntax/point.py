"""`1)` at the beginning of a paragraph: a point of an article, not a list.

Kazakh statutes number their points with a bracket, and a text that begins with one («7) тармақшада
екі іс бар») speaks of it. Lists are numbered with a full stop.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block

_POINT = re.compile(r"\d{1,9}\)")


def point_plugin(md: MarkdownIt) -> None:
    md.block.ruler.at("list", _rule, {"alt": ["paragraph", "reference", "blockquote"]})


def _rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if _POINT.match(state.src, state.bMarks[start_line] + state.tShift[start_line]):
        return False
    return list_block(state, start_line, end_line, silent)
