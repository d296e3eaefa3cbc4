"""What the constructs of a parsed text refer to is looked up and put into its tokens."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from markdown_it.token import Token

from course.diagnostics import Report
from course.glossary import Glossary, Term
from course.norms import NormRef, NormRegister, UnknownNorm
from course.source import Source

_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_LEFT_OPEN = re.compile(r"\[\[|\]\]")

_MONTHS = (
    "қаңтардағы",
    "ақпандағы",
    "наурыздағы",
    "сәуірдегі",
    "мамырдағы",
    "маусымдағы",
    "шілдедегі",
    "тамыздағы",
    "қыркүйектегі",
    "қазандағы",
    "қарашадағы",
    "желтоқсандағы",
)


def edition_line(edition: date) -> str:
    """«2026 ж. 1 шілдедегі редакция»."""
    return f"{edition.year} ж. {edition.day} {_MONTHS[edition.month - 1]} редакция"


@dataclass
class Findings:
    """What a text refers to, each once, in order of first use."""

    norms: dict[str, NormRef] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)


@dataclass(frozen=True)
class Resolver:
    norms: NormRegister
    glossary: Glossary
    lessons: Collection[str]
    report: Report

    def resolve(self, tokens: Sequence[Token], source: Source) -> Findings:
        """Resolve citations, terms and links; report those that lead nowhere."""
        findings = Findings()
        boxes: list[Token] = []
        editions: dict[int, str] = {}
        for token in tokens:
            if token.type == "box_open":
                boxes.append(token)
            elif token.type == "box_close" and boxes:
                box = boxes.pop()
                self._close_law_box(box, token, editions.get(id(box)), source)
            for child in token.children or ():
                norm = self._child(child, token, source, findings)
                if norm is not None and boxes and boxes[-1].meta["name"] == "law":
                    editions.setdefault(id(boxes[-1]), edition_line(norm.article.edition))
        return findings

    def _close_law_box(
        self, opened: Token, closed: Token, edition: str | None, source: Source
    ) -> None:
        if opened.meta["name"] != "law":
            return
        if edition is None:
            place = source.start(opened.map[0] if opened.map else 0)
            self.report.add(source.path, place, "box.law-without-norm")
        else:
            closed.meta["edition"] = edition

    def _child(
        self, child: Token, inline: Token, source: Source, findings: Findings
    ) -> NormRef | None:
        if child.type == "citation":
            return self._citation(child, inline, source, findings)
        if child.type == "term":
            self._term(child, inline, source, findings)
        elif child.type == "link_open":
            self._link(child, inline, source)
        elif child.type == "image":
            place = source.find(inline.map, "![")
            self.report.add(source.path, place, "figure.not-alone")
        elif child.type == "text":
            self._text(child, inline, source)
        return None

    def _citation(
        self, child: Token, inline: Token, source: Source, findings: Findings
    ) -> NormRef | None:
        meta = child.meta
        try:
            norm = self.norms.resolve(meta["target"])
        except UnknownNorm as unknown:
            if self.norms.readable:
                self._report_at(child, inline, source, unknown.code, unknown.params)
            return None
        child.meta = {**meta, "href": norm.href}
        if meta["words"] is None:
            child.content = norm.label_kk
        else:
            child.meta["title"] = norm.label_kk
        findings.norms.setdefault(norm.citation, norm)
        return norm

    def _term(self, child: Token, inline: Token, source: Source, findings: Findings) -> None:
        term = self.glossary.find(child.meta["target"])
        if term is None:
            params = {"term": child.meta["target"]}
            if self.glossary.readable:
                self._report_at(child, inline, source, "term.unknown", params)
            return
        child.meta = {**child.meta, "href": term.href}
        findings.terms.setdefault(term.slug, term)

    def _report_at(
        self, child: Token, inline: Token, source: Source, code: str, params: Mapping[str, str]
    ) -> None:
        first = inline.map[0] if inline.map else 0
        place = source.offset(first, inline.content, child.meta["offset"])
        self.report.put(source.path, place, code, params)

    def _link(self, child: Token, inline: Token, source: Source) -> None:
        href = str(child.attrs.get("href", ""))
        if href.startswith("https://"):
            child.attrs["rel"] = "external"
            return
        if href.startswith("lesson:"):
            lesson = href.removeprefix("lesson:")
            if lesson in self.lessons:
                child.attrs["href"] = f"/lessons/{lesson}"
                return
            code, params = "link.unknown-lesson", {"lesson": lesson}
        else:
            code, params = "link.not-allowed", {"href": href}
        self.report.put(source.path, source.find(inline.map, href), code, params)

    def _text(self, child: Token, inline: Token, source: Source) -> None:
        for pattern, code in (
            (_HTML, "markdown.html"),
            (_FOOTNOTE, "footnote.unknown"),
            (_LEFT_OPEN, "markdown.broken-brackets"),
        ):
            for found in pattern.finditer(child.content):
                place = source.find(inline.map, found[0])
                self.report.add(source.path, place, code, text=found[0])
