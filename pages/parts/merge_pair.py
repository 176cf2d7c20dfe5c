"""Two incidents that may be one, side by side, with what speaks for it and against it, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from geo.claims.duplicates import Reason, Tier
from geo.store.proposals import Proposal
from geo.store.snapshot import Snapshot
from geo.view.duplicates import FACTS, facts, other
from geo.view.index import index_of
from pages.parts import incident_head
from pages.parts.loaded import table
from pages.parts.wording import esc, incident_link, quoted

TIERS: Final = {Tier.SAME: "same", Tier.REVIEW: "to be reviewed"}
_LABELS: Final = {"actors": "groups named"}
_ASPECTS: Final = {"rate": "how often", "casualties": "dead and wounded", "source": "told by"}

Href = Callable[[str], str]


def both(snapshot: Snapshot, pair: Proposal, href: Href) -> str:
    """Both incidents, a line a fact; what they share is marked."""
    row_of = index_of(snapshot).row_of
    sides = [facts(snapshot, row_of[key]) for key in (pair.first, pair.second)]
    heads = "".join(
        f'<th scope="col">{incident_link(key, href(key))}</th>' for key in (pair.first, pair.second)
    )
    lines = []
    for name in FACTS:
        a, b = (side[name] for side in sides)
        if not (a or b):
            continue
        mark = ' class="alike"' if a == b else ""
        cells = "".join(f"<td>{quoted(value)}</td>" for value in (a, b))
        label = _LABELS.get(name, name).capitalize()
        lines.append(f'<tr{mark}><th scope="row">{esc(label)}</th>{cells}</tr>')
    return (
        f'<table class="pair"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def why(reasons: Sequence[Reason]) -> str:
    """The reasons with their shares, as bars to either side."""
    most = max((abs(one.share) for one in reasons), default=0.0) or 1.0
    lines = []
    for one in reasons:
        side = "for" if one.share >= 0 else "against"
        width = round(abs(one.share) / most * 100)
        label = _ASPECTS.get(one.aspect, one.aspect).capitalize()
        lines.append(
            f'<tr><th scope="row">{esc(label)}</th><td>{quoted(one.words)}</td>'
            f'<td class="share {side}"><i style="width:{width}%"></i></td>'
            f'<td class="number">{one.share:+.1f}</td></tr>'
        )
    return (
        '<table class="reasons"><thead><tr><th scope="col">Aspect</th><th scope="col">What the '
        'two say</th><th scope="col"></th><th scope="col">Bits</th></tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
        '<p class="quiet">One bit more makes it twice as likely that the two are one. All of them '
        "together are the score.</p>"
    )


def likely(pair: Proposal) -> str:
    """Tier and score: "same, 97 %"."""
    return f"{TIERS[pair.tier]}, {pair.score:.0%} likely"


def listing(snapshot: Snapshot, pairs: Sequence[Proposal], href: Href) -> str:
    """Pairs as a table, a line each."""
    row_of = index_of(snapshot).row_of

    def cell(key: str) -> str:
        row = row_of[key]
        link = incident_link(key, href(key), incident_head.title(snapshot, row))
        told = facts(snapshot, row)
        return f"{link}<small>{esc(told['date'])}, {quoted(told['place'], 'no place')}</small>"

    lines = [[esc(likely(pair)), cell(pair.first), cell(pair.second)] for pair in pairs]
    return table(("Likely", "One", "Other"), lines)


def same_as(snapshot: Snapshot, pairs: Sequence[Proposal], incident_id: str, href: Href) -> str:
    """The other incidents of pairs with this one, with the reasons that weigh most."""
    row_of = index_of(snapshot).row_of
    lines = []
    for pair in pairs:
        key = other(pair, incident_id)
        row, told = row_of[key], facts(snapshot, row_of[key])
        telling = sorted(pair.reasons[1:], key=lambda one: -abs(one.share))[:3]
        link = incident_link(key, href(key), incident_head.title(snapshot, row))
        lines.append(
            [
                esc(likely(pair)),
                f"{link}<small>{quoted(key)}</small>",
                esc(told["date"]),
                quoted(told["place"] or told["governorate"]),
                "<br>".join(f"{quoted(one.words)} ({one.share:+.1f})" for one in telling),
            ]
        )
    return table(("Likely", "Incident", "Date", "Place", "What says so, in bits"), lines)
