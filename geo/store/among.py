"""One of many values, as a condition that no database finds too long."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, any_, func, literal, select


def among(
    connection: Connection, column: ColumnElement[Any], values: Iterable[Any]
) -> ColumnElement[bool]:
    """Condition: the column has one of the values (numbers or text).

    They go over as one parameter: PostgreSQL takes 65,535 of them in a statement, SQLite 32,766.
    """
    found = list(values)
    if connection.dialect.name == "postgresql":
        return column == any_(literal(found, ARRAY(column.type)))
    listed = func.json_each(json.dumps(found)).table_valued("value")
    return column.in_(select(listed.c.value))
