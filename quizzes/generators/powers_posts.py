"""What the law gives to some posts of prosecutors only, asked both ways: who has a power, and
which powers a post lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from quizzes.generator import Generator, Redraw
from quizzes.powers.bodies import BODIES
from quizzes.powers.prosecutors import POST_POWERS, POSTS, PostPower
from quizzes.powers.row import cite, sentence, within
from quizzes.working_days import WorkingDays

_SHOWN = 5


def told(power: PostPower, post: str) -> bool:
    """Whether the law leaves no doubt about a post: one that lacks a power a lower post has might
    exercise it for the lower one (КЗ 5.2.3), so it is not asked.
    """
    below = POSTS[POSTS.index(post) + 1 :]
    return post in power.may or not any(one in power.may for one in below)


_ASKED = tuple(
    power
    for power in POST_POWERS
    if len(power.may) < len(POSTS) and all(told(power, post) for post in POSTS)
)


def _who(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    power = random.choice(_ASKED)
    posts = random.sample(POSTS, _SHOWN)
    right = [post for post in posts if post in power.may]
    if not 1 <= len(right) < _SHOWN:
        raise Redraw
    options: list[dict[str, Any]] = []
    for post in posts:
        option: dict[str, Any] = {"text": sentence(BODIES[post]), "why": power.why(post)}
        if post in power.may:
            option["right"] = True
        else:
            option["misconception"] = "wrong-body"
        options.append(option)
    return {
        "type": "multiple-choice",
        "stem": (
            f"Заң мына өкілеттікті кімге берген: **{power.act}**? Тиісті лауазымдардың бәрін "
            "белгілеңіз (біреу де, бірнешеу де болуы мүмкін)."
        ),
        "norms": (power.norm,),
        "objectives": within("1.3", (power.objective,), "1.3.c"),
        "facts": (power.fact,),
        "options": options,
        "explanation": (
            f"{power.kept} {cite(power.norm)}. Осы тізімнен: "
            + ", ".join(BODIES[post] for post in right)
            + "."
        ),
    }


def _lacks(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
    post = random.choice(("district", "oblast", "chief-military", "region-transport"))
    powers = random.sample([one for one in POST_POWERS if told(one, post)], _SHOWN)
    lacking = [one for one in powers if post not in one.may]
    if not 2 <= len(lacking) < _SHOWN:
        raise Redraw
    options: list[dict[str, Any]] = []
    for power in powers:
        option: dict[str, Any] = {"text": sentence(power.act), "why": power.why(post)}
        if post in power.may:
            option["misconception"] = "too-narrow"
        else:
            option["right"] = True
        options.append(option)
    lines = "\n".join(f"- {sentence(one.act)}. {one.kept} {cite(one.norm)}." for one in lacking)
    return {
        "type": "multiple-choice",
        "stem": (
            f"Заң мына өкілеттіктердің қайсысын **{BODIES[post]}** деген лауазымға бермеген? Бәрін "
            "белгілеңіз."
        ),
        "norms": tuple(dict.fromkeys(one.norm for one in powers)),
        "objectives": ("1.3.c",),
        "facts": tuple(dict.fromkeys(one.fact for one in powers)),
        "options": options,
        "explanation": f"Бұл лауазымға берілмегені:\n\n{lines}",
    }


POST_HAS = Generator(
    id="1.3-gen-who-has",
    title="Өкілеттік қай лауазымға берілген",
    theme="powers",
    objectives=("1.3.c",),
    norms=("ҚПК 486.2",),
    make=_who,
)

POST_LACKS = Generator(
    id="1.3-gen-post-lacks",
    title="Бұл лауазымда қай өкілеттік жоқ",
    theme="powers",
    objectives=("1.3.c",),
    norms=("ҚПК 486.2",),
    make=_lacks,
    difficulty=3,
)
