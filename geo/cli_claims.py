"""The commands about claims and names: actors, evaluate actors, evaluate status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli_say import say
from geo.cli_table import read_column, write_table
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.claims.actor_index import ActorIndex


def actors(
    source: Annotated[
        str, typer.Option("--in", help="CSV, XLSX or Parquet file with groups; - reads CSV.")
    ] = "-",
    column: Annotated[
        str | None, typer.Option(help="Column that names groups; not needed if there is one.")
    ] = None,
    out: Annotated[str, typer.Option(help="CSV file to write; - writes to standard output.")] = "-",
    explain: Annotated[bool, typer.Option(help="Also append why, in the column reason.")] = False,
) -> None:
    """Append actor, tier, score and candidates to each row: which listed group is named.

    Tier auto: the same name in another spelling. review: an editor should look, the actor is only
    proposed. new: no listed group; also for words that name none ("unknown gunmen"), where the
    actor is empty. Several groups in a cell are parted by "; ", their tier is the least sure one.
    The groups are those of the store, or the project's list while there is no store.
    """
    from geo.claims.actor_table import actor_table

    table, column = read_column(source, column)
    index = index_in_use(Settings.from_env())
    say(f"{len(table)} rows to name")
    named = actor_table(table, column, index, explain)
    write_table(named, out)
    tiers = named["tier"].value_counts()
    counts = ", ".join(f"{tiers.get(tier, 0)} {tier}" for tier in ("auto", "review", "new"))
    say(f"{out}: {len(named)} rows: {counts}")


def index_in_use(settings: Settings) -> ActorIndex:
    """The groups of the store, or the project's own list for who has no store yet."""
    from geo.claims.actor_index import ActorIndex
    from geo.claims.evaluate_actors import GROUPS_FILE
    from geo.read.known_actors import read_neighbours
    from geo.read.reader import read_file
    from geo.store.naming import read_actor_index

    others = read_neighbours()
    stored = read_actor_index(settings.database_url, others)
    return stored or ActorIndex(read_file(GROUPS_FILE).actors, others)


def evaluate_actors() -> None:
    """Print, as Markdown, how often spellings of groups are taken for the right group."""
    from geo.claims.evaluate_actors import evaluate

    typer.echo(evaluate())


def evaluate_status() -> None:
    """Print, as Markdown, the status of every incident told in reports, and what it hinges on."""
    from geo.errors import StoreError
    from geo.store.query import read_snapshot
    from geo.view.firmness import report

    snapshot = read_snapshot(Settings.from_env().database_url)
    if not snapshot.n:
        raise StoreError("the store is empty; run 'python -m geo build' first")
    typer.echo(report(snapshot))
