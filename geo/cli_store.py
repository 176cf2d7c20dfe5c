"""The commands for the store as a whole: check, copy, back up, restore, show in PostGIS."""

from __future__ import annotations

from pathlib import Path
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


def backup(
    file: Annotated[Path, typer.Option("--to", help="File to write.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Back the store up into one SQLite file, with every revision, while all goes on.

    The copy is checked before it takes its name; a file that is there stays unless --force is
    given. Imported roads and places of your own are files beside the store: keep these too.
    """
    from geo.store.backup import back_up

    with progress("Backing up") as tell:
        stored = back_up(Settings.from_env().database_url, file, force=force, progress=tell)
    say(f"{file}: revision {stored.revision}, {stored.rows:,} rows, checked.")


def restore(
    file: Annotated[Path, typer.Option("--from", help="A backup.", show_default=False)],
) -> None:
    """Bring a backup into the store, which must be new or empty; stop the apps first.

    Every table is read back and compared, then the whole store is checked.
    """
    from geo.store.backup import restore as restore_store
    from geo.store.troubles import shown_url

    settings = Settings.from_env()
    with progress("Restoring") as tell:
        stored = restore_store(file, settings.database_url, tell)
    show_layers(settings)
    say(
        f"{shown_url(settings.database_url)}: revision {stored.revision}, {stored.rows:,} rows, "
        "the same as in the backup."
    )


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
