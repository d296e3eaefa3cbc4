"""What the page of a group's report and files may use."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.pages.glance import Frame


@dataclass(frozen=True, slots=True)
class ReportPage:
    """``group_report.html``. ``months``: («2026-11», its name), the newest first; ``files``: names
    of the tables; ``error``: what was wrong with the month asked for, "" for nothing.
    """

    frame: Frame
    months: tuple[tuple[str, str], ...]
    month: str
    files: tuple[str, ...]
    error: str = ""
