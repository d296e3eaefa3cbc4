"""Property tests judge answers, not the speed of the machine they run on."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no-time-limit", deadline=None)
settings.load_profile("no-time-limit")
