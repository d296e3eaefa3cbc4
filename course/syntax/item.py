"""An ```item fence: a quiz item in YAML, standing where it belongs in the lesson."""

from markdown_it import MarkdownIt

from course.syntax.fence import fence_plugin


def item_plugin(md: MarkdownIt) -> None:
    fence_plugin(md, "item")
    # Items are taken out of the token stream; one that was left behind shows nothing.
    md.add_render_rule("item", lambda self, tokens, index, options, env: "")
