"""The commands about incidents that may be one: duplicates, evaluate duplicates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli_say import say, write_whole
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.store.snapshot import Snapshot


def duplicates(
    tier: Annotated[
        str | None, typer.Option(help="same or review; both when left out.", show_default=False)
    ] = None,
    out: Annotated[str, typer.Option(help="CSV file to write; - writes to standard output.")] = "-",
) -> None:
    """List pairs of incidents that may be one, best first, with the reasons.

    Tier same: to be merged unless something speaks against it. review: an editor should look. Pairs
    that somebody held apart ('decide keep-apart') are not listed. 'decide merge' makes one of two.
    """
    from geo.claims.duplicates import Tier
    from geo.export.duplicates_file import table
    from geo.store.proposals import all_proposals, held_apart

    if tier is not None and tier not in list(Tier):
        raise typer.BadParameter(f"{tier!r} is none of {', '.join(Tier)}", param_hint="--tier")
    snapshot = _snapshot()
    url = Settings.from_env().database_url
    found = all_proposals(snapshot, held_apart(url, snapshot.revision))
    chosen = [pair for pair in found.pairs if tier in (None, pair.tier)]
    text = table(snapshot, chosen)
    if out == "-":
        typer.echo(text, nl=False)
    else:
        write_whole(Path(out), text)
    same = sum(pair.tier is Tier.SAME for pair in chosen)
    say(f"{out}: {len(chosen)} pairs, {same} same, {len(chosen) - same} to review")
    if found.left_out:
        say(
            f"{found.left_out:,} incidents were not compared: so much happens there on those days "
            "that agreement says nothing."
        )
    if found.more:
        say(f"{found.more:,} pairs beyond the best {len(found.pairs):,} are not listed.")


def evaluate_duplicates() -> None:
    """Print, as Markdown, how often reports of one incident are found again without their keys."""
    from geo.store.evaluate_duplicates import report

    typer.echo(report(_snapshot()))


def _snapshot() -> Snapshot:
    from geo.errors import StoreError
    from geo.store.query import read_snapshot

    snapshot = read_snapshot(Settings.from_env().database_url)
    if not snapshot.n:
        raise StoreError("the store is empty; run 'python -m geo build' first")
    return snapshot
