"""A program: sets a Typst source with the JSON on standard input and writes the PDF to standard
output. Given: the path of the source, and the seconds after which it ends itself, should the server
that waits for it be gone. A fault in the source is said on standard error (status 1).

Run by its path, so that it loads nothing of the application.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import typst


def main() -> int:
    source = Path(sys.argv[1])
    if hasattr(signal, "alarm"):  # not on Windows
        signal.alarm(int(sys.argv[2]))
    data = sys.stdin.buffer.read().decode()
    try:
        made = typst.compile(
            str(source),
            root=str(source.parent),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": data},
        )
    except typst.TypstError as fault:
        sys.stderr.buffer.write(str(fault).encode())
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
