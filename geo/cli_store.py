"""The commands for the store as a whole: check it, copy it, show it in PostGIS."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from geo.cli_say import progress, say
from geo.errors import ExportError
from geo.settings import Settings

FAULTS: Final = 3
_DIGITS: Final = 16
"""Of a checksum, as shown."""


def check() -> None:
    """Check that the store is whole; lists what is wrong and what to do."""
    from geo.store.check import check as check_store

    settings = Settings.from_env()
    faults = check_store(settings.database_url)
    for fault in faults:
        say(fault)
    if faults:
        raise typer.Exit(FAULTS)
    say("The store is whole.")


def copy(
    source: Annotated[
        str, typer.Option("--from", help="Address of the store to copy.", show_default=False)
    ],
    target: Annotated[
        str, typer.Option("--to", help="Address of an empty database.", show_default=False)
    ],
) -> None:
    """Copy a whole store to another database, from or to SQLite or PostgreSQL.

    Every table, revision and id comes along, in one transaction; each table is read back and
    compared. Prints rows and checksum of each.
    """
    from geo.store.copy import copy_store
    from geo.store.troubles import shown_url

    with progress("Copying") as tell:
        copied = copy_store(source, target, tell)
    for table in copied:
        print(f"{table.table}\t{table.rows}\t{table.checksum[:_DIGITS]}")
    rows = sum(table.rows for table in copied)
    say(f"{rows:,} rows of {len(copied)} tables are in {shown_url(target)}, the same as before.")


def postgis() -> None:
    """Write the newest revision as layers for QGIS into the PostgreSQL store, schema atlas_gis.

    'load', 'build', 'place', 'decide' and a running app do so by themselves.
    """
    from geo.export.postgis import bring_up_to_date
    from geo.store.troubles import sqlite_path

    settings = Settings.from_env()
    if sqlite_path(settings.database_url) is not None:
        raise ExportError(
            "the store is an SQLite file; layers for QGIS are kept in a PostgreSQL store with "
            "PostGIS"
        )
    written = bring_up_to_date(settings)
    say(
        "The layers show the newest revision already."
        if written is None
        else f"The layers in schema atlas_gis show {written:,} incidents."
    )


def show_layers(settings: Settings) -> None:
    """Have the layers show what a command wrote; a server without PostGIS is told, no failure."""
    from geo.export.postgis import bring_up_to_date

    try:
        bring_up_to_date(settings)
    except ExportError as error:
        say(f"Note: {error}")
