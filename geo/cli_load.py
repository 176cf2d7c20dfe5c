"""``python -m geo load`` without writing, and ``python -m geo watch``."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from geo.cli_decide import Author, Reason
from geo.cli_read import read_options
from geo.cli_say import say
from geo.cli_store import show_layers
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.read import ReadOptions
    from geo.store.previewed import FilePreview

_REASONS_SHOWN: Final = 10


def print_preview(
    files: Sequence[Path],
    settings: Settings,
    format: str | None,
    options: ReadOptions,
    tell: Callable[[float, str], None],
) -> None:
    """Print what a load would do; nothing is stored.

    Raises
    ------
    AtlasError
        As the load would.
    """
    from geo.store.preview import preview

    found = preview(settings.database_url, files, settings, format, tell, options)
    tell(1.0, "Done")
    for file in found.files:
        _print_file(file)
    for one in found.merges[:_REASONS_SHOWN]:
        because = "; ".join(reason.words for reason in one.reasons if reason.share > 0)
        print(f"{one.first} may be {one.second} ({one.score:.0%}): {because}")
    if len(found.merges) > _REASONS_SHOWN:
        print(f"and {len(found.merges) - _REASONS_SHOWN} other pairs that may be one")
    say(f"Nothing was stored; the store is at revision {found.revision}.")


def _print_file(file: FilePreview) -> None:
    print(f"{file.file} ({file.format}): {file.n_read} rows read")
    print(f"  {file.n_new} new, {file.n_changed} changed, {file.n_same} as in the store")
    print(f"  {file.n_refused} left out, {file.n_repeated} of them repeated in the file")
    print(f"  {file.n_remarks} values not taken in rows that are")
    if file.dataset:
        print(f"  {file.incidents_new} new incidents, {file.incidents_grown} get other reports")
        dates = f", {file.first} to {file.last}" if file.first else ""
        print(f"  {file.n_dated} rows with a date{dates}")
    for form, prec, n in file.places:
        print(f"  {n} of {file.n_placed} placed as {form}, precision {prec or 'not known'}")
    for column, reason, n in file.reasons[:_REASONS_SHOWN]:
        print(f"  {n} times {column or 'row'}: {reason}")
    for load in file.loaded_before[:1]:
        state = f", taken back by decision {load.undone_by}" if load.undone_by else ""
        print(f"  loaded before, in revision {load.revision}{state}")


def undo_load(
    load: Annotated[int, typer.Argument(help="Number of a load.", show_default=False)],
    author: Author,
    reason: Reason,
) -> None:
    """Take a load back; loading its file again brings it back. 'loads' lists the numbers."""
    from geo.store.decisions import Act
    from geo.store.undo_load import undo_load as take_back

    settings = Settings.from_env()
    done = take_back(settings.database_url, load, Act(author, reason), settings)
    say(
        f"Decision {done.decision}, revision {done.revision}: load {done.subject} undone; "
        f"{done.moved} reports taken back."
    )


def list_loads() -> None:
    """List the loads, the newest first, with tabs between the columns."""
    from geo.store.loads import loads

    for load in loads(Settings.from_env().database_url):
        state = "" if load.undone_by is None else f"undone by {load.undone_by}"
        print(
            f"{load.id}\trevision {load.revision}\t{load.loaded_at:%Y-%m-%d %H:%M} UTC\t"
            f"{load.author}\t{load.file}\t{load.n_new} new\t{load.n_changed} changed\t{state}"
        )


def watch(
    folder: Annotated[Path, typer.Argument(help="Folder to look into.", show_default=False)],
    once: Annotated[
        bool, typer.Option("--once", help="Load what is there, then end; for a scheduler.")
    ] = False,
    every: Annotated[float, typer.Option(help="Seconds between two looks.", min=0.1)] = 10.0,
    format: Annotated[
        str | None,
        typer.Option(help="Format of the files; recognised by their columns when left out."),
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help="Name of a saved mapping, or a JSON file, for tables.")
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first", help="What 03/04/2020 means where its column cannot tell."
        ),
    ] = None,
    author: Annotated[str, typer.Option(help="Who loads, for the revision history.")] = "watch",
    review: Annotated[
        bool, typer.Option("--review", help="Put the rows into the queue for review instead.")
    ] = False,
) -> None:
    """Load new files of a folder as they come.

    A file is taken once it has not grown between two looks. Loaded ones go to FOLDER/loaded, others
    to FOLDER/rejected with a text that says why; rejected rows are written there as CSV. What was
    loaded once is not loaded again. Stops cleanly on Ctrl-C and SIGTERM, between two files.
    """
    from geo.watch import Watch

    settings = Settings.from_env()
    options = read_options(settings, mapping, day_first)
    watching = Watch(folder, settings, _log, format, options, author, review)

    def look(stopped: Callable[[], bool]) -> None:
        if watching.look(stopped):
            show_layers(settings)

    with _stopping() as stop:
        if once:
            look(stop.is_set)
            stop.wait(min(every, 2.0))
            look(stop.is_set)
            return
        _log(f"watching {folder}, every {every:g} s")
        while not stop.is_set():
            look(stop.is_set)
            stop.wait(every)
    _log("stopped")


def _log(text: str) -> None:
    say(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {text}")
    sys.stderr.flush()


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; a second one of them ends the process at once."""
    stop = threading.Event()
    former: dict[int, Any] = {}

    def asked(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, former[number])

    for number in (signal.SIGINT, signal.SIGTERM):
        former[number] = signal.signal(number, asked)
    try:
        yield stop
    finally:
        for asking, handler in former.items():
            signal.signal(asking, handler)
