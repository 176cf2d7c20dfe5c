"""The tables of the store, in types that SQLite and PostgreSQL both keep exactly.

Three kinds of row. *Records* (``report``, ``location``, ``alias``, ``hypothesis``, ``footage``,
and the facts of outlets and incidents) are never
changed: a new version is a new row, valid for the revisions ``from_revision`` <= r <
``to_revision`` (``to_revision`` NULL: still valid). *Acts* (``revision``, ``load``,
``rejection``, ``decision``) are only ever appended. *Names* (``dataset``, ``outlet``, ``actor``,
``incident``) are permanent identities that the others point to.

A record that people edit names in ``decision_id`` the decision that holds for it (NULL: a file
or the atlas itself made it). What was ``withdrawn`` stays as a version that says so, so that no
later load brings it back.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones, so they are put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a time without zone; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time in the store needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _validity() -> tuple[Column[int], Column[int]]:
    """The revisions [from, to) for which a version holds."""
    return (
        Column("from_revision", Integer, ForeignKey("revision.number"), nullable=False),
        Column("to_revision", Integer, ForeignKey("revision.number")),
    )


revision = Table(
    "revision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("author", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("summary", Text, nullable=False),
)

boundary_set = Table(
    "boundary_set",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("label", Text, nullable=False),
    *_validity(),
)

unit = Table(
    "unit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("boundary_set_id", Integer, ForeignKey("boundary_set.id"), nullable=False),
    Column("level", String(20), nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_ar", Text),
    Column("area_km2", Float(53), nullable=False),
    Column("parent", Text),
    # Representative point (inside the polygon), degrees EPSG:4326: where a label goes.
    Column("lat", Float(53), nullable=False),
    Column("lon", Float(53), nullable=False),
    UniqueConstraint("boundary_set_id", "level", "key"),
    CheckConstraint("level IN ('governorate', 'district')", name="level"),
)

dataset = Table(
    "dataset",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

load = Table(
    "load",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, ForeignKey("revision.number"), nullable=False),
    Column("loaded_at", UtcDateTime, nullable=False),
    Column("author", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("format", String(40), nullable=False),
    Column("dataset", Text, nullable=False),
    Column("n_read", Integer, nullable=False),
    Column("n_new", Integer, nullable=False),
    Column("n_changed", Integer, nullable=False),
    Column("n_same", Integer, nullable=False),
    Column("n_rejected", Integer, nullable=False),
    # The decision that took the load back; its rows are then as they were before it.
    Column("undone_by", Integer),
)

rejection = Table(
    "rejection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("load_id", Integer, ForeignKey("load.id"), nullable=False, index=True),
    Column("file", Text, nullable=False),
    Column("line", Integer, nullable=False),
    # "column" and "value" are words of SQL; SQLAlchemy quotes them where it must.
    Column("column", Text),
    Column("value", Text),
    Column("reason", Text, nullable=False),
    Column("raw", Text, nullable=False),
)

outlet = Table(
    "outlet",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

outlet_fact = Table(
    "outlet_fact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outlet_id", Integer, ForeignKey("outlet.id"), nullable=False, index=True),
    Column("country", Text),
    Column("type", Text),
    Column("basis", Text),
    Column("grade", String(1)),
    Column("decision_id", Integer, ForeignKey("decision.id")),
    *_validity(),
)

actor = Table(
    "actor",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("arabic", Text),
    Column("first_seen", String(40)),
    Column("hypothesis", Text),
    Column("source_url", Text),
)

alias = Table(
    "alias",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("actor_id", Integer, ForeignKey("actor.id"), nullable=False, index=True),
    Column("text", Text, nullable=False, index=True),
    # Doubtful spellings are listed under the actor but never resolved to it by themselves.
    Column("doubtful", Boolean, nullable=False),
    # Taken from the actor by a decision.
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
    Column("decision_id", Integer, ForeignKey("decision.id")),
    *_validity(),
)

hypothesis = Table(
    "hypothesis",
    metadata,
    Column("id", Integer, primary_key=True),
    # Permanent: all versions of a hypothesis have it.
    Column("number", Integer, nullable=False, index=True),
    Column("actor_id", Integer, ForeignKey("actor.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("other_id", Integer, ForeignKey("actor.id"), nullable=False, index=True),
    Column("confidence", String(20), nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("decision_id", Integer, ForeignKey("decision.id")),
    *_validity(),
    CheckConstraint("actor_id <> other_id", name="two_actors"),
)

incident = Table(
    "incident",
    metadata,
    Column("id", Text, primary_key=True),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("from_revision", Integer, ForeignKey("revision.number"), nullable=False),
)

incident_fact = Table(
    "incident_fact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", Text, ForeignKey("incident.id"), nullable=False, index=True),
    # Information grade 1-6 that an editor sets against the rule's; NULL: the rule's holds.
    Column("grade", SmallInteger),
    Column("decision_id", Integer, ForeignKey("decision.id")),
    *_validity(),
    CheckConstraint("grade BETWEEN 1 AND 6", name="grade"),
)

footage = Table(
    "footage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False, index=True),
    # The report that showed it, by its permanent id: it was shown for that one's incident.
    Column("report_id", Text, nullable=False, index=True),
    # The incident it comes from; NULL with words where that one is not in the store.
    Column("comes_from", Text, ForeignKey("incident.id"), index=True),
    Column("origin_words", Text),
    Column("found_by", Text, nullable=False),
    Column("source", Text),
    Column("withdrawn", Boolean, nullable=False),
    Column("decision_id", Integer, ForeignKey("decision.id")),
    *_validity(),
    CheckConstraint("comes_from IS NOT NULL OR origin_words IS NOT NULL", name="origin"),
)

report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("report_id", Text, nullable=False, index=True),
    Column("incident_id", Text, ForeignKey("incident.id"), nullable=False, index=True),
    Column("incident_key", Text, nullable=False),
    Column("outlet_id", Integer, ForeignKey("outlet.id"), nullable=False),
    Column("load_id", Integer, ForeignKey("load.id"), nullable=False),
    Column("decision_id", Integer, ForeignKey("decision.id")),
    Column("content_sha256", String(64), nullable=False),
    Column("stance", String(20), nullable=False),
    Column("outlet_country", Text),
    Column("asserted_by", Text),
    Column("event_start", Date),
    Column("event_end", Date),
    Column("event_prec", SmallInteger),
    Column("event_text", Text),
    Column("published_start", Date),
    Column("published_end", Date),
    Column("published_prec", SmallInteger),
    Column("published_text", Text),
    Column("retrieved", Date),
    Column("url", Text),
    Column("place_text", Text),
    Column("town_or_base", Text),
    Column("route_text", Text),
    Column("admin1_text", Text),
    Column("admin2_text", Text),
    Column("coded_governorate", Text),
    Column("given", JSON(none_as_null=True)),
    Column("event_type", Text),
    Column("target", Text),
    Column("killed_low", Integer),
    Column("killed_high", Integer),
    Column("wounded_low", Integer),
    Column("wounded_high", Integer),
    Column("damage", Text),
    Column("evidence_flags", JSON, nullable=False),
    Column("headline", Text),
    Column("note", Text),
    Column("text_sha256", String(64)),
    Column("text_simhash", String(16)),
    Column("relays", Text),
    Column("archive_url", Text),
    Column("extra", JSON, nullable=False),
    # Folded words of the report, in which the search looks.
    Column("search_text", Text, nullable=False),
    *_validity(),
    UniqueConstraint("dataset_id", "key", "from_revision"),
    CheckConstraint("to_revision IS NULL OR to_revision > from_revision", name="validity"),
)

report_actor = Table(
    "report_actor",
    metadata,
    Column("report_pk", Integer, ForeignKey("report.id"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("text", Text, nullable=False),
    Column("role", String(40), nullable=False),
)

location = Table(
    "location",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_pk", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("form", String(20), nullable=False),
    Column("where_prec", SmallInteger),
    Column("lat", Float(53)),
    Column("lon", Float(53)),
    Column("uncertainty_m", Float(53)),
    Column("place", Text),
    Column("governorate_pcode", Text),
    Column("district_pcode", Text),
    Column("route", Text),
    Column("from_km", Float(53)),
    Column("to_km", Float(53)),
    Column("stretch_wkt", Text),
    Column("method", Text),
    Column("score", Float(53)),
    Column("candidates", JSON, nullable=False),
    Column("words", Text),
    Column("flags", JSON, nullable=False),
    Column("decision_id", Integer, ForeignKey("decision.id")),
    *_validity(),
)

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, ForeignKey("revision.number"), nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("author", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject_type", String(40), nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("reason", Text, nullable=False),
    Index("ix_decision_subject", "subject_type", "subject_id"),
)

decision_subject = Table(
    "decision_subject",
    metadata,
    # All that a decision concerns, its own subject among it: a move, for instance, the report
    # and both incidents.
    Column("decision_id", Integer, ForeignKey("decision.id"), primary_key=True),
    Column("subject_type", String(40), primary_key=True),
    Column("subject_id", Text, primary_key=True),
    Index("ix_decision_subject_of", "subject_type", "subject_id"),
)

# Which column of a table holds what, saved under a name (geo.read.mapping as JSON).
mapping = Table(
    "mapping",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("mapping", JSON, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("author", Text, nullable=False),
)

# What was read for drafts, as it was read.
article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("outlet_country", Text),
    Column("published", Date, nullable=False),
    Column("url", Text),
    Column("archive_url", Text),
    Column("retrieved", Date),
    Column("added_at", UtcDateTime, nullable=False),
    Column("author", Text, nullable=False),
    UniqueConstraint("sha256", "outlet"),
)

# A report that waits for a person; nothing of it is in the atlas before it is accepted.
draft = Table(
    "draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), index=True),
    # Who proposed it: "article", "model" or "file"; and the outlet or the file's name.
    Column("origin", String(20), nullable=False),
    Column("source", Text, nullable=False),
    # What names the report for ever, and the fingerprint of what was proposed at first.
    Column("dataset", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("content_sha256", String(64), nullable=False),
    Column("row", JSON, nullable=False),
    # The row as it was proposed, once somebody has edited it.
    Column("proposed", JSON(none_as_null=True)),
    Column("edits", Integer, nullable=False),
    Column("edited_by", Text),
    Column("edited_at", UtcDateTime),
    # By field of the row: [start, end) in the article's text, and how sure.
    Column("spans", JSON, nullable=False),
    Column("confidence", JSON, nullable=False),
    # The least of the confidences, 0..1; what is sure comes last.
    Column("sureness", Float(53), nullable=False),
    # Incidents of the store that it may be about, best first.
    Column("links", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("author", Text, nullable=False),
    Column("decision_id", Integer, ForeignKey("decision.id"), index=True),
    UniqueConstraint("dataset", "key", "content_sha256"),
    Index("ix_draft_queue", "state", "sureness", "id"),
)

# Two incidents that a person has held to be two: they are not proposed as one again.
apart = Table(
    "apart",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("first_id", Text, ForeignKey("incident.id"), nullable=False, index=True),
    Column("second_id", Text, ForeignKey("incident.id"), nullable=False, index=True),
    Column("withdrawn", Boolean, nullable=False),
    Column("decision_id", Integer, ForeignKey("decision.id")),
    *_validity(),
    CheckConstraint("first_id < second_id", name="order"),
)

# A view saved under a name: a row each time that it is saved, changed, renamed or removed. Of the
# rows of a number the newest holds; it is ``open`` unless it says that the view was removed.
saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False, index=True),
    Column("act", String(20), nullable=False),
    Column("name", Text, nullable=False, index=True),
    Column("page", String(40), nullable=False),
    # All that stands behind the "?" of its link; with "rev=" it is frozen.
    Column("query", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("open", Boolean, nullable=False),
)

# The database itself refuses two views of one name, and two newest versions of one view.
for _key in ("name", "number"):
    Index(
        f"ix_saved_view_open_{_key}",
        saved_view.c[_key],
        unique=True,
        sqlite_where=saved_view.c.open,
        postgresql_where=saved_view.c.open,
    )
# What role somebody has: a row each time that it is set; the newest of an identity holds. Without
# a role: nothing is said of the person any more.
person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", Text, nullable=False, index=True),
    Column("role", String(20)),
    Column("set_at", UtcDateTime, nullable=False),
    Column("author", Text, nullable=False),
)

# Sign-ins that their people ended before their time, as ``geo.access.Person.session``.
signed_out = Table(
    "signed_out",
    metadata,
    Column("session", String(64), primary_key=True),
    Column("ended_at", UtcDateTime, nullable=False),
)

# Few reports are moved; who undoes a decision looks for those that it moved.
Index(
    "ix_report_decided",
    report.c.decision_id,
    sqlite_where=report.c.decision_id.is_not(None),
    postgresql_where=report.c.decision_id.is_not(None),
)

# One version of a record at a time: the database itself refuses a second open one, whoever
# writes.
for _table, _keys in (
    (report, ("dataset_id", "key")),
    (location, ("report_pk",)),
    (outlet_fact, ("outlet_id",)),
    (alias, ("actor_id", "text")),
    (hypothesis, ("number",)),
    (footage, ("number",)),
    (incident_fact, ("incident_id",)),
    (apart, ("first_id", "second_id")),
):
    Index(
        f"ix_{_table.name}_current",
        *(_table.c[key] for key in _keys),
        unique=True,
        sqlite_where=_table.c.to_revision.is_(None),
        postgresql_where=_table.c.to_revision.is_(None),
    )
