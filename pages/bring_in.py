"""The import page: files are uploaded, recognised or mapped, previewed, and only then loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from geo.errors import AtlasError
from geo.read.formats import TRUSTED
from geo.read.look import SUFFIXES
from geo.store.work import FileToRead, Work
from geo.view.words import counted
from pages.parts import (
    access,
    date_question,
    deciding,
    import_ask,
    import_done,
    import_told,
    mapping_form,
    sheet,
    uploads,
    work_shown,
)
from pages.parts.context import Context
from pages.parts.uploads import Upload
from pages.parts.wording import plain

_PREVIEW: Final = "import.preview"
_LOAD: Final = "import.load"
_SHOWN: Final = "import.shown"
_ROUND: Final = "import.round"

ABOUT: Final = (
    "<h2>Bring records in</h2><p>Tables of incidents, outlets or groups: CSV, TSV, XLSX, Parquet, "
    "GeoJSON, KML, GPX, GeoPackage, or a shapefile in a zip archive. UCDP, ACLED, GTD, GDELT, KoBo "
    "and ODK exports and the atlas's own tables are recognised by their columns; of any other "
    "table you say what its columns are. Nothing is stored before you have seen what would become "
    "of it, and what was loaded can be taken back.</p>"
)


def show(ctx: Context) -> None:
    """Draw the page; the filters of the link do not matter to it."""
    sheet.style()
    with st.container():
        deciding.say()
    loading: Work | None = st.session_state.get(_LOAD)
    if loading is not None and _loading(ctx, loading):
        return
    number = st.session_state.setdefault(_ROUND, 0)
    sheet.html(ABOUT)
    if deciding.is_reader("to bring records in"):
        return
    files = st.file_uploader(
        "Files",
        type=list(SUFFIXES),
        accept_multiple_files=True,
        max_upload_size=ctx.settings.limits.file_mb,
        key=f"import_files_{number}",
    )
    kept = uploads.kept(files or [], ctx.settings.limits)
    if not kept:
        if held := st.session_state.pop(_PREVIEW, None):
            held[1].stop()
        return
    sheet.html(import_told.files((one.path.name, one.look, one.error) for one in kept))
    if failed := [one.path.name for one in kept if one.look is None]:
        st.error(
            plain(f"{', '.join(failed)} cannot be read, so nothing is loaded. Take it out of the "
                  "list above, or put a mended file in its place."),
            icon=":material/error:",
        )  # fmt: skip
        return
    asked = import_ask.how_to_read(kept, ctx.settings)
    if asked is not None:
        _preview_and_load(ctx, kept, asked)


def _preview_and_load(ctx: Context, kept: Sequence[Upload], asked: Sequence[FileToRead]) -> None:
    """What a load would do, found out in a process of its own, then the load itself."""
    signature = [(one.file_id, each.mapping, each.dates)
                 for one, each in zip(kept, asked, strict=True)]  # fmt: skip
    held: tuple[Any, Work] | None = st.session_state.get(_PREVIEW)
    is_current = held is not None and held[0] == signature
    if held is not None and not is_current:
        held[1].stop()
    sheet.html("<h2>What a load would do</h2>")
    is_plain = all(one.mapping is None for one in asked)
    if not is_current and (
        is_plain or st.button("Preview the load", key="import_preview", type="primary")
    ):
        held = st.session_state[_PREVIEW] = (
            signature,
            Work(ctx.settings, asked, holds=uploads.folder()),
        )
        st.rerun()
    if held is None or not is_current:
        return
    work = held[1]
    if not work.is_done:
        work_shown.draw(work)
    elif work.preview is None:
        _failed(kept, work)
    else:
        _tell(ctx, work)
        _form(ctx, asked, work)


def _failed(kept: Sequence[Upload], work: Work) -> None:
    """The preview did not come about: the dates are asked about, else the reason is shown."""
    if work.asks is not None:
        for one in kept:
            if one.look is not None and work.asks.column in one.look.columns:
                name = mapping_form.name_of(one.look)
                if not date_question.is_asked(name):
                    date_question.remember(name, work.asks)
                    st.rerun()
    if work.was_stopped:
        st.info("The preview was stopped.")
    else:
        st.error(plain(f"Nothing was loaded: {work.error}."), icon=":material/error:")
    if st.button("Try again", key="import_again"):
        st.session_state.pop(_PREVIEW)
        st.rerun()


def _tell(ctx: Context, work: Work) -> None:
    assert work.preview is not None  # noqa: S101 - asked before
    sheet.html(import_told.counts(work.preview))
    left, right = st.columns(2, gap="large")
    with left:
        sheet.html(import_told.places(work.preview))
    with right:
        sheet.html(import_told.reasons(work.preview))
    sheet.html(import_told.merges(ctx, work.preview))
    import_told.rejected(work.preview)


def _form(ctx: Context, asked: Sequence[FileToRead], work: Work) -> None:
    """Who loads and why, and the button."""
    assert work.preview is not None  # noqa: S101 - asked before
    files = work.preview.files
    if not any(file.n_todo for file in files):
        st.info("There is nothing to load: every row is in the atlas already, or is left out.")
        return
    unreviewed = [file.file for file in files if file.format not in TRUSTED]
    sheet.html("<h2>Load</h2>")
    who, why = st.columns([2, 5])
    with who:
        deciding.author("import_author")
    with why:
        deciding.reason("import_remark", "Remark, for the history (may be empty)")
    trusted = not unreviewed or st.checkbox(
        plain(f"I trust {', '.join(unreviewed)}: its rows may stand on the map unreviewed"),
        key="import_trust",
    )
    todo = sum(file.n_todo for file in files)
    with st.container(horizontal=True):
        load = st.button(
            f"Load {counted(todo, 'row')} into the atlas",
            key="import_load",
            type="primary",
            disabled=not trusted,
        )
        review = st.button(
            "Send to the review queue",
            key="import_queue",
            disabled=not all(file.dataset for file in files),
            help="Each report waits there until somebody accepts it. Lists of names cannot.",
        )
    if not (load or review):
        return
    try:
        with access.writing():
            act = deciding.loader("import_author", "import_remark")
            work = Work(ctx.settings, asked, *act, review=review, holds=uploads.folder())
    except AtlasError as error:
        st.error(plain(f"{error}."), icon=":material/error:")
        return
    st.session_state[_LOAD] = work
    st.rerun()


def _loading(ctx: Context, work: Work) -> bool:
    """The load while it runs, and what it did; whether nothing else is to be shown."""
    if not work.is_done:
        sheet.html("<h2>At work</h2>")
        work_shown.draw(work)
        return True
    if work.loaded is None and work.queued is None:
        st.session_state.pop(_LOAD)
        st.error(plain(f"Nothing was loaded: {work.error}."), icon=":material/error:")
        return False
    if not st.session_state.get(_SHOWN):  # so that the way to the map leads to what is new
        st.session_state[_SHOWN] = True
        deciding.refresh()
        st.rerun()
    if import_done.draw(ctx, work):
        for key in (_LOAD, _PREVIEW, _SHOWN):
            st.session_state.pop(key, None)
        st.session_state[_ROUND] += 1
        st.rerun()
    return True
