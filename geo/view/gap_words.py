"""The claim-confirmation gap in words, with exact figures."""

from __future__ import annotations

from typing import Final

from geo.view.claimed import CONFIRMED_OUTCOMES, OUTCOMES, Outcome
from geo.view.gap import Gap
from geo.view.words import counted, interval_text, listed

_PHRASES: Final = {
    Outcome.CORROBORATED: "corroborated by an independent origin",
    Outcome.SINGLE_SOURCE: "told by a single source",
    Outcome.CLAIMED_ONLY: "resting on the claim alone",
    Outcome.CONTESTED: "contested",
    Outcome.DENIED: "denied",
}


def sentence(found: Gap) -> str:
    """What a reader should know first.

    "Of 58 incidents claimed, 8 Nov 2019 to 20 Jan 2024, somebody with direct knowledge confirms
    20 (6 of them against a denial or doubt). Nobody does for the other 38: 14 corroborated by an
    independent origin, 4 told by a single source, 12 resting on the claim alone, 8 contested."
    """
    total = found.total.tolist()
    when = f", {interval_text(found.first, found.last)}" if found.first else ""
    if not found.claimed:
        return "Nobody claims an incident of this selection."
    disputed = total[OUTCOMES.index(Outcome.DISPUTED)]
    how_many = "" if disputed == found.confirmed else f"{disputed:,} of them "
    against = f" ({how_many}against a denial or doubt)" if disputed else ""
    rest = found.claimed - found.confirmed
    text = (
        f"Of {counted(found.claimed, 'incident')} claimed{when}, somebody with direct knowledge "
        f"confirms {f'{found.confirmed:,}' if found.confirmed else 'none'}{against}."
    )
    if not rest:
        return text
    parts = [
        f"{total[code]:,} {_PHRASES[outcome]}"
        for code, outcome in enumerate(OUTCOMES)
        if code >= CONFIRMED_OUTCOMES and total[code]
    ]
    other = f"the other {rest:,}" if found.confirmed else "any of them"
    return f"{text} Nobody does for {other}: {listed(parts)}."


def unclaimed_words(found: Gap) -> str:
    """What of the selection is in no figure of the gap, and why."""
    if not found.unclaimed:
        return ""
    parts = [f"{count:,} of {name}" for name, count in found.unclaimed.items()]
    text = f"Not counted, for no report tells of a claim: {listed(parts)}."
    if "ucdp-ged" in found.unclaimed:
        text += " UCDP events name the parties, not who claimed what."
    return text
