"""The report as a screen reader meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.recount import pdf as tags
from tests.recount.looking import Node
from webapp import report as report_package
from webapp.paper.printing import pdf
from webapp.report.blocks import heading, para, table

SOURCE = Path(report_package.__file__).with_name("report.typ")


def made(*blocks: dict[str, Any]) -> Node:
    data = {
        "lang": "kk", "title": "ПҚ-1: қараша", "kicker": "Айлық есеп", "cohort": "2026 күз",
        "lead": ["Бір сөйлем."], "made": "Кім жасады", "private": "Кімге",
        "blocks": [
            *blocks,
            heading("Сөздер"),
            {"kind": "terms", "terms": [["n", "жауап саны"], ["орта", "орташа балл"]]},
        ],
    }  # fmt: skip
    return tags.tree(pdf(data, SOURCE))


def rows_of(found: Node) -> list[list[str]]:
    return [
        [cell.text() for cell in row.children if isinstance(cell, Node)] for row in found.all("TR")
    ]


def test_a_table_has_the_cells_it_was_given_and_none_that_is_empty():
    for many in (2, 5, 70):  # kept together, and over several pages
        rows = [[f"Аты {n}", "бірінші\nекінші", {"bar": 0.5, "text": "7"}] for n in range(many)]
        root = made(heading("Кесте"), table(["Кім", "Не", "Қанша"], rows, "lwb"), para("соңы"))
        (found,) = root.all("Table")
        head, *body = rows_of(found)
        assert head == ["Кім", "Не", "Қанша"]
        assert body == [[f"Аты {n}", "бірінші екінші", "7"] for n in range(many)]


def test_a_head_is_read_once_though_it_stands_on_every_page():
    rows = [[f"Аты {n}", "7"] for n in range(70)]
    (found,) = made(heading("Кесте"), table(["Кім", "Қанша"], rows, "wr")).all("Table")
    assert [one.text() for one in found.all("TH")] == ["Кім", "Қанша"]
    assert len(found.all("THead")) == len(found.all("TBody")) == 1
