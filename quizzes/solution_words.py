"""A count of a term in Kazakh: dates with their endings, numerals, and the steps as a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from quizzes.dates import KAZAKH_MONTHS, in_words
from quizzes.terms import Counted, Counting, Step, Term, Unit
from quizzes.working_days import WorkingDays

WEEKDAYS = ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі")

UNITS: dict[Unit, str] = {"hours": "сағат", "days": "тәулік", "months": "ай", "years": "жыл"}

_MONTHS_AT = (
    "қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте қазанда "
    "қарашада желтоқсанда"
).split()
_MONTHS_FROM = (
    "қаңтардан ақпаннан наурыздан сәуірден мамырдан маусымнан шілдеден тамыздан қыркүйектен "
    "қазаннан қарашадан желтоқсаннан"
).split()
_MONTHS_TO = (
    "қаңтарға ақпанға наурызға сәуірге мамырға маусымға шілдеге тамызға қыркүйекке қазанға "
    "қарашаға желтоқсанға"
).split()
_ONES = "бір екі үш төрт бес алты жеті сегіз тоғыз".split()
_TENS = "он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан".split()
_FIRST = "бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы".split()
_TENTH = (
    "оныншы жиырмасыншы отызыншы қырқыншы елуінші алпысыншы жетпісінші сексенінші тоқсаныншы"
).split()
_MINUTES_AT = {
    minute: ending
    for ending, minutes in {"те": (5, 15, 25, 35, 45, 55), "да": (10, 20, 30), "та": (40,)}.items()
    for minute in minutes
}
_NO_SUCH = {29: "29-ы", 30: "30-ы", 31: "31-і"}


def number(value: int) -> str:
    """A numeral from 1 to 99: «он бес»."""
    tens, ones = divmod(value, 10)
    return " ".join([*(_TENS[tens - 1 : tens] if tens else ()), *_ONES[ones - 1 : ones or 0]])


def ordinal(value: int) -> str:
    """An ordinal from 1 to 99: «он бесінші»."""
    tens, ones = divmod(value, 10)
    if not ones:
        return _TENTH[tens - 1]
    return f"{_TENS[tens - 1]} {_FIRST[ones - 1]}" if tens else _FIRST[ones - 1]


def length(term: Term) -> str:
    """«он бес тәулік»."""
    return f"{number(term.amount)} {UNITS[term.unit]}"


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def short(day: date) -> str:
    """«8 қазан»: where the year is plain."""
    return f"{day.day} {KAZAKH_MONTHS[day.month - 1]}"


def named(day: date) -> str:
    """«8 қазан, бейсенбі»."""
    return f"{short(day)}, {weekday(day)}"


def at(day: date, beside: date | None = None) -> str:
    """«8 қазанда»; with the year if the date told ``beside`` it has another."""
    year = f"{day.year} жылғы " if beside is not None and beside.year != day.year else ""
    return f"{year}{day.day} {_MONTHS_AT[day.month - 1]}"


def at_named(day: date, beside: date | None = None) -> str:
    """:func:`at` with the weekday, «8 қазанда, бейсенбіде»: beside another day that has it."""
    return f"{at(day, beside)}, {_weekday_at(day)}"


def since(day: date) -> str:
    """«8 қазаннан»."""
    return f"{day.day} {_MONTHS_FROM[day.month - 1]}"


def to(day: date) -> str:
    """«8 қазанға»."""
    return f"{day.day} {_MONTHS_TO[day.month - 1]}"


def on(day: date) -> str:
    """«2026 жылғы 8 қазанда, бейсенбіде»: the day of an event."""
    return f"{day.year} жылғы {at(day)}, {_weekday_at(day)}"


def _weekday_at(day: date) -> str:
    return f"{weekday(day)}{'да' if day.weekday() == 4 else 'де'}"


def towards(day: date) -> str:
    """«9 қазанға, жұмаға»."""
    return f"{to(day)}, {weekday(day)}{'ға' if day.weekday() == 4 else 'ге'}"


def clock(moment: datetime) -> str:
    """«14 қазан, 09.20»."""
    return f"{short(moment)}, {moment:%H.%M}"


def at_clock(moment: datetime) -> str:
    """«09.20-да»."""
    return f"{moment:%H.%M}-{_MINUTES_AT.get(moment.minute, 'де')}"


def at_moment(moment: datetime) -> str:
    """«14 қазанда 09.20-да»."""
    return f"{at(moment)} {at_clock(moment)}"


def months(first: date, last: date) -> str:
    """«2026 жылғы мамыр», «2026 жылғы мамыр – маусым», «2026 жылғы қараша – 2027 жылғы қаңтар»."""
    ends = [(day.year, KAZAKH_MONTHS[day.month - 1]) for day in (first, last)]
    (year, one), (other_year, other) = ends
    if ends[0] == ends[1]:
        return f"{year} жылғы {one}"
    return f"{year} жылғы {one} – {other if year == other_year else f'{other_year} жылғы {other}'}"


def why_off(day: date, days: WorkingDays) -> str:
    """Why nobody works that day: «сенбі», «дүйсенбі, демалыс: Астана күні»."""
    reason = days.why_off(day)
    return f"{weekday(day)}, демалыс: {reason}" if reason else f"{weekday(day)}, жұмыс емес күн"


def as_list(lines: Sequence[str]) -> str:
    """The lines as a numbered Markdown list."""
    return "\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1))


def steps(term: Term, counted: Counted, began: datetime, days: WorkingDays) -> list[str]:
    """A sentence for every step of a count, each with its norm."""
    return [f"{_step(one, term, began, days)} ([[{one.norm}]])." for one in counted.steps]


def solved(term: Term, counted: Counted, began: datetime, days: WorkingDays) -> str:
    """:func:`steps` as a numbered Markdown list."""
    return as_list(steps(term, counted, began, days))


def in_short(term: Term, counted: Counted, began: datetime, counting: Counting) -> str:
    """The whole count in one sentence, without norms."""
    first, last = began.date(), counted.last
    day = next(one.days[0] for one in counted.steps if one.code in _REACHED)
    same_year = first.year == last.year
    if term.unit == "days":
        start = "— бірінші тәулік" if counting == "custody" else "есепке алынбайды"
        there = named(day) if same_year else f"{in_words(day)}, {weekday(day)}"
        text = f"{short(first)} {start}, {ordinal(term.amount)} тәулік — {there}"
    else:
        year = "" if same_year else f"{day.year} жылғы "
        text = f"{since(first)} есептегенде {length(term)} {year}{towards(day)} келеді"
    if last != day:
        return f"{text}; бұл жұмыс емес күн болғандықтан, мерзім {towards(last)} ауысады."
    return f"{text}."


_REACHED = ("term.last_day", "term.no_such_day")


def _step(step: Step, term: Term, began: datetime, days: WorkingDays) -> str:
    day = step.days[0] if step.days else began
    match step.code:
        case "term.hour_not_counted":
            start = at_moment(_moment(day))
            return f"Мерзім басталған сағат есепке алынбайды, санау {start} басталады"
        case "term.minute_counted":
            return f"Мерзім нақты ұсталған минуттан есептеледі: {clock(_moment(day))}"
        case "term.day_not_counted":
            return f"{short(day)} — мерзім басталған тәулік, ол есепке алынбайды"
        case "term.day_counted":
            return f"{short(day)} есепке кіреді, бұл — бірінші тәулік"
        case "term.last_day" if term.unit == "hours":
            return f"{_capital(length(term))} {at_moment(_moment(day))} бітеді"
        case "term.last_day" if term.unit == "days":
            return f"{_capital(ordinal(term.amount))} тәулік — {in_words(day)}, {weekday(day)}"
        case "term.last_day" if step.norm == "ҚПК 48.5":
            return f"{_capital(length(term))} осы есеппен {in_words(day)} күні бітеді"
        case "term.last_day":
            where = "айдың сол санында" if term.unit == "months" else "жылдың сол айы мен санында"
            return f"{_capital(length(term))} соңғы {where} бітеді: {in_words(day)}, {weekday(day)}"
        case "term.no_such_day":
            wanted = _NO_SUCH.get(began.day, str(began.day))
            month = _MONTHS_AT[day.month - 1]
            return (
                f"{_capital(month)} {wanted} жоқ, сондықтан айдың соңғы күні алынады: "
                f"{in_words(day)}, {weekday(day)}"
            )
        case "term.day_off_moves":
            return (
                f"{short(day)} — {why_off(day, days)}, сондықтан мерзім келесі жұмыс күніне, "
                f"{towards(step.days[1])}, ауысады"
            )
        case "term.day_off_stays":
            return f"{short(day)} — {why_off(day, days)}, бірақ мұндай мерзім жылжымайды"
        case "term.midnight":
            return f"Мерзім {at(day)} сағат 24.00-де бітеді"
        case "term.doubt_custody_months":
            return "Айлық мерзімнің бірінші тәулігі кіретін жағдайда соңғы күнді заң ашып айтпаған"
        case _:
            raise ValueError(f"no words for {step.code}")


def _moment(day: date) -> datetime:
    assert isinstance(day, datetime)
    return day


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
