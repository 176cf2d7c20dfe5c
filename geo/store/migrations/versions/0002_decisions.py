"""What people decide: hypotheses, footage, facts of incidents, and all that a decision concerns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0002"
down_revision = "0001"

_OPEN = sa.text("to_revision IS NULL")
_CURRENT = {
    "hypothesis": ["number"],
    "footage": ["number"],
    "incident_fact": ["incident_id"],
}
_LOOKED_UP = {
    "hypothesis": ("number", "actor_id", "other_id"),
    "footage": ("number", "report_id", "comes_from"),
    "incident_fact": ("incident_id",),
}


def _record(table: str, *columns: SchemaItem, points_to: dict[str, str]) -> None:
    """Make a table of versions with its decision, its validity and its indexes."""
    points_to = points_to | {
        "decision_id": "decision.id",
        "from_revision": "revision.number",
        "to_revision": "revision.number",
    }
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("from_revision", sa.Integer(), nullable=False),
        sa.Column("to_revision", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [target],
                name=op.f(f"fk_{table}_{column}_{target.partition('.')[0]}"),
            )
            for column, target in points_to.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in _LOOKED_UP[table]:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.create_index(
        f"ix_{table}_current",
        table,
        _CURRENT[table],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "alias",
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    _record(
        "hypothesis",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint("actor_id <> other_id", name=op.f("ck_hypothesis_two_actors")),
        points_to={"actor_id": "actor.id", "other_id": "actor.id"},
    )
    _record(
        "incident_fact",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("grade", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint("grade BETWEEN 1 AND 6", name=op.f("ck_incident_fact_grade")),
        points_to={"incident_id": "incident.id"},
    )
    _record(
        "footage",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("comes_from", sa.Text(), nullable=True),
        sa.Column("origin_words", sa.Text(), nullable=True),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "comes_from IS NOT NULL OR origin_words IS NOT NULL", name=op.f("ck_footage_origin")
        ),
        points_to={"comes_from": "incident.id"},
    )
    op.create_table(
        "decision_subject",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_subject_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint(
            "decision_id", "subject_type", "subject_id", name=op.f("pk_decision_subject")
        ),
    )
    op.create_index(
        "ix_decision_subject_of", "decision_subject", ["subject_type", "subject_id"], unique=False
    )
    op.execute(
        "INSERT INTO decision_subject (decision_id, subject_type, subject_id) "
        "SELECT id, subject_type, subject_id FROM decision"
    )
    decided = sa.text("decision_id IS NOT NULL")
    op.create_index(
        "ix_report_decided",
        "report",
        ["decision_id"],
        unique=False,
        sqlite_where=decided,
        postgresql_where=decided,
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_report_decided", table_name="report")
    op.drop_table("decision_subject")
    for table in ("footage", "incident_fact", "hypothesis"):
        op.drop_table(table)
    op.drop_column("alias", "withdrawn")
