"""The commands about articles: extract, evaluate extract."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from geo.cli_claims import index_in_use
from geo.cli_say import say
from geo.errors import ReadError
from geo.settings import PROJECT_DIR, Settings
from geo.view.words import counted

if TYPE_CHECKING:
    from geo.claims.actor_index import ActorIndex
    from geo.extract.draft import ArticleDraft
    from geo.extract.links import KnownIncident
    from geo.extract.rows import Source
    from geo.places.geocode import Geocoder


ARTICLES: Final = PROJECT_DIR / "tests" / "data" / "articles"


def _loaded(settings: Settings) -> tuple[Geocoder, ActorIndex]:
    import geo.places

    return geo.places.load(settings), index_in_use(settings)


def _known(settings: Settings, draft: ArticleDraft) -> tuple[KnownIncident, ...]:
    """The incidents of the store in the days of a draft; none while there is no store."""
    from geo.store.engine import sqlite_path
    from geo.store.known import known_incidents
    from geo.store.query import read_snapshot

    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        return ()
    days = [one.date for one in draft.incidents if one.date is not None]
    return known_incidents(read_snapshot(settings.database_url), days)


def extract(
    file: Annotated[Path, typer.Argument(help="Article as plain text or HTML, UTF-8.")],
    published: Annotated[
        str, typer.Option(help="Day of publication, YYYY-MM-DD; else that of the page or text.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")] = False,
    queue: Annotated[
        bool, typer.Option("--queue", help="Put the drafts into the queue of the Review page.")
    ] = False,
    outlet: Annotated[str, typer.Option(help="Who published it; needed to queue.")] = "",
    author: Annotated[str, typer.Option(help="Who queues it; needed to queue.")] = "",
    url: Annotated[str, typer.Option(help="Its address, for the queue.")] = "",
    country: Annotated[str, typer.Option(help="The outlet's country, for the queue.")] = "",
    archive_url: Annotated[str, typer.Option(help="An archived copy, for the queue.")] = "",
) -> None:
    """Draft reports from an article: each incident with the words that every field came from.

    Nothing is in the atlas by that: with --queue the drafts wait for a person, else nothing is
    stored. The JSON has incidents and not_event_places; spans are offsets [start, end)
    into the text, confidences 0 to 1, links the incidents of the store that may be the same one.
    Weekdays and "last month" count from the day of publication.
    """
    import orjson

    from geo.extract.as_json import as_json
    from geo.extract.dates import find_published
    from geo.extract.extract import extract as draft_of
    from geo.extract.rows import Source
    from geo.extract.text import plain
    from geo.read.articles import read_article

    if queue and not (outlet.strip() and author.strip()):
        raise typer.BadParameter("say who published it and who queues it", param_hint="--queue")
    settings = Settings.from_env()
    found = read_article(file, settings.limits)
    if published:
        try:
            day, where = date.fromisoformat(published), "as given"
        except ValueError:
            raise typer.BadParameter(
                f"{published!r} is no day YYYY-MM-DD", param_hint="--published"
            ) from None
    elif found.days:
        day, where = found.days[0].day, found.days[0].where
    elif in_text := find_published(plain(found.text)):
        day, where = in_text, "in its text"
    else:
        raise ReadError(f"{file} does not say when it was published; give --published YYYY-MM-DD")
    draft = draft_of(found.text, day, *_loaded(settings))
    if json:
        known = _known(settings, draft)
        answer = {
            "published": day.isoformat(), "published_found": where, "headline": found.headline,
            "text": draft.text, **as_json(draft, known),
        }  # fmt: skip
        typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
    else:
        _print(draft)
    drafted = counted(len(draft.incidents), "incident")
    say(f"{file}: {drafted} drafted, published {day.isoformat()} ({where})")
    if queue:
        source = Source(
            outlet.strip(), day, url or None, country or None, None, archive_url or None,
            headline=found.headline,
        )  # fmt: skip
        _queue(settings, draft, source, author)


def _queue(settings: Settings, draft: ArticleDraft, source: Source, author: str) -> None:
    """Let the drafts wait for a person, and say so."""
    from geo.store.queueing import queue_article

    queued = queue_article(settings.database_url, draft, source, author, _known(settings, draft))
    if queued.already:
        say(f"This article of {source.outlet} was queued before; nothing was added.")
    else:
        numbers = f" ({queued.ids[0]} to {queued.ids[-1]})" if queued.ids else ""
        waits = "waits" if len(queued.ids) == 1 else "wait"
        say(f"{counted(len(queued.ids), 'draft')} {waits} for review{numbers}.")


def _print(draft: ArticleDraft) -> None:
    """One line an incident."""
    for incident in draft.incidents:
        when, words = ("?", "no date")
        if incident.date:
            when, words = incident.date.end.isoformat(), incident.date.text or "no words"
        where = ", ".join(place.text for place in incident.places) or "no place"
        said = ", ".join(f"{s.by} {s.stance}" for s in incident.statements) or "nobody named"
        typer.echo(
            f"{when} ({words}) | {incident.governorate or '?'}: {where} | "
            f"{incident.event_type}, {incident.target} | {said}"
        )


def evaluate_extract(
    folder: Annotated[
        Path, typer.Argument(help="Folder of articles with answers (JSON).")
    ] = ARTICLES,
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
