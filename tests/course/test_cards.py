"""Recall cards of terms and deadlines."""

from __future__ import annotations

from pathlib import Path

from quizzes.interactions.recall import Recall
from tests.course.tree import GLOSSARY, ITEM, changed, lesson, loaded, told
from tests.course.tree import LESSON as PATH

CARDS = """\
cards:
  - slug: merzim
    objective: 2.1.a
    front: Мерзімі қанша?
    back: Екі ай.
    norms: [ҚПК 192.2]
"""
TERMS = changed(GLOSSARY, "    basis: textbook\n", "    basis: textbook\n    objective: 2.1.a\n")


def test_a_term_with_an_objective_and_an_entry_become_cards(tmp_path: Path) -> None:
    course = loaded(tmp_path, {"glossary.yaml": TERMS, "cards.yaml": CARDS}).course
    assert course is not None
    assert list(course.cards) == ["2.1-card-qadagalau-aktisi", "2.1-card-merzim"]
    term = course.cards["2.1-card-qadagalau-aktisi"]
    assert term.stem == "Оқулық бойынша «қадағалау актісі» деген не?"
    assert isinstance(term.interaction, Recall)
    assert term.interaction.back == "Прокурордың жазбаша шешімі."
    assert not set(course.cards) & set(course.items)


def test_faults_of_cards_are_told_with_their_place(tmp_path: Path) -> None:
    twice = CARDS + CARDS.removeprefix("cards:\n").replace("192.2", "192.77")
    changes = {
        "glossary.yaml": TERMS.replace("2.1.a", "9.9.z"),
        "cards.yaml": twice + "  - {slug: x, objective: 9.9.z, front: а, back: б}\n",
    }
    assert told(loaded(tmp_path, dict(changes))) == [
        "cards.yaml:7:11 error card.duplicate",
        "cards.yaml:11:13 error norm.unknown-part",
        "cards.yaml:12:26 error objective.unknown",
        "glossary.yaml:12:16 error objective.unknown",
    ]


def test_a_card_by_law_names_its_norm_and_one_by_the_textbook_says_so(tmp_path: Path) -> None:
    bare = CARDS.replace("    norms: [ҚПК 192.2]\n", "")
    more = bare.removeprefix("cards:\n").replace("slug: merzim", "slug: eki\n    basis: textbook")
    assert told(loaded(tmp_path, {"cards.yaml": bare + more})) == [
        "cards.yaml:2:5 error item.no-norm",
        "cards.yaml:9:12 error item.textbook-stem",
    ]


def test_a_card_written_in_a_lesson_is_refused_and_not_offered(tmp_path: Path) -> None:
    kept, _, _ = ITEM.partition("options:")
    recall = (
        kept.replace("2.1-ai", "2.1-ai-1").replace("single-choice", "recall")
        + "back: Бір ай\n```\n"
    )
    text = lesson().replace(ITEM.replace("2.1-ai", "2.1-ai-1"), recall)
    result = loaded(tmp_path / "a", {PATH: text})
    assert "item.generated-type" in [one.code for one in result.diagnostics]
    result = loaded(tmp_path / "b", {PATH: lesson().replace("type: single-choice", "type: x", 1)})
    (unknown,) = [one for one in result.diagnostics if one.code == "field.not-allowed"]
    assert "recall" not in unknown.message + unknown.mend
