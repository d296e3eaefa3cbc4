"""What the law gives to some posts of prosecutors only, asked both ways: who has a power, and
which powers a post lacks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from quizzes.generator import Generator, Make, Redraw
from quizzes.powers.bodies import BODIES
from quizzes.powers.prosecutors import (
    INQUIRY_POWERS,
    POSTS,
    SYSTEM_POWERS,
    WITH_STAFF,
    PostPower,
)
from quizzes.powers.row import cite, sentence
from quizzes.working_days import WorkingDays

_SHOWN = 5


def told(power: PostPower, post: str, posts: Sequence[str]) -> bool:
    """Whether the law leaves no doubt about a post: one that lacks a power a lower post has might
    exercise it for the lower one (КЗ 5.2.3), so it is not asked. ``posts`` go from the top down.
    """
    below = posts[posts.index(post) + 1 :]
    return post in power.may or not any(one in power.may for one in below)


def _has(powers: Sequence[PostPower], all_posts: Sequence[str]) -> Make:
    asked = [
        power
        for power in powers
        if not set(all_posts) <= power.may
        and all(told(power, post, all_posts) for post in all_posts)
    ]

    # Powers of the same posts share one chance, so that the answer is not the same each time.
    groups = [[one for one in asked if one.may == may] for may in {one.may: 0 for one in asked}]

    def make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
        power = random.choice(random.choice(groups))
        posts = random.sample(all_posts, _SHOWN)
        right = [post for post in posts if post in power.may]
        if not 1 <= len(right) < _SHOWN:
            raise Redraw
        options: list[dict[str, Any]] = []
        for post in posts:
            option: dict[str, Any] = {"text": sentence(BODIES[post]), "why": power.why}
            if post in power.may:
                option["right"] = True
            else:
                option["misconception"] = "wrong-body"
            options.append(option)
        return {
            "type": "multiple-choice",
            "stem": (
                f"Мына өкілеттікті заң бойынша кім пайдалана алады: **{power.act}**? Тиісті "
                "лауазымдардың бәрін белгілеңіз (біреу де, бірнешеу де болуы мүмкін)."
            ),
            "norms": (power.norm,),
            "objectives": (power.objective,),
            "facts": (power.fact,),
            "options": options,
            "explanation": (
                f"{power.kept} {cite(power.norm)}. Осы тізімнен: "
                + ", ".join(BODIES[post] for post in right)
                + "."
            ),
        }

    return make


def _lacks(powers: Sequence[PostPower], all_posts: Sequence[str], asked: Sequence[str]) -> Make:
    def make(random: Random, _days: WorkingDays) -> Mapping[str, Any]:
        post = random.choice(asked)
        shown = random.sample([one for one in powers if told(one, post, all_posts)], _SHOWN)
        lacking = [one for one in shown if post not in one.may]
        if not 2 <= len(lacking) < _SHOWN:
            raise Redraw
        options: list[dict[str, Any]] = []
        for power in shown:
            option: dict[str, Any] = {"text": sentence(power.act), "why": power.why}
            if post in power.may:
                option["misconception"] = "too-narrow"
            else:
                option["right"] = True
            options.append(option)
        lines = "\n".join(f"- {sentence(one.act)}. {one.kept} {cite(one.norm)}." for one in lacking)
        return {
            "type": "multiple-choice",
            "stem": (
                f"Заң бойынша **{BODIES[post]}** мына өкілеттіктердің қайсысын пайдалана "
                "**алмайды**? Бәрін белгілеңіз."
            ),
            "norms": tuple(dict.fromkeys(one.norm for one in shown)),
            "objectives": tuple(dict.fromkeys(one.objective for one in shown)),
            "facts": tuple(dict.fromkeys(one.fact for one in shown)),
            "options": options,
            "explanation": f"Бұл лауазымға берілмегені:\n\n{lines}",
        }

    return make


POST_HAS = Generator(
    id="1.3-gen-who-has",
    title="Прокуратура жүйесінде өкілеттік қай лауазымға берілген",
    theme="powers",
    objectives=("1.3.c", "1.3.e"),
    norms=("КЗ 33.5",),
    make=_has(SYSTEM_POWERS, WITH_STAFF),
)

POST_LACKS = Generator(
    id="1.3-gen-post-lacks",
    title="Бұл лауазымда қай өкілеттік жоқ",
    theme="powers",
    objectives=("1.3.c", "1.3.e"),
    norms=("КЗ 33.5",),
    make=_lacks(
        SYSTEM_POWERS,
        WITH_STAFF,
        ("general-deputy", "chief-transport", "oblast", "district", "unit-chief", "senior"),
    ),
    difficulty=3,
)

INQUIRY_HAS = Generator(
    id="2.1-gen-who-has",
    title="Тергеп-тексеруде өкілеттік қай лауазымға берілген",
    theme="powers",
    objectives=("2.1.c", "2.1.e", "2.1.f", "2.1.j"),
    norms=("ҚПК 192.5",),
    make=_has(INQUIRY_POWERS, POSTS),
)

INQUIRY_LACKS = Generator(
    id="2.1-gen-post-lacks",
    title="Тергеп-тексеруде бұл лауазымда қай өкілеттік жоқ",
    theme="powers",
    objectives=("2.1.c", "2.1.d", "2.1.e", "2.1.f", "2.1.j"),
    norms=("ҚПК 192.4",),
    make=_lacks(
        INQUIRY_POWERS, POSTS, ("district", "oblast", "chief-military", "region-transport")
    ),
    difficulty=3,
)
