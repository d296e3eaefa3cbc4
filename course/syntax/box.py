"""`::: NAME optional title` … `:::`: a box set apart from the running text."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

TITLES = {
    "case": "Жағдаят",
    "law": "Қолданыстағы құқық",
    "textbook": "Оқулықта",
    "example": "Мысал",
    "remember": "Жаттап алыңыз",
    "mistakes": "Жиі қателер",
}

_COLONS = re.compile(r":{3,}[ \t]*(.*?)[ \t]*$")
_FENCE = re.compile(r"(`{3,}|~{3,})")


def box_plugin(md: MarkdownIt) -> None:
    md.block.ruler.before(
        "fence", "box", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.add_render_rule("box_open", _render_open)
    md.add_render_rule("box_close", _render_close)
    md.add_render_rule("box_stray", lambda self, tokens, index, options, env: "")


def _rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    head = _COLONS.match(_line(state, start_line))
    if head is None:
        return False
    if silent:
        return True
    if not head[1]:
        token = state.push("box_stray", "", 0)
        token.map = [start_line, start_line + 1]
        state.line = start_line + 1
        return True
    name, _, title = head[1].partition(" ")
    end, closed = _end(state, start_line, end_line)

    token = state.push("box_open", "aside", 1)
    token.block = True
    token.map = [start_line, end]
    token.info = head[1]
    token.meta = {"name": name, "title": title.strip(), "closed": closed}

    parent, line_max = state.parentType, state.lineMax
    # Not a parent type of its own: the block rules know only the names they were written for.
    state.parentType = "blockquote"
    state.lineMax = end
    state.md.block.tokenize(state, start_line + 1, end)
    state.parentType, state.lineMax = parent, line_max

    token = state.push("box_close", "aside", -1)
    token.block = True
    state.line = end + (1 if closed else 0)
    return True


def _end(state: StateBlock, start_line: int, end_line: int) -> tuple[int, bool]:
    """The line after the last of the box, and whether `:::` stands there.

    A box ends before the next one begins, so that one forgotten `:::` spoils one box only.
    """
    fence = ""
    for line in range(start_line + 1, end_line):
        text = _line(state, line)
        marker = _FENCE.match(text)
        if marker and not fence:
            fence = marker[1]
        elif fence:
            if text.startswith(fence) and not text.strip(fence[0] + " "):
                fence = ""
        elif colons := _COLONS.match(text):
            return line, not colons[1]
    return end_line, False


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _render_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    meta = tokens[index].meta
    name = meta["name"]
    kind = TITLES.get(name, name)
    title = meta["title"]
    words = escapeHtml(kind)
    if title and title.casefold() != kind.casefold():
        words = f'<span class="box-kind">{words}:</span> {escapeHtml(title)}'
    anchor = meta.get("anchor", f"box-{name}")
    return (
        f'<aside class="box box-{escapeHtml(name)}" role="note"'
        f' aria-labelledby="{escapeHtml(anchor)}">\n'
        f'<p class="box-title" id="{escapeHtml(anchor)}">{words}</p>\n'
    )


def _render_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    edition = tokens[index].meta.get("edition")
    line = f'<p><small class="edition">{escapeHtml(edition)}</small></p>\n' if edition else ""
    return f"{line}</aside>\n"
