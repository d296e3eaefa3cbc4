"""A ```diagram fence: nodes and edges in YAML, drawn as SVG by `course.diagram`."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from course.syntax.fence import fence_plugin


def diagram_plugin(md: MarkdownIt) -> None:
    fence_plugin(md, "diagram")
    md.add_render_rule("diagram", _render)


def _render(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return str(tokens[index].meta.get("html", ""))
