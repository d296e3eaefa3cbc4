"""The closed list of misconceptions that wrong answers are tagged with."""

from collections.abc import Mapping
from dataclasses import dataclass

from course.diagnostics import Report
from course.positioned import Document
from course.schema import MisconceptionsFile
from course.validation import salvaged


@dataclass(frozen=True)
class Misconception:
    """A kind of mistake; `title` and `description` are Kazakh."""

    code: str
    title: str
    description: str
    ru: str
    en: str


def misconceptions_from(
    path: str, document: Document | None, report: Report
) -> Mapping[str, Misconception] | None:
    """The list by code, or None when it cannot be read; a repeated code is reported."""
    file, report = salvaged(MisconceptionsFile, path, document, report)
    if document is None or file is None:
        return None
    found: dict[str, Misconception] = {}
    for number, entry in enumerate(file.misconceptions):
        if entry.code in found:
            place = document.place(("misconceptions", number, "code"))
            report.add(path, place, "misconception.duplicate", code=entry.code)
            continue
        found[entry.code] = Misconception(
            entry.code, entry.title, entry.description, entry.ru, entry.en
        )
    return found
