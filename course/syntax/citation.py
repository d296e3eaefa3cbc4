"""`[[ҚПК 192.4]]` or `[[ҚПК 192.4|your words]]`: a citation of a norm."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from course.syntax.double_bracket import match


def citation_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.before("link", "citation", _rule)
    md.add_render_rule("citation", _render)


def _rule(state: StateInline, silent: bool) -> bool:
    found = match(state)
    if found is None or found.target.startswith("#"):
        return False
    if not silent:
        token = state.push("citation", "a", 0)
        token.content = found.words or found.target
        token.meta = {"target": found.target, "words": found.words, "offset": state.pos}
    state.pos = found.end
    return True


def _render(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    href = token.meta.get("href")
    if href is None:
        return escapeHtml(token.content)
    title = f' title="{escapeHtml(token.meta["title"])}"' if token.meta.get("title") else ""
    return f'<a class="norm" href="{escapeHtml(href)}"{title}>{escapeHtml(token.content)}</a>'
