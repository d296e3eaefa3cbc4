"""One lesson file: front matter, text, items and cases in their order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from course.diagnostics import Position, Report
from course.diagram import BadDiagram, diagram_from, drawn
from course.figures import PICTURES, BadFigure, FigureFolder, inline_svg
from course.files import FileReader
from course.items import ItemReader, ReadItem
from course.markdown import lesson_parser
from course.model import Block, Heading, HtmlBlock, ItemBlock
from course.positioned import Document, read
from course.prose import blocks, plain, sentences, word_count, words_of
from course.resolving import Findings, Resolver
from course.schema import DiagramFence, FrontMatter
from course.slug import unique_slug
from course.source import Source, file_source
from course.syntax.box import TITLES
from course.validation import validated
from quizzes.case import CaseText

_FACT = re.compile(r"^F-[0-9A-Za-z.]+-[0-9A-Za-z-]+$")
_FACT_SLIP = re.compile(r"^\s*\{\s*\.?facts?\b")

LONGEST_SENTENCE = 40
"""Words in a sentence above which the author is warned."""

FEWEST_WORDS, MOST_WORDS = 500, 1600
"""Words in a lesson, items and cases left out."""


@dataclass
class ReadLesson:
    """A lesson as it was found in its file, before it is set among the others."""

    path: str
    id: str
    front: FrontMatter
    front_document: Document
    source: Source
    tokens: Sequence[Token]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    items: list[ReadItem]
    cases: dict[str, CaseText]
    case_places: dict[str, Position]
    facts: tuple[str, ...]
    findings: Findings
    words: int
    source_text: str


@dataclass
class LessonReader:
    """Reads lesson files; all that is wrong in them goes to `report`."""

    resolver: Resolver
    items: ItemReader
    files: FileReader
    report: Report

    def read(
        self, path: str, lesson_id: str, text: str, figures: FigureFolder
    ) -> ReadLesson | None:
        front_text, body, first_line = self._split(path, text)
        if front_text is None:
            return None
        document = read(front_text, 2)
        front = validated(FrontMatter, path, document, self.report)
        source = file_source(path, body, first_line)
        reading = _Reading(self, path, source, figures)
        reading.parse(body)
        if front is None:
            return None
        return ReadLesson(
            path=path,
            id=lesson_id,
            front=front,
            front_document=document,
            source=source,
            tokens=reading.tokens,
            blocks=reading.rendered(),
            headings=tuple(reading.headings),
            items=reading.items,
            cases=reading.cases,
            case_places=reading.case_places,
            facts=tuple(reading.facts),
            findings=reading.findings,
            words=reading.words,
            source_text=reading.source_text,
        )

    def _split(self, path: str, text: str) -> tuple[str | None, str, int]:
        """Front matter, body and the line the body begins on."""
        lines = text.split("\n")
        if lines[0].rstrip() != "---":
            self.report.add(path, (1, 1), "front.missing")
            return None, "", 1
        for number in range(1, len(lines)):
            if lines[number].rstrip() == "---":
                return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
        self.report.add(path, (1, 1), "front.unclosed")
        return None, "", 1


@dataclass
class _Reading:
    """The work on one lesson body."""

    reader: LessonReader
    path: str
    source: Source
    figures: FigureFolder
    tokens: list[Token] = field(default_factory=list)
    items: list[ReadItem] = field(default_factory=list)
    cases: dict[str, CaseText] = field(default_factory=dict)
    case_places: dict[str, Position] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    source_text: str = ""
    words: int = 0
    _env: dict[str, Any] = field(default_factory=dict)
    _item_tokens: dict[int, ReadItem] = field(default_factory=dict)

    def parse(self, body: str) -> None:
        self.tokens = lesson_parser().parse(body, self._env)
        self._footnotes()
        self.findings = self.reader.resolver.resolve(self.tokens, self.source)
        self._blocks()
        self._headings()
        self._style()
        self.words = word_count(self.tokens)

    def _report(self, place: tuple[int, int], code: str, **params: object) -> None:
        self.reader.report.put(self.path, place, code, params)

    def _start(self, token: Token) -> Position:
        return self.source.start(token.map[0] if token.map else 0)

    def _footnotes(self) -> None:
        refs = self._env.get("footnotes", {}).get("refs", {})
        for label, number in refs.items():
            if number < 0:
                needle = f"[^{label.removeprefix(':')}]:"
                self._report(self.source.find(None, needle), "footnote.unused", text=needle[:-1])

    def _blocks(self) -> None:
        """Every block construct, in order; `depth` tells what stands inside something else."""
        depth = 0
        counts = {"box": 0, "figure": 0, "diagram": 0, "table": 0}
        heading = ""
        for index, token in enumerate(self.tokens):
            match token.type:
                case "box_open":
                    counts["box"] += 1
                    self._box(token, counts["box"])
                case "box_stray":
                    self._report(self._start(token), "box.stray")
                case "fact_mark":
                    self._fact_mark(token, index)
                case "figure":
                    counts["figure"] += 1
                    self._figure(token, counts["figure"])
                case "diagram":
                    counts["diagram"] += 1
                    self._diagram(token, counts["diagram"])
                case "item":
                    self._item(token, depth)
                case "case":
                    self._case(token)
                case "fence":
                    self._fence(token)
                case "heading_open":
                    heading, counts["table"] = plain(self.tokens[index + 1]), 0
                case "table_open":
                    counts["table"] += 1
                    number = f" {counts['table']}" if counts["table"] > 1 else ""
                    token.meta["label"] = f"{heading}: кесте{number}" if heading else "Кесте"
                case "inline":
                    self._fact_slips(token)
            if token.type in {"item", "case", "diagram", "fence"}:
                self._check_closed(token)
            depth += token.nesting

    def _box(self, token: Token, number: int) -> None:
        name = token.meta["name"]
        token.meta["anchor"] = f"box-{number}"
        if name not in TITLES:
            self._report(self._start(token), "box.unknown", name=name, known=", ".join(TITLES))
        if not token.meta["closed"]:
            self._report(self._start(token), "box.unclosed", name=name)

    def _fact_mark(self, token: Token, index: int) -> None:
        for fact in token.meta["facts"]:
            if not _FACT.match(fact):
                place = self.source.find(token.map, fact)
                self._report(place, "fact.bad-id", fact=fact)
            self.facts.setdefault(fact)
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if not token.meta["facts"]:
            self._report(self._start(token), "fact.malformed")
        elif following is None or following.nesting < 0 or following.type == "fact_mark":
            self._report(self._start(token), "fact.no-block")

    def _fact_slips(self, token: Token) -> None:
        for row, line in enumerate(token.content.split("\n")):
            if _FACT_SLIP.match(line):
                first = token.map[0] if token.map else 0
                self._report(self.source.start(first + row), "fact.malformed")

    def _fence(self, token: Token) -> None:
        # An ```item whose name is misspelt would print its key on the page.
        if token.info.strip() != "text":
            self._report(self._start(token), "fence.unknown", name=token.info.strip() or "—")

    def _check_closed(self, token: Token) -> None:
        last = (token.map[1] if token.map else 1) - 1
        line = self.source.lines[last] if last < len(self.source.lines) else ""
        if not line.strip().startswith(token.markup) or last == (token.map or [0])[0]:
            self._report(self._start(token), "fence.unclosed", name=token.info.strip() or "—")

    def _content(self, token: Token) -> tuple[str, int, int]:
        """Text of a fence, the line of the file it begins on, and its indent."""
        row = token.map[0] if token.map else 0
        place = self.source.start(row)
        return token.content, place.line + 1, place.column - 1

    def _item(self, token: Token, depth: int) -> None:
        if depth:
            self._report(self._start(token), "item.inside-block")
        found = self.reader.items.read(self.path, *self._content(token))
        self.items.append(found)
        self._item_tokens[id(token)] = found
        if found.item is None:
            return
        case = found.item.case
        if case is not None and case not in self.cases:
            self._report(found.place("case"), "case.unknown", case=case)

    def _case(self, token: Token) -> None:
        content, line, indent = self._content(token)
        found = self.reader.items.read_case(self.path, content, line, indent)
        if found is None:
            return
        if found.id in self.cases:
            self._report(self._start(token), "case.duplicate", case=found.id)
            return
        self.cases[found.id] = found
        self.case_places[found.id] = self._start(token)
        html = self.reader.items.texts.rendered(found.text).block
        token.meta = {"id": found.id, "title": found.title, "html": html}

    def _figure(self, token: Token, number: int) -> None:
        meta = token.meta
        if not meta["alt"].strip():
            self._report(self.source.find(token.map, "!["), "figure.no-alt")
        place = self.source.find(token.map, meta["src"])
        file = self.figures.file(meta["src"])
        if file is None:
            self._report(place, "figure.bad-address", source=meta["src"])
        elif file.suffix.lower() not in PICTURES | {".svg"}:
            self._report(place, "figure.bad-kind", source=meta["src"])
        elif not file.is_file():
            self._report(place, "figure.missing-file", source=meta["src"])
        elif file.suffix.lower() == ".svg":
            self._svg(token, file, f"fig-{number}")
        else:
            meta["href"] = self.figures.href(meta["src"])

    def _svg(self, token: Token, file: Path, prefix: str) -> None:
        files, report = self.reader.files, self.reader.report
        text = files.text(file)
        if text is None:
            return
        try:
            token.meta["svg"] = inline_svg(text, token.meta["alt"], prefix)
        except BadFigure as bad:
            report.put(files.name(file), (bad.line, bad.column), bad.code, bad.params)

    def _diagram(self, token: Token, number: int) -> None:
        content, line, indent = self._content(token)
        document = read(content, line, indent)
        fence = validated(DiagramFence, self.path, document, self.reader.report)
        if fence is None:
            return
        found: list[BadDiagram] = []
        diagram = diagram_from(fence, found)
        for bad in found:
            place = document.place(bad.where)
            self._report(place, bad.code, **bad.params)
        if diagram is not None:
            token.meta["html"] = drawn(diagram, f"diagram-{number}")

    def _headings(self) -> None:
        """Addresses of headings, their order, and the plain text they stand in."""
        taken: dict[str, None] = {}
        pieces: list[str] = []
        length = 0
        level = 1
        for index, token in enumerate(self.tokens):
            if token.type == "inline":
                text = plain(token)
                opened = self.tokens[index - 1]
                if opened.type == "heading_open":
                    level = self._heading(opened, token, level, taken, length)
            elif token.type == "case" and "id" in token.meta:
                text = self.cases[token.meta["id"]].text
            else:
                continue
            pieces.append(text)
            length += len(text) + 1
        self.source_text = "\n".join(pieces)

    def _heading(
        self, opened: Token, inline: Token, before: int, taken: dict[str, None], offset: int
    ) -> int:
        level = int(opened.tag[1:])
        text = plain(inline)
        if level == 1:
            self._report(self._start(opened), "heading.first-level")
        elif level > before + 1:
            self._report(self._start(opened), "heading.skipped", level=level, before=before)
        if not text.strip():
            self._report(self._start(opened), "heading.empty")
        anchor = unique_slug(text, taken)
        taken[anchor] = None
        opened.attrs["id"] = anchor
        self.headings.append(Heading(anchor, level, text, offset))
        return level

    def _style(self) -> None:
        for token in blocks(self.tokens):
            for sentence in sentences(plain(token)):
                count = len(words_of(sentence))
                if count > LONGEST_SENTENCE:
                    start = " ".join(sentence.split()[:2])
                    place = self.source.find(token.map, start)
                    self._report(place, "style.long-sentence", words=count, most=LONGEST_SENTENCE)

    def rendered(self) -> tuple[Block, ...]:
        """HTML between the items, and the items, in order."""
        md = lesson_parser()
        result: list[Block] = []
        waiting: list[Token] = []
        number = 0

        def flush() -> None:
            html = md.renderer.render(waiting, md.options, self._env)
            if html.strip():
                result.append(HtmlBlock(html))
            waiting.clear()

        for token in self.tokens:
            found = self._item_tokens.get(id(token))
            if found is None:
                waiting.append(token)
                continue
            flush()
            number += 1
            if found.item is not None:
                result.append(ItemBlock(found.item.id, number))
        flush()
        return tuple(result)
