"""The commands of reviewers: ``python -m geo drafts``. Each decision can be taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from geo.cli_say import say
from geo.cli_store import show_layers
from geo.errors import DecisionError
from geo.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    result_callback=lambda _result: show_layers(Settings.from_env()),
    help="List the drafts that wait for a person; accept them into the atlas, or reject them.",
)

_REVIEWED = "reviewed"
Numbers = Annotated[list[int], typer.Argument(help="Numbers of drafts.", show_default=False)]
All = Annotated[str, typer.Option("--all-of", help="All drafts that wait of this file or outlet.")]
Author = Annotated[str, typer.Option(help="Who decides.", show_default=False)]


@app.command("list")
def list_drafts(
    state: Annotated[str, typer.Option(help="open, accepted or rejected.")] = "open",
    source: Annotated[str, typer.Option(help="Only of this file or outlet.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """Print drafts, the least sure first: number, source, date and place, what and who."""
    from geo.store.drafts import DraftState, Which, draft_ids, drafts
    from geo.view.queue import heading

    if state not in [one.value for one in DraftState]:
        raise typer.BadParameter(f"{state!r} is not open, accepted or rejected")
    store = Settings.from_env().database_url
    which = Which(DraftState(state), source=source or None)
    for one in drafts(store, which, limit=limit):
        where, what = heading(one)
        typer.echo(f"{one.id}\t{one.source}\t{where}\t{what}")
    say(f"{len(draft_ids(store, which)):,} drafts are {state}.")


@app.command()
def accept(
    author: Author,
    numbers: Numbers = [],  # noqa: B006 - how typer takes an optional list
    all_of: All = "",
    incident: Annotated[
        str, typer.Option(help="Incident they are about; else their own, or a new one.")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = _REVIEWED,
) -> None:
    """Accept drafts: each becomes a report of the atlas. All of them, or none."""
    from geo.store.decisions import Act
    from geo.store.placing import Placer
    from geo.store.reviewing import accept as accept_one
    from geo.store.reviewing import accept_all

    settings, act = Settings.from_env(), Act(author, reason)
    store, placer = settings.database_url, Placer(settings)
    chosen = _chosen(store, numbers, all_of)
    if not incident:
        done = accept_all(store, placer, chosen, act)
    elif len(chosen) == 1:
        done = accept_one(store, placer, chosen[0], incident, act)
    else:
        raise DecisionError("--incident takes one draft; accept those of an incident one by one")
    say(
        f"{done.moved:,} accepted into {done.subject}{' and others' * (done.moved > 1)}: "
        f"decision {done.decision}, revision {done.revision}."
    )


@app.command()
def reject(
    author: Author,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    numbers: Numbers = [],  # noqa: B006 - as above
    all_of: All = "",
) -> None:
    """Reject drafts, in one decision."""
    from geo.store.decisions import Act
    from geo.store.reviewing import reject as reject_all

    store = Settings.from_env().database_url
    done = reject_all(store, _chosen(store, numbers, all_of), Act(author, reason))
    say(f"{done.moved:,} rejected: decision {done.decision}.")


def _chosen(store: str, numbers: list[int], all_of: str) -> list[int]:
    """The drafts that are meant: those named, or all of a source."""
    from geo.store.drafts import Which, draft_ids

    if bool(numbers) == bool(all_of):
        raise DecisionError("name drafts by their numbers, or all of a source with --all-of")
    return numbers or draft_ids(store, Which(source=all_of))
