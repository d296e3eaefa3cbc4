"""Hand-made SVG: what only draws is let in."""

from pathlib import Path

import pytest

from course.figures import BadFigure, FigureFolder, inline_svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n'


def test_drawing_is_named_and_its_ids_are_its_own() -> None:
    html = inline_svg(
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ink="urn:ink" width="9" height="9"'
        ' viewBox="0 0 9 9" ink:version="1"><title>Ескі</title><defs><clipPath id="c"/></defs>'
        '<use xlink:href="#c"/><g clip-path="url(#c)" class="k"><text>А &lt; Б</text></g></svg>',
        'Жол "1"',
        "fig-2",
    )
    assert html == (
        '<svg role="img" aria-labelledby="fig-2-title" viewBox="0 0 9 9">'
        '<title id="fig-2-title">Жол &quot;1&quot;</title>'
        '<defs><clipPath id="fig-2-c"></clipPath></defs><use href="#fig-2-c"></use>'
        '<g clip-path="url(#fig-2-c)" class="k"><text>А &lt; Б</text></g></svg>'
    )


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        (OPEN + "<script>alert(1)</script></svg>", "svg.element", (2, 1)),
        (OPEN + "<foreignObject><p/></foreignObject></svg>", "svg.element", (2, 1)),
        (OPEN + "<g><style>*{}</style></g></svg>", "svg.element", (2, 4)),
        (OPEN + '<image href="#a"/></svg>', "svg.element", (2, 1)),
        (OPEN + '<a href="#a"/></svg>', "svg.element", (2, 1)),
        (OPEN + '<animate attributeName="href"/></svg>', "svg.element", (2, 1)),
        (OPEN + '<h:p xmlns:h="http://www.w3.org/1999/xhtml"/></svg>', "svg.element", (1, 1)),
        (OPEN + '<g onclick="a()"/></svg>', "svg.attribute", (2, 4)),
        (OPEN + '<g ONLOAD="a()"/></svg>', "svg.attribute", (2, 4)),
        (OPEN + '<g style="fill:red"/></svg>', "svg.attribute", (2, 4)),
        (OPEN + '<use href="https://x.kz/a.svg#b"/></svg>', "svg.external", (2, 12)),
        (OPEN + '<use href="javascript:a()"/></svg>', "svg.external", (2, 12)),
        (OPEN + '<g fill="url(https://x.kz)"/></svg>', "svg.external", (2, 14)),
        (OPEN + "<g fill=\"url( 'data:x')\"/></svg>", "svg.external", (2, 16)),
        ('<?xml version="1.0"?>\n<!DOCTYPE svg>\n' + OPEN + "</svg>", "svg.doctype", (2, 1)),
        ('<!DOCTYPE s [<!ENTITY a "b">]>' + OPEN + "&a;</svg>", "svg.doctype", (1, 1)),
        (OPEN + "<g>", "svg.broken", (2, 4)),
        ("<html/>", "svg.not-svg", (1, 1)),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "svg.no-viewbox", (1, 1)),
    ],
)
def test_what_could_act_or_load_is_refused(text: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(BadFigure) as caught:
        inline_svg(text, "а", "f")
    assert (caught.value.code, (caught.value.line, caught.value.column)) == (code, place)


@pytest.mark.parametrize(
    "source",
    [
        "jol.svg",
        "figures/",
        "figures/../jol.svg",
        "figures/a/b.svg",
        "/figures/a.svg",
        "figures/.a",
    ],
)
def test_only_files_of_the_folder_are_figures(source: str) -> None:
    assert FigureFolder(Path("x"), "02-tergeu").file(source) is None


def test_figure_has_a_file_and_an_address() -> None:
    folder = FigureFolder(Path("x"), "02-tergeu")
    assert folder.file("figures/jol-1.svg") == Path("x/figures/jol-1.svg")
    assert folder.href("figures/jol-1.svg") == "/figures/02-tergeu/jol-1.svg"
