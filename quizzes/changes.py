"""What differs between two versions of an item, for someone who answered the earlier one.

Only what a learner would have to learn anew counts: hints, points, difficulty, the objective or
the fact an item is filed under change its version too, but bring nobody back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from quizzes.item import Item

Difference = Literal["key", "norms", "stem", "asked", "explanation"]
"""``asked``: what there is to choose, to order or to fill in. ``explanation``: the reasons too."""

DIFFERENCES: tuple[Difference, ...] = ("key", "norms", "stem", "asked", "explanation")
"""The weightiest first."""


def differences(before: Item, after: Item) -> tuple[Difference, ...]:
    """What changed from ``before`` to ``after``, in the order of :data:`DIFFERENCES`."""
    pairs: dict[Difference, tuple[object, object]] = {
        "key": (_key(before), _key(after)),
        "norms": (set(before.norms), set(after.norms)),
        "stem": ((before.stem, before.case), (after.stem, after.case)),
        "asked": (_asked(before), _asked(after)),
        "explanation": (_reasons(before), _reasons(after)),
    }
    return tuple(kind for kind in DIFFERENCES if pairs[kind][0] != pairs[kind][1])


def _key(item: Item) -> object:
    """The right answers in words, so that an option which only changed its id or its place is the
    same answer, and one that kept its id under other words is not.
    """
    public = item.interaction.public()
    right = [
        {
            (_named(public, field), _worded(public, field, value))
            for field, values in sample.form.items()
            for value in values
        }
        for sample in item.samples()
        if sample.expect == 1
    ]
    if right and item.credit_rule != "self":
        return sorted(map(sorted, right))
    return list(_leaves(_plain(item), without=_REASONS))  # a person judges it: all that it says


def _asked(item: Item) -> object:
    """The texts a learner sees beside the stem, whatever their order and ids."""
    public = item.interaction.public()
    return (
        item.type,
        sorted(text for name, text in _leaves(public) if name == "text"),
        public.get("units"),
    )


def _reasons(item: Item) -> object:
    reasons = sorted(text for name, text in _leaves(_plain(item)) if name in _REASONS)
    return item.explanation, reasons


_REASONS = frozenset({"why"})


def _plain(item: Item) -> Any:
    return item.interaction.model_dump(mode="json", exclude_defaults=True)


def _leaves(node: Any, *, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """(field, text) of everything written in a JSON value."""
    pairs = node.items() if isinstance(node, Mapping) else [("", one) for one in node]
    for name, value in pairs:
        if name in without:
            continue
        if isinstance(value, (Mapping, list, tuple)):
            yield from _leaves(value, without=without)
        else:
            yield str(name), str(value)


def _texts(node: Any) -> Iterator[tuple[str, str]]:
    """(id, text) of everything in a JSON value that has both."""
    if isinstance(node, Mapping):
        if "id" in node and "text" in node:
            yield str(node["id"]), str(node["text"])
        node = list(node.values())
    if isinstance(node, (list, tuple)):
        for one in node:
            yield from _texts(one)


def _named(public: Mapping[str, Any], field: str) -> str:
    """The field of a form with the words of what it stands for: «match.a» → its prompt."""
    head, _, name = field.partition(".")
    return f"{head}.{dict(_texts(public)).get(name, name)}"


def _worded(public: Mapping[str, Any], field: str, value: str) -> str:
    """The words behind a value; a gap has ids of its own."""
    gaps = public.get("gaps", {})
    inside = gaps.get(field.partition(".")[2], public)
    return dict(_texts(inside)).get(value, value)
