"""``python -m tests.recount DATABASE_URL``: compare the dashboards with the raw answers.

The database is one that ``python -m webapp.demo`` made, newly or used since. Looking writes to it
what every look of a person does (alerts, the log of looks, the last visit).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from course.loader import load
from tests.recount.comparing import PARTS, compare
from webapp.database import Database
from webapp.migrate import upgrade

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.recount")
    parser.add_argument("url", metavar="DATABASE_URL")
    parser.add_argument("--quick", action="store_true", help="a part of the pages of each kind")
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="this part alone; may be given again"
    )
    options = parser.parse_args()
    course = load(ROOT / "content").course
    assert course is not None
    database = Database(options.url)
    upgrade(database)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        book = compare(
            database,
            course,
            ROOT / "content",
            Path(name),
            datetime.now(UTC),
            quick=options.quick,
            parts=options.only or PARTS,
            say=lambda text: print(f"{time.monotonic() - started:5.0f} s  {text}", flush=True),
            tell=lambda fault: print("DIFFERS", fault, flush=True),
        )
    database.close()
    print(f"{len(book.compared)} pages and files, {book.compared.total()} comparisons")
    print(f"{len(book.faults)} differences")
    return 1 if book.faults else 0


if __name__ == "__main__":
    sys.exit(main())
