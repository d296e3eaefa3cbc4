"""What goes on paper: every item once, and a key that fits the variant."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from quizzes.assessment import Assessment, AssessmentSection, Draw, FixedItem
from quizzes.drawing import CannotDraw
from quizzes.item import item_from_mapping
from tests.conftest import START
from tests.webapp import factories
from webapp.paper.printing import pdf
from webapp.paper.setting import PaperOrder, build
from webapp.queries import sittings
from webapp.tables import own_items

ORDER = PaperOrder("Аралық бақылау", "2026 ж. 25 қараша", 3, True, True, "481516")
EVIL = r'#import "x" $x$ *жуан* `code` @ref <label> [а] ] } \ // #{panic("x")} "' + "'"


def everything(course: Any) -> Assessment:
    return Assessment(
        sections=(
            AssessmentSection(
                title="Бөлім", entries=tuple(FixedItem(item=one) for one in course.items)
            ),
        )
    )


def items_of(variant: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        item
        for section in variant["sections"]
        for block in section["blocks"]
        for item in block["items"]
    ]


def words(nodes: list[Any]) -> str:
    return "".join(node if isinstance(node, str) else words(node["c"]) for node in nodes)


@pytest.fixture
def data(database, sample):
    return database.read(build, sample, 1, everything(sample), ORDER)


def test_every_variant_has_every_item_once_and_numbers_them(data, sample):
    assert len(data["variants"]) == 3
    for variant in data["variants"]:
        items = items_of(variant)
        assert sorted(one["id"] for one in items) == sorted(sample.items)
        assert [one["number"] for one in items] == list(range(1, len(items) + 1))
        assert variant["points"] == sum(one["points"] for one in items)


def test_variants_differ_in_order_and_the_seed_makes_the_same_paper_again(database, sample, data):
    orders = {tuple(one["id"] for one in items_of(variant)) for variant in data["variants"]}
    assert len(orders) == 3
    assert database.read(build, sample, 1, everything(sample), ORDER) == data


def test_the_key_names_the_letters_of_its_own_variant(data, sample):
    for variant in data["variants"]:
        items = {one["id"]: one for one in items_of(variant)}
        single = items["1.1-single-choice"]
        right = next(one for one in single["options"] if words(one["text"]) == "Бір ай")
        assert words(single["answer"]) == f"{right['letter']} — Бір ай"
        several = items["1.1-multiple-choice"]
        letters = [
            one["letter"] for one in several["options"] if words(one["text"]) != "Үкім шығару"
        ]
        assert words(several["answer"]) == ", ".join(letters)
        matching = items["1.1-matching"]
        interaction = sample.items["1.1-matching"].interaction
        names = {one["letter"]: words(one["text"]) for one in matching["targets"]}
        pairs = re.findall(r"(\d+) – (\w)", words(matching["answer"]))
        assert [names[letter] for _, letter in pairs] == [
            interaction.by_id[prompt.key].text for prompt in interaction.prompts
        ]
        ordering = items["1.1-ordering"]
        steps = {one["letter"]: words(one["text"]) for one in ordering["steps"]}
        found = re.findall(r"[А-Н](?= →|$)", words(ordering["answer"]).partition(" (")[0])
        model = sample.items["1.1-ordering"].interaction
        assert [steps[letter] for letter in found] == [
            model.by_id[one].text for one in model.model_order
        ]
        cloze = items["1.1-cloze"]
        gaps = sample.items["1.1-cloze"].interaction
        for number, name in enumerate(gaps.gap_names, start=1):
            letter = re.search(rf"\({number}\) (\w) ", words(cloze["answer"])).group(1)  # type: ignore[union-attr]
            options = {
                one["letter"]: words(one["text"]) for one in cloze["gaps"][number - 1]["options"]
            }
            assert options[letter] == gaps.gaps[name].right.text
        assert items["1.1-essay"]["rubric"]
        assert single["norms"] == ["ҚПК 192.2"]


def test_without_shuffling_every_variant_is_the_same(database, sample):
    asked = everything(sample)
    calm = asked.model_copy(
        update={
            "shuffle_options": False,
            "sections": (asked.sections[0].model_copy(update={"shuffle": False}),),
        }
    )
    data = database.read(build, sample, 1, calm, ORDER)
    first, second, third = (items_of(one) for one in data["variants"])
    assert first == second == third


def test_a_bank_that_is_too_small_says_so(database, sample):
    asked = Assessment(sections=(AssessmentSection(entries=(Draw(count=100),)),))
    with pytest.raises(CannotDraw):
        database.read(build, sample, 1, asked, ORDER)


def test_no_text_is_read_as_a_command_of_the_typesetter(database, sample):
    def own(connection: Any) -> int:
        cohort = factories.cohort(connection)
        author = factories.person(connection, "author")
        for number, name in enumerate(sample.items, start=1):
            raw = json.loads(sample.items[name].canonical())
            item = item_from_mapping(raw | {"id": f"1.1-own-{number}", "stem": f"Сұрақ {EVIL}"})
            sittings.archive_item_versions(
                connection, [(item.id, item.version, item.canonical())], START
            )
            connection.execute(
                own_items.insert().values(
                    item_id=item.id,
                    version=item.version,
                    cohort_id=cohort,
                    author_id=author,
                    shared=False,
                    created_at=START,
                    updated_at=START,
                )
            )
        return cohort

    cohort = database.write(own)
    asked = Assessment(
        intro=EVIL,
        sections=(
            AssessmentSection(
                title=EVIL,
                entries=tuple(
                    FixedItem(item=f"1.1-own-{number}")
                    for number in range(1, len(sample.items) + 1)
                ),
            ),
        ),
    )
    order = PaperOrder(EVIL, EVIL, 1, True, True, "1")
    data = database.read(build, sample, cohort, asked, order)
    assert data["title"] == EVIL
    made = pdf(data)
    assert made.startswith(b"%PDF-")


def test_the_paper_is_a_pdf_with_pages_for_questions_sheet_and_key(data):
    full = pdf(data)
    assert full.startswith(b"%PDF-")
    assert len(pdf(data | {"key": False, "sheet": False})) < len(full)
    assert pdf(data | {"variants": data["variants"][:1]}).startswith(b"%PDF-")
