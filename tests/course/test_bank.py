"""The bank as a whole against its targets."""

from pathlib import Path

from tests.course.tree import FRONT, ITEM, LESSON, PROSE, changed, loaded, told

TARGETS = "section: 3\nthemes: {deadlines: 3}\n"


def with_targets(tmp_path: Path, targets: str = TARGETS, text: str | None = None) -> list[str]:
    changes: dict[str, str | bytes | None] = {"targets.yaml": targets}
    if text is not None:
        changes[LESSON] = text
        changes["item-ids.txt"] = None
    found = told(loaded(tmp_path, changes))
    # three copies of one item are alike: of no matter to the other checks
    return [one for one in found if not one.endswith(("bank.alike", "register.missing"))]


def many(*items: str) -> str:
    copies = [item.replace("2.1-ai", f"2.1-ai-{n}") for n, item in enumerate(items)]
    return f"{FRONT}\n## Мерзім\n\n{PROSE}\n\n" + "\n".join(copies)


def test_a_bank_that_meets_its_targets_is_told_nothing(tmp_path: Path) -> None:
    assert with_targets(tmp_path) == []


def test_without_targets_nothing_is_checked(tmp_path: Path) -> None:
    assert told(loaded(tmp_path)) == []


def test_a_section_and_a_theme_short_of_items_are_told_where_the_target_stands(
    tmp_path: Path,
) -> None:
    targets = 'section: 1\nsections: {"2.1": 9}\nthemes: {deadlines: 4, powers: 1}\n'
    assert with_targets(tmp_path, targets) == [
        "targets.yaml:2:19 warning bank.section-short",
        "targets.yaml:3:21 warning bank.theme-short",
        "targets.yaml:3:32 warning bank.theme-short",
    ]


def test_a_right_option_that_is_mostly_the_longest_is_told(tmp_path: Path) -> None:
    long = changed(ITEM, "text: бір айда", "text: заңда көзделген тәртіппен бір айдың ішінде")
    found = with_targets(tmp_path, TARGETS + "longest_right: 35\n", many(long, ITEM, long, ITEM))
    assert found == ["targets.yaml:3:16 warning bank.longest-right"]


def test_right_options_at_one_place_are_told(tmp_path: Path) -> None:
    four = changed(
        ITEM,
        "  - text: үш айда\n",
        "  - text: төрт айда\n    why: Ондай мерзім жоқ.\n    misconception: wrong-length\n"
        "  - text: үш айда\n",
    )
    found = with_targets(tmp_path, TARGETS, many(*[four] * 20))
    assert {one.partition(" ")[2] for one in found} == {"warning bank.key-position"}
    assert len(found) == 4


def test_an_explanation_that_names_no_norm_is_told_unless_it_follows_the_textbook(
    tmp_path: Path,
) -> None:
    bare = changed(ITEM, "бір айда бітеді ([[ҚПК 192.2]]).", "бір айда бітеді.")
    textbook = changed(
        changed(bare, "basis: law", "basis: textbook"),
        "stem: Анықтау",
        "stem: Оқулық бойынша анықтау",
    )
    found = with_targets(tmp_path, TARGETS, many(bare, textbook, ITEM))
    assert [one.partition(" ")[2] for one in found] == ["warning bank.no-norm-cited"]


def test_stems_that_share_most_words_are_told_whatever_their_endings(tmp_path: Path) -> None:
    first, second, other = (
        changed(ITEM, "Анықтау неше айда бітеді?", stem)
        for stem in (
            "Аудан прокуроры тергеу мерзімін кімге ұзартады?",
            "Аудан прокуроры тергеудің мерзімін кім үшін ұзартады?",
            "Облыс соты үкімді қай күні жария етеді екен?",
        )
    )
    changes: dict[str, str | bytes | None] = {
        "targets.yaml": TARGETS + "similar_stems: 60\n",
        LESSON: many(first, second, other),
        "item-ids.txt": None,
    }
    found = [one for one in told(loaded(tmp_path, changes)) if "bank.alike" in one]
    assert len(found) == 1


def test_faults_of_the_file_are_told(tmp_path: Path) -> None:
    (found,) = with_targets(tmp_path, "section: many\n")
    assert found.startswith("targets.yaml:1:10 error")
