"""What tells that a report is a copy of another: a hash that near texts share, and a link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    op.add_column("report", sa.Column("text_simhash", sa.String(length=16), nullable=True))
    op.add_column("report", sa.Column("relays", sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("report", "relays")
    op.drop_column("report", "text_simhash")
