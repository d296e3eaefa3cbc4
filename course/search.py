"""Searching lessons, terms and norms, forgiving of Kazakh endings and missing letters."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from sys import intern
from typing import Literal

from course.kazakh import stem, words
from course.model import Course, Heading
from course.norms import Act, Article

Kind = Literal["lesson", "term", "norm"]

_SNIPPET = 160


@dataclass(frozen=True)
class Hit:
    """One result. `snippet` is safe HTML in which the found words stand in <mark>."""

    kind: Kind
    title: str
    href: str
    snippet: str


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text, kept as columns: an object for each would fill a tenth of the memory."""

    stems: tuple[str, ...]
    forms: tuple[str, ...]
    starts: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return len(self.stems)


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    title: str
    href: str
    body: str
    title_words: _Words
    body_words: _Words
    headings: tuple[Heading, ...] = ()
    extra: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Wanted:
    """A word of the query; the last one may be unfinished."""

    stem: str
    form: str
    unfinished: bool

    def places(self, among: _Words) -> list[int]:
        """Which of these words are meant, by number."""
        return [
            number
            for number, (its_stem, form) in enumerate(zip(among.stems, among.forms, strict=True))
            if its_stem == self.stem or (self.unfinished and form.startswith(self.form))
        ]


@dataclass
class _Match:
    entry: _Entry
    found: int = 0
    in_title: int = 0
    score: int = 0
    places: list[int] = field(default_factory=list)


class SearchIndex:
    """An index of a course, built once and kept in memory."""

    def __init__(self, course: Course) -> None:
        self._entries = tuple(_entries(course))

    def search(self, query: str, limit: int = 20) -> tuple[Hit, ...]:
        """The best hits: those with every word of the query, or else with any of them.

        Hits in titles come first.
        """
        wanted = _wanted(query)
        if not wanted:
            return ()
        matches = [match for entry in self._entries if (match := _match(entry, wanted)).found]
        complete = [match for match in matches if match.found == len(wanted)]
        ranked = sorted(
            complete or matches,
            key=lambda match: (-match.found, -match.in_title, -match.score, match.entry.title),
        )
        return tuple(_hit(match) for match in ranked[:limit])


def _wanted(query: str) -> tuple[_Wanted, ...]:
    found = words(query)
    typed_on = not query[-1:].isspace()
    last = len(found) - 1
    distinct: dict[str, _Wanted] = {}
    for number, (form, _, _) in enumerate(found):
        unfinished = number == last and typed_on and not form[0].isdigit()
        distinct[form] = _Wanted(stem(form), form, unfinished)
    return tuple(distinct.values())


def _words(text: str) -> _Words:
    found = words(text)
    forms = tuple(intern(form) for form, _, _ in found)  # a word is kept once for all texts
    return _Words(
        tuple(intern(stem(form)) for form in forms),
        forms,
        array("L", (start for _, start, _ in found)),
        array("L", (end for _, _, end in found)),
    )


def _match(entry: _Entry, wanted: tuple[_Wanted, ...]) -> _Match:
    match = _Match(entry)
    for one in wanted:
        title = one.places(entry.title_words)
        body = one.places(entry.body_words)
        if title:
            match.in_title += 1
            exact = any(entry.title_words.forms[number] == one.form for number in title)
            match.score += 12 if exact else 8
        if body:
            match.score += min(len(body), 5)
            match.places.extend(entry.body_words.starts[number] for number in body)
        if title or body or one.stem in entry.extra:
            match.found += 1
    match.places.sort()
    # Among equals the shorter title says more exactly what was asked.
    if match.in_title == len(entry.title_words):
        match.score += 10
    return match


def _hit(match: _Match) -> Hit:
    entry = match.entry
    start = _best_window(match.places)
    href = entry.href
    heading = next((one for one in reversed(entry.headings) if one.offset <= start), None)
    if heading is not None and match.places:
        href = f"{href}#{heading.id}"
    return Hit(entry.kind, entry.title, href, _snippet(entry, start, set(match.places)))


def _best_window(places: list[int]) -> int:
    """Where a snippet with the most found words begins."""
    best, count = 0, 0
    for index, place in enumerate(places):
        inside = sum(one < place + _SNIPPET for one in places[index:])
        if inside > count:
            best, count = place, inside
    return best


def _snippet(entry: _Entry, start: int, places: set[int]) -> str:
    body = entry.body
    begin = start
    # Begin with the sentence when it is near, else with the word.
    line, sentence = body.rfind("\n", 0, start), body.rfind(". ", 0, start)
    back = max(line + 1, sentence + 2 if sentence >= 0 else 0)
    if start - back < _SNIPPET // 2:
        begin = back
    end = min(begin + _SNIPPET, len(body))
    if end < len(body):
        end = max(body.rfind(" ", begin, end), body.rfind("\n", begin, end), begin + _SNIPPET // 2)
    text = "…" if begin != back else ""
    at = begin
    for first, last in zip(entry.body_words.starts, entry.body_words.ends, strict=True):
        if first in places and begin <= first and last <= end:
            text += escape(body[at:first])
            text += f"<mark>{escape(body[first:last])}</mark>"
            at = last
    text += escape(body[at:end]).rstrip()
    return " ".join(text.split()) + ("…" if end < len(body) else "")


def _entries(course: Course) -> Iterable[_Entry]:
    for lesson in course.lessons.values():
        body = lesson.source_text
        cited = " ".join(f"{norm.label_kk} {norm.act.title}" for norm in lesson.norms)
        yield _Entry(
            "lesson",
            lesson.title,
            lesson.href,
            body,
            _words(f"{lesson.number} {lesson.title}"),
            _words(body),
            lesson.headings,
            frozenset(_words(f"{lesson.summary} {cited}").stems),
        )
    for term in course.glossary:
        definition = course.plain(term.definition)
        other = f"{term.ru} {term.en} {' '.join(term.forbid)}"
        yield _Entry(
            "term",
            term.headword,
            term.href,
            definition,
            _words(term.headword),
            _words(definition),
            extra=frozenset(_words(other).stems),
        )
    for act in course.norms:
        yield _act_entry(act)
        for article in act.articles.values():
            yield _article_entry(act, article)


def _act_entry(act: Act) -> _Entry:
    return _Entry(
        "norm",
        act.short,
        f"/norms/{act.id}",
        f"{act.title}, {act.number}",
        _words(act.short),
        _words(f"{act.title}, {act.number}"),
        extra=frozenset(_words(" ".join(act.aliases)).stems),
    )


def _article_entry(act: Act, article: Article) -> _Entry:
    title = f"{act.short} {article.number}-{article.units[0]}"
    return _Entry(
        "norm",
        title,
        f"/norms/{act.id}/{article.number}",
        article.title,
        _words(title),
        _words(article.title),
        extra=frozenset(_words(" ".join([act.title, *act.aliases])).stems),
    )
