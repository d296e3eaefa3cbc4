"""Templates: where they lie and what they may use.

Every template gets ``chrome`` and ``page`` (see :mod:`webapp.pages`) and the functions and
filters set below, bound to the reader's language. One environment a language, made at start.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from course.model import Course
from quizzes.item_figures import FEWEST
from webapp import figure_words, figures, messages, namesakes, percents
from webapp.local_time import zone_name
from webapp.pages.glance import WELL_DONE

STATIC = Path(__file__).with_name("static")
_IMPORT = re.compile(rb'(from |import\()"\./([\w-]+\.js)"')
LETTERS = "АБВГДЕЖЗИКЛМН"


@cache
def asset(path: str) -> str:
    """Address of a static file, with a mark of its content so that it can be kept for ever."""
    mark = hashlib.sha256(as_sent(STATIC / path)).hexdigest()[:10]
    return f"/static/{path}?v={mark}"


def as_sent(path: Path) -> bytes:
    """A static file as browsers get it: a script names those it imports with their marks, so that
    a new one is never run with an old one that a cache still holds.
    """
    plain = path.read_bytes()
    if path.suffix != ".js":
        return plain

    def marked(found: re.Match[bytes]) -> bytes:
        mark = hashlib.sha256(as_sent(path.parent / found[2].decode())).hexdigest()[:10]
        return b'%s"./%s?v=%s"' % (found[1], found[2], mark.encode())

    return _IMPORT.sub(marked, plain)


def letter(index: int) -> str:
    """Label of an option: А, Б, В …"""
    return LETTERS[index] if index < len(LETTERS) else str(index + 1)


def share(value: Fraction) -> str:
    """A share as a fraction: 3/4, 1, 0."""
    return (
        str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    )


class Templates:
    """Renders templates in the three languages; each is made ready when first used."""

    def __init__(self, course: Course, zone: ZoneInfo) -> None:
        self._course = course
        self._zone = zone
        self._environments: dict[str, Environment] = {}

    def environment(self, language: str) -> Environment:
        found = self._environments.get(language)
        if found is None:
            found = self._environments[language] = _environment(language, self._course, self._zone)
        return found

    def render(self, language: str, template: str, **names: object) -> str:
        return self.environment(language).get_template(template).render(**names)


def _environment(language: str, course: Course, zone: ZoneInfo) -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(Path(__file__).with_name("templates")),
                # the views of an item type lie beside its code: interactions/<type>/question.html
                _InteractionLoader("quizzes", "interactions"),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled(language),
    )

    def t(key: str, **params: object) -> str:
        return messages.translate(language, key, **params)

    def day(value: date) -> str:
        return messages.day(language, value)

    def moment(value: datetime) -> str:
        return messages.moment(language, value, zone)

    def clock(value: datetime) -> str:
        return messages.clock(value, zone, seconds=True)

    def hour(value: datetime) -> str:
        return messages.clock(value, zone)

    def at(value: datetime, now: datetime) -> str:
        """The time of day, with the day when it is another than today."""
        same = value.astimezone(zone).date() == now.astimezone(zone).date()
        return hour(value) if same else moment(value)

    def md(text: str) -> Markup:
        return Markup(course.html(text))  # noqa: S704  our own Markdown, raw HTML off

    def md_inline(text: str) -> Markup:
        return Markup(course.inline(text))  # noqa: S704

    def plain(text: str) -> str:
        return " ".join(course.plain(text).split())

    environment.globals.update(t=t, asset=asset, lang=language, zone=zone_name(language, zone))
    environment.globals.update(
        figure_words=partial(figure_words.words, language),
        figure_shown=partial(figure_words.shown, language),
        figure_value=partial(figure_words.value_text, language),
        flag_words=partial(figure_words.flag_words, language),
        fewest_answers=FEWEST,
        well_done=WELL_DONE,
        thin=messages.THIN,
    )
    environment.filters.update(
        md=md,
        md_inline=md_inline,
        plain=plain,
        who=namesakes.who,
        day=day,
        moment=moment,
        clock=clock,
        hour=hour,
        at=at,
        num=messages.number,
        wrong_tries=messages.wrong_tries,
        share=share,
        percent=percents.with_sign,
        letter=letter,
        rounded=figures.percent,
        points=figures.points,
    )
    # made once: importing the macros in each template would run them for each item block
    environment.globals["ui"] = environment.get_template("_macros.html").module
    environment.globals["figures"] = environment.get_template("_figures.html").module
    return environment


class _Compiled(BytecodeCache):
    """Compiled templates of a language, kept for every application of this process."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[(bucket.key, bucket.checksum)] = bucket.code


@cache
def _compiled(language: str) -> _Compiled:
    """A language has its own: what the compiler works out beforehand may depend on it."""
    return _Compiled()


class _InteractionLoader(PackageLoader):
    """Finds ``interactions/<type>/question.html`` in the package ``quizzes``."""

    def get_source(self, environment: Environment, template: str):  # type: ignore[no-untyped-def]
        return super().get_source(environment, template.removeprefix("interactions/"))
