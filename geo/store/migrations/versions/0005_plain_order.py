"""On PostgreSQL, text is compared by code point, as SQLite and Python do.

Else ``first_id < second_id`` would mean another thing there, rows would come in another order,
and an upgrade of the server's sorting rules would damage indexes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_OTHERS = sa.text(
    "SELECT table_name, column_name, "
    "CASE WHEN data_type = 'text' THEN 'text' ELSE 'varchar(' || character_maximum_length || ')' "
    "END FROM information_schema.columns WHERE table_schema = current_schema() "
    "AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C' "
    "AND table_name = ANY(:tables)"
)
_TABLES = (
    *("revision", "boundary_set", "unit", "dataset", "load", "rejection", "outlet", "outlet_fact"),
    *("actor", "alias", "hypothesis", "incident", "incident_fact", "footage", "report"),
    *("report_actor", "location", "decision", "decision_subject", "mapping", "article", "draft"),
    *("apart",),
)


def upgrade() -> None:
    """Apply."""
    _collate('"C"')


def downgrade() -> None:
    """Undo."""
    _collate('"default"')


def _collate(collation: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    query = _OTHERS if collation == '"C"' else sa.text(str(_OTHERS).replace("'C'", "'default'"))
    quote = connection.dialect.identifier_preparer.quote
    for table, column, kind in connection.execute(query, {"tables": list(_TABLES)}).all():
        op.execute(
            f"ALTER TABLE {quote(table)} ALTER COLUMN {quote(column)} "
            f"TYPE {kind} COLLATE {collation}"
        )
