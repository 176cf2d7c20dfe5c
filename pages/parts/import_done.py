"""What a load did, the way to it on the map, and the way back."""

from __future__ import annotations

import streamlit as st

from geo.store.loads import loads
from geo.store.work import Loaded, Work
from geo.view.filters import Filters
from geo.view.words import counted
from pages.parts import data, loads_undone, sheet
from pages.parts.context import Context
from pages.parts.wording import esc, quoted


def draw(ctx: Context, work: Work) -> bool:
    """The outcome; whether the reader wants to go on with other files."""
    if work.loaded is not None:
        _loaded(ctx, work.loaded)
    else:
        _queued(ctx, work.queued or 0)
    return st.button("Load other files", key="import_more", icon=":material/upload_file:")


def _queued(ctx: Context, number: int) -> None:
    """What waits for review now."""
    told = (
        f"{counted(number, 'report')} more in the review queue; what waits there is not in the "
        "atlas before somebody accepts it."
        if number
        else "Nothing was added: all of it was queued before, or is in the atlas."
    )
    href = esc(ctx.address("review"))
    sheet.html(
        f"<h2>Sent to the review queue</h2><p>{esc(told)}</p>"
        f'<p><a href="{href}">Go to the Review page</a></p>'
    )


def _loaded(ctx: Context, loaded: Loaded) -> None:
    """What was loaded, the way to it, and the way back."""
    ids = set(loaded.load_ids)
    done = [load for load in loads(ctx.settings.database_url) if load.id in ids]
    standing = [load for load in done if load.undone_by is None]
    told = "".join(f"<p>{quoted(line)}</p>" for line in loaded.told)
    sheet.html(f"<h2>Loaded: the store is at revision {loaded.revision}</h2>{told}")
    if standing and loaded.datasets:
        links = "".join(
            f'<p><a href="{esc(_address(ctx, name))}">{quoted(name)} on the map</a></p>'
            for name in loaded.datasets
        )
        sheet.html(links)
        if data.newest_revision() > ctx.latest_revision:
            st.caption("The map shows the new data within seconds.")
    if not loaded.load_ids:
        st.info("There was nothing to add.")
    elif not standing:
        st.info("This was taken back. Upload the files again to bring it back.")
    else:
        sheet.html("<h2>Take it back</h2>")
        loads_undone.form(standing, "import")


def _address(ctx: Context, dataset: str) -> str:
    return ctx.address("map", Filters(datasets=(dataset,)), revision=None)
