"""The glossary: one headword per concept, with its norm and its forbidden synonyms."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.diagnostics import Report
from course.norms import NormRef, NormRegister, UnknownNorm
from course.positioned import Document
from course.schema import GlossaryFile, TermEntry
from course.slug import unique_slug
from course.validation import salvaged


@dataclass(frozen=True)
class Term:
    """A term. `definition` is Markdown; `textbook` is true when no norm was found for it;
    `objective` is what its recall card practises."""

    slug: str
    headword: str
    definition: str
    ru: str
    en: str
    norms: tuple[NormRef, ...]
    textbook: bool
    forbid: tuple[str, ...]
    see: tuple[str, ...]
    objective: str | None = None

    @property
    def href(self) -> str:
        return f"/glossary/{self.slug}"


class Glossary:
    """The terms in their order. An unreadable glossary must not be blamed for unknown terms."""

    def __init__(self, terms: tuple[Term, ...], readable: bool = True) -> None:
        self.terms = terms
        self.readable = readable
        self._by_headword = {_key(term.headword): term for term in terms}
        self._by_slug = {term.slug: term for term in terms}

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def find(self, headword: str) -> Term | None:
        """The term by its headword, whatever its capitals."""
        return self._by_headword.get(_key(headword))

    def find_by_slug(self, slug: str) -> Term | None:
        return self._by_slug.get(slug)


def _key(headword: str) -> str:
    return " ".join(headword.casefold().split())


def glossary_from(
    path: str, document: Document | None, norms: NormRegister, report: Report
) -> Glossary:
    """Build the glossary; what is faulty is reported."""
    file, report = salvaged(GlossaryFile, path, document, report)
    if document is None or file is None:
        return Glossary((), readable=False)
    entries = file.terms
    headwords: dict[str, int] = {}
    slugs: set[str] = set()
    terms: list[Term] = []
    for number, entry in enumerate(entries):
        where = ("terms", number)
        key = _key(entry.term)
        if key in headwords:
            first = document.place(("terms", headwords[key], "term"))
            place = document.place((*where, "term"))
            report.add(path, place, "term.duplicate", term=entry.term, line=first.line)
            continue
        headwords[key] = number
        address = unique_slug(entry.term, slugs)
        slugs.add(address)
        terms.append(
            Term(
                slug=address,
                headword=entry.term,
                definition=entry.definition,
                ru=entry.ru,
                en=entry.en,
                norms=_norms(entry, path, number, document, norms, report),
                textbook=entry.basis == "textbook",
                forbid=entry.forbid,
                see=entry.see,
                objective=entry.objective,
            )
        )
        if not entry.norms and entry.basis is None:
            report.add(path, document.place(where), "term.no-basis", term=entry.term)
    for number, entry in enumerate(entries):
        for index, other in enumerate(entry.see):
            if _key(other) not in headwords:
                place = document.place(("terms", number, "see", index))
                report.add(path, place, "term.unknown", term=other)
        for index, word in enumerate(entry.forbid):
            if _key(word) in headwords:
                place = document.place(("terms", number, "forbid", index))
                report.add(path, place, "term.forbids-headword", term=word)
    return Glossary(tuple(terms))


def _norms(
    entry: TermEntry,
    path: str,
    number: int,
    document: Document,
    norms: NormRegister,
    report: Report,
) -> tuple[NormRef, ...]:
    found: list[NormRef] = []
    for index, citation in enumerate(entry.norms):
        try:
            found.append(norms.resolve(citation))
        except UnknownNorm as unknown:
            if not norms.readable:
                continue
            place = document.place(("terms", number, "norms", index))
            report.put(path, place, unknown.code, unknown.params)
    return tuple(found)
