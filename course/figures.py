"""Hand-made SVG figures: read, refused when they could act or load, made fit for a page."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from markdown_it.common.utils import escapeHtml

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"

_DRAWING = "svg g path rect circle ellipse line polyline polygon text tspan title desc use symbol"
_PAINT = "defs marker linearGradient radialGradient stop clipPath mask pattern"
ALLOWED = frozenset(_DRAWING.split()) | frozenset(_PAINT.split())
"""Elements that only draw."""

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp"})

_URL = re.compile(r"url\(\s*['\"]?([^)'\"]*)", re.IGNORECASE)


class BadFigure(ValueError):
    """A figure that cannot be used; `code` is of the diagnostics catalogue."""

    def __init__(self, code: str, line: int = 1, column: int = 1, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.line = line
        self.column = column
        self.params = params


@dataclass(frozen=True)
class FigureFolder:
    """The folder of a chapter's figures and the address they are served from."""

    chapter: Path
    slug: str

    def file(self, source: str) -> Path | None:
        """The file that `figures/<name>` in a lesson means, if it is such a name."""
        if re.fullmatch(r"figures/[A-Za-z0-9][A-Za-z0-9._-]*", source) is None:
            return None
        return self.chapter / source

    def href(self, source: str) -> str:
        return f"/figures/{self.slug}/{source.removeprefix('figures/')}"


def inline_svg(text: str, alt: str, prefix: str) -> str:
    """The SVG as HTML with `alt` as its title; ids get `prefix` so that figures never clash.

    Raises BadFigure for a document type, for any element or attribute that could run, load
    or restyle something, and for a drawing that cannot be scaled.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        line = text[: text.index("<!")].count("\n") + 1
        raise BadFigure("svg.doctype", line)
    try:
        # Safe: without a document type there are no entities to expand or to fetch.
        root = ET.fromstring(text)  # noqa: S314
    except ET.ParseError as error:
        line, column = error.position
        raise BadFigure("svg.broken", line, column + 1, problem=str(error)) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise BadFigure("svg.not-svg", element=str(root.tag))
    if "viewBox" not in root.attrib:
        raise BadFigure("svg.no-viewbox")
    title = f"{prefix}-title"
    inner = "".join(_html(child, text, prefix) for child in root if child.tag != f"{{{_SVG}}}title")
    kept = {
        name: value
        for name, value in root.attrib.items()
        if name not in {"width", "height", "role", "id", "aria-labelledby"}
    }
    attributes = _attributes(root, kept, text, prefix)
    return (
        f'<svg role="img" aria-labelledby="{title}"{attributes}>'
        f'<title id="{title}">{escapeHtml(alt)}</title>{inner}</svg>'
    )


def _html(element: ET.Element, source: str, prefix: str) -> str:
    name = str(element.tag).removeprefix(f"{{{_SVG}}}")
    if name not in ALLOWED:
        raise _refused("svg.element", source, f"<{name.rpartition('}')[2]}", element=name)
    inner = escapeHtml(element.text or "")
    for child in element:
        inner += _html(child, source, prefix) + escapeHtml(child.tail or "")
    attributes = _attributes(element, dict(element.attrib), source, prefix)
    return f"<{name}{attributes}>{inner}</{name}>"


def _attributes(element: ET.Element, attributes: dict[str, str], source: str, prefix: str) -> str:
    written = ""
    for name, value in attributes.items():
        if name == _XLINK:
            name = "href"
        plain = name.rpartition("}")[2]
        if plain.lower().startswith("on") or plain in {"style", "src"}:
            raise _refused("svg.attribute", source, plain, attribute=plain)
        if name.startswith("{"):
            # Notes of drawing programs in name spaces of their own: nothing draws them.
            continue
        if name == "href":
            if not value.startswith("#"):
                raise _refused("svg.external", source, value, value=value)
            value = f"#{prefix}-{value[1:]}"
        elif name == "id":
            value = f"{prefix}-{value}"
        elif name.startswith("aria-") and name.endswith("by"):
            value = " ".join(f"{prefix}-{one}" for one in value.split())
        for target in _URL.findall(value):
            if not target.startswith("#"):
                raise _refused("svg.external", source, target, value=target)
        value = re.sub(r"url\(\s*['\"]?#", f"url(#{prefix}-", value).replace("')", ")")
        value = value.replace('")', ")")
        written += f' {name}="{escapeHtml(value)}"'
    return written


def _refused(code: str, source: str, needle: str, **params: str) -> BadFigure:
    at = max(source.find(needle), 0)
    line = source.count("\n", 0, at) + 1
    column = at - (source.rfind("\n", 0, at) + 1) + 1
    return BadFigure(code, line, column, **params)
