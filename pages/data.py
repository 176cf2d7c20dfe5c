"""The data page: what is loaded, from where, under which licence, and what was not taken."""

from __future__ import annotations

import streamlit as st

from geo.errors import AtlasError
from geo.store.adding import FORMATS as DECIDED_FORMATS
from geo.store.check import check
from pages.parts import (
    access,
    data,
    deciding,
    loaded,
    loads_undone,
    people_part,
    rejections,
    sheet,
    views_table,
)
from pages.parts.context import Context
from pages.parts.wording import esc


def show(ctx: Context) -> None:
    """Draw the page; it is about the whole store, whatever the filters."""
    newest = ctx.latest_revision
    sheet.style()
    with st.container():
        deciding.say()
    if access.standing().may_see_drafts:
        sheet.html(loaded.waiting(data.waiting(), ctx.address("review")))
    sheet.html(loaded.datasets(data.loaded(newest), newest))
    _undo(ctx)
    rejections.draw(ctx, data.loaded(newest))
    label, counts = data.placings(newest)
    how, units = st.columns(2, gap="large")
    with how:
        sheet.html(loaded.placings(counts))
    with units:
        sheet.html(loaded.precision(ctx.snapshot) + loaded.boundaries(ctx.snapshot, label))
    sheet.html(loaded.history(data.history(newest), lambda rev: ctx.address("map", revision=rev)))
    views_table.draw()
    people_part.acts(ctx)
    people_part.roles()
    _check(ctx)
    sheet.html(loaded.licences())
    _more(ctx)


def _undo(ctx: Context) -> None:
    """The form that takes a load back."""
    standing = [
        load
        for entry in data.loaded(data.newest_revision())
        for load in entry.loads
        if load.undone_by is None and load.format not in DECIDED_FORMATS
    ]
    if standing and deciding.can(ctx):
        with st.expander("Take a load back", icon=":material/undo:"):
            loads_undone.form(sorted(standing, key=lambda load: -load.id), "data")


def _check(ctx: Context) -> None:
    """The same check as ``python -m geo check``, when an editor asks for it: it reads all."""
    if not access.standing().may_write:
        return
    sheet.html("<h2>Is the store whole?</h2>")
    if not st.button("Check the store", key="data_check"):
        return
    try:
        faults = check(ctx.settings.database_url)
    except AtlasError as error:
        faults = [str(error)]
    if faults:
        st.warning("The check found:")
        sheet.html(loaded.bullets(faults))
    else:
        st.success("The store is whole.")


_COMMANDS = """\
python -m geo load FILE...                                   # incidents, reports, outlets or groups
python -m geo load FILE... --preview                         # what that would do
python -m geo watch FOLDER                                   # load files as they come
python -m geo decide undo-load N --author A --reason R       # take a load back
python -m geo geocode --in X.csv --column C --out Y.csv      # place the words of a column
python -m geo correct --words W --lat N --lon E ...          # place words by hand from now on
python -m geo export --query 'LINK' --format csv --out F     # what a link shows, as a file
python -m geo check                                          # is the store whole?
"""


def _more(ctx: Context) -> None:
    """How to load more."""
    by_hand = esc(ctx.address("incident", incident=None))
    sheet.html(
        f'<h2>Load more</h2><p>The <a href="{esc(ctx.address("import"))}" target="_self">Import '
        "page</a> takes files of any kind that the atlas reads. A running app shows new data "
        "within seconds; loading a file again adds nothing. A single incident is "
        f'<a href="{by_hand}" target="_self">recorded by hand</a> on the Incident page. In the '
        "project's folder:</p>"
    )
    st.code(_COMMANDS, language="shell")
