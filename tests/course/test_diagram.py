"""Diagrams: well-formed, readable, told in words too."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from course.diagram import Diagram, Edge, Node, drawn, picture
from course.diagram_layout import WIDTH, Layout, laid_out, text_width, wrapped


def layout(rows: list[list[str]], edges: list[tuple[str, str, str]]) -> Layout:
    return laid_out([[(name, f"түйін {name}", False) for name in row] for row in rows], edges)


SHAPES = {
    "chain": ([["a"], ["b"], ["c"]], [("a", "b", ""), ("b", "c", "")]),
    "fork and join": (
        [["a"], ["b", "c", "d"], ["e"]],
        [("a", x, "иә") for x in "bcd"] + [(x, "e", "") for x in "bcd"],
    ),
    "over a row": ([["a"], ["b"], ["c"]], [("a", "b", ""), ("b", "c", ""), ("a", "c", "жоқ")]),
    "back": ([["a"], ["b"], ["c"]], [("a", "b", ""), ("b", "c", ""), ("c", "a", "қайта")]),
    "side by side": ([["a", "b", "c"]], [("a", "b", "иә"), ("c", "b", "жоқ"), ("a", "c", "")]),
    "both sides": (
        [["a", "b"], ["c", "d"], ["e", "f"]],
        [("a", "e", ""), ("b", "f", ""), ("e", "a", ""), ("f", "b", ""), ("a", "d", "")],
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_everything_stays_inside_the_picture(name: str) -> None:
    found = layout(*SHAPES[name])
    points = [point for route in found.routes for point in route.points]
    points += [(box.x, box.y) for box in found.boxes]
    points += [(box.x + box.width, box.y + box.height) for box in found.boxes]
    assert all(0 <= x <= WIDTH and 0 <= y <= found.height for x, y in points)


@pytest.mark.parametrize("name", SHAPES)
def test_boxes_do_not_overlap(name: str) -> None:
    for one, other in combinations(layout(*SHAPES[name]).boxes, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        below = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert beside or below


@pytest.mark.parametrize("name", SHAPES)
def test_lines_run_level_or_upright_from_box_to_box_and_through_none(name: str) -> None:
    found = layout(*SHAPES[name])
    for route in found.routes:
        for (x0, y0), (x1, y1) in pairwise(route.points):
            assert x0 == x1 or y0 == y1
            for box in found.boxes:
                left, right = sorted((x0, x1))
                top, bottom = sorted((y0, y1))
                inside = (
                    left < box.x + box.width
                    and right > box.x
                    and top < box.y + box.height
                    and bottom > box.y
                )
                assert not inside, (route.source.id, route.target.id, box.id)
        (x, y), box = route.points[-1], route.target
        assert box.x <= x <= box.x + box.width
        assert box.y <= y <= box.y + box.height


def test_straight_way_has_no_turn() -> None:
    for route in layout(*SHAPES["chain"]).routes:
        assert len(route.points) == 2


def test_text_is_wrapped_within_its_width_and_long_words_by_syllables() -> None:
    lines = wrapped("Облыс және теңестірілген прокурорлар", 80)
    assert all(text_width(line) <= 80 for line in lines)
    joined = " ".join(lines)
    assert joined.replace("- ", "") == "Облыс және теңестірілген прокурорлар"
    assert "теңестіріл-" in lines


def test_word_without_a_vowel_is_left_whole() -> None:
    assert wrapped("ҚРҚПКҚР", 20) == ("ҚРҚПКҚР",)


DIAGRAM = Diagram(
    "Атауы & <т>",
    "Сипаты",
    ((Node("a", "Бір < екі", "start"),), (Node("q", "Ма?", "question"), Node("e", "Соң", "end"))),
    (Edge("a", "q", "иә & жоқ"), Edge("q", "e", "")),
)


def test_drawing_is_well_formed_and_named() -> None:
    html = drawn(DIAGRAM, "diagram-7")
    svg = ET.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == "diagram-7-title diagram-7-alt"
    assert [svg[0].text, svg[1].text] == ["Атауы & <т>", "Сипаты"]
    assert svg.attrib["viewBox"].startswith("0 0 360 ")
    classes = {one.attrib["class"] for one in svg if "class" in one.attrib}
    assert classes == {
        "dg-node dg-start",
        "dg-node dg-question",
        "dg-node dg-end",
        "dg-edge",
        "dg-text",
        "dg-label",
    }


def test_drawing_has_no_colour_and_no_style_of_its_own() -> None:
    svg = ET.fromstring(drawn(DIAGRAM, "d").partition("<figcaption")[0].partition("\n")[2])
    for one in svg.iter():
        assert "style" not in one.attrib
        assert {one.attrib.get("fill"), one.attrib.get("stroke")} <= {None, "none", "currentColor"}


def test_drawing_is_told_in_words() -> None:
    html = drawn(DIAGRAM, "d")
    assert "<li>Басы: Бір &lt; екі\n<ul><li>иә &amp; жоқ → Ма?</li></ul>\n</li>" in html
    assert "<li>Сұрақ: Ма?\n<ul><li>→ Соң</li></ul>\n</li>" in html
    assert "<li>Соңы: Соң</li>" in html


def test_a_way_that_was_taken_is_marked_and_boxes_lead_where_they_say():
    diagram = Diagram(
        "Жол",
        "Екі жол",
        (
            (Node("a", "Бірінші", "start"),),
            (Node("b", "Екінші", "end"), Node("c", "Үшінші", "end")),
        ),
        (Edge("a", "b", ""), Edge("a", "c", "")),
    )
    plain = picture(diagram, "p", hrefs={})
    assert "dg-taken" not in plain
    assert 'role="img"' in plain
    marked = picture(diagram, "p", taken=[("a", "b")], ends=["a", "b"], hrefs={"a": '#"1'})
    assert marked.count("dg-edge dg-taken") == 1
    assert marked.count("dg-start dg-taken") == marked.count("dg-end dg-taken") == 1
    assert '<a href="#&quot;1">' in marked
    assert 'role="group"' in marked  # a link inside an image could not be reached
