"""Recall cards: of the glossary's terms, and of deadlines (cards.yaml)."""

from __future__ import annotations

from collections.abc import Mapping

from course.diagnostics import Report
from course.glossary import Glossary
from course.model import Objective
from course.norms import NormRegister, UnknownNorm
from course.positioned import Document
from course.schema import CardEntry, CardsFile
from course.validation import salvaged
from quizzes.interactions.recall import Recall
from quizzes.item import Item


def card_id(section: str, slug: str) -> str:
    """The id of a card, «2.1-card-anyqtau-merzimi»: it stays while section and slug stay."""
    return f"{section}-card-{slug}"


def term_cards(
    path: str,
    document: Document | None,
    glossary: Glossary,
    objectives: Mapping[str, Objective],
    report: Report,
) -> dict[str, Item]:
    """A card for each term that names the objective it belongs to."""
    _unknown_objectives(path, document, objectives, report)
    found: dict[str, Item] = {}
    for term in glossary:
        objective = objectives.get(term.objective) if term.objective else None
        if objective is None:
            continue
        headword = term.headword if term.textbook else term.headword[0].upper() + term.headword[1:]
        asked = f"«{headword}» деген не?"
        found_id = card_id(objective.section, term.slug)
        found[found_id] = Item(
            id=found_id,
            theme="concepts",
            objectives=(objective.id,),
            norms=tuple(norm.citation for norm in term.norms),
            basis="textbook" if term.textbook else "law",
            difficulty=1,
            stem=f"Оқулық бойынша {asked}" if term.textbook else asked,
            explanation="",
            interaction=Recall(type="recall", back=term.definition),
        )
    return found


def _unknown_objectives(
    path: str, document: Document | None, objectives: Mapping[str, Objective], report: Report
) -> None:
    value = document.value if document is not None else None
    entries = value.get("terms") if isinstance(value, dict) else None
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        named = entry.get("objective") if isinstance(entry, dict) else None
        if isinstance(named, str) and named and named not in objectives:
            assert document is not None
            place = document.place(("terms", number, "objective"))
            report.add(path, place, "objective.unknown", objective=named)


def deadline_cards(
    path: str,
    document: Document | None,
    cards: dict[str, Item],
    norms: NormRegister,
    objectives: Mapping[str, Objective],
    report: Report,
) -> None:
    """Add the cards of cards.yaml to those of the terms; what is faulty is reported."""
    file, report = salvaged(CardsFile, path, document, report)
    if document is None or file is None:
        return
    for number, entry in enumerate(file.cards):
        where = ("cards", number)
        objective = objectives.get(entry.objective)
        if objective is None:
            place = document.place((*where, "objective"))
            report.add(path, place, "objective.unknown", objective=entry.objective)
            continue
        for index, citation in enumerate(entry.norms):
            try:
                norms.resolve(citation)
            except UnknownNorm as unknown:
                if norms.readable:
                    place = document.place((*where, "norms", index))
                    report.put(path, place, unknown.code, unknown.params)
        made = _made(entry, objective)
        if made.id in cards:
            place = document.place((*where, "slug"))
            report.add(path, place, "card.duplicate", card=entry.slug)
            continue
        cards[made.id] = made
        for fault in made.faults():
            if fault.code != "why.missing":  # a card needs no explanation beside its back
                name = "front" if fault.path == ("stem",) else str(fault.path[0])
                place = document.place((*where, name))
                params = {"field": name, **fault.params}
                report.put(path, place, fault.code.replace("_", "-"), params, fault.severity)


def _made(entry: CardEntry, objective: Objective) -> Item:
    return Item(
        id=card_id(objective.section, entry.slug),
        theme=entry.theme,
        objectives=(objective.id,),
        norms=entry.norms,
        basis=entry.basis,
        difficulty=entry.difficulty,
        stem=entry.front,
        explanation="",
        interaction=Recall(type="recall", back=entry.back),
    )
