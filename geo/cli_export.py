"""The command that writes a view, or one incident, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli_say import say
from geo.errors import NotFoundError, StoreError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.export import Selection


def export(
    out: Annotated[Path, typer.Option(help="File to write.")],
    format: Annotated[
        str | None,
        typer.Option(
            help="pdf or html (the brief), png, xlsx, csv, geojson, gpkg, kml or parquet; by the "
            "file's ending when left out."
        ),
    ] = None,
    query: Annotated[str, typer.Option(help="A link of the app, or its part after '?'.")] = "",
    incident: Annotated[str, typer.Option(help="Id of one incident to export alone.")] = "",
) -> None:
    """Export exactly what the link with this query shows, with sources and licences.

    Where the query is a whole link, links in the file lead to the same atlas.
    """
    from geo.export import format_of, write

    name = out.suffix.removeprefix(".").lower() if format is None else format
    if format is None and not name:
        raise typer.BadParameter("give --format, or a file with an ending", param_hint="--out")
    format_of(name)
    selection = _selection(query, incident)
    written = write(selection, name, out)
    counted = "incident" if written == 1 else "incidents"
    say(f"{out}: {written:,} {counted} of revision {selection.snapshot.revision}")


def _selection(query: str, incident: str) -> Selection:
    """What the link shows, or the one incident as it shows it."""
    from urllib.parse import parse_qsl, urlsplit

    from geo.export import Selection
    from geo.store.query import incident_detail, read_snapshot
    from geo.view.filters import Filters
    from geo.view.incident import read_incident
    from geo.view.reading import read
    from geo.view.state import ViewState, read_link

    settings = Settings.from_env()
    link = urlsplit(query)
    whole_link = link.scheme in ("http", "https")
    site = f"{link.scheme}://{link.netloc}{link.path.rpartition('/')[0]}/" if whole_link else ""
    pairs = parse_qsl(query.partition("?")[2] or ("" if whole_link else query), True)
    revision = ViewState.from_query(pairs)[0].revision
    whole = read_snapshot(settings.database_url, revision)
    if not whole.n:
        raise StoreError("the store is empty; run 'python -m geo build' first")
    filters, state, problems = read_link(pairs, whole.vocab)
    for problem in problems:
        say(f"Ignored: {problem}")
    if not incident:
        snapshot = read(whole, state.reading)
        return Selection(snapshot, filters, state, settings, site=site)
    told = incident_detail(incident, settings.database_url, whole.revision)
    detail = read_incident(told, state.reading).detail
    if detail is None:
        raise NotFoundError(f"every report of {incident!r} is left out of this reading")
    return Selection(detail.snapshot, Filters(), state, settings, site=site, detail=detail)
