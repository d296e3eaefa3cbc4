"""Reading one lesson body against the registers of the test tree."""

from dataclasses import dataclass
from pathlib import Path

from course.diagnostics import Diagnostic, Report
from course.figures import FigureFolder
from course.files import FileReader
from course.glossary import glossary_from
from course.items import ItemReader
from course.lesson import LessonReader, ReadLesson
from course.misconceptions import misconceptions_from
from course.model import HtmlBlock
from course.norms import NormRegister, register_from
from course.positioned import read
from course.resolving import Resolver
from course.texts import Texts
from tests.course.tree import FRONT, GLOSSARY, MISCONCEPTIONS, NORMS

LESSONS = frozenset({"2.1.1-merzim", "2.1.2-uzartu"})
OBJECTIVES = {"2.1.a": None, "2.1.b": None}

FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    '<path id="jol" d="M0 10H40"/><use href="#jol"/></svg>'
)


@dataclass(frozen=True)
class Outcome:
    lesson: ReadLesson
    diagnostics: tuple[Diagnostic, ...]

    @property
    def html(self) -> str:
        """The blocks of the lesson, an item as a comment."""
        return "".join(
            block.html if isinstance(block, HtmlBlock) else f"<!-- {block.item_id} -->\n"
            for block in self.lesson.blocks
        )

    @property
    def told(self) -> list[str]:
        """`line:column code` with lines counted in the body."""
        head = FRONT.count("\n")
        return [f"{one.line - head}:{one.column} {one.code}" for one in self.diagnostics]


def norms() -> NormRegister:
    return register_from("norms.yaml", read(NORMS), Report())


def texts(report: Report | None = None) -> Texts:
    report = report or Report()
    return Texts(resolver(report))


def resolver(report: Report) -> Resolver:
    register = norms()
    glossary = glossary_from("glossary.yaml", read(GLOSSARY), register, report)
    return Resolver(register, glossary, LESSONS, report)


def read_body(body: str, folder: Path) -> Outcome:
    """Read a lesson with the usual front matter; figures/jol.svg is in `folder`."""
    report = Report()
    resolving = resolver(report)
    items = ItemReader(
        resolving.norms,
        misconceptions_from("misconceptions.yaml", read(MISCONCEPTIONS), report),
        OBJECTIVES,
        Texts(resolving),
        report,
    )
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / "jol.svg").write_text(FIGURE)
    (folder / "figures" / "suret.png").write_bytes(b"png")
    reader = LessonReader(resolving, items, FileReader(folder, report), report)
    found = reader.read(
        "lesson.md", "2.1.1-merzim", FRONT + body, FigureFolder(folder, "02-tergeu")
    )
    assert found is not None
    return Outcome(found, report.sorted())
