"""The README and the documents it names are true."""

import re

import pytest

from quizzes.interactions import AUTHORED
from tests.conftest import ROOT
from webapp.settings import SETTINGS

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize(("name", "default", "help_text"), SETTINGS, ids=lambda x: str(x)[:12])
def test_every_setting_stands_in_the_readme_with_its_help(name, default, help_text):
    line = next(line for line in README.splitlines() if line.startswith(f"| `{name}` |"))
    assert help_text in line
    assert default.split(",")[0] in line


def test_every_command_of_the_makefile_stands_in_the_readme():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.M)
    assert phony
    for command in set(phony.group(1).split()) - {"help"}:
        assert f"`make {command}`" in README


def test_every_item_type_stands_in_the_readme():
    for name in AUTHORED:
        assert f"`{name}`" in README


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_our_own_files_lead_somewhere(path):
    text = re.sub(
        r"^(`{3,})[^`]*?^\1|`[^`\n]+`", "", path.read_text(encoding="utf-8"), flags=re.M | re.S
    )
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target).exists(), target
