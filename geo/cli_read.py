"""How ``python -m geo load`` reads files: mappings, guesses, the order of dates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli_say import say
from geo.errors import ReadError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.read import ReadOptions


def read_options(settings: Settings, mapping: str | None, day_first: bool | None) -> ReadOptions:
    """The options of a load as the command line gives them.

    ``mapping``: path of a JSON file, or the name of one saved in the store.

    Raises
    ------
    ReadError
        The mapping file cannot be read, or is no mapping.
    NotFoundError
        No mapping is saved under the name.
    """
    from geo.read import ColumnMapping, ReadOptions
    from geo.validate import DateOrder

    order = None
    if day_first is not None:
        order = DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST
    if mapping is None:
        return ReadOptions(None, order, settings.limits)
    path = Path(mapping)
    if path.suffix.lower() == ".json" or path.is_file():
        return ReadOptions(ColumnMapping.from_json(_text(path)), order, settings.limits)
    from geo.store.mappings import find_mapping

    return ReadOptions(find_mapping(settings.database_url, mapping), order, settings.limits)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: the mapping is not text in UTF-8") from error


def print_guesses(files: Sequence[Path], settings: Settings) -> None:
    """Print the mapping guessed for each file on stdout, and why on stderr.

    Raises
    ------
    ReadError
        A file cannot be read as a table.
    """
    from geo.read import guess_file

    for path in files:
        found = guess_file(path, settings.limits)
        for (field, column), (_, why) in zip(found.mapping.columns, found.reasons, strict=True):
            say(f"{path.name}: {field} is column {column!r}, {why}")
        if not found.is_enough:
            say(f"{path.name}: no date or no place was found; add them to the mapping")
        print(found.mapping.to_json())
