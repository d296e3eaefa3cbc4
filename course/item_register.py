"""The register of item ids ever used: an id is never given to another item.

One line an item: id, type, section and, when the item has been taken out of the course, the
word `retired`. Answers stored under an id keep their meaning because of this file.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course.diagnostics import Position, Report

HEADER = (
    "# Тапсырма нөмірлерінің тізілімі: нөмір, түрі, бөлімі; retired — алынып тасталған.\n"
    "# «python -m course register» жазады; қолмен түзетілмейді.\n"
)

_LINE = re.compile(r"^(\S+) (\S+) (\S+)(?: (retired))?$")


@dataclass(frozen=True)
class RegisteredItem:
    id: str
    type: str
    section: str
    retired: bool = False
    line: int = 0


@dataclass(frozen=True)
class UsedItem:
    """An item found in the lessons, with the place of its id."""

    id: str
    type: str
    section: str
    path: str
    position: Position


def read_register(path: str, text: str, report: Report) -> dict[str, RegisteredItem]:
    found: dict[str, RegisteredItem] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line.rstrip())
        if not match:
            report.add(path, (number, 1), "register.bad-line", line=line.strip())
        elif match[1] in found:
            report.add(path, (number, 1), "register.duplicate", id=match[1])
        else:
            found[match[1]] = RegisteredItem(
                match[1], match[2], match[3], match[4] is not None, number
            )
    return found


def compare(
    path: str,
    register: Mapping[str, RegisteredItem],
    used: Mapping[str, UsedItem],
    report: Report,
) -> None:
    """Report ids that vanished, were given to another item, or are not registered yet."""
    for entry in register.values():
        if not entry.retired and entry.id not in used:
            report.add(path, (entry.line, 1), "register.vanished", id=entry.id)
    for item in used.values():
        known = register.get(item.id)
        if known is None:
            report.add(item.path, item.position, "register.unregistered", id=item.id)
        elif known.retired:
            report.add(item.path, item.position, "register.reused-retired", id=item.id)
        elif (known.type, known.section) != (item.type, item.section):
            report.add(
                item.path,
                item.position,
                "register.reused",
                id=item.id,
                type=known.type,
                section=known.section,
            )


class CannotRegister(ValueError):
    """`id` cannot be marked retired: it is not registered or is still in a lesson."""

    def __init__(self, item_id: str) -> None:
        super().__init__(item_id)
        self.id = item_id


def updated(
    register: Mapping[str, RegisteredItem],
    used: Iterable[UsedItem],
    retire: Iterable[str] = (),
) -> str:
    """The text of the register with new items added and `retire` marked retired.

    Raises CannotRegister when an id to retire is unknown or still used.
    """
    entries = dict(register)
    present = set()
    for item in used:
        present.add(item.id)
        entries.setdefault(item.id, RegisteredItem(item.id, item.type, item.section))
    for item_id in retire:
        known = register.get(item_id)
        if known is None or item_id in present:
            raise CannotRegister(item_id)
        entries[item_id] = RegisteredItem(item_id, known.type, known.section, retired=True)
    lines = [
        f"{one.id} {one.type} {one.section}" + (" retired" if one.retired else "")
        for _, one in sorted(entries.items())
    ]
    return HEADER + "".join(line + "\n" for line in lines)
