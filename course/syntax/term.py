"""`[[#headword]]` or `[[#headword|the form in your sentence]]`: a key term."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from course.syntax.double_bracket import match


def term_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.before("link", "term", _rule)
    md.add_render_rule("term", _render)


def _rule(state: StateInline, silent: bool) -> bool:
    found = match(state)
    if found is None or not found.target.startswith("#"):
        return False
    if not silent:
        headword = found.target[1:].strip()
        token = state.push("term", "a", 0)
        token.content = found.words or headword
        token.meta = {"target": headword, "offset": state.pos}
    state.pos = found.end
    return True


def _render(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    href = token.meta.get("href")
    if href is None:
        return escapeHtml(token.content)
    return f'<a class="term" href="{escapeHtml(href)}">{escapeHtml(token.content)}</a>'
