"""What a part of the bench may do with the report."""

from __future__ import annotations

from typing import Protocol


class Report(Protocol):
    """Takes a measured number; ``least`` and ``most`` are its targets."""

    def add(
        self,
        name: str,
        value: float,
        unit: str = "",
        *,
        least: float | None = None,
        most: float | None = None,
        places: int = 2,
    ) -> None: ...
