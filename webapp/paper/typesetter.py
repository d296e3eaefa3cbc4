"""A program: sets the Typst source it is given the path of with the JSON on standard input, and
writes the PDF to standard output. A fault in the source is said on standard error (status 1).

Run by its path, so that it loads nothing of the application.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typst


def main() -> int:
    source = Path(sys.argv[1])
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
