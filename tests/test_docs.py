"""Every setting, command and target stands in the README's tables, and nothing else does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from typer.main import get_command

from geo.cli import app
from geo.read import FIELDS, FORMATS, GUESSED
from geo.settings import VARIABLES

ROOT = Path(__file__).resolve().parent.parent


def first_cells(pattern: str) -> set[str]:
    """What ``pattern`` (one group) finds in the first cell of the README's table rows."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| *(.*?) *\|", readme, re.MULTILINE)
    return {match[1] for cell in cells if (match := re.match(pattern, cell))}


def test_settings_stand_in_the_readme() -> None:
    assert first_cells(r"`(ATLAS_\w+)`") == set(VARIABLES)


def test_commands_stand_in_the_readme() -> None:
    command = get_command(app)
    assert first_cells(r"`python -m geo (\w+)") == set(command.commands)


def test_formats_and_fields_stand_in_the_readme() -> None:
    assert first_cells(r"`([a-z-]+)`$") == {*FORMATS, *GUESSED}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.search(r"^Fields: (.*?)Say how exact", readme, re.MULTILINE | re.DOTALL)
    assert listed
    assert set(re.findall(r"`(\w+)`", listed[1])) == set(FIELDS)


def test_make_targets_stand_in_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE))
    assert first_cells(r"`make (\w+)") == targets


def test_settings_are_read_in_one_place() -> None:
    """No other module names a variable of ours, or reads one of another program."""
    readers = set()
    for path in (ROOT / "app.py", *(ROOT / "geo").rglob("*.py"), *(ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = isinstance(node, ast.Constant) and re.fullmatch(r"ATLAS_\w+", str(node.value))
            reads = isinstance(node, ast.Attribute) and node.attr == "getenv"
            if names or reads:
                readers.add(str(path.relative_to(ROOT)))
    assert readers == {"geo/settings.py"}
