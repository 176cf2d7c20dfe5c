"""Imports point one way; this walks every import of the project and keeps it so."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

GEO_LAYERS = (
    {"errors", "model", "settings", "crs"},
    {"credits", "read", "validate", "places", "claims"},
    {"extract"},
    {"store"},
    {"view"},
    {"export"},
    {
        "cli",
        "cli_claims",
        "cli_decide",
        "cli_drafts",
        "cli_duplicates",
        "cli_export",
        "cli_extract",
        "cli_load",
        "cli_places",
        "cli_read",
        "cli_say",
        "cli_store",
        "cli_table",
        "watch",
    },
    {"__main__"},
)
"""From the ground up: a module imports from its own layer or from one below it."""

OUTER_LAYERS = ("geo", "pages.parts", "pages", "app")

STRANGERS_TO_GEO = {"streamlit", "streamlit_folium", "folium", "branca", "starlette", "altair"}

SOURCES = sorted(
    path
    for path in (ROOT / "app.py", *(ROOT / "geo").rglob("*.py"), *(ROOT / "pages").rglob("*.py"))
    if path.exists()
)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, absolute name of what is imported), function bodies included."""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = [*base, *((node.module or "").split(".") if node.module else [])]
            yield from ((node.lineno, ".".join([*stem, alias.name])) for alias in node.names)


def geo_layer(name: str) -> int | None:
    """Position of ``geo.<stage>…`` in ``GEO_LAYERS``; ``None`` for the package itself."""
    parts = name.split(".")
    if parts[0] != "geo" or len(parts) < 2:
        return None
    found = [at for at, layer in enumerate(GEO_LAYERS) if parts[1] in layer]
    assert found, f"geo.{parts[1]} has no place in the layers: name it in {__name__}"
    return found[0]


def outer_layer(name: str) -> int | None:
    """Position of a module in ``OUTER_LAYERS``; ``None`` for what is not the project's."""
    if name == "pages.parts" or name.startswith("pages.parts."):
        return 1
    first = name.split(".")[0]
    return OUTER_LAYERS.index(first) if first in OUTER_LAYERS else None


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    name = module_name(path)
    here, here_geo = outer_layer(name), geo_layer(name)
    wrong = []
    for line, imported in imports(path):
        there, there_geo = outer_layer(imported), geo_layer(imported)
        outward = there is not None and here is not None and there > here
        upward = there_geo is not None and here_geo is not None and there_geo > here_geo
        stranger = name.startswith("geo") and imported.split(".")[0] in STRANGERS_TO_GEO
        if outward or upward or stranger:
            wrong.append(f"{path.relative_to(ROOT)}:{line} imports {imported}")
    assert not wrong, "\n".join(wrong)


def test_only_one_file_caches() -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"cache_data", "cache_resource"}
    }
    assert users <= {"pages/parts/data.py"}


def direct_requirements() -> set[str]:
    """Names above the first comment that speaks of what others need."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    direct = text.split("# What these need in turn.")[0]
    return {name.lower() for name in re.findall(r"^([\w-]+)(?:\[\w+\])?==", direct, re.MULTILINE)}


def test_requirements_list_first_what_is_imported() -> None:
    names = {name.split(".")[0] for path in SOURCES for _, name in imports(path)}
    distributions = packages_distributions()
    strangers = names - set(sys.stdlib_module_names) - {"geo", "pages", "app"}
    assert {distributions[name][0].lower() for name in strangers} == direct_requirements()
