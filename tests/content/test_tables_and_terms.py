"""What the tables of powers and the catalogue of terms cite is in the course's registers."""

import re

import pytest
import yaml

from course.diagnostics import Report
from course.norms import register_from
from course.positioned import read
from quizzes.generator import generate
from quizzes.generators import GENERATORS
from quizzes.term_catalogue import TERMS
from quizzes.terms import STEP_CODES
from quizzes.working_days import WorkingDays
from tests.conftest import ROOT

DAYS = WorkingDays(frozenset(), {})
OURS = [one for one in GENERATORS.values() if one.theme == "powers"]


def text_of(name: str) -> str:
    return (ROOT / "content" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def norms():
    return register_from("norms.yaml", read(text_of("norms.yaml")), Report())


@pytest.fixture(scope="module")
def known():
    """(objectives, misconceptions, how many facts by prefix) of the course."""
    objectives = {
        objective["id"]
        for path in sorted((ROOT / "content" / "chapters").glob("*/chapter.yaml"))
        for section in yaml.safe_load(path.read_text(encoding="utf-8"))["sections"]
        for objective in section["objectives"]
    }
    codes = {
        one["code"] for one in yaml.safe_load(text_of("misconceptions.yaml"))["misconceptions"]
    }
    counts = {one["prefix"]: one for one in yaml.safe_load(text_of("facts.yaml"))["facts"]}
    return objectives, codes, counts


@pytest.mark.parametrize("generator", OURS, ids=lambda one: one.id)
def test_every_citation_objective_code_and_fact_of_a_variant_exists(generator, norms, known):
    objectives, codes, counts = known
    assert set(generator.objectives) <= objectives
    for norm in generator.norms:
        norms.resolve(norm)
    for seed in range(60):
        item = generate(generator, f"register-{seed}", DAYS)
        for _, norm in item.cited():
            norms.resolve(norm)
        for _, text in item.texts():
            for norm in re.findall(r"\[\[([^#\]|]+)", text):
                norms.resolve(norm)
        assert {code for _, code in item.misconceptions()} <= codes
        for fact in item.facts:
            prefix, _, number = fact.rpartition("-")
            assert int(number) <= counts[f"{prefix}-"]["count"], fact


@pytest.mark.parametrize("term", TERMS.values(), ids=list(TERMS))
def test_every_term_of_the_catalogue_cites_norms_of_the_register(term, norms):
    assert term.norms
    for norm in term.norms:
        norms.resolve(norm)


def test_the_calculator_has_words_for_every_step():
    words = yaml.safe_load(
        (ROOT / "webapp" / "messages" / "kk" / "calculator.yaml").read_text(encoding="utf-8")
    )
    assert {f"calculator.{code}" for code in STEP_CODES} <= set(words)
