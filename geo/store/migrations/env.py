"""Alembic's entry: run the migrations inside the transaction that ``geo.store.engine`` opened."""

from __future__ import annotations

from alembic import context

from geo.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
)
context.run_migrations()
