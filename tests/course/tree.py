"""A tiny content directory for tests, whole and free of faults until a test changes it."""

from pathlib import Path
from textwrap import dedent

from course.loader import Loaded, load

COURSE = """\
title: Сынақ курсы
subtitle: Шағын курс
edition: 2026-11-23
"""

MISCONCEPTIONS = """\
misconceptions:
  - code: wrong-body
    title: Өзге органның өкілеттігі
    description: Шешім өзге органға берілген.
    ru: Полномочие другого органа
    en: Power of another body
  - code: wrong-length
    title: Өзге мерзім
    description: Басқа мерзімнің саны алынған.
    ru: Длительность другого срока
    en: Length of another term
"""

NORMS = """\
acts:
  - id: cpc
    short: ҚПК
    title: Қылмыстық-процестік кодекс
    number: 2014 жылғы 4 шілдедегі № 231-V
    aliases: [ҚР ҚПК, УПК, CPC]
    units: [бап, бөлік, тармақ]
    edition: 2026-07-01
    checked: 2026-11-23
    link: https://adilet.zan.kz/kaz/docs/K1400000231
    articles:
      - article: "192"
        title: Тергеп-тексеру мерзімі
        parts: ["1", "2", "4", "6"]
      - article: "193"
        title: Прокурордың өкілеттігі
        parts: ["1.5", "1.3-1", "1-1"]
        edition: 2026-01-02
      - article: "7"
        title: Ұғымдар
        parts: ["12"]
        units: [бап, тармақ]
  - id: constitutional-law
    short: КЗ
    title: Прокуратура туралы
    number: 2022 жылғы 5 қарашадағы № 155-VII
    units: [бап, тармақ, тармақша]
    edition: 2026-06-11
    checked: 2026-11-23
    link: https://adilet.zan.kz/kaz/docs/Z2200000155
    articles:
      - article: "9"
        title: Бас Прокурор
        parts: ["1.16"]
"""

GLOSSARY = """\
terms:
  - term: тәулік
    definition: Жиырма төрт сағатқа тең уақыт ([[ҚПК 192.1]]).
    ru: сутки
    en: day
    norms: [ҚПК 192.1]
  - term: қадағалау актісі
    definition: Прокурордың жазбаша шешімі.
    ru: акт надзора
    en: supervisory act
    basis: textbook
    forbid: [ден қою актісі]
    see: [тәулік]
"""

CHAPTER = """\
id: "2"
title: Тергеу
sections:
  - number: "2.1"
    title: Тергеп-тексеру
    objectives:
      - id: 2.1.a
        text: Мерзімді айтады
    lessons: [2.1.1-merzim]
  - number: "2.2"
    title: Дайындалуда
    objectives:
      - id: 2.2.a
        text: Кейін жазылады
    lessons: []
"""

FRONT = """\
---
title: Мерзім
section: "2.1"
summary: Мерзімдер туралы
objectives: [2.1.a]
checked: 2026-11-23
---
"""

ITEM = """\
```item
id: 2.1-ai
type: single-choice
theme: deadlines
objectives: [2.1.a]
norms: [ҚПК 192.2]
basis: law
difficulty: 1
stem: Анықтау неше айда бітеді?
explanation: Анықтау бір айда бітеді ([[ҚПК 192.2]]).
options:
  - text: бір айда
    right: true
    why: Иә, бір айда.
  - text: екі айда
    why: Екі ай — алдын ала тергеудікі.
    misconception: wrong-length
  - text: үш айда
    why: Үш ай — ұзартылған мерзім.
    misconception: wrong-length
```
"""

# Enough words for a lesson, in short sentences.
PROSE = "Тергеу мерзімі заңда белгіленген шектен аспайды. " * 90

FOLDER = "chapters/02-tergeu"
LESSON = f"{FOLDER}/2.1.1-merzim.md"


def items(count: int = 3) -> str:
    """Copies of the item under ids of their own."""
    return "\n".join(ITEM.replace("2.1-ai", f"2.1-ai-{n}") for n in range(1, count + 1))


def lesson(body: str = "", front: str = FRONT) -> str:
    """A lesson that is long enough and tests its objective; `body` comes first in it."""
    return f"{front}{body}\n## Мерзім неге керек\n\n{PROSE}\n\n{items()}"


def files() -> dict[str, str]:
    """All files of the tree by path."""
    ids = "".join(f"2.1-ai-{n} single-choice 2.1\n" for n in (1, 2, 3))
    return {
        "course.yaml": COURSE,
        "misconceptions.yaml": MISCONCEPTIONS,
        "norms.yaml": NORMS,
        "glossary.yaml": GLOSSARY,
        "item-ids.txt": ids,
        f"{FOLDER}/chapter.yaml": CHAPTER,
        LESSON: lesson(),
    }


def write(root: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the tree with some files changed, added or (None) left out."""
    for name, content in {**files(), **(changes or {})}.items():
        if content is None:
            continue
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def loaded(root: Path, changes: dict[str, str | bytes | None] | None = None) -> Loaded:
    return load(write(root, changes))


def told(result: Loaded) -> list[str]:
    """Diagnostics as `path:line:column severity code`, the chapter's folder left out."""
    return [
        f"{one.path.removeprefix(FOLDER + '/')}:{one.line}:{one.column} {one.severity} {one.code}"
        for one in result.diagnostics
    ]


def changed(text: str, old: str, new: str) -> str:
    """`text` with `old`, which must occur once, replaced."""
    assert text.count(old) == 1, f"{text.count(old)} × {old!r}"
    return text.replace(old, new)


def block(text: str) -> str:
    return dedent(text).lstrip("\n")
