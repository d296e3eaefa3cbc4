"""A small course with every construct and every item type, for tests of the pages."""

from pathlib import Path

CONTENT = Path(__file__).with_name("content")
