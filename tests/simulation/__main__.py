"""``python -m tests.simulation [file.svg]``: draws the learners, and tells how they ended."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.simulation.learners import LEARNERS, life
from tests.simulation.plots import drawn


def main() -> int:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "var/simulation.svg")
    lives = [life(learner) for learner in LEARNERS]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(drawn(lives), encoding="utf-8")
    for one in lives:
        end = one.ends[-1]
        print(
            f"{one.learner.name}: met {end.met}, knows {end.score:.0%} of the course, "
            f"keeps {end.kept:.0%} of what was met (believed {end.expected:.0%}), {end.words}"
        )
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
