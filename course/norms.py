"""The register of acts and articles, and the reading of citations such as «ҚПК 192.4»."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from course.diagnostics import Report
from course.positioned import Document
from course.schema import ActEntry, ArticleEntry, NormsFile
from course.validation import salvaged

_NUMBERS = re.compile(r"^(\d+(?:-\d+)*)(?:\.(\d+(?:-\d+)*(?:\.\d+(?:-\d+)*)?))?$")


@dataclass(frozen=True)
class Article:
    """An article the course cites. `edition`, `since` and `until` are its own or its act's."""

    number: str
    title: str
    parts: tuple[str, ...]
    units: tuple[str, ...]
    edition: date
    since: date | None
    until: date | None
    replaced_by: str | None
    note: str | None

    def has_part(self, part: str) -> bool:
        """Whether the part, or a point inside it, is in the register."""
        return any(known == part or known.startswith(part + ".") for known in self.parts)


@dataclass(frozen=True)
class Act:
    id: str
    short: str
    title: str
    number: str
    aliases: tuple[str, ...]
    units: tuple[str, ...]
    edition: date
    checked: date
    since: date | None
    until: date | None
    replaced_by: str | None
    link: str
    note: str | None
    articles: Mapping[str, Article]


@dataclass(frozen=True)
class NormRef:
    """A citation resolved. `label_kk` is how it is shown: «ҚПК 192-бап 4-бөлік»."""

    act: Act
    article: Article
    part: str | None
    label_kk: str
    href: str

    @property
    def citation(self) -> str:
        """The form authors write: «ҚПК 192.4»."""
        numbers = f"{self.article.number}.{self.part}" if self.part else self.article.number
        return f"{self.act.short} {numbers}"


class UnknownNorm(LookupError):
    """A citation that cannot be resolved; `code` is of the diagnostics catalogue."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class NormRegister:
    """The acts by short name. One that is not readable must not be blamed for unknown norms."""

    def __init__(self, acts: Mapping[str, Act], readable: bool = True) -> None:
        self.acts = acts
        self.readable = readable
        self._by_id = {act.id: act for act in acts.values()}
        self._resolved: dict[str, NormRef] = {}

    def __iter__(self) -> Iterator[Act]:
        return iter(self.acts.values())

    def find_act(self, act_id: str) -> Act | None:
        """The act by its Latin id."""
        return self._by_id.get(act_id)

    def aliases(self) -> dict[str, list[str]]:
        """Other names of each act by its short name, for reading learners' citations."""
        return {act.short: [act.title, *act.aliases] for act in self}

    def resolve(self, citation: str) -> NormRef:
        """Read `citation`; raises UnknownNorm when the form or the norm is not known."""
        found = self._resolved.get(citation)
        if found is None:
            found = self._resolved[citation] = self._resolve(" ".join(citation.split()))
        return found

    def _resolve(self, citation: str) -> NormRef:
        act_name, _, numbers = citation.rpartition(" ")
        match = _NUMBERS.match(numbers)
        if not act_name or not match:
            raise UnknownNorm("norm.bad-form", citation=citation)
        act = self.acts.get(act_name)
        if act is None:
            near = get_close_matches(act_name, list(self.acts), n=1, cutoff=0.5)
            known = near[0] if near else ", ".join(self.acts) or "—"
            raise UnknownNorm("norm.unknown-act", act=act_name, known=known)
        article = act.articles.get(match[1])
        if article is None:
            raise UnknownNorm("norm.unknown-article", act=act.short, article=match[1])
        part: str | None = match[2]
        if part is not None and not article.has_part(part):
            raise UnknownNorm("norm.unknown-part", act=act.short, article=article.number, part=part)
        href = f"/norms/{act.id}/{article.number}" + (f"#p-{part}" if part else "")
        return NormRef(act, article, part, _label(act, article, part), href)


def _label(act: Act, article: Article, part: str | None) -> str:
    numbers = [article.number, *(part.split(".") if part else [])]
    # The third unit of an act is a point, which Kazakh drafting numbers with a bracket.
    point = act.units[2] if len(act.units) > 2 else None
    words = [
        f"{number}) {unit}" if unit == point else f"{number}-{unit}"
        for number, unit in zip(numbers, article.units, strict=False)
    ]
    return " ".join([act.short, *words])


def register_from(path: str, document: Document | None, report: Report) -> NormRegister:
    """Build the register; what is faulty is reported and left out."""
    file, report = salvaged(NormsFile, path, document, report)
    if document is None or file is None:
        return NormRegister({}, readable=False)
    acts: dict[str, Act] = {}
    ids: set[str] = set()
    for number, entry in enumerate(file.acts):
        where = ("acts", number)
        if entry.short in acts:
            place = document.place((*where, "short"))
            report.add(path, place, "norm.duplicate-act", act=entry.short)
            continue
        if entry.id in ids:
            report.add(path, document.place((*where, "id")), "norm.duplicate-act", act=entry.id)
            continue
        ids.add(entry.id)
        acts[entry.short] = _act(entry, path, where, document, report)
    return NormRegister(acts)


def _act(
    entry: ActEntry, path: str, where: tuple[str | int, ...], document: Document, report: Report
) -> Act:
    articles: dict[str, Article] = {}
    for number, one in enumerate(entry.articles):
        place = document.place((*where, "articles", number, "article"))
        if one.article in articles:
            report.add(path, place, "norm.duplicate-article", act=entry.short, article=one.article)
            continue
        articles[one.article] = _article(entry, one)
        repeated = {part for part in one.parts if one.parts.count(part) > 1}
        for part in sorted(repeated):
            report.add(path, place, "norm.duplicate-part", article=one.article, part=part)
    return Act(
        id=entry.id,
        short=entry.short,
        title=entry.title,
        number=entry.number,
        aliases=entry.aliases,
        units=entry.units,
        edition=entry.edition,
        checked=entry.checked,
        since=entry.since,
        until=entry.until,
        replaced_by=entry.replaced_by,
        link=entry.link,
        note=entry.note,
        articles=articles,
    )


def _article(act: ActEntry, entry: ArticleEntry) -> Article:
    return Article(
        number=entry.article,
        title=entry.title,
        parts=entry.parts,
        units=entry.units or act.units,
        edition=entry.edition or act.edition,
        since=entry.since or act.since,
        until=entry.until or act.until,
        replaced_by=entry.replaced_by or act.replaced_by,
        note=entry.note,
    )
