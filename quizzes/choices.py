"""What an answer chose, as short names that can be counted; and what blind guessing would earn."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations, product
from math import factorial, prod

from quizzes.interaction import Answer
from quizzes.interactions.cloze import Cloze, ClozeResponse
from quizzes.interactions.matching import Matching, MatchingResponse
from quizzes.interactions.multiple_choice import MultipleChoice, MultipleChoiceResponse
from quizzes.interactions.ordering import Ordering, OrderingResponse
from quizzes.interactions.single_choice import SingleChoice, SingleChoiceResponse
from quizzes.item import Item
from quizzes.outcome import Outcome

RIGHT, PARTLY, OTHER = "right", "partly", "other"
"""Choices of a typed answer that is right, earns a part, or is a wrong one nobody foresaw. A
foreseen wrong one is named by its misconception code."""

MOST_ANSWERS = 5000
"""More possible answers than this are not tried out for the guess level."""


def choices(item: Item, response: Answer, outcome: Outcome) -> tuple[str, ...]:
    """Option ids; «prompt:target» and «gap:option» of matching and cloze. Of typed answers and
    orderings: the misconception codes of a foreseen wrong one, or :data:`RIGHT`, :data:`PARTLY`,
    :data:`OTHER`. Nothing while a person has still to mark it.
    """
    match response:
        case SingleChoiceResponse():
            return (response.choice,)
        case MultipleChoiceResponse():
            return response.choices
        case MatchingResponse():
            return tuple(f"{prompt}:{target}" for prompt, target in response.matches.items())
        case ClozeResponse():
            return tuple(f"{gap}:{option}" for gap, option in response.gaps.items())
    if outcome.status == "awaiting":
        return ()
    if outcome.right:
        return (RIGHT,)
    return outcome.misconceptions or ((PARTLY if outcome.score else OTHER),)


def offered(item: Item) -> dict[str, bool]:
    """Every choice an item offers, as :func:`choices` names them → whether it belongs to the key.
    Empty where the answer is typed or put in order.
    """
    match item.interaction:
        case SingleChoice(options=options) | MultipleChoice(options=options):
            return {option.id: option.right for option in options}
        case Matching() as matching:
            return {
                f"{prompt.id}:{target.id}": target.id == prompt.key
                for prompt in matching.prompts
                for target in matching.targets
            }
        case Cloze() as cloze:
            return {
                f"{name}:{option.id}": option.right
                for name, gap in cloze.gaps.items()
                for option in gap.options
            }
    return {}


def guess_level(item: Item) -> Fraction | None:
    """The share of the points that blind guessing earns on average: every possible answer once
    (of multiple choice every choice of at least one option), scored by the item itself. Nought
    for typed answers. None where it cannot be told: too many answers, or a person marks.
    """
    answers = _possible(item)
    if answers is None:
        return None
    if not answers:
        return Fraction(0)
    earned = sum((item.score(answer).score for answer in answers), Fraction(0))
    return earned / len(answers)


def _possible(item: Item) -> list[Answer] | None:
    match item.interaction:
        case SingleChoice(options=options):
            return [SingleChoiceResponse(choice=option.id) for option in options]
        case MultipleChoice(options=options):
            ids = [option.id for option in options]
            return [
                MultipleChoiceResponse(choices=chosen)
                for size in range(1, len(ids) + 1)
                for chosen in combinations(ids, size)
            ]
        case Matching() as matching:
            prompts = [prompt.id for prompt in matching.prompts]
            targets = [target.id for target in matching.targets]
            # Who guesses uses a target once if the item says that each is used at most once.
            if matching.reuse or len(targets) < len(prompts):
                if len(targets) ** len(prompts) > MOST_ANSWERS:
                    return None
                ways = list(product(targets, repeat=len(prompts)))
            else:
                if factorial(len(targets)) // factorial(len(targets) - len(prompts)) > MOST_ANSWERS:
                    return None
                ways = list(permutations(targets, len(prompts)))
            return [MatchingResponse(matches=dict(zip(prompts, way, strict=True))) for way in ways]
        case Cloze() as cloze:
            gaps = {name: [one.id for one in gap.options] for name, gap in cloze.gaps.items()}
            if prod(len(options) for options in gaps.values()) > MOST_ANSWERS:
                return None
            return [
                ClozeResponse(gaps=dict(zip(gaps, way, strict=True)))
                for way in product(*gaps.values())
            ]
        case Ordering() as ordering:
            if factorial(len(ordering.steps)) > MOST_ANSWERS:
                return None
            return [OrderingResponse(steps=way) for way in permutations(ordering.by_id)]
    return None if item.type in ("essay", "recall") else []
