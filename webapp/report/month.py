"""The month a report is about: its days and weeks, its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from webapp import explaining
from webapp.exports import Order
from webapp.insight.file_words import say


@dataclass(frozen=True, slots=True)
class Month:
    """``first`` and ``last`` day of it, ``last`` not after today."""

    first: date
    last: date
    over: bool

    @classmethod
    def of(cls, first: date, today: date) -> Month:
        end = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return cls(first, min(end, today), end < today)

    def weeks(self) -> list[tuple[date, date]]:
        """First and last day of its weeks, cut to the month."""
        found = []
        begins = self.first
        while begins <= self.last:
            ends = begins + timedelta(days=6 - begins.weekday())
            found.append((begins, min(ends, self.last)))
            begins = ends + timedelta(days=1)
        return found


def month_of(text: str, today: date) -> date | None:
    """The first day of the month «2026-11»; of this one for "". None: it is no month, has not
    begun, or was long before any answer.
    """
    if not text:
        return today.replace(day=1)
    if len(text) != 7:
        return None
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if explaining.EARLIEST.replace(day=1) <= found <= today else None


def month_name(order: Order, first: date) -> str:
    """«2026 ж. қараша»."""
    return say(
        order,
        "report.month",
        year=first.year,
        month=say(order, f"report.month_{first.month}"),
    )


def days_text(order: Order, first: date, last: date) -> str:
    """«02.11–08.11»: names of months would need cases."""
    if first == last:
        return f"{first:%d.%m}"
    return f"{first:%d.%m}{chr(0x2013)}{last:%d.%m}"


def moments(order: Order, first: date, last: date) -> tuple[datetime, datetime]:
    return (
        datetime.combine(first, time.min, order.zone),
        datetime.combine(last + timedelta(days=1), time.min, order.zone),
    )
