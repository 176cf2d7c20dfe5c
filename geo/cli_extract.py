"""The commands about articles: extract, evaluate extract."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli_say import say
from geo.errors import ReadError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.claims.actor_index import ActorIndex
    from geo.places.geocode import Geocoder


def _loaded(settings: Settings) -> tuple[Geocoder, ActorIndex]:
    """Places, and the groups of the store or, without one, of the project's list."""
    import geo.places
    from geo.claims.actor_index import ActorIndex
    from geo.claims.evaluate_actors import GROUPS_FILE
    from geo.read.known_actors import read_neighbours
    from geo.read.reader import read_file
    from geo.store.naming import read_actor_index

    others = read_neighbours()
    index = read_actor_index(settings.database_url, others)
    index = index or ActorIndex(read_file(GROUPS_FILE).actors, others)
    return geo.places.load(settings), index


def extract(
    file: Annotated[Path, typer.Argument(help="Article as plain text or HTML, UTF-8.")],
    published: Annotated[
        str, typer.Option(help="Day of publication, YYYY-MM-DD; else that of the page or text.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")] = False,
) -> None:
    """Draft reports from an article: each incident with the words that every field came from.

    Nothing is stored. The JSON has incidents and not_event_places; spans are offsets [start, end)
    into the text, confidences 0 to 1. Weekdays and "last month" count from the day of publication.
    """
    import orjson

    from geo.extract.as_json import as_json
    from geo.extract.dates import find_published
    from geo.extract.extract import extract as draft_of
    from geo.extract.text import plain
    from geo.read.articles import read_article

    text, stated = read_article(file)
    if published:
        try:
            stated = date.fromisoformat(published)
        except ValueError:
            raise typer.BadParameter(
                f"{published!r} is no day YYYY-MM-DD", param_hint="--published"
            ) from None
    day = stated or find_published(plain(text))
    if day is None:
        raise ReadError(f"{file} does not say when it was published; give --published YYYY-MM-DD")
    draft = draft_of(text, day, *_loaded(Settings.from_env()))
    answer = {"published": day.isoformat(), "text": draft.text, **as_json(draft)}
    if json:
        typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
        return
    for incident in draft.incidents:
        when = incident.date.text if incident.date else "no date"
        where = ", ".join(place.text for place in incident.places) or "no place"
        said = ", ".join(f"{s.by} {s.stance}" for s in incident.statements) or "nobody named"
        day_shown = incident.date.end.isoformat() if incident.date else "?"
        typer.echo(
            f"{day_shown} ({when}) | {incident.governorate or '?'}: {where} | "
            f"{incident.event_type}, {incident.target} | {said}"
        )
    say(f"{file}: {len(draft.incidents)} incidents drafted, published {day.isoformat()}")


def evaluate_extract(
    folder: Annotated[Path, typer.Argument(help="Folder of articles with answers (JSON).")],
    errors: Annotated[bool, typer.Option(help="Also list every error.")] = True,
) -> None:
    """Print, as Markdown, how often drafts of articles are right, field by field.

    The folder holds files like those of tests/data/articles. Each set, named by what stands before
    the dash of the file names ("own-01.json"), is counted apart.
    """
    from geo.extract.evaluate import Case, measure, report
    from geo.extract.extract import extract as draft_of
    from geo.read.articles import read_cases

    geocoder, index = _loaded(Settings.from_env())
    gc.collect()
    gc.freeze()
    scores = {}
    for name, cases in read_cases(folder).items():
        scores[name] = measure(
            [
                Case(
                    case["id"], case["text"], date.fromisoformat(case["dateline"]),
                    tuple(case["gold"]["incidents"]), tuple(case["gold"]["not_event_places"]),
                )
                for case in cases
            ],
            lambda text, day: draft_of(text, day, geocoder, index),
        )  # fmt: skip
    typer.echo(report(scores, errors))
