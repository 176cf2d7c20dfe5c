"""The commands about places: geocode, gazetteer build and import, evaluate geocoder."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer

from geo.cli_say import say
from geo.cli_table import read_column, write_table
from geo.errors import ReadError
from geo.settings import Settings, cache_folder

gazetteer = typer.Typer(no_args_is_help=True, help="Build the gazetteer, or add your own places.")
evaluate = typer.Typer(no_args_is_help=True, help="Measure how often the atlas is right.")
_REASONS_SHOWN = 5


@evaluate.callback()
def _group() -> None:
    """Keep the name of what is measured a word of its own."""


def geocode(
    source: Annotated[
        str, typer.Option("--in", help="CSV, XLSX or Parquet file with place words; - reads CSV.")
    ] = "-",
    column: Annotated[
        str | None, typer.Option(help="Column that holds the words; not needed if there is one.")
    ] = None,
    out: Annotated[str, typer.Option(help="CSV file to write; - writes to standard output.")] = "-",
    candidates: Annotated[
        int, typer.Option(min=0, max=10, help="How many other readings to add to each row.")
    ] = 0,
) -> None:
    """Append governorate, district, place, route, coordinate and precision to each row.

    Appends governorate, governorate_pcode, district, district_pcode, place, route, latitude,
    longitude, where_prec, uncertainty_m, score and method; with --candidates also the name,
    kind, governorate, coordinate and score of each other reading. Unknown stays empty.
    Corrections of the store come before the geocoder's own answer.
    """
    import pandas as pd

    from geo.places.geocode_table import geocode_table
    from geo.store.corrections import read_corrections
    from geo.store.placing import Placer

    table, column = read_column(source, column)
    say(f"{len(table)} rows to place")
    settings = Settings.from_env()
    placer = Placer(settings)
    placer.use(read_corrections(settings.database_url))
    placed = geocode_table(table, column, placer.locator(), candidates)
    write_table(placed, out)
    found = int(pd.to_numeric(placed["where_prec"], errors="coerce").notna().sum())
    say(f"{out}: {len(placed)} rows, {found} placed")


@gazetteer.command("build")
def build_gazetteer() -> None:
    """Build the gazetteer from data/ and your own places; the app also does so by itself."""
    from geo.places.boundaries import BoundarySet
    from geo.places.gazetteer import Gazetteer

    settings = Settings.from_env()
    boundaries = BoundarySet.load(settings.governorates, settings.districts)
    made = Gazetteer.load(boundaries, folder=settings.places_folder)
    names = sum(len(place.names) for place in made.places)
    say(f"{cache_folder()}: {len(made.places)} places with {names} names")


@gazetteer.command("import")
def import_gazetteer(
    file: Annotated[
        Path, typer.Argument(help="GeoNames extract (IQ.txt or .zip), CSV, or any file of OGR.")
    ],
    alternates: Annotated[
        Path | None, typer.Option(help="GeoNames file of alternate names that goes with it.")
    ] = None,
    name: Annotated[str, typer.Option(help="Columns of names, parted by commas.")] = "name",
    lat: Annotated[str, typer.Option(help="Column of the latitude (CSV).")] = "latitude",
    lon: Annotated[str, typer.Option(help="Column of the longitude (CSV).")] = "longitude",
    kind: Annotated[str | None, typer.Option(help="Column of the kind of place.")] = None,
    population: Annotated[str | None, typer.Option(help="Column of the population.")] = None,
    key: Annotated[str | None, typer.Option(help="Column of the id.")] = None,
    all_are: Annotated[str | None, typer.Option(help="Kind of every place, such as base.")] = None,
) -> None:
    """Add the places of a file to the gazetteer; the same file again replaces what it brought."""
    from geo.places.boundaries import BoundarySet
    from geo.places.gazetteer_import import import_places
    from geo.read.places import KINDS, Columns, read_places

    if all_are is not None and all_are not in KINDS:
        raise ReadError(f"--all-are {all_are!r} is no kind of place; kinds are {', '.join(KINDS)}")
    settings = Settings.from_env()
    columns = Columns(name, lat, lon, kind, population, key, all_are)
    read = read_places(file, columns, alternates)
    boundaries = BoundarySet.load(settings.governorates, settings.districts)
    done = import_places(settings.places_folder, file.stem, read.places, boundaries)
    say(f"{file}: {done.added} places added, {done.merged} merged with known ones, "
        f"{len(read.rejected)} not used")  # fmt: skip
    say("'python -m geo place' places the reports of the store by them.")
    for line, reason in read.rejected[:_REASONS_SHOWN]:
        say(f"  line {line}: {reason}")
    if len(read.rejected) > _REASONS_SHOWN:
        say(f"  and {len(read.rejected) - _REASONS_SHOWN} more")


@evaluate.command("geocoder")
def evaluate_geocoder(
    baselines: Annotated[
        bool, typer.Option(help="Also measure exact lookup and rapidfuzz; takes minutes.")
    ] = True,
) -> None:
    """Print, as Markdown, how often place words are placed right, beside two plain ways."""
    import geo.places
    from geo.places.evaluate_tables import evaluate as measure_geocoder

    loaded = geo.places.load(Settings.from_env())
    gc.collect()
    gc.freeze()
    typer.echo(measure_geocoder(loaded, baselines))
