"""Who appoints the prosecutors, and who settles how their offices are built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WAYS: Mapping[str, str] = {
    "president": "Президент",
    "president-on-proposal": "Бас Прокурордың ұсынуымен Президент",
    "general-with-consent": "Президенттің келісімімен Бас Прокурор",
    "general": "Бас Прокурор",
    "senate": "Сенаттың келісімімен Президент",
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """A post and the way it is filled."""

    post: str
    way: str
    norm: str
    why: str


APPOINTMENTS: tuple[Appointment, ...] = (
    Appointment(
        "Бас Прокурор",
        "president",
        "Конституция 84.3",
        "Бас Прокурорды Президент өзі, алты жылға, бір рет қана тағайындайды",
    ),
    Appointment(
        "Бас Прокурордың орынбасары",
        "president",
        "КЗ 8.3",
        "Бас Прокурордың орынбасарларын Президент тағайындайды",
    ),
    Appointment(
        "инвесторлардың құқықтарын қорғау ведомствосының бірінші басшысы",
        "president-on-proposal",
        "КЗ 9.5",
        "Ведомстволардың бірінші басшыларын Бас Прокурордың ұсынуымен Президент тағайындайды",
    ),
    Appointment(
        "құқықтық статистика ведомствосының бірінші басшысы",
        "president-on-proposal",
        "КЗ 9.5",
        "Ведомстволардың бірінші басшыларын Бас Прокурордың ұсынуымен Президент тағайындайды",
    ),
    Appointment(
        "облыс прокуроры",
        "general-with-consent",
        "КЗ 9.6",
        "Облыс прокурорын Президенттің келісімімен Бас Прокурор тағайындайды",
    ),
    Appointment(
        "Бас әскери прокурор",
        "general-with-consent",
        "КЗ 9.6",
        "Бас әскери прокурорды Президенттің келісімімен Бас Прокурор тағайындайды",
    ),
    Appointment(
        "Бас көлік прокуроры",
        "general-with-consent",
        "КЗ 9.6",
        "Бас көлік прокурорын Президенттің келісімімен Бас Прокурор тағайындайды",
    ),
    Appointment(
        "аудан прокуроры",
        "general",
        "КЗ 16.1",
        "Аудан прокурорын Бас Прокурор тағайындайды",
    ),
    Appointment(
        "мамандандырылған прокурор",
        "general",
        "КЗ 16.1",
        "Мамандандырылған прокурор аудан прокурорына теңестірілген, оны Бас Прокурор тағайындайды",
    ),
)
