"""The command line: ``python -m geo`` load, build, geocode, actors, extract, export, check, roads.

Everything a person reads goes to stderr; stdout carries data only. A failure ends with one line
that says what and where, and a code: 1 the work failed, 2 the call was wrong, 3 ``check`` found
faults.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from geo import (
    cli_claims,
    cli_decide,
    cli_drafts,
    cli_duplicates,
    cli_export,
    cli_extract,
    cli_load,
    cli_people,
    cli_places,
    cli_store,
    cli_views,
)
from geo.cli_read import print_guesses, read_options
from geo.cli_say import progress, say, say_outcome
from geo.errors import AtlasError, StoreError
from geo.settings import Settings
from geo.view.words import counted

FAILED: Final = 1

app = typer.Typer(
    name="geo",
    help="Iraq Incident Atlas: load files, find places and groups, export views, check the store.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(cli_store.check)
app.command()(cli_store.copy)
app.command()(cli_store.backup)
app.command()(cli_store.restore)
app.command()(cli_store.postgis)
app.command()(cli_places.geocode)
app.command()(cli_load.watch)
cli_decide.app.command("loads")(cli_load.list_loads)
cli_decide.app.command("undo-load")(cli_load.undo_load)
app.add_typer(cli_decide.app, name="decide")
app.add_typer(cli_drafts.app, name="drafts")
app.add_typer(cli_people.app, name="people")
app.command()(cli_export.export)
app.add_typer(cli_views.app, name="views")
app.add_typer(cli_places.gazetteer, name="gazetteer")
app.command()(cli_claims.actors)
cli_places.evaluate.command("actors")(cli_claims.evaluate_actors)
app.command()(cli_extract.extract)
cli_places.evaluate.command("extract")(cli_extract.evaluate_extract)
app.command()(cli_duplicates.duplicates)
cli_places.evaluate.command("duplicates")(cli_duplicates.evaluate_duplicates)
cli_places.evaluate.command("status")(cli_claims.evaluate_status)
app.add_typer(cli_places.evaluate, name="evaluate")


def main() -> None:
    """Run the command line."""
    try:
        app()
    except (AtlasError, OSError) as error:
        say(f"Error: {_in_words(error)}")
        sys.exit(FAILED)


def _in_words(error: AtlasError | OSError) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Files to load.", show_default=False)],
    format: Annotated[
        str | None,
        typer.Option(help="Format of the files; recognised by their columns when left out."),
    ] = None,
    author: Annotated[str, typer.Option(help="Who loads, for the revision history.")] = "loader",
    mapping: Annotated[
        str | None,
        typer.Option(help="Name of a saved mapping of columns, or a JSON file that holds one."),
    ] = None,
    guess: Annotated[
        bool, typer.Option("--guess", help="Print a mapping to check and change; load nothing.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Print what a load would do; load nothing.")
    ] = False,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first", help="What 03/04/2020 means where its column cannot tell."
        ),
    ] = None,
) -> None:
    """Load incident files, outlets or groups into the store.

    Loading a file again adds nothing; changed rows become new versions. A running app shows what
    is new within seconds.
    """
    from geo.store.load import load_files

    settings = Settings.from_env()
    if guess:
        print_guesses(files, settings)
        return
    options = read_options(settings, mapping, day_first)
    if preview:
        with progress("Reading") as tell:
            cli_load.print_preview(files, settings, format, options, tell)
        return
    with progress("Loading") as tell:
        report = load_files(settings.database_url, files, settings, format, tell, author, options)
    say_outcome(report)
    cli_store.show_layers(settings)
    if report.was_empty:
        say("The project's own data is not in this store; 'python -m geo build' adds it.")


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
    with progress("Building the store") as tell:
        report = build_store(settings, tell)
    say_outcome(report)
    cli_store.show_layers(settings)


@app.command()
def place() -> None:
    """Place the reports of the store anew where geocoder, gazetteer, roads or boundaries changed.

    'load', 'build' and the start of the app do so too. Coordinates that a source gave stay, and
    so do corrections; an earlier revision shows the former places.
    """
    from geo.store.load import place_anew

    settings = Settings.from_env()
    with progress("Placing reports") as tell:
        report = place_anew(settings, tell)
    if report is None:
        say("There is no store yet; 'python -m geo build' makes it.")
    elif report.moved is None:
        say(f"The reports are placed by what is in use; the store stays at {report.revision}.")
    else:
        say_outcome(report)
        cli_store.show_layers(settings)


@app.command()
def correct(
    words: Annotated[str, typer.Option(help="Place words to correct.")] = "",
    lat: Annotated[float | None, typer.Option(help="Latitude in degrees.")] = None,
    lon: Annotated[float | None, typer.Option(help="Longitude in degrees.")] = None,
    within: Annotated[
        str, typer.Option(help="How exactly: 500m, 2km, 5km, 10km, 25km, district, governorate.")
    ] = "5km",
    place: Annotated[str | None, typer.Option(help="Name of the place, for readers.")] = None,
    nowhere: Annotated[bool, typer.Option(help="The words name no place.")] = False,
    undo: Annotated[int | None, typer.Option(help="Number of a decision to take back.")] = None,
    author: Annotated[str, typer.Option(help="Who decides, for the history.")] = "",
    reason: Annotated[str, typer.Option(help="Why, for the history.")] = "",
) -> None:
    """Place words by hand, take a correction back, or list them all (without any option).

    A correction is used from then on for the same words, and moves the reports that have them.
    """
    from geo.places.corrections import NOT_PLACED, Reach, placed_at
    from geo.store import corrections
    from geo.store.placing import Placer

    settings = Settings.from_env()
    url = settings.database_url
    if not words and undo is None:
        for entry in corrections.correction_history(url):
            print(entry)
        return
    geocoder = Placer(settings).geocoder()
    if undo is not None:
        done = corrections.undo(url, undo, author, reason or "taken back", geocoder)
    elif nowhere:
        done = corrections.correct(url, words, NOT_PLACED, author, reason, geocoder)
    elif lat is None or lon is None:
        raise typer.BadParameter("give --lat and --lon, or --nowhere")
    else:
        try:
            reach = Reach(within)
        except ValueError:
            raise typer.BadParameter(
                f"{within!r} is none of {', '.join(Reach)}", param_hint="--within"
            ) from None
        found = placed_at(lat, lon, reach, geocoder.boundaries, place)
        done = corrections.correct(url, words, found, author, reason, geocoder)
    say(
        f"Decision {done.decision}, revision {done.revision}: {counted(done.moved, 'report')} "
        "placed anew."
    )
    cli_store.show_layers(settings)


roads_app = typer.Typer(
    help="The road network: import roads of your own, check its lengths.", no_args_is_help=True
)
app.add_typer(roads_app, name="roads")


@roads_app.command("import")
def import_own_roads(
    file: Annotated[Path, typer.Argument(help="Line layer with Geofabrik's columns.")],
    classes: Annotated[str, typer.Option(help="Values of fclass to take, with commas.")] = (
        "motorway,trunk,primary,secondary"
    ),
) -> None:
    """Replace the road network by the roads of a shapefile or any other line layer.

    The file needs the column 'fclass'. The network is kept where ATLAS_ROADS says, else beside the
    store; delete it to go back to the project's own roads.
    """
    from geo.places.road_import import import_roads

    target = _roads_file()
    names = tuple(name.strip() for name in classes.split(",") if name.strip())
    found = import_roads(file, target, names)
    taken = ", ".join(f"{n:,} {name}" for name, n in found.taken.items())
    say(f"{file}: {found.read:,} lines read; taken: {taken}")
    say(f"{target}: {found.pieces:,} pieces, {found.km:,.0f} km")
    _say_lengths(target)
    place()


@roads_app.command("check")
def check_roads() -> None:
    """Compare the network in use with known distances by road."""
    _say_lengths(_roads_file())


def _roads_file() -> Path:
    roads = Settings.from_env().roads
    if roads is None:
        raise StoreError("there is no place to keep roads; set ATLAS_ROADS")
    return roads


def _say_lengths(file: Path) -> None:
    """Known distances beside those on the network."""
    from geo.places.roads import RoadNetwork

    for start, end, known, way in RoadNetwork.load(file).lengths():
        found = f"{way.km:.0f} km" if way.on_road else "not linked"
        assumed = f", {way.assumed_km:.1f} km of it assumed" if way.assumed_km >= 0.05 else ""
        say(f"{start} - {end}: {found}{assumed} (known: {known} km)")
