"""Changes of the law: content/amendments.yaml, each with its day, its norms and a note.

Whoever answered an item before its norm changed gets it back (webapp.self_test.returning).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from course.diagnostics import Report
from course.norms import NormRegister, UnknownNorm
from course.positioned import Document
from course.schema import AmendmentsFile
from course.validation import validated


@dataclass(frozen=True)
class Amendment:
    """`norms` are citations («ҚПК 192.4», «ҚПК 192») or whole acts («Конституция»); `note` is
    Kazakh Markdown; `items` limits the change to these items, where not all that cite the norm
    are touched (empty: all). It holds from `day` on.
    """

    day: date
    norms: tuple[str, ...]
    note: str
    items: frozenset[str] = frozenset()

    def touches(self, item_id: str, norms: Iterable[str]) -> bool:
        """Whether an item that cites `norms` rests on what changed."""
        if self.items:
            return item_id in self.items
        return any(_overlap(changed, cited) for changed in self.norms for cited in norms)


def _overlap(one: str, other: str) -> bool:
    """Whether one norm is the other or a piece of it, either way round."""
    return one == other or any(
        inner.startswith((outer + ".", outer + " "))
        for inner, outer in ((one, other), (other, one))
    )


def amendments_from(
    path: str,
    document: Document,
    norms: NormRegister,
    known: Collection[str],
    report: Report,
) -> tuple[Amendment, ...]:
    """The amendments in the order of their days; `known` are the ids an entry may name."""
    file = validated(AmendmentsFile, path, document, report)
    if file is None:
        return ()
    found: list[Amendment] = []
    first: dict[tuple[date, str], int] = {}
    for number, entry in enumerate(file.amendments):
        where = ("amendments", number)
        for index, norm in enumerate(entry.norms):
            place = document.place((*where, "norms", index))
            fault = _fault(norm, norms)
            if fault is not None:
                report.put(path, place, fault.code, fault.params)
            if first.setdefault((entry.day, norm), number) != number:
                report.add(path, place, "amendment.twice", norm=norm, date=entry.day)
        for index, item_id in enumerate(entry.items):
            if item_id not in known:
                place = document.place((*where, "items", index))
                report.add(path, place, "amendment.unknown-item", id=item_id)
        found.append(Amendment(entry.day, entry.norms, entry.note, frozenset(entry.items)))
    return tuple(sorted(found, key=lambda one: one.day))


def _fault(norm: str, register: NormRegister) -> UnknownNorm | None:
    if norm in register.acts or not register.readable:
        return None
    try:
        register.resolve(norm)
    except UnknownNorm as fault:
        return fault
    return None


def amendments_of(
    amendments: Iterable[Amendment], norms: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[Amendment, ...]]:
    """The amendments that touch each item, by its key; `norms`: what each item cites."""
    listed = tuple(amendments)
    found = {
        key: tuple(one for one in listed if one.touches(key, cited)) for key, cited in norms.items()
    }
    return {key: some for key, some in found.items() if some}
