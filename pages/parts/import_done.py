"""What a load did, the way to it on the map, and the way back."""

from __future__ import annotations

import streamlit as st

from geo.store.loads import loads
from geo.store.work import Loaded
from geo.view.filters import Filters
from pages.parts import data, loads_undone, sheet
from pages.parts.context import Context
from pages.parts.wording import esc, quoted


def draw(ctx: Context, loaded: Loaded) -> bool:
    """The outcome; whether the reader wants to go on with other files."""
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
    return st.button("Load other files", key="import_more", icon=":material/upload_file:")


def _address(ctx: Context, dataset: str) -> str:
    return ctx.address("map", Filters(datasets=(dataset,)), revision=None)
