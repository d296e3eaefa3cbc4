"""`{facts="F-2.1-64 F-2.1-65"}` on its own line before a block: ledger rows taught there.

The mark leaves nothing in the HTML.
"""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

_MARK = re.compile(r'\{facts="([^"]*)"\}\s*$')


def fact_mark_plugin(md: MarkdownIt) -> None:
    md.block.ruler.before(
        "fence", "fact_mark", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.add_render_rule("fact_mark", _render)


def _rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    begin = state.bMarks[start_line] + state.tShift[start_line]
    end = state.eMarks[start_line]
    if begin >= end or state.src[begin] != "{":
        return False
    found = _MARK.match(state.src[begin:end])
    if found is None:
        return False
    if not silent:
        token = state.push("fact_mark", "", 0)
        token.map = [start_line, start_line + 1]
        token.meta = {"facts": tuple(found[1].split())}
    state.line = start_line + 1
    return True


def _render(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return ""
