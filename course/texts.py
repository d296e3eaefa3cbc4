"""The Markdown of items, cases, definitions and notes, rendered once and kept."""

from dataclasses import dataclass
from typing import cast

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML

from course.markdown import text_parser
from course.prose import plain
from course.resolving import Findings, Resolver
from course.source import Source, file_source

# Letters that may begin some construct; a text without them needs no parser.
_MARKS = frozenset("`*_[]<>&\\!|\n#")
_LIST_MARKS = ("-", "+", ":", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", " ")


@dataclass(frozen=True)
class Rendered:
    """`block` has its paragraphs; `inline` is for inside a label, a cell or a sentence.

    `plain` is the words alone, not escaped.
    """

    block: str
    inline: str
    plain: str


MOST_LATER = 2_000
"""Texts that came after the loading and are kept: those of people's own items."""


class Texts:
    """Renders the Markdown of short texts, each distinct text once. Those of the course stay;
    of those that come later a bounded number is kept.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._rendered: dict[str, Rendered] = {}
        self._later: dict[str, Rendered] = {}

    def prepare(self, text: str, source: Source) -> Findings:
        """Render `text` and report what it refers to in vain."""
        rendered, findings = self._render(text, source)
        self._rendered.setdefault(text, rendered)
        return findings

    def rendered(self, text: str) -> Rendered:
        """The HTML of a text; those of the course were prepared when it was loaded."""
        found = self._rendered.get(text) or self._later.get(text)
        if found is None:
            found, _ = self._render(text, file_source("", text, 1))
            if len(self._later) >= MOST_LATER:
                self._later = {}  # several threads may be at it: no piecemeal clearing
            self._later[text] = found
        return found

    def _render(self, text: str, source: Source) -> tuple[Rendered, Findings]:
        if _is_plain(text):
            return _plain(text), Findings()
        md = text_parser()
        env: dict[str, object] = {}
        one_line = "\n" not in text and not text.startswith(_LIST_MARKS)
        tokens = md.parseInline(text, env) if one_line else md.parse(text, env)
        findings = self._resolver.resolve(tokens, source)
        known = self._rendered.get(text)
        if known is not None:
            return known, findings
        renderer = cast(RendererHTML, md.renderer)
        block = renderer.render(tokens, md.options, env)
        # A single paragraph is the same words without its tags; anything longer, such as
        # a list, keeps its words on one line.
        inline = "<br>".join(
            renderer.renderInline(token.children or [], md.options, env)
            for token in tokens
            if token.type == "inline"
        )
        if one_line:
            block = f"<p>{inline}</p>\n"
        words = "\n".join(plain(token) for token in tokens if token.type == "inline")
        return Rendered(block, inline, words), findings


def _is_plain(text: str) -> bool:
    return not text.startswith(_LIST_MARKS) and _MARKS.isdisjoint(text)


def _plain(text: str) -> Rendered:
    words = escapeHtml(text)
    return Rendered(f"<p>{words}</p>\n", words, text)
