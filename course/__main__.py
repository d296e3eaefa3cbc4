"""`python -m course check`, `register` and `coverage`."""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from course.catalogue import Language
from course.diagnostics import Diagnostic, count
from course.facts import coverage
from course.item_register import CannotRegister, updated
from course.loader import Contents, Loaded, load

CONTENT = Path("content")

_SUMMARY: dict[Language, str] = {
    "kk": "{lessons} сабақ, {items} тапсырма; {errors} қате, {warnings} ескерту",
    "en": "{lessons} lessons, {items} items; {errors} errors, {warnings} warnings",
}
_FAULTY: dict[Language, str] = {
    "kk": "Тізілім жазылмады: алдымен нөмірлердегі қателерді түзетіңіз.",
    "en": "The register was not written: first mend the faults of ids.",
}
_REGISTERED: dict[Language, str] = {
    "kk": "{path}: {count} нөмір",
    "en": "{path}: {count} ids",
}
_CANNOT_RETIRE: dict[Language, str] = {
    "kk": "«{id}» алынып тасталмады: ол тізілімде жоқ не әлі сабақта тұр.",
    "en": "“{id}” was not retired: it is not registered, or it still stands in a lesson.",
}

_NO_FACTS: dict[Language, str] = {
    "kk": "facts.yaml жоқ не оқылмайды.",
    "en": "There is no facts.yaml, or it cannot be read.",
}
_COVERED: dict[Language, str] = {
    "kk": "{facts} факт: {taught} оқытылады, {tested} тексеріледі, {left} қалдырылған, "
    "{open} ескерілмеген",
    "en": "{facts} facts: {taught} taught, {tested} tested, {left} left out, {open} unaccounted",
}

# Faults that would put a wrong line into the register.
_BLOCKING = {"item.duplicate-id", "item.id", "item.other-section", "file.no-directory"}


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    options = _parser().parse_args(arguments)
    loaded = load(options.content, fallback=CONTENT)
    if options.command == "register":
        return _register(options.content, loaded, options.retire, options.lang)
    if options.command == "coverage":
        return _coverage(loaded, options.json, options.lang)
    if options.json:
        print(json.dumps(listing(loaded, options.lang), ensure_ascii=False, indent=2))
    else:
        _print(loaded, options.lang)
    return 0 if loaded.course is not None else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m course", description="Course content")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="read all content and tell what is wrong with it")
    check.add_argument("--json", action="store_true", help="print the contents and faults as JSON")
    covered = commands.add_parser("coverage", help="every fact with its lessons and items")
    covered.add_argument("--json", action="store_true", help="print the table as JSON")
    register = commands.add_parser("register", help="add the ids of new items to item-ids.txt")
    register.add_argument(
        "--retire", action="append", default=[], metavar="ID", help="mark a removed item retired"
    )
    for command in (check, register, covered):
        command.add_argument("--content", type=Path, default=CONTENT, metavar="DIR")
        command.add_argument("--lang", choices=["kk", "en"], default="kk")
    return parser


def _print(loaded: Loaded, language: Language) -> None:
    for diagnostic in loaded.diagnostics:
        print(diagnostic.line_of_text(language))
    print(
        _SUMMARY[language].format(
            lessons=len(loaded.contents.lessons),
            items=len(loaded.contents.used),
            errors=count(loaded.diagnostics, "error"),
            warnings=count(loaded.diagnostics, "warning"),
        )
    )


def _coverage(loaded: Loaded, as_json: bool, language: Language) -> int:
    """Print the coverage table; 1 when a fact is not accounted for."""
    if loaded.facts is None:
        print(_NO_FACTS[language], file=sys.stderr)
        return 1
    rows = coverage(loaded.facts, loaded.contents)
    missing = sum(not row.accounted for row in rows)
    if as_json:
        print(json.dumps([vars(row) for row in rows], ensure_ascii=False, indent=2))
        return 1 if missing else 0
    for row in rows:
        lessons = ", ".join(row.lessons) or (f"({row.left_out})" if row.left_out else "—")
        print(f"{row.fact}\t{lessons}\t{', '.join(row.items)}")
    print(
        _COVERED[language].format(
            facts=len(rows),
            taught=sum(bool(row.lessons) for row in rows),
            tested=sum(bool(row.items) for row in rows),
            left=sum(bool(row.left_out) and not row.lessons for row in rows),
            open=missing,
        )
    )
    return 1 if missing else 0


def _register(content: Path, loaded: Loaded, retire: list[str], language: Language) -> int:
    blocking = [one for one in loaded.diagnostics if _blocks(one, retire)]
    if blocking:
        for diagnostic in blocking:
            print(diagnostic.line_of_text(language), file=sys.stderr)
        print(_FAULTY[language], file=sys.stderr)
        return 1
    file = content / "item-ids.txt"
    try:
        text = updated(loaded.contents.register, loaded.contents.used.values(), retire)
    except CannotRegister as error:
        print(_CANNOT_RETIRE[language].format(id=error.id), file=sys.stderr)
        return 1
    file.write_text(text, encoding="utf-8")
    lines = sum(not line.startswith("#") for line in text.splitlines())
    print(_REGISTERED[language].format(path=file.as_posix(), count=lines))
    return 0


def _blocks(diagnostic: Diagnostic, retire: list[str]) -> bool:
    if diagnostic.code == "register.vanished":
        return diagnostic.params["id"] not in retire
    return diagnostic.code in _BLOCKING or (
        diagnostic.code.startswith("register.") and diagnostic.severity == "error"
    )


def listing(loaded: Loaded, language: Language) -> dict[str, Any]:
    """What the content holds and what is wrong with it, as JSON."""
    contents = loaded.contents
    return {
        "ok": loaded.course is not None,
        "chapters": [_chapter(source.chapter, contents) for source in contents.chapters],
        "items": _items(contents),
        "objectives": _objectives(contents),
        "norms": _norms(contents),
        "counts": {
            "lessons": len(contents.lessons),
            "items": len(contents.used),
            "cases": len(contents.cases),
            "terms": len(contents.glossary.terms),
            "errors": count(loaded.diagnostics, "error"),
            "warnings": count(loaded.diagnostics, "warning"),
        },
        "diagnostics": [_diagnostic(one, language) for one in loaded.diagnostics],
    }


def _chapter(chapter: Any, contents: Contents) -> dict[str, Any]:
    return {
        "id": chapter.id,
        "title": chapter.title,
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "lessons": [
                    {
                        "id": lesson.id,
                        "title": lesson.front.title,
                        "words": lesson.words,
                        "items": len(lesson.items),
                    }
                    for name in section.lessons
                    if (lesson := contents.lessons.get(name))
                ],
            }
            for section in chapter.sections
        ],
    }


def _items(contents: Contents) -> dict[str, dict[str, int]]:
    items = contents.items.values()
    return {
        "by_section": dict(sorted(Counter(one.section for one in contents.used.values()).items())),
        "by_theme": dict(sorted(Counter(one.theme for one in items).items())),
        "by_type": dict(sorted(Counter(one.type for one in items).items())),
        "by_difficulty": dict(sorted(Counter(str(one.difficulty) for one in items).items())),
        "by_basis": dict(sorted(Counter(one.basis for one in items).items())),
    }


def _objectives(contents: Contents) -> list[dict[str, Any]]:
    tested = Counter(
        objective for item in contents.items.values() for objective in set(item.objectives)
    )
    return [
        {"id": one.id, "text": one.text, "items": tested[one.id]}
        for one in contents.objectives.values()
    ]


def _norms(contents: Contents) -> list[dict[str, Any]]:
    tested = Counter(norm for item in contents.items.values() for norm in set(item.norms))
    taught: Counter[str] = Counter()
    for lesson in contents.lessons.values():
        taught.update(list(lesson.findings.norms))
    return [
        {"norm": norm, "lessons": taught[norm], "items": tested[norm]}
        for norm in sorted(set(tested) | set(taught))
    ]


def _diagnostic(diagnostic: Diagnostic, language: Language) -> dict[str, Any]:
    message, mend = diagnostic.worded(language)
    return {
        "path": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": message,
        "mend": mend,
    }


if __name__ == "__main__":
    sys.exit(main())
