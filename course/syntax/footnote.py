"""Footnotes `[^1]`, with names for those who hear the page instead of seeing it."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin as base_plugin


def footnote_plugin(md: MarkdownIt) -> None:
    md.use(base_plugin, inline=False)
    md.add_render_rule("footnote_ref", _render_reference)
    md.add_render_rule("footnote_block_open", _render_block_open)
    md.add_render_rule("footnote_block_close", _render_block_close)
    md.add_render_rule("footnote_open", _render_open)
    md.add_render_rule("footnote_anchor", _render_anchor)


def _number(token: Token) -> int:
    return int(token.meta["id"]) + 1


def _suffix(token: Token) -> str:
    """Tells apart several references to one note."""
    return f"-{token.meta['subId'] + 1}" if token.meta.get("subId") else ""


def _render_reference(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    number, suffix = _number(tokens[index]), _suffix(tokens[index])
    return (
        f'<sup class="footnote-ref"><a href="#fn{number}" id="fnref{number}{suffix}"'
        f' aria-label="{number}-ескертпе">{number}</a></sup>'
    )


def _render_block_open(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return '<section class="footnotes" aria-label="Ескертпелер">\n<ol>\n'


def _render_block_close(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return "</ol>\n</section>\n"


def _render_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f'<li id="fn{_number(tokens[index])}">'


def _render_anchor(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    number, suffix = _number(tokens[index]), _suffix(tokens[index])
    return (
        f' <a href="#fnref{number}{suffix}" class="footnote-back" aria-label="Мәтінге оралу">↩</a>'
    )
