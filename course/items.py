"""The YAML of items and cases: validated by `quizzes`, every fault told with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from course.diagnostics import Position, Report
from course.misconceptions import Misconception
from course.norms import NormRegister, UnknownNorm
from course.positioned import Document, read
from course.schema import CaseFence
from course.source import yaml_source
from course.texts import Texts
from course.validation import (
    field_label,
    field_names,
    report_validation,
    report_yaml_faults,
    validated,
)
from quizzes.case import CaseText
from quizzes.interaction import position_id
from quizzes.interactions import GENERATED
from quizzes.item import Item, fault_path, item_from_mapping


@dataclass(frozen=True)
class ReadItem:
    """An item as it was found. `item` is None when it has faults of form."""

    path: str
    document: Document
    id: str | None
    item: Item | None

    def place(self, *where: str | int) -> Position:
        return self.document.place(where)


@dataclass(frozen=True)
class ItemReader:
    norms: NormRegister
    misconceptions: Mapping[str, Misconception] | None
    objectives: Mapping[str, object]
    texts: Texts
    report: Report

    def read(self, path: str, content: str, first_line: int, indent: int) -> ReadItem:
        """Read the content of an ```item fence which begins on `first_line`."""
        document = read(content, first_line, indent)
        report_yaml_faults(path, document, self.report)
        raw = document.value
        if not isinstance(raw, dict):
            if not document.faults:
                self.report.add(path, document.place(()), "yaml.not-a-mapping")
            return ReadItem(path, document, None, None)
        item_id = raw.get("id")
        item_id = item_id if isinstance(item_id, str) else None
        item: Item | None = None
        try:
            item = item_from_mapping(raw).with_acts(self.norms.aliases())
        except ValidationError as error:
            report_validation(
                path, document, self.report, error, known=_item_fields(), to_path=fault_path
            )
        found = ReadItem(path, document, item_id, item)
        if item is not None:
            self._check(found, item)
        return found

    def _check(self, found: ReadItem, item: Item) -> None:
        path, document, report = found.path, found.document, self.report
        if item.type in GENERATED:
            report.add(path, found.place("type"), "item.generated-type", type=item.type)
        for fault in item.faults():
            where = tuple(fault.path)
            params: dict[str, Any] = {"field": field_label(where), **fault.params}
            if "other" in fault.params:
                params["letter"] = position_id(int(fault.params["other"]) - 1)
            code = fault.code.replace("_", "-")
            report.put(path, document.place(where), code, params, fault.severity)
        for where, text in item.texts():
            self.texts.prepare(text, yaml_source(path, document, tuple(where), text))
        for number, objective in enumerate(item.objectives):
            if objective not in self.objectives:
                place = found.place("objectives", number)
                report.add(path, place, "objective.unknown", objective=objective)
        for where, code in item.misconceptions():
            if self.misconceptions is not None and code not in self.misconceptions:
                place = document.place(tuple(where))
                report.add(path, place, "misconception.unknown", misconception=code)
        for where, citation in item.cited():
            self._norm(found, citation, tuple(where))

    def _norm(self, found: ReadItem, citation: str, where: tuple[str | int, ...]) -> None:
        try:
            self.norms.resolve(citation)
        except UnknownNorm as unknown:
            # A false answer may name a norm which nobody has checked or which does not exist.
            loose = where[0] == "wrong" and unknown.code in {
                "norm.unknown-article",
                "norm.unknown-part",
            }
            if self.norms.readable and not loose:
                place = found.document.place(where)
                self.report.put(found.path, place, unknown.code, unknown.params)

    def read_case(self, path: str, content: str, first_line: int, indent: int) -> CaseText | None:
        """Read the content of a ```case fence."""
        document = read(content, first_line, indent)
        fence = validated(CaseFence, path, document, self.report)
        if fence is None:
            return None
        text = fence.text.strip()
        self.texts.prepare(text, yaml_source(path, document, ("text",), text))
        return CaseText(id=fence.id, title=fence.title, text=text)


@cache
def _item_fields() -> Sequence[str]:
    return sorted(field_names(Item))
