"""The key of every deadline task follows from its norm.

The case is read back from the stem, as a learner reads it, and counted here day by day from the
rule of the norm, without the functions that made the key.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from quizzes.dates import KAZAKH_MONTHS, read_month
from quizzes.generator import generate
from quizzes.generators import GENERATORS
from quizzes.item import Item
from tests.quizzes.generators.calendar import DAYS

SEEDS = range(40)

_DATE = re.compile(r"(?:(\d{4}) жылғы )?(\d{1,2}) (\w+)")
_DAYS_OFF = re.compile(r"(\d{1,2}(?:, \d{1,2})*) ([а-яәіңғүұқөһ]+)(?=[;.])")
_CLOCK = re.compile(r"(\d\d)\.(\d\d)-(?:да|де|та|те)")
_NUMBERS = (
    "нөл бір екі үш төрт бес алты жеті сегіз тоғыз он он_бір он_екі он_үш он_төрт он_бес он_алты "
    "он_жеті он_сегіз он_тоғыз жиырма жиырма_бір"
).split()
MONTH_STARTS = tuple(name[:4] for name in KAZAKH_MONTHS)


def variants(name: str) -> list[Item]:
    return [generate(GENERATORS[name], f"deadline-{seed}", DAYS) for seed in SEEDS]


def case_of(item: Item) -> str:
    """The stem without the note on the calendar."""
    return re.split(r" (?:Мереке және|Жұмыс күніне айналған)", item.stem)[0]


def dates_in(text: str) -> list[date]:
    """Every date of a text in its order; one without a year takes that of the others."""
    found = [
        (year, int(day), read_month(month))
        for year, day, month in _DATE.findall(text)
        if month.startswith(MONTH_STARTS)
    ]
    years = [int(year) for year, _, _ in found if year]
    return [date(int(year or years[0]), month or 0, day) for year, day, month in found]


def moment_in(text: str) -> datetime:
    """The first date of a text with the first hour in it."""
    hour, minute = _CLOCK.findall(text)[0]
    day = dates_in(text)[0]
    return datetime(day.year, day.month, day.day, int(hour), int(minute))  # noqa: DTZ001


def off(day: date) -> bool:
    return day.weekday() > 4 or day in DAYS.off


def days_after(day: date, amount: int) -> date:
    """The last of so many days with the first one left out, off a day off."""
    for _ in range(amount):
        day += timedelta(days=1)
    while off(day):
        day += timedelta(days=1)
    return day


def months_after(day: date, months: int) -> date:
    """The day of the same number so many months on, or the month's last; off a day off."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    day = date(year, month, min(day.day, monthrange(year, month)[1]))
    while off(day):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, amount: int) -> date:
    while amount:
        day += timedelta(days=1)
        if not off(day):
            amount -= 1
    return day


def number_before(text: str, word: str) -> int:
    """The numeral before a word: «он екі айға» → 12."""
    before = text.partition(f" {word}")[0].split()
    two = "_".join(before[-2:])
    return _NUMBERS.index(two) if two in _NUMBERS else _NUMBERS.index(before[-1].lower())


def right_date(item: Item) -> date:
    key = getattr(item.interaction, "key")  # noqa: B009
    assert isinstance(key, date)
    return key


def right_option(item: Item) -> str:
    (text,) = (one.text for one in getattr(item.interaction, "options") if one.right)  # noqa: B009
    assert isinstance(text, str)
    return text


def clock_words(moment: datetime) -> str:
    return f"{moment.day} {KAZAKH_MONTHS[moment.month - 1]}, {moment:%H.%M}"


def _first_term(text: str, found: list[date]) -> date:
    return months_after(found[0], 1 if text.startswith("Анықтау ") else 2)


def _extended(text: str, found: list[date]) -> date:
    wanted = number_before(text, "айға дейін ұзартты")
    assert wanted == 3 if "аудан прокуроры" in text else 3 < wanted <= 12
    return months_after(found[0], wanted)


def _request(text: str, found: list[date]) -> date:
    return found[0] - timedelta(days=10 if "Бас Прокуро" in text else 5)


def _suspension(text: str, found: list[date]) -> date:
    return days_after(found[1], 10 if "зерделеу керек болды" in text else 3)


_URGENT = "ұстау, күдікті деп, саралау, шеттету, санкциясыз тінту, санкциясыз алу, билік ету"


def _complaint(text: str, found: list[date]) -> date:
    if "қосымша материал сұрату керек болды" in text:
        return days_after(found[0], 15)
    urgent = any(word in text for word in _URGENT.split(", "))
    return days_after(found[0], 3 if urgent else 7)


def _court(text: str, found: list[date]) -> date:
    if "жауап бермеді" in text:
        return days_after(found[0] + timedelta(days=15), 15)
    return days_after(found[1], 15)


def _custody(text: str, found: list[date]) -> date:
    amount = number_before(text, "тәулікке күзетпен")
    return found[0] + timedelta(days=amount - 1)  # the first day counts, nothing moves


def _person(text: str, found: list[date]) -> date:
    if "сұрай алады" in text:
        return days_after(found[1], 15)
    return months_after(found[1], 12 if "шекке дейін ұзартты" in text else 6)


def _destroyed(text: str, found: list[date]) -> date:
    day = found[0]
    year, month = (day.year, day.month - 2) if day.month > 2 else (day.year - 1, day.month + 10)
    return date(year, month, day.day)


def _execution(text: str, found: list[date]) -> date:
    return days_after(found[-1], 3)  # from the force where nothing was appealed, else the return


def _copy(text: str, found: list[date]) -> date:
    return days_after(found[-1], 15 if "үлкен" in text else 5)


def _acts(text: str, found: list[date]) -> date:
    return found[0] + timedelta(days=10 if "наразылық" in text else 30)


def _indictment(text: str, found: list[date]) -> date:
    return days_after(found[1], 10) if "күрделі емес" in text else months_after(found[1], 1)


def _received(text: str, found: list[date]) -> date:
    return days_after(found[1], 10 if "тыңдау" in text else 5)


def _appeal(text: str, found: list[date]) -> date:
    return days_after(found[1 if "Сотталған адамның өзі" in text else 0], 15)


def _review(text: str, found: list[date]) -> date:
    return months_after(found[1], 2 if "негіз бар" in text else 1)


RULES: Mapping[str, Callable[[str, list[date]], date]] = {
    "2.1-gen-first-term": _first_term,
    "2.1-gen-protocol-form": lambda text, found: days_after(found[1], 10),
    "2.1-gen-extended-term": _extended,
    "2.1-gen-extension-request": _request,
    "2.1-gen-returned-case": lambda text, found: months_after(found[1], 1),
    "2.1-gen-charge-protocol": lambda text, found: days_after(found[1], 3),
    "2.1-gen-suspension": _suspension,
    "2.1-gen-complaint-answer": _complaint,
    "2.1-gen-complaint-court": _court,
    "2.1-gen-custody-days": _custody,
    "2.1-gen-covert-result": lambda text, found: days_after(found[0], 2),
    "2.1-gen-covert-person": _person,
    "2.1-gen-covert-destroy": _destroyed,
    "2.2-gen-judge-ruling": lambda text, found: days_after(found[0], 3),
    "2.2-gen-search-check": lambda text, found: days_after(found[0], 1),
    "3.1-gen-arrival-notice": lambda text, found: working_days_after(found[0], 2),
    "3.2-gen-to-execution": _execution,
    "3.2-gen-case-back": lambda text, found: days_after(found[1], 10),
    "3.2-gen-sentence-copy": _copy,
    "3.2-gen-prosecutor-acts": _acts,
    "5.1-gen-indictment": _indictment,
    "5.2-gen-court-receives": _received,
    "5.2-gen-appeal-term": _appeal,
    "5.2-gen-appeal-review": _review,
    "5.2-gen-cassation-term": lambda text, found: months_after(found[1], 12),
    "5.2-gen-cassation-review": lambda text, found: months_after(found[1], 6),
}
"""Generator → the last day from the text of the case and the dates in it."""


@pytest.mark.parametrize("name", RULES)
def test_the_last_day_follows_from_the_norm(name: str) -> None:
    for item in variants(name):
        text = case_of(item)
        assert right_date(item) == RULES[name](text, dates_in(text)), text


@pytest.mark.parametrize("name", RULES)
def test_every_trap_of_the_case_leads_away_from_the_key(name: str) -> None:
    """The term has one start among the days told, and whoever counts that day in is wrong."""
    for item in variants(name):
        text, key = case_of(item), right_date(item)
        found = dates_in(text)
        starts = [day for day in set(found) if RULES[name](text, [day] * len(found)) == key]
        assert len(starts) == 1, text
        early = starts[0] - timedelta(days=1)
        if early.day < 28:  # at the end of a month the day before may end on the same day
            assert RULES[name](text, [early] * len(found)) != key, text


@pytest.mark.parametrize("name", RULES)
def test_the_days_off_are_told_in_full_or_not_at_all(name: str) -> None:
    for item in variants(name):
        text, key = case_of(item), right_date(item)
        found = dates_in(text)
        (start,) = (day for day in set(found) if RULES[name](text, [day] * len(found)) == key)
        matter = [start, key, *(one.date for one in getattr(item.interaction, "wrong"))]  # noqa: B009
        told = _DAYS_OFF.findall(item.stem.removeprefix(text).partition("): ")[2])
        between = [
            day for day in DAYS.off if min(matter) <= day <= max(matter) and day.weekday() < 5
        ]
        said = {(int(day), month) for days, month in told for day in days.split(", ")}
        assert said >= {(day.day, KAZAKH_MONTHS[day.month - 1]) for day in between}, item.stem
        assert ("Мереке және" in item.stem) == bool(told)


def test_a_term_of_which_people_dispute_whether_it_moves_ends_on_a_working_day() -> None:
    for name in ("2.2-gen-search-check", "5.2-gen-cassation-term"):
        for item in variants(name):
            assert "келесі жұмыс күніне" not in item.explanation
    for name in ("2.1-gen-covert-hours", "2.2-gen-custody-request"):
        for item in variants(name):
            (day,) = dates_in(f"2026 жылғы {right_option(item).partition(',')[0]}")
            assert not off(day), item.stem


def test_a_case_back_is_by_the_head_and_a_purchase_needs_no_sanction() -> None:
    assert all(
        item.stem.startswith("Аудан прокуроры") for item in variants("2.1-gen-returned-case")
    )
    for item in variants("2.1-gen-covert-result"):
        assert ("сатып алу" in item.stem) != ("Санкцияланған" in item.stem)


def test_every_dated_generator_has_its_rule_here() -> None:
    dated = {name for name in GENERATORS if generate(GENERATORS[name], "kind", DAYS).type == "date"}
    ours = {name for name in dated if GENERATORS[name].theme == "deadlines"}
    assert ours <= set(RULES)


def test_the_old_term_is_known_as_such() -> None:
    for name, old in (("2.2-gen-search-check", 3), ("5.2-gen-cassation-review", 1)):
        for item in variants(name):
            found = dates_in(case_of(item))
            told = {one.date: one.misconception for one in getattr(item.interaction, "wrong")}  # noqa: B009
            said = days_after(found[0], old) if old == 3 else months_after(found[1], old)
            assert told[said] == "old-edition"


@pytest.mark.parametrize(
    ("name", "grave"),
    [
        ("2.2-gen-detention", "аса ауыр террористік тәртіпсіздік топтың есірткінің"),
        ("4.2-gen-minor-detention", "аса топтың есірткінің"),
    ],
)
def test_detention_ends_so_many_hours_after_the_minute(name: str, grave: str) -> None:
    for item in variants(name):
        began = moment_in(item.stem)
        words = {"террористік", "тәртіпсіздік", "топтың", "есірткінің"} & set(grave.split())
        exceptional = "аса ауыр" in item.stem or any(word in item.stem for word in words)
        plain = 48 if name.startswith("2.2") else 24
        ends = began + timedelta(hours=72 if exceptional else plain)
        assert right_option(item) == clock_words(ends), item.stem


def test_the_request_for_custody_comes_eight_hours_before_the_end() -> None:
    for item in variants("2.2-gen-custody-request"):
        limit = 72 if "аса ауыр" in item.stem else 48
        right = moment_in(item.stem) + timedelta(hours=limit - 8)
        assert right_option(item) == clock_words(right)


def test_hours_of_a_covert_action_run_from_the_next_full_hour() -> None:
    for item in variants("2.1-gen-covert-hours"):
        began = moment_in(item.stem)
        whole = began - timedelta(minutes=began.minute) + timedelta(hours=1)
        hours = 12 if "санкциялай" in item.stem else 24
        assert right_option(item) == clock_words(whole + timedelta(hours=hours))


def test_who_extends_depends_on_reason_and_limit() -> None:
    for item in variants("2.1-gen-who-extends"):
        wanted = number_before(item.stem, "айға дейін")
        right = right_option(item)
        if "айрықша" in item.stem:
            assert wanted > 12
            assert right == "Бас Прокурор", item.stem
        elif "аса күрделі" in item.stem or "шет мемлекетке" in item.stem:
            assert 3 < wanted <= 12
            assert right in {"Облыс прокуроры", "Бас көлік прокуроры", "Бас әскери прокурор"}
        else:
            assert wanted == 3
            assert right.startswith(("Аудан", "Өңірлік", "Гарнизон"))


def test_the_ladder_of_custody_depends_on_length_and_crime() -> None:
    for item in variants("2.2-gen-custody-ladder"):
        wanted = number_before(item.stem, "айға дейін ұзарту")
        gravest, minor = "аса ауыр" in item.stem, "жаста" in item.stem
        if minor:
            assert wanted > 6
            right = "Ешкім"
        elif wanted <= 3:
            right = "Аудан"
        elif wanted <= 9:
            right = "Облыс"
        elif wanted <= 18 and gravest:
            right = "Облыс" if wanted <= 12 else "Бас Прокурор"
        else:
            right = "Ешкім"
        assert right_option(item).startswith(right), item.stem


def test_four_terms_stand_in_the_order_in_which_they_end() -> None:
    terms = {
        "Анықтау:": (0, 1),
        "Алдын ала тергеу:": (0, 2),
        "Қайтарылған іс:": (0, 1),
        "Айыптау хаттамасы": (3, 0),
        "Тергеу судьясының": (3, 0),
        "Созбалаңға": (7, 0),
        "Прокурордың шешімі:": (10, 0),
        "Хаттамалық": (10, 0),
        "Алдын ала тыңдау:": (10, 0),
        "Апелляциялық": (15, 0),
    }
    for item in variants("2.1-gen-ends-first"):
        ends, lengths = [], []
        for step in getattr(item.interaction, "steps"):  # noqa: B009
            (term,) = (one for start, one in terms.items() if step.text.startswith(start))
            (began,) = dates_in(f"2026 жылғы 1 қаңтар {step.text}")[1:]
            amount, months = term
            lengths.append(amount + 30 * months)
            ends.append(months_after(began, months) if months else days_after(began, amount))
        assert ends == sorted(ends)
        assert lengths != sorted(lengths)  # whoever goes by length alone is wrong
        assert len(set(ends)) == 4
        outcome = item.score(item.parse(item.samples()[0].form))
        assert outcome.score == 1


def test_what_is_left_of_the_limitation_does_not_count_the_time_in_hiding() -> None:
    years = {"онша ауыр емес": 2, "ауырлығы орташа": 5, "қарсы ауыр қылмыс": 10}
    for item in variants("3.1-gen-sentence-limitation"):
        started, fled, caught = dates_in(item.stem)
        (whole,) = (amount for kind, amount in years.items() if kind in item.stem)
        passed = (fled.year - started.year) * 12 + fled.month - started.month
        assert started.day == fled.day == caught.day
        assert started < fled < caught
        left = Fraction(whole * 12 - passed)
        assert item.interaction.key.quantity == (left, "ай")  # type: ignore[union-attr]


def test_a_minor_is_questioned_two_hours_on_end_and_four_a_day() -> None:
    spare = []
    for item in variants("4.2-gen-minor-interrogation"):
        used = 0
        for one, two, three, four in re.findall(r"(\d\d)\.(\d\d)–(\d\d)\.(\d\d)", item.stem):
            span = int(three) * 60 + int(four) - int(one) * 60 - int(two)
            assert span <= 120
            used += span
        left = Fraction(min(120, 240 - used))
        assert item.interaction.key.quantity == (left, "минут")  # type: ignore[union-attr]
        spare.append(240 - used > 120)
    assert 5 < sum(spare) < len(spare) - 5  # now the one limit bites, now the other


def test_storage_is_asked_by_the_textbook_alone() -> None:
    for item in variants("2.1-gen-operative-storage"):
        assert item.basis == "textbook"
        sounds = "фонограмма" in item.stem
        key = item.interaction.key.quantity  # type: ignore[union-attr]
        assert key == ((Fraction(6), "ай") if sounds else (Fraction(1), "жыл"))
