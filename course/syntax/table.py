"""Tables as in GFM, wrapped so that a wide one scrolls by itself and can be reached by keyboard."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token


def table_plugin(md: MarkdownIt) -> None:
    md.enable("table")
    md.add_render_rule("table_open", _render_open)
    md.add_render_rule("table_close", _render_close)
    md.add_render_rule("th_open", _render_header)
    md.add_render_rule("td_open", _render_cell)


def _render_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    label = escapeHtml(str(tokens[index].meta.get("label") or "Кесте"))
    return f'<div class="table" tabindex="0" role="region" aria-label="{label}">\n<table>\n'


def _render_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</table>\n</div>\n"


def _render_header(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f'<th scope="col"{_align(tokens[index])}>'


def _render_cell(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f"<td{_align(tokens[index])}>"


def _align(token: Token) -> str:
    # A class, because a content security policy without inline styles ignores `style`.
    style = str(token.attrs.get("style", ""))
    return f' class="align-{style.rpartition(":")[2]}"' if style else ""
