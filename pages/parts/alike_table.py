"""Suggested hypotheses as a table: pairs of groups, and what makes them alike, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.claims.likeness import WARNING, WEIGHTS, Likeness, Part
from pages.parts.wording import esc, quoted

MOST: Final = 10
PAIR: Final = "\x1f"
"""Between the two names in the value of the button that proposes."""

_LEAST: Final = 0.05
"""Pairs with a lower score have next to nothing in common."""

_NOTE: Final = (
    "Score: the weighted mean of the parts, each counted with n / (n + 3), n the smaller number "
    "of pieces of evidence on either side. Parts that compare shares say how far they overlap, and "
    "what is usual between these groups and all others; only what is above that counts."
)


def draw(found: Sequence[Likeness], about: str = "", propose: bool = True) -> str:
    """The most alike pairs with the warning.

    Parameters
    ----------
    about : only pairs with this group; "" for all.
    propose : whether each pair has the button that fills in a proposal.
    """
    pairs = [one for one in found if about in ("", one.first, one.second)]
    shown = [one for one in pairs if one.score >= _LEAST][:MOST]
    warning = f'<p class="warning">{esc(WARNING)}</p>'
    if not shown:
        return warning + (
            '<p class="missing">No pair of armed groups of this selection is alike in more than '
            "chance would give. Fewer filters compare more incidents.</p>"
        )
    heads = "".join(
        f'<th scope="col">{esc(head)}</th>'
        for head in ("Groups", "Score", *(name.capitalize() for name in WEIGHTS))
    )
    rows = "".join(_row(one, propose) for one in shown)
    return (
        f'{warning}<table class="alike atlas-acts"><thead><tr>{heads}</tr></thead>'
        f'<tbody>{rows}</tbody></table><p class="quiet">{esc(_NOTE)}</p>'
    )


def _row(one: Likeness, propose: bool) -> str:
    value = esc(f"{one.first}{PAIR}{one.second}")
    button = (
        f'<small><button type="button" data-act="suggest" data-value="{value}">'
        "<u>Propose a hypothesis</u></button></small>"
        if propose
        else ""
    )
    cells = "".join(
        f'<td data-head="{esc(part.name.capitalize())}">{_part(part)}</td>' for part in one.parts
    )
    return (
        f'<tr><td data-head="Groups"><b>{quoted(one.first)}</b><br><b>{quoted(one.second)}</b>'
        f'{button}</td><td data-head="Score"><b>{one.score:.2f}</b></td>{cells}</tr>'
    )


def _part(part: Part) -> str:
    few, many = part.evidence
    if not min(part.evidence):
        return '<span class="missing">–</span>'
    shared = ", ".join(part.shared[:2])
    usual = (
        "" if part.overlap is None else f"overlap {part.overlap:.2f}, usual {part.usual or 0:.2f}"
    )
    number = f"n {few:,}" if part.name == "name" else f"n {few:,} and {many:,}"
    told = "".join(f"<small>{quoted(text)}</small>" for text in (shared, usual, number) if text)
    return (
        f'{part.value:.2f}<span class="meter"><i style="width:{100 * part.value:.0f}%"></i></span>'
        f"{told}"
    )
