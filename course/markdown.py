"""The configured Markdown parsers: one for lessons, one for the texts inside items."""

from functools import cache

from markdown_it import MarkdownIt

from course.syntax.box import box_plugin
from course.syntax.case import case_plugin
from course.syntax.citation import citation_plugin
from course.syntax.diagram import diagram_plugin
from course.syntax.double_bracket import pipe_plugin
from course.syntax.fact_mark import fact_mark_plugin
from course.syntax.figure import figure_plugin
from course.syntax.footnote import footnote_plugin
from course.syntax.item import item_plugin
from course.syntax.point import point_plugin
from course.syntax.table import table_plugin
from course.syntax.term import term_plugin


def _base() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False})
    # Text moved in by four spaces is a slip in a law course, and a line of dashes under a
    # paragraph is a rule, not a heading.
    md.disable(["code", "lheading", "html_block", "html_inline"])
    md.use(point_plugin)
    md.use(pipe_plugin).use(table_plugin).use(citation_plugin).use(term_plugin)
    return md


@cache
def lesson_parser() -> MarkdownIt:
    """The parser of lessons, with every construct of the content format."""
    md = _base()
    md.use(fact_mark_plugin).use(box_plugin).use(footnote_plugin)
    md.use(item_plugin).use(case_plugin).use(diagram_plugin).use(figure_plugin)
    return md


@cache
def text_parser() -> MarkdownIt:
    """The parser of stems, options, explanations, definitions: paragraphs, lists, tables."""
    md = _base()
    md.disable(["heading", "fence", "hr", "image", "reference"])
    return md
