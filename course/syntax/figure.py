"""`![text alternative](figures/x.svg "caption")` alone in its paragraph: a figure."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def figure_plugin(md: MarkdownIt) -> None:
    md.core.ruler.after("inline", "figure", _rule)
    md.add_render_rule("figure", _render)


def _rule(state: StateCore) -> None:
    tokens: list[Token] = []
    index = 0
    while index < len(state.tokens):
        image = _lone_image(state.tokens, index)
        if image is None:
            tokens.append(state.tokens[index])
            index += 1
            continue
        figure = Token("figure", "figure", 0, block=True)
        figure.map = state.tokens[index].map
        figure.meta = {
            "src": str(image.attrs.get("src", "")),
            "alt": image.content,
            "caption": str(image.attrs.get("title", "")),
        }
        tokens.append(figure)
        index += 3
    state.tokens = tokens


def _lone_image(tokens: Sequence[Token], index: int) -> Token | None:
    if tokens[index].type != "paragraph_open" or index + 2 >= len(tokens):
        return None
    children = tokens[index + 1].children or []
    if len(children) != 1 or children[0].type != "image":
        return None
    return children[0]


def _render(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    meta = tokens[index].meta
    drawing = meta.get("svg")
    if drawing is None:
        source = escapeHtml(str(meta.get("href", "")))
        drawing = f'<img src="{source}" alt="{escapeHtml(meta["alt"])}" loading="lazy">'
    caption = meta["caption"]
    words = f"<figcaption>{escapeHtml(caption)}</figcaption>\n" if caption else ""
    return f'<figure class="figure">\n{drawing}\n{words}</figure>\n'
