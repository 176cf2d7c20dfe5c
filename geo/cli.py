"""The command line: ``python -m geo`` load, build, geocode, export, check.

Everything a person reads goes to stderr; stdout carries data only. A failure ends with one line
that says what and where, and a code: 1 the work failed, 2 the call was wrong, 3 ``check`` found
faults.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from geo.errors import AtlasError, ReadError
from geo.settings import Settings

FAILED: Final = 1
FAULTS: Final = 3

app = typer.Typer(
    name="geo",
    help="Iraq Incident Atlas: load files, geocode place words, export views, check the store.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line."""
    try:
        app()
    except (AtlasError, OSError) as error:
        say(f"Error: {_in_words(error)}")
        sys.exit(FAILED)


def say(text: str) -> None:
    """A line for the person at the terminal."""
    typer.echo(text, err=True)


def _in_words(error: AtlasError | OSError) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


@contextmanager
def _progress(label: str) -> Iterator[Callable[[float, str], None]]:
    """A bar on stderr (silent when that is not a terminal), fed with a share and a message."""
    steps = 1000
    with typer.progressbar(
        length=steps, label=label.ljust(40), file=sys.stderr, show_pos=False
    ) as bar:

        def tell(share: float, message: str) -> None:
            bar.label = message[:40].ljust(40)
            bar.update(round(share * steps) - bar.pos)

        yield tell


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Files to load.", show_default=False)],
    format: Annotated[
        str | None,
        typer.Option(help="Format of the files; recognised by their columns when left out."),
    ] = None,
    author: Annotated[str, typer.Option(help="Who loads, for the revision history.")] = "loader",
) -> None:
    """Load incident files, outlets or groups into the store.

    Loading a file again adds nothing; changed rows become new versions. A running app shows what
    is new within seconds.
    """
    from geo.store.load import load_files

    settings = Settings.from_env()
    with _progress("Loading") as tell:
        report = load_files(settings.database_url, files, settings, format, tell, author)
    for file in report.files:
        say(str(file))
    say(f"The store is at revision {report.revision}.")


@app.command()
def build(
    progress_lines: Annotated[
        bool, typer.Option(help="Write progress to stdout as lines 'share TAB message'.")
    ] = False,
) -> None:
    """Build the store from the project's data/ folder; what it has already stays as it is."""
    from geo.store.load import build_store

    settings = Settings.from_env()
    if progress_lines:
        build_store(settings, lambda share, message: print(f"{share:.4f}\t{message}", flush=True))
        return
    with _progress("Building the store") as tell:
        report = build_store(settings, tell)
    for file in report.files:
        say(str(file))
    say(f"The store is at revision {report.revision}.")


@app.command()
def geocode(
    source: Annotated[Path, typer.Option("--in", help="CSV file with place words.")],
    column: Annotated[str, typer.Option(help="Column that holds the words.")],
    out: Annotated[Path, typer.Option(help="CSV file to write.")],
) -> None:
    """Append governorate, district, place, route, coordinate and precision to each row.

    Appends governorate, governorate_pcode, district, district_pcode, place, route, latitude,
    longitude, where_prec, uncertainty_m, score and method. Unknown stays empty.
    """
    import pandas as pd

    from geo.places.geocode_table import geocode_table
    from geo.store.placing import Placer

    try:
        table = pd.read_csv(source, dtype=str, keep_default_na=False, sep=None, engine="python")
    except (UnicodeDecodeError, ValueError) as error:
        raise ReadError(f"{source}: not a table of text in UTF-8 ({error})") from error
    if column not in table.columns:
        known = ", ".join(repr(name) for name in table.columns)
        raise ReadError(f"{source}, line 1: there is no column {column!r}; it has {known}")
    say(f"{len(table)} rows to place")
    placed = geocode_table(table, column, Placer(Settings.from_env()).geocoder())
    write_whole(out, [placed.to_csv(index=False).encode()])
    found = int((placed["where_prec"].astype(str) != "").sum())
    say(f"{out}: {len(placed)} rows, {found} placed")


@app.command()
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


def write_whole(path: Path, chunks: Iterator[bytes] | list[bytes]) -> None:
    """Write a file wholly or not at all: under another name first, then put in place."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(chunks)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
