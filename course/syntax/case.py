"""A ```case fence: a case text shared by the items after it."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from course.syntax.fence import fence_plugin


def case_plugin(md: MarkdownIt) -> None:
    fence_plugin(md, "case")
    md.add_render_rule("case", _render)


def _render(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    meta = tokens[index].meta
    if "html" not in meta:
        return ""
    name = escapeHtml(meta["id"])
    return (
        f'<section class="case-text" id="case-{name}" aria-labelledby="case-{name}-title">\n'
        f'<p class="case-title" id="case-{name}-title">{escapeHtml(meta["title"])}</p>\n'
        f"{meta['html']}</section>\n"
    )
