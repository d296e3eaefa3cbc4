"""The course as an Anki package: its cards, and the items that a question and an answer can hold.

Ids of the note type, the decks and the notes follow from ids of the course alone, so reading a
newer package in Anki changes what changed and doubles nothing. A note is as new as the version of
its item: what a learner wrote into an unchanged note stays.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from html import escape
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from course.model import Course
from quizzes.dates import in_words
from quizzes.interactions.citation import CitationEntry
from quizzes.interactions.date import DateEntry
from quizzes.interactions.number import NumberEntry
from quizzes.interactions.recall import Recall
from quizzes.interactions.short_text import ShortText
from quizzes.interactions.single_choice import SingleChoice
from quizzes.item import Item
from webapp.item_views import order_of
from webapp.paper.nodes import Node, from_html
from webapp.templating import letter

if TYPE_CHECKING:
    from genanki import Deck, Model, Note  # type: ignore[import-untyped]

NAMESPACE = "prokurorlyq-qadagalau"
"""Of all our ids in Anki. Never changes."""

FIELDS = ("Сұрақ", "Жауап", "Түсіндірме", "Норма", "Бөлім", "Нөмірі")
_FIRST_ID = 1_600_000_000_000
"""Anki numbers notes by milliseconds since 1970: below all that a learner makes today."""

_ANSWERED_BRIEFLY = (Recall, SingleChoice, ShortText, NumberEntry, DateEntry, CitationEntry)

_FRONT = "<div class=small>{{Бөлім}}</div><div class=question>{{Сұрақ}}</div>"
_BACK = (
    "{{FrontSide}}<hr id=answer><div class=answer>{{Жауап}}</div>"
    "{{#Түсіндірме}}<div class=why>{{Түсіндірме}}</div>{{/Түсіндірме}}"
    "{{#Норма}}<div class=norm>§ {{Норма}}</div>{{/Норма}}"
)
_CSS = """
.card { font: 20px/1.5 Georgia, "Noto Serif", serif; color: #211d18; background: #fffdf9;
  max-width: 34em; margin: 0 auto; padding: 1em; text-align: left; }
.small, .norm { font: 14px/1.4 Arial, sans-serif; color: #524a40; margin-bottom: .8em; }
.answer { font-weight: bold; }
.why { margin-top: 1em; }
.norm { margin-top: 1.2em; }
.option { margin: .4em 0 0 1em; }
.case { border-left: 3px solid #857b6c; padding-left: .8em; margin-bottom: 1em; }
hr { border: 0; border-top: 1px solid #ddd5c7; margin: 1.2em 0; }
.nightMode.card, .nightMode .card { color: #ebe5d9; background: #1f1d19; }
.nightMode .small, .nightMode .norm { color: #bab1a3; }
.nightMode .case { border-color: #8b8273; }
.nightMode hr { border-color: #3a362e; }
"""


def stable_id(name: str) -> int:
    """A number for Anki that follows from a name: of 31 bits, as its ids are."""
    return (1 << 30) + int.from_bytes(sha256(f"{NAMESPACE}\0{name}".encode()).digest()[:8]) % (
        1 << 30
    )


def notes_of(course: Course, section: str | None = None) -> list[Item]:
    """What goes into a package, section by section: cards first, then items."""
    lessons = {name: course.lessons[lesson].section for name, lesson in course.item_lessons.items()}
    found: dict[str, list[Item]] = {number: [] for number in course.sections}
    for item in chain(course.cards.values(), course.items.values()):
        number = lessons.get(item.id) or item.id.partition("-")[0]
        if isinstance(item.interaction, _ANSWERED_BRIEFLY):
            found[number].append(item)
    return [item for number, items in found.items() if section in (None, number) for item in items]


def package(course: Course, items: Iterable[Item], served: Mapping[str, datetime]) -> bytes:
    """The ``.apkg`` file. ``served``: item id → when its present version was first served.

    Takes a second or so: not for the event loop.
    """
    import genanki  # only who makes a package needs it

    model = _model()
    decks: dict[str, Deck] = {}
    for item in items:
        section = course.sections[item.id.partition("-")[0]]
        deck = decks.get(section.number)
        if deck is None:
            name = f"{course.title}::{section.number} {section.title}".replace('"', "")
            deck = decks[section.number] = genanki.Deck(stable_id(f"deck {section.number}"), name)
        deck.add_note(_note(course, model, item, section.title, served.get(item.id)))
    made = genanki.Package(list(decks.values()))
    edition = datetime.combine(course.edition, datetime.min.time())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cards.apkg")
        made.write_to_file(str(path), timestamp=edition.timestamp())
        return _packed(path)


def _packed(path: Path) -> bytes:
    """The archive made small: genanki stores its files as they are."""
    packed = io.BytesIO()
    with ZipFile(path) as plain, ZipFile(packed, "w", ZIP_DEFLATED) as smaller:
        for name in plain.namelist():
            smaller.writestr(ZipInfo(name), plain.read(name), ZIP_DEFLATED)
    return packed.getvalue()


def _model() -> Model:
    import genanki

    return genanki.Model(
        stable_id("model 1"),
        "Прокурорлық қадағалау",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Карточка", "qfmt": _FRONT, "afmt": _BACK}],
        css=_CSS,
    )


def _note(course: Course, model: Model, item: Item, section: str, served: datetime | None) -> Note:
    from genanki import guid_for

    number = item.id.partition("-")[0]
    kind = "карточка" if isinstance(item.interaction, Recall) else "сұрақ"
    return _dated_note()(
        served,
        model=model,
        fields=[
            _question(course, item),
            _answer(course, item),
            _block(course, item.explanation) if item.explanation else "",
            escape("; ".join(item.norms)),
            escape(f"{number} {section}"),
            item.id,
        ],
        tags=[kind, number],
        guid=guid_for(NAMESPACE, item.id),
    )


def _dated_note() -> Any:
    """A note that is as new as its text, with numbers that follow from its guid."""
    from genanki import Note

    class DatedNote(Note):  # type: ignore[misc]
        def __init__(self, served: datetime | None, **given: Any) -> None:
            super().__init__(**given)
            self._served = served

        def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Any) -> None:
            if self._served is not None:
                timestamp = self._served.timestamp()
            ids = repeat(_FIRST_ID + stable_id(f"note {self.guid}") * 30)
            super().write_to_db(cursor, timestamp, deck_id, ids)

    return DatedNote


def _question(course: Course, item: Item) -> str:
    case = course.cases.get(item.case) if item.case else None
    told = (
        f'<div class="case"><b>{_line(course, case.title)}</b>{_block(course, case.text)}</div>'
        if case is not None
        else ""
    )
    asked = told + _block(course, item.stem)
    if isinstance(item.interaction, SingleChoice):
        for place, one in enumerate(_order(item)):
            text = _line(course, item.interaction.by_id[one].text)
            asked += f'<div class="option">{letter(place)}) {text}</div>'
    return asked


def _order(item: Item) -> tuple[str, ...]:
    """The options in one order for everyone, so that a note does not change by itself."""
    shown = order_of(item, "anki")
    assert isinstance(shown, tuple)
    return shown


def _answer(course: Course, item: Item) -> str:
    interaction = item.interaction
    match interaction:
        case Recall():
            return _block(course, interaction.back)
        case SingleChoice():
            for place, one in enumerate(_order(item)):
                option = interaction.by_id[one]
                if option.right:
                    return f"{letter(place)}) {_line(course, option.text)}"
        case ShortText():
            return escape(" / ".join(interaction.accept))
        case NumberEntry():
            words = (interaction.key.words, *(one.words for one in interaction.accept))
            return escape(" / ".join(words))
        case DateEntry():
            return escape(in_words(interaction.key))
        case CitationEntry():
            return escape(" / ".join((interaction.key, *interaction.accept)))
    raise TypeError(f"{item.type} does not fit a note")


def _block(course: Course, text: str) -> str:
    return _html(from_html(course.html(text)))


def _line(course: Course, text: str) -> str:
    return _html(from_html(course.inline(text)))


def _html(nodes: Iterable[Node]) -> str:
    """Plain HTML: our links and classes mean nothing outside the course."""
    found = []
    for node in nodes:
        if isinstance(node, str):
            found.append(escape(node, quote=False))
        elif node["t"] == "br":
            found.append("<br>")
        else:
            found.append(f"<{node['t']}>{_html(node['c'])}</{node['t']}>")
    return "".join(found)
