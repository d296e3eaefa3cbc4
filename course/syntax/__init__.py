"""The constructs our lessons add to Markdown, one file each.

Each file holds a plugin: a function that registers a rule and a renderer on the parser.
Rules only recognise; what a construct refers to is looked up by `course.resolving`, which
puts the result into the token's `meta` before rendering.
"""
