"""The only file that keeps things between runs: settings, the store, and what is made of them."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import streamlit as st
from sqlalchemy import Engine

from geo.claims.actor_index import ActorIndex
from geo.claims.footprint import Outline, outline_of
from geo.claims.listed_names import Tier
from geo.claims.name_match import Candidate
from geo.errors import AtlasError, NotFoundError
from geo.places.basemap import layers
from geo.places.corrections import Corrections
from geo.read.known_actors import read_neighbours
from geo.settings import Settings
from geo.store.actors import actors
from geo.store.copies import Copy, Marks, likely_copies
from geo.store.corrections import CorrectionEntry, correction_history, read_corrections
from geo.store.decisions import Subject
from geo.store.decisions import history as decision_history
from geo.store.drafts import open_count
from geo.store.engine import open_engine
from geo.store.entries import ActorEntry, Footage, GradeEntry, HistoryEntry
from geo.store.evidence import FlaggedReport, flagged_reports
from geo.store.footage import footage as footage_links
from geo.store.incident_ids import resolve_incident
from geo.store.incidents import incident_grades
from geo.store.live import Phase, SnapshotStore, shared
from geo.store.naming import read_actor_index
from geo.store.outcomes import PlacingCount, boundary_label, placing_counts
from geo.store.outlets import outlet_bases, outlet_grades
from geo.store.proposals import Apart, held_apart
from geo.store.query import (
    DatasetEntry,
    IncidentDetail,
    RevisionEntry,
    datasets,
    incident_detail,
    latest_revision,
    revisions,
)
from geo.store.related import ToldTogether, told_together

if TYPE_CHECKING:
    from geo.places.geocode import Geocoder


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The environment, read once.

    Raises
    ------
    SettingsError
        A variable has a value that the atlas cannot work with.
    """
    return Settings.from_env()


def store() -> SnapshotStore:
    """The one holder of snapshots of this process, shared by every session."""
    return shared(settings())


@st.cache_resource(show_spinner=False, max_entries=64)
def incident(key: str, revision: int) -> IncidentDetail:
    """An incident with all its reports as of a revision, which never changes.

    Raises
    ------
    NotFoundError
        There is no such incident at that revision.
    """
    return incident_detail(key, settings().database_url, revision)


@st.cache_resource(show_spinner=False)
def outlines() -> Outline:
    """The polygons of governorates and districts, as the base map has them."""
    base = layers(settings())
    return outline_of(base["governorates"], base["districts"])


@st.cache_resource(show_spinner=False, max_entries=64)
def together(key: str, revision: int) -> list[ToldTogether]:
    """Other incidents that the sources of an incident tell of on the same page."""
    return told_together(settings().database_url, key, revision)


@st.cache_resource(show_spinner=False, max_entries=4)
def graded(revision: int) -> dict[str, GradeEntry]:
    """Grades of information that editors set, by incident, as of a revision."""
    return incident_grades(settings().database_url, revision)


def leads_to(key: str, revision: int) -> str | None:
    """The incident that the id of one without reports leads to, after a merge; else ``None``."""
    try:
        return resolve_incident(settings().database_url, key, revision)
    except NotFoundError:
        return None


@st.cache_resource(show_spinner=False, max_entries=4)
def loaded(revision: int) -> list[DatasetEntry]:  # noqa: ARG001 - what the answer hangs on
    """What the store holds, as of the newest revision."""
    return datasets(settings().database_url)


@st.cache_resource(show_spinner=False, max_entries=4)
def history(revision: int) -> list[RevisionEntry]:  # noqa: ARG001 - as above
    """All revisions, the newest first."""
    return revisions(settings().database_url)


@st.cache_resource(show_spinner=False, max_entries=4)
def placings(revision: int) -> tuple[str | None, list[PlacingCount]]:  # noqa: ARG001 - as above
    """The boundary set in use, and how the places of the reports were found."""
    url = settings().database_url
    return boundary_label(url), placing_counts(url)


@st.cache_resource(show_spinner=False)
def geocoder() -> Geocoder:
    """The geocoder, without corrections: heavy, so made when a reader first needs it.

    What it holds lives as long as the server and is set aside from garbage collection, see
    ``app.warm_up``.
    """
    from geo.places import load

    made = load(settings())
    gc.collect()
    gc.freeze()
    return made


def newest_revision() -> int:
    """Of the store itself; the snapshot follows some seconds later."""
    return latest_revision(settings().database_url)


@st.cache_resource(show_spinner=False, max_entries=4)
def corrections(revision: int) -> Corrections:
    """The corrections of place words in force at a revision."""
    return read_corrections(settings().database_url, revision)


@st.cache_resource(show_spinner=False, max_entries=4)
def corrected(revision: int) -> list[CorrectionEntry]:
    """Every decision on place words up to a revision, the newest first."""
    return correction_history(settings().database_url, revision)


@st.cache_resource(show_spinner=False, max_entries=4)
def listed_actors(revision: int) -> dict[str, ActorEntry]:
    """Actors that the list of groups or a decision knows at a revision, by name."""
    return {entry.name: entry for entry in actors(settings().database_url, revision)}


@st.cache_resource(show_spinner=False, max_entries=4)
def grades(revision: int) -> dict[str, GradeEntry]:
    """Grades that editors set, by outlet, at a revision."""
    return outlet_grades(settings().database_url, revision)


@st.cache_resource(show_spinner=False, max_entries=4)
def bases(revision: int) -> dict[str, str]:
    """On what the country and type of an outlet rest, at a revision."""
    return outlet_bases(settings().database_url, revision)


@st.cache_resource(show_spinner=False, max_entries=4)
def flagged(revision: int) -> list[FlaggedReport]:
    """Reports with flags on their evidence at a revision."""
    return flagged_reports(settings().database_url, revision)


@st.cache_resource(show_spinner=False, max_entries=4)
def footage(revision: int) -> list[Footage]:
    """Links of footage that was shown for another incident, at a revision."""
    return footage_links(settings().database_url, None, revision)


@st.cache_resource(show_spinner=False, max_entries=32)
def decided(
    subjects: tuple[Subject, ...] | None,
    revision: int,
    newest: int,  # noqa: ARG001 - what stands changes with it
) -> list[HistoryEntry]:
    """Decisions on these subjects (``None``: all) up to a revision, the newest first."""
    return decision_history(settings().database_url, subjects, revision)


@st.cache_resource(show_spinner=False, max_entries=2)
def reading_index(revision: int) -> ActorIndex:  # noqa: ARG001 - what the answer hangs on
    """The listed groups and those of neighbouring countries, as articles are read with them."""
    others = read_neighbours()
    return read_actor_index(settings().database_url, others) or ActorIndex((), others)


@st.cache_resource(show_spinner=False, max_entries=64)
def copies(marks: Marks, key: str | None, revision: int) -> list[Copy]:  # noqa: ARG001 - as above
    """Reports that a new one of an incident (``None``: a new one) may be a copy of."""
    return likely_copies(settings().database_url, marks, key)


@st.cache_resource(show_spinner=False, max_entries=2)
def actor_index(revision: int) -> ActorIndex | None:  # noqa: ARG001 - what the answer hangs on
    """The listed groups, to be asked who is meant; ``None`` if there are none."""
    return read_actor_index(settings().database_url)


@st.cache_resource(show_spinner=False, max_entries=64)
def proposed_actors(revision: int, name: str) -> tuple[Candidate, ...]:
    """Listed actors that a name which is not listed may mean, as the matching has them now."""
    index = actor_index(revision)
    found = index.match(name) if index else ()
    return tuple(one for match in found if match.tier is Tier.REVIEW for one in match.candidates)


def waiting() -> int:
    """How many drafts wait for a person; 0 while the store is being built or does not answer."""
    try:
        return _open_drafts() if store().state.phase is Phase.READY else 0
    except AtlasError:
        return 0


def forget_waiting() -> None:
    """Count the drafts anew: a reader has decided on some."""
    _open_drafts.clear()


@st.cache_resource(show_spinner=False, ttl=3)
def _open_drafts() -> int:
    return open_count(engine())


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The store, open: to look whether its tables are up to date takes longer than most answers."""
    return open_engine(settings().database_url)


@st.cache_resource(show_spinner=False, max_entries=4)
def apart(revision: int) -> Apart:
    """Pairs of incidents that are held to be two at a revision."""
    return held_apart(settings().database_url, revision)
