"""The glossary."""

from course.diagnostics import Report
from course.glossary import Glossary, glossary_from
from course.positioned import read
from tests.course.reading import norms
from tests.course.tree import GLOSSARY


def glossary(text: str = GLOSSARY) -> Glossary:
    report = Report()
    found = glossary_from("glossary.yaml", read(text), norms(), report)
    assert report.sorted() == ()
    return found


def test_term_is_found_by_headword_whatever_its_capitals_and_spaces() -> None:
    term = glossary().find("Қадағалау  АКТІСІ")
    assert term is not None
    assert (term.slug, term.href) == ("qadagalau-aktisi", "/glossary/qadagalau-aktisi")
    assert (term.textbook, term.forbid, term.see) == (True, ("ден қою актісі",), ("тәулік",))


def test_term_holds_its_norms_resolved() -> None:
    term = glossary().find_by_slug("taulik")
    assert term is not None
    assert [norm.label_kk for norm in term.norms] == ["ҚПК 192-бап 1-бөлік"]
    assert not term.textbook


def test_terms_that_look_alike_in_latin_have_addresses_of_their_own() -> None:
    entry = "  - {term: %s, definition: а, ru: б, en: c, basis: textbook}\n"
    found = glossary("terms:\n" + entry % "қол" + entry % "қөл")
    assert [term.slug for term in found] == ["qol", "qol-2"]


def test_unknown_headword_is_not_found() -> None:
    assert glossary().find("жоқ") is None
    assert glossary().find_by_slug("joq") is None
