"""What is wrong with an authored file, where, and how to mend it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from course.catalogue import WARNINGS, WORDINGS, Language

Severity = Literal["error", "warning"]


class Position(NamedTuple):
    """A place in a file, both numbers counted from 1, columns in characters."""

    line: int
    column: int


START = Position(1, 1)


@dataclass(frozen=True)
class Diagnostic:
    """One authoring fault.

    `path` is relative to the content directory. `code` names an entry of the catalogue;
    `params` fill the placeholders of its wording.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    params: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """What is wrong, in Kazakh."""
        return self.worded("kk")[0]

    @property
    def mend(self) -> str:
        """How to mend it, in Kazakh."""
        return self.worded("kk")[1]

    def worded(self, language: Language) -> tuple[str, str]:
        """What is wrong and how to mend it."""
        message, mend = WORDINGS[language][self.code]
        return message.format_map(self.params), mend.format_map(self.params)

    def line_of_text(self, language: Language = "kk") -> str:
        """The diagnostic on one line, in the form editors can jump from."""
        message, mend = self.worded(language)
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.severity} {self.code}: {message} — {mend}"


class Report:
    """Collects diagnostics while files are read; the same fault is kept once."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Diagnostic] = {}

    def add(self, path: str, position: tuple[int, int], code: str, /, **params: object) -> None:
        """Record a fault; `params` fill its wording."""
        self.put(path, position, code, params)

    def put(
        self,
        path: str,
        position: tuple[int, int],
        code: str,
        params: Mapping[str, object],
        severity: Severity | None = None,
    ) -> None:
        """The same with the params in a mapping; the catalogue's severity can be overruled."""
        line, column = position
        texts = {name: str(value) for name, value in params.items()}
        key = (path, line, column, code, tuple(sorted(texts.items())))
        if key not in self._found:
            self._found[key] = Diagnostic(
                path, line, column, severity or severity_of(code), code, texts
            )

    def has_errors(self) -> bool:
        return any(one.severity == "error" for one in self._found.values())

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.sorted())

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All faults by file, line, column."""
        return tuple(sorted(self._found.values(), key=lambda d: (d.path, d.line, d.column, d.code)))


def severity_of(code: str) -> Severity:
    """The severity the catalogue gives a code."""
    return "warning" if code in WARNINGS else "error"


def count(diagnostics: Iterable[Diagnostic], severity: Severity) -> int:
    return sum(one.severity == severity for one in diagnostics)
