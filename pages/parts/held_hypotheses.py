"""The hypotheses that are held: the drawing, the table, and who can be chosen for another one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.claims.hypotheses import Hypothesis
from geo.claims.joining import Joined
from geo.view.index import index_of
from geo.view.words import counted
from pages.parts import data, hypotheses_graph, hypotheses_table, sheet
from pages.parts.context import Context
from pages.parts.wording import esc, quoted


def draw(ctx: Context, held: Sequence[Hypothesis], found: Joined, chosen: Sequence[str]) -> None:
    """The drawing and the table; a click on a box chooses its group.

    Parameters
    ----------
    chosen : names of the group that is looked at; none on the page of all groups.
    """
    number = counted(len(held), "hypothesis", "hypotheses")
    sheet.html(
        f"<h2>Who might be whom: {number}</h2>"
        '<p class="quiet">Thick lines are held with high confidence, plain ones with moderate, '
        "dashed ones with low. An arrow leads to whom it would belong to; a red bow keeps two "
        "apart.</p>"
        if held
        else "<h2>Who might be whom</h2>"
    )
    if held:
        clicked = hypotheses_graph.draw(held, chosen, found.set_aside, key="groups_graph")
        if clicked:
            ctx.update(group=clicked)
    when = {entry.number: entry.created_at for entry in data.history(data.newest_revision())}
    level = ctx.state.reading.level
    sheet.html(
        hypotheses_table.draw(held, level, found.set_aside, when, lambda key: _report(ctx, key))
    )


def _report(ctx: Context, key: str) -> str:
    """A report's id as HTML, leading to its incident where the atlas has it."""
    at = np.flatnonzero(ctx.whole.report_ids == key)
    if not len(at):
        return quoted(key)
    incident = str(ctx.whole.ids[index_of(ctx.whole).report_incident[at[0]]])
    href = esc(ctx.address("incident", incident=incident))
    return f'<a href="{href}" data-incident="{esc(incident)}">{esc(key)}</a>'


def names(ctx: Context) -> list[str]:
    """Actors that a hypothesis can speak of, as stated: those listed and those named."""
    listed = data.listed_actors(ctx.whole.revision)
    return sorted({*listed, *ctx.whole.vocab.actors}, key=str.casefold)
