"""The first tables: records with their validity, acts, names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("arabic", sa.Text(), nullable=True),
        sa.Column("first_seen", sa.String(length=40), nullable=True),
        sa.Column("hypothesis", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("name", name=op.f("uq_actor_name")),
    )
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
        sa.UniqueConstraint("name", name=op.f("uq_dataset_name")),
    )
    op.create_table(
        "outlet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet")),
        sa.UniqueConstraint("name", name=op.f("uq_outlet_name")),
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
    )
    op.create_table(
        "boundary_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("from_revision", sa.Integer(), nullable=False),
        sa.Column("to_revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_revision"],
            ["revision.number"],
            name=op.f("fk_boundary_set_from_revision_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["to_revision"], ["revision.number"], name=op.f("fk_boundary_set_to_revision_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_set")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision"], ["revision.number"], name=op.f("fk_decision_revision_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_subject", "decision", ["subject_type", "subject_id"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("from_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_incident_dataset_id_dataset")
        ),
        sa.ForeignKeyConstraint(
            ["from_revision"], ["revision.number"], name=op.f("fk_incident_from_revision_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_table(
        "load",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("n_read", sa.Integer(), nullable=False),
        sa.Column("n_new", sa.Integer(), nullable=False),
        sa.Column("n_changed", sa.Integer(), nullable=False),
        sa.Column("n_same", sa.Integer(), nullable=False),
        sa.Column("n_rejected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision"], ["revision.number"], name=op.f("fk_load_revision_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load")),
    )
    op.create_index(op.f("ix_load_sha256"), "load", ["sha256"], unique=False)
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("from_revision", sa.Integer(), nullable=False),
        sa.Column("to_revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_alias_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_alias_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["from_revision"], ["revision.number"], name=op.f("fk_alias_from_revision_revision")
        ),
        sa.ForeignKeyConstraint(
            ["to_revision"], ["revision.number"], name=op.f("fk_alias_to_revision_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
    )
    op.create_index(op.f("ix_alias_actor_id"), "alias", ["actor_id"], unique=False)
    op.create_index(
        "ix_alias_current",
        "alias",
        ["actor_id", "text"],
        unique=True,
        sqlite_where=sa.text("to_revision IS NULL"),
        postgresql_where=sa.text("to_revision IS NULL"),
    )
    op.create_index(op.f("ix_alias_text"), "alias", ["text"], unique=False)
    op.create_table(
        "outlet_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outlet_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("grade", sa.String(length=1), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("from_revision", sa.Integer(), nullable=False),
        sa.Column("to_revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_outlet_fact_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["from_revision"],
            ["revision.number"],
            name=op.f("fk_outlet_fact_from_revision_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_outlet_fact_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["to_revision"], ["revision.number"], name=op.f("fk_outlet_fact_to_revision_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet_fact")),
    )
    op.create_index(
        "ix_outlet_fact_current",
        "outlet_fact",
        ["outlet_id"],
        unique=True,
        sqlite_where=sa.text("to_revision IS NULL"),
        postgresql_where=sa.text("to_revision IS NULL"),
    )
    op.create_index(op.f("ix_outlet_fact_outlet_id"), "outlet_fact", ["outlet_id"], unique=False)
    op.create_table(
        "rejection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["load.id"], name=op.f("fk_rejection_load_id_load")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejection")),
    )
    op.create_index(op.f("ix_rejection_load_id"), "rejection", ["load_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("incident_key", sa.Text(), nullable=False),
        sa.Column("outlet_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("stance", sa.String(length=20), nullable=False),
        sa.Column("outlet_country", sa.Text(), nullable=True),
        sa.Column("asserted_by", sa.Text(), nullable=True),
        sa.Column("event_start", sa.Date(), nullable=True),
        sa.Column("event_end", sa.Date(), nullable=True),
        sa.Column("event_prec", sa.SmallInteger(), nullable=True),
        sa.Column("event_text", sa.Text(), nullable=True),
        sa.Column("published_start", sa.Date(), nullable=True),
        sa.Column("published_end", sa.Date(), nullable=True),
        sa.Column("published_prec", sa.SmallInteger(), nullable=True),
        sa.Column("published_text", sa.Text(), nullable=True),
        sa.Column("retrieved", sa.Date(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("place_text", sa.Text(), nullable=True),
        sa.Column("town_or_base", sa.Text(), nullable=True),
        sa.Column("route_text", sa.Text(), nullable=True),
        sa.Column("admin1_text", sa.Text(), nullable=True),
        sa.Column("admin2_text", sa.Text(), nullable=True),
        sa.Column("coded_governorate", sa.Text(), nullable=True),
        sa.Column("given", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("event_type", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("wounded_low", sa.Integer(), nullable=True),
        sa.Column("wounded_high", sa.Integer(), nullable=True),
        sa.Column("damage", sa.Text(), nullable=True),
        sa.Column("evidence_flags", sa.JSON(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("text_sha256", sa.String(length=64), nullable=True),
        sa.Column("archive_url", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("from_revision", sa.Integer(), nullable=False),
        sa.Column("to_revision", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "to_revision IS NULL OR to_revision > from_revision", name=op.f("ck_report_validity")
        ),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_report_dataset_id_dataset")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_report_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["from_revision"], ["revision.number"], name=op.f("fk_report_from_revision_revision")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_report_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(["load_id"], ["load.id"], name=op.f("fk_report_load_id_load")),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_report_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["to_revision"], ["revision.number"], name=op.f("fk_report_to_revision_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint(
            "dataset_id",
            "key",
            "from_revision",
            name=op.f("uq_report_dataset_id_key_from_revision"),
        ),
    )
    op.create_index(
        "ix_report_current",
        "report",
        ["dataset_id", "key"],
        unique=True,
        sqlite_where=sa.text("to_revision IS NULL"),
        postgresql_where=sa.text("to_revision IS NULL"),
    )
    op.create_index(op.f("ix_report_incident_id"), "report", ["incident_id"], unique=False)
    op.create_index(op.f("ix_report_report_id"), "report", ["report_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("boundary_set_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=True),
        sa.Column("area_km2", sa.Float(precision=53), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=False),
        sa.Column("lon", sa.Float(precision=53), nullable=False),
        sa.CheckConstraint("level IN ('governorate', 'district')", name=op.f("ck_unit_level")),
        sa.ForeignKeyConstraint(
            ["boundary_set_id"],
            ["boundary_set.id"],
            name=op.f("fk_unit_boundary_set_id_boundary_set"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint(
            "boundary_set_id", "level", "key", name=op.f("uq_unit_boundary_set_id_level_key")
        ),
    )
    op.create_table(
        "location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("where_prec", sa.SmallInteger(), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("uncertainty_m", sa.Float(precision=53), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("governorate_pcode", sa.Text(), nullable=True),
        sa.Column("district_pcode", sa.Text(), nullable=True),
        sa.Column("route", sa.Text(), nullable=True),
        sa.Column("from_km", sa.Float(precision=53), nullable=True),
        sa.Column("to_km", sa.Float(precision=53), nullable=True),
        sa.Column("stretch_wkt", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(precision=53), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("from_revision", sa.Integer(), nullable=False),
        sa.Column("to_revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_location_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["from_revision"], ["revision.number"], name=op.f("fk_location_from_revision_revision")
        ),
        sa.ForeignKeyConstraint(
            ["report_pk"], ["report.id"], name=op.f("fk_location_report_pk_report")
        ),
        sa.ForeignKeyConstraint(
            ["to_revision"], ["revision.number"], name=op.f("fk_location_to_revision_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
    )
    op.create_index(
        "ix_location_current",
        "location",
        ["report_pk"],
        unique=True,
        sqlite_where=sa.text("to_revision IS NULL"),
        postgresql_where=sa.text("to_revision IS NULL"),
    )
    op.create_index(op.f("ix_location_report_pk"), "location", ["report_pk"], unique=False)
    op.create_table(
        "report_actor",
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_pk"], ["report.id"], name=op.f("fk_report_actor_report_pk_report")
        ),
        sa.PrimaryKeyConstraint("report_pk", "position", name=op.f("pk_report_actor")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("report_actor")
    op.drop_index(op.f("ix_location_report_pk"), table_name="location")
    op.drop_index(
        "ix_location_current",
        table_name="location",
        sqlite_where=sa.text("to_revision IS NULL"),
        postgresql_where=sa.text("to_revision IS NULL"),
    )
    op.drop_table("location")
    op.drop_table("unit")
    op.drop_index(op.f("ix_report_report_id"), table_name="report")
    op.drop_index(op.f("ix_report_incident_id"), table_name="report")
    op.drop_index(
        "ix_report_current",
        table_name="report",
        sqlite_where=sa.text("to_revision IS NULL"),
        postgresql_where=sa.text("to_revision IS NULL"),
    )
    op.drop_table("report")
    op.drop_index(op.f("ix_rejection_load_id"), table_name="rejection")
    op.drop_table("rejection")
    op.drop_index(op.f("ix_outlet_fact_outlet_id"), table_name="outlet_fact")
    op.drop_index(
        "ix_outlet_fact_current",
        table_name="outlet_fact",
        sqlite_where=sa.text("to_revision IS NULL"),
        postgresql_where=sa.text("to_revision IS NULL"),
    )
    op.drop_table("outlet_fact")
    op.drop_index(op.f("ix_alias_text"), table_name="alias")
    op.drop_index(
        "ix_alias_current",
        table_name="alias",
        sqlite_where=sa.text("to_revision IS NULL"),
        postgresql_where=sa.text("to_revision IS NULL"),
    )
    op.drop_index(op.f("ix_alias_actor_id"), table_name="alias")
    op.drop_table("alias")
    op.drop_index(op.f("ix_load_sha256"), table_name="load")
    op.drop_table("load")
    op.drop_table("incident")
    op.drop_index("ix_decision_subject", table_name="decision")
    op.drop_table("decision")
    op.drop_table("boundary_set")
    op.drop_table("revision")
    op.drop_table("outlet")
    op.drop_table("dataset")
    op.drop_table("actor")
