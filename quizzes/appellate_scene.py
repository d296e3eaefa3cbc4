"""People, courts and offences of invented appellate cases, in the Kazakh forms that are needed.

Case endings are written out, not glued: a surname takes them by its own vowels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from quizzes.dates import KAZAKH_MONTHS


@dataclass(frozen=True, slots=True)
class Person:
    """``name`` is the given name; the rest are forms of the surname: -ң, -ға, -ды."""

    name: str
    surname: str
    of: str
    to: str
    him: str

    @property
    def full(self) -> str:
        return f"{self.name} {self.surname}"

    @property
    def full_of(self) -> str:
        return f"{self.name} {self.of}"

    @property
    def full_him(self) -> str:
        return f"{self.name} {self.him}"

    @property
    def full_to(self) -> str:
        return f"{self.name} {self.to}"


def _man(name: str, surname: str) -> Person:
    """A surname in -ов, -ев after front vowels."""
    return Person(name, surname, f"{surname}тің", f"{surname}ке", f"{surname}ті")


def _hard(name: str, surname: str) -> Person:
    """A surname in -ов, -ев after back vowels."""
    return Person(name, surname, f"{surname}тың", f"{surname}қа", f"{surname}ты")


def _woman(name: str, surname: str) -> Person:
    return Person(name, surname, f"{surname}ның", f"{surname}ға", f"{surname}ны")


CONVICTS = (
    _man("Арман", "Төлегенов"),
    _hard("Дәулет", "Сапаров"),
    _woman("Гүлжан", "Омарова"),
    _hard("Ернар", "Бекжанов"),
    _woman("Сәуле", "Нұрланова"),
    _man("Марат", "Жүнісов"),
    _man("Бақыт", "Рахметов"),
    _woman("Жанна", "Серікова"),
    _hard("Самат", "Жолдасов"),
    _man("Ілияс", "Әділов"),
)
VICTIMS = (
    _man("Болат", "Шәріпов"),
    _woman("Нұргүл", "Әшімова"),
    _hard("Талғат", "Исаев"),
    _woman("Динара", "Оспанова"),
    _hard("Серік", "Абдрахманов"),
    _woman("Роза", "Кәрімова"),
)
PROSECUTORS = (
    _hard("Асқар", "Мұсаев"),
    _woman("Ләззат", "Бейсенова"),
    _hard("Ерболат", "Смағұлов"),
    _woman("Айнұр", "Тұрсынова"),
    _hard("Данияр", "Қасымов"),
    _woman("Зарина", "Әбілова"),
)
DEFENDERS = (
    _woman("Мадина", "Сүлейменова"),
    _hard("Қанат", "Айтжанов"),
    _woman("Әлия", "Молдашева"),
    _man("Рүстем", "Ибраев"),
)


@dataclass(frozen=True, slots=True)
class Courts:
    """``first`` pronounced the act, ``appeal`` hears the case."""

    first: str
    appeal: str


COURTS = (
    Courts("Талғар аудандық соты", "Алматы облыстық соты"),
    Courts("Бурабай аудандық соты", "Ақмола облыстық соты"),
    Courts("Сайрам аудандық соты", "Түркістан облыстық соты"),
    Courts("Мұғалжар аудандық соты", "Ақтөбе облыстық соты"),
    Courts("Жаңаөзен қалалық соты", "Маңғыстау облыстық соты"),
    Courts("Балқаш қалалық соты", "Қарағанды облыстық соты"),
    Courts("Панфилов аудандық соты", "Жетісу облыстық соты"),
)
JURY_COURT = "қылмыстық істер жөніндегі мамандандырылған ауданаралық сот"
"""Where cases with a jury are tried in the first instance."""

OFFENCES = (
    "ірі мөлшерде алаяқтық жасағаны үшін",
    "топ болып тонау жасағаны үшін",
    "қарақшылық жасағаны үшін",
    "денсаулыққа қасақана ауыр зиян келтіргені үшін",
    "ірі мөлшердегі ұрлық үшін",
    "сеніп тапсырылған мүлікті ірі мөлшерде иемденгені үшін",
)
"""Each is punished with three to seven years or more: cases stay within that."""

JURY_OFFENCE = "екі адамды қасақана өлтіргені үшін"
"""Punished with fifteen to twenty years: cases stay within that."""

JUVENILE_COURT = "Кәмелетке толмағандардың істері жөніндегі мамандандырылған ауданаралық сот"
"""Where minors are tried in the first instance (ҚПК 307.1.1)."""

JUVENILE_OFFENCES = (
    "топ болып тонау жасағаны үшін",
    "ірі мөлшердегі ұрлық үшін",
    "денсаулыққа қасақана ауыр зиян келтіргені үшін",
)

YEARS: Mapping[int, str] = {
    3: "үш",
    4: "төрт",
    5: "бес",
    6: "алты",
    7: "жеті",
    15: "он бес",
    16: "он алты",
    17: "он жеті",
    18: "он сегіз",
    19: "он тоғыз",
    20: "жиырма",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is who in one case."""

    convict: Person
    victim: Person
    prosecutor: Person
    head: Person
    defender: Person
    courts: Courts
    offence: str

    @property
    def sentenced(self) -> str:
        """«Талғар аудандық соты Арман Төлегеновті тонау үшін»; a term of punishment follows."""
        return f"{self.courts.first} {self.convict.full_him} {self.offence}"


def draw_scene(random: Random) -> Scene:
    prosecutor, head = random.sample(PROSECUTORS, 2)
    return Scene(
        random.choice(CONVICTS),
        random.choice(VICTIMS),
        prosecutor,
        head,
        random.choice(DEFENDERS),
        random.choice(COURTS),
        random.choice(OFFENCES),
    )


def right(text: str, why: str) -> dict[str, Any]:
    """The option that is the key."""
    return {"text": text, "right": True, "why": why}


def wrong(text: str, why: str, misconception: str) -> dict[str, Any]:
    return {"text": text, "why": why, "misconception": misconception}


def shuffled(random: Random, options: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Options in a drawn order, so that the place of the key tells nothing on paper either."""
    return random.sample(options, len(options))


def steps(*sentences: str) -> str:
    """A worked solution as a numbered list."""
    return "\n".join(f"{number}. {one}" for number, one in enumerate(sentences, 1))


def without_repeats(*norms: Sequence[str]) -> tuple[str, ...]:
    """Norms in order, each once."""
    return tuple(dict.fromkeys(one for several in norms for one in several))


_IN_MONTH = (
    "қаңтарда",
    "ақпанда",
    "наурызда",
    "сәуірде",
    "мамырда",
    "маусымда",
    "шілдеде",
    "тамызда",
    "қыркүйекте",
    "қазанда",
    "қарашада",
    "желтоқсанда",
)


def on_day(day: date) -> str:
    """«7 қыркүйекте»."""
    return f"{day.day} {_IN_MONTH[day.month - 1]}"


def day_name(day: date) -> str:
    """«7 қыркүйек»."""
    return f"{day.day} {KAZAKH_MONTHS[day.month - 1]}"
