"""The rules of appellate outcomes cite norms that stand in the register of the real content."""

import re

import pytest

from course.diagnostics import Report
from course.misconceptions import misconceptions_from
from course.norms import NormRegister, register_from
from course.positioned import read
from quizzes import appellate, appellate_places
from quizzes.generator import generate
from quizzes.generators import GENERATORS
from quizzes.working_days import WorkingDays
from tests.conftest import ROOT

LINK = re.compile(r"\[\[([^\]|]+)")
DAYS = WorkingDays(frozenset(range(2024, 2028)), {})
APPEALS = [one for one in GENERATORS.values() if "-appeal-" in one.id]


def text(name: str) -> str:
    return (ROOT / "content" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def norms() -> NormRegister:
    return register_from("norms.yaml", read(text("norms.yaml")), Report())


def cited() -> set[str]:
    """Every norm of the tables, named as data or inside a sentence."""
    data = [
        *appellate.FILERS.values(),
        *appellate.PAPERS,
        *appellate.DECISIONS.values(),
        *appellate.ROWS,
        *appellate_places.PLACES.values(),
    ]
    found = {norm for one in data for norm in one.norms}
    sentences = [getattr(one, "says", "") or getattr(one, "when", "") for one in data]
    sentences += [words for _, words in appellate_places.FILING]
    return found | {norm for one in sentences for norm in LINK.findall(one)}


def test_every_norm_of_the_tables_is_in_the_register(norms):
    assert len(cited()) > 60
    for norm in sorted(cited()):
        norms.resolve(norm)


@pytest.mark.parametrize("generator", APPEALS, ids=lambda one: one.id)
def test_what_a_generator_cites_is_in_the_registers(norms, generator):
    codes = misconceptions_from("misconceptions.yaml", read(text("misconceptions.yaml")), Report())
    assert codes
    for number in range(100):
        item = generate(generator, f"norms-{number}", DAYS)
        for _, norm in item.cited():
            norms.resolve(norm)
        for _, words in item.texts():
            for norm in LINK.findall(words):
                norms.resolve(norm)
        for _, code in item.misconceptions():
            assert code in codes
