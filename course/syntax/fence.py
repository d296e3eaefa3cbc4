"""Fenced blocks that carry YAML become tokens named after them.

This happens before rendering, so a key in an item can never reach the page as code.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def fence_plugin(md: MarkdownIt, name: str) -> None:
    """Turn every ```name fence into a token of type `name`."""

    def rule(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "fence" and token.info.strip() == name:
                token.type = name

    md.core.ruler.after("block", f"{name}_fence", rule)
