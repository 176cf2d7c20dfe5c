"""Naming the groups in one column of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from geo.claims.actor_index import ActorIndex
from geo.claims.listed_names import Match, Tier

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = ("actor", "tier", "score", "candidates")
"""What ``actor_table`` appends, in this order."""

REASON: Final = "reason"
_BETWEEN: Final = "; "
_LEAST_SURE: Final = (Tier.NEW, Tier.REVIEW, Tier.AUTO)


def actor_table(
    table: pd.DataFrame, column: str, index: ActorIndex, explain: bool = False
) -> pd.DataFrame:
    """A copy of the table with ``COLUMNS`` appended, and ``REASON`` if asked to explain.

    Rows and their order stay as they are; columns of the same names are replaced. Several groups
    in one cell are parted by "; "; tier and score are then those of the least sure, and
    a listed group beside a new name is for review. ``actor`` is
    empty for a new name, and for words that name no group.

    Raises
    ------
    KeyError
        The table has no such column.
    """
    import pandas as pd

    texts = table[column].fillna("").astype(str)
    cells = {text: _cells(index.match(text)) for text in texts.unique()}
    names = [*COLUMNS, REASON]
    added = pd.DataFrame([cells[text] for text in texts], columns=names, index=table.index)
    if not explain:
        added = added.drop(columns=REASON)
    kept = table.drop(
        columns=[name for name in added.columns if name in table.columns and name != column]
    )
    return pd.concat([kept, added], axis="columns")


def _cells(matches: Sequence[Match]) -> tuple[str, str, float, str, str]:
    least = min(matches, key=lambda match: (_LEAST_SURE.index(match.tier), match.score))
    candidates = dict.fromkeys(
        f"{candidate.actor} ({candidate.score:.2f})"
        for match in matches
        for candidate in match.candidates
    )
    names = [match.actor for match in matches if match.actor]
    # A listed group beside a new name: what is appended needs a look.
    tier = Tier.REVIEW if names and least.tier is Tier.NEW else least.tier
    return (
        _BETWEEN.join(names),
        tier.value,
        least.score,
        _BETWEEN.join(candidates),
        _BETWEEN.join(dict.fromkeys(match.reason for match in matches)),
    )
