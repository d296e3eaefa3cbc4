"""A loaded course kept on disk, so that a server starts without reading all content again.

What is kept is valid for exactly the bytes it was made from: the content, and the code that
read it. Anything else is loaded anew. Only content without errors is kept. The folder must be
the server's own: a pickle runs code when it is read.
"""

import gc
import pickle
import subprocess
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
    """The course of `content`, from `folder` if it is kept there.

    Otherwise another process reads it and keeps it: the memory that reading takes, twice what
    the course needs, goes back with that process.
    """
    kept = folder / f"{_PREFIX}{_mark(content)}.pickle"
    found = _kept(kept)
    if found is None:
        _read_elsewhere(content, folder)
        found = _kept(kept)
    return found or read_and_keep(content, folder)


def _kept(file: Path) -> Ready | None:
    try:
        found = pickle.loads(file.read_bytes())  # noqa: S301  our own folder
    except Exception:  # not there, cut short, or of other code: load anew
        return None
    return found if isinstance(found, Ready) else None


def _read_elsewhere(content: Path, folder: Path) -> None:
    root = Path(str(course.__file__)).parent.parent
    subprocess.run(  # noqa: S603  our own module
        [sys.executable, "-m", "course.cache", str(content.absolute()), str(folder.absolute())],
        cwd=root,
        check=False,
        stderr=subprocess.DEVNULL,  # what goes wrong there is told when it is read here
    )


def read_and_keep(content: Path, folder: Path) -> Ready:
    """Read the content; keep the course if it has no errors."""
    from course.loader import load  # the parser is needed only now

    kept = folder / f"{_PREFIX}{_mark(content)}.pickle"

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
    for folder, path in _files(content):
        name = path.relative_to(folder).as_posix()
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def _files(content: Path) -> Iterator[tuple[Path, Path]]:
    for package in (course, quizzes):
        folder = Path(str(package.__file__)).parent
        yield from ((folder, path) for path in sorted(folder.rglob("*.py")))
    yield from ((content, path) for path in sorted(content.rglob("*")) if path.is_file())


if __name__ == "__main__":
    from course import cache  # not this module run as a program: what is kept names its classes

    cache.read_and_keep(Path(sys.argv[1]), Path(sys.argv[2]))
