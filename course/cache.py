"""A loaded course kept on disk, so that a server starts without reading all content again.

What is kept is valid for exactly the bytes it was made from: the content, and the code that
read it. Anything else is loaded anew. Only content without errors is kept. The folder must be
the server's own: a pickle runs code when it is read.
"""

import gc
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import course
import quizzes
from course.diagnostics import Diagnostic
from course.model import Course
from course.search import SearchIndex

_PREFIX = "course-"


@dataclass(frozen=True)
class Ready:
    """A course with its search index; None with the diagnostics when it has errors."""

    course: Course | None
    index: SearchIndex | None
    diagnostics: tuple[Diagnostic, ...]


def load_ready(content: Path, folder: Path) -> Ready:
    """The course of `content`, from `folder` if it is kept there."""
    kept = folder / f"{_PREFIX}{_mark(content)}.pickle"
    try:
        found = pickle.loads(kept.read_bytes())  # noqa: S301  our own folder
    except Exception:  # not there, cut short, or of other code: load anew
        found = None
    if isinstance(found, Ready):
        return found
    from course.loader import load  # the parser is needed only now

    loaded = load(content)
    if loaded.course is None:
        return Ready(None, None, tuple(loaded.diagnostics))
    ready = Ready(loaded.course, SearchIndex(loaded.course), tuple(loaded.diagnostics))
    del loaded
    gc.collect()  # what reading left behind, before memory grows once more for keeping
    _keep(ready, kept)
    return ready


def _keep(ready: Ready, kept: Path) -> None:
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob(f"{_PREFIX}*.pickle"):
            old.unlink(missing_ok=True)
        part = kept.with_suffix(".part")
        part.write_bytes(pickle.dumps(ready, protocol=5))
        part.replace(kept)
    except OSError:  # a full or read-only disk: the next start loads anew
        return


def _mark(content: Path) -> str:
    """Digest of all that the result depends on."""
    digest = sha256(sys.version.encode())
    for path in _files(content):
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def _files(content: Path) -> Iterator[Path]:
    for package in (course, quizzes):
        yield from sorted(Path(str(package.__file__)).parent.rglob("*.py"))
    yield from sorted(path for path in content.rglob("*") if path.is_file())
