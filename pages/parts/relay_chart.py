"""The relay network for ``assets/relays.js``, and the table behind it."""

from __future__ import annotations

from typing import Any, Final

from geo.store.snapshot import Vocabulary
from geo.view.filters import Filters
from geo.view.relays import Network, Node, Relays, outlets_of
from geo.view.words import counted
from pages.parts.component import component
from pages.parts.loaded import table
from pages.parts.wording import quoted

_LISTED: Final = 60


def chart_data(drawn: Network, vocab: Vocabulary, filters: Filters, about: str) -> dict[str, Any]:
    """What the script draws. A node with a ``hint`` can be clicked, which does what it says."""

    def node(one: Node, side: str) -> dict[str, Any]:
        outlets = () if one.folded else outlets_of(vocab, one.name)
        hint = "Click to filter by this outlet" if outlets else "Click to see who carries it"
        return {
            "name": one.name,
            "count": one.count,
            "folded": one.folded,
            "claimant": one.claimant,
            "hint": "" if one.folded else hint,
            "chosen": (bool(outlets) and set(outlets) == set(filters.outlets))
            or (side == "origin" and one.name == about),
        }  # fmt: skip

    return {
        "carriers": [node(one, "carrier") for one in drawn.carriers],
        "origins": [node(one, "origin") for one in drawn.origins],
        "edges": [[edge.carrier, edge.origin, edge.count] for edge in drawn.edges],
    }


def draw(data: dict[str, Any], key: str) -> str | None:
    """Mount the drawing; the name of the node that was clicked, or ``None``."""
    asked = component("relays")(data=data, key=key, on_pick_change=lambda: None).pick
    names = {node["name"] for side in ("carriers", "origins") for node in data[side]}
    name = asked.get("name") if isinstance(asked, dict) else None
    return name if name in names else None


def words(found: Relays) -> str:
    """What the drawing counts, in figures."""
    told = found.reports + found.own
    text = (
        f"{found.reports:,} of {counted(told, 'report')} pass on what somebody else says; "
        f"{found.own:,} rest on the outlet's own word. A report that names two origins has two "
        "bands."
    )
    if found.compiled:
        text += (
            f" {counted(found.compiled, 'report')} of compiled data sets, coded from agencies, "
            f"{'is' if found.compiled == 1 else 'are'} left out."
        )
    return text


def relay_table(found: Relays) -> str:
    """Outlets and their origins with counts, as HTML."""
    lines = [
        [
            quoted(relay.carrier),
            ("<b>the claimant or its channel</b>" if relay.claimant else quoted(relay.origin)),
            f"{relay.count:,}",
        ]
        for relay in found.relays[:_LISTED]
    ]
    more = len(found.relays) - len(lines)
    rest = f'<p class="quiet">and {more:,} more in the file</p>' if more > 0 else ""
    return table(("Outlet", "Knowledge from", "Reports"), lines) + rest
