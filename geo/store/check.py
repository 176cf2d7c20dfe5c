"""Is the store whole? Everything that must hold, whoever wrote it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

from geo.errors import StoreError
from geo.store.engine import HEAD, connect_engine, reading, table_version
from geo.store.troubles import damage_advice, shown_url, sqlite_path

_MUST_BE_EMPTY: Final = {
    "reports without exactly one current location": (
        "SELECT r.report_id FROM report r LEFT JOIN location l "
        "ON l.report_pk = r.id AND l.to_revision IS NULL "
        "WHERE r.to_revision IS NULL GROUP BY r.id, r.report_id HAVING count(l.id) <> 1"
    ),
    "reports with two versions at one revision": (
        "SELECT a.report_id FROM report a JOIN report b ON a.dataset_id = b.dataset_id "
        "AND a.key = b.key AND a.id < b.id AND b.from_revision < "
        "coalesce(a.to_revision, b.from_revision + 1)"
    ),
    "incidents that never had a report": (
        "SELECT i.id FROM incident i LEFT JOIN report r ON r.incident_id = i.id WHERE r.id IS NULL"
    ),
    "loads that name another number of rejections than they have": (
        "SELECT l.file FROM load l LEFT JOIN rejection j ON j.load_id = l.id "
        "GROUP BY l.id, l.file, l.n_rejected HAVING count(j.id) <> l.n_rejected"
    ),
    "decisions that say nothing of what they concern": (
        "SELECT d.id FROM decision d LEFT JOIN decision_subject s ON s.decision_id = d.id "
        "AND s.subject_type = d.subject_type AND s.subject_id = d.subject_id "
        "WHERE s.decision_id IS NULL"
    ),
    "revisions out of their row": (
        "SELECT r.number FROM revision r LEFT JOIN revision p ON p.number = r.number - 1 "
        "WHERE r.number > 1 AND p.number IS NULL"
    ),
    "boundary sets in use beside another": (
        "SELECT fingerprint FROM boundary_set WHERE to_revision IS NULL "
        "AND (SELECT count(*) FROM boundary_set WHERE to_revision IS NULL) > 1"
    ),
}


def check(url: str) -> list[str]:
    """Faults of the store, each with what to do; empty when it is whole.

    Raises
    ------
    StoreError
        There is no store at ``url``.
    """
    path = sqlite_path(url)
    if path is not None and not path.is_file():
        raise StoreError(
            f"there is no store at {path}; run 'python -m geo build', or set ATLAS_DATABASE_URL"
        )
    engine = connect_engine(url)
    try:
        with reading(engine) as connection:
            if path is not None and (damage := _sqlite_damage(connection)):
                return [damage_advice(url, damage)]
            version = table_version(connection)
            if version != HEAD:
                return [
                    f"the tables of {shown_url(url)} are of version {version}, not {HEAD}; "
                    "start the app or run 'python -m geo build' to bring them up to date"
                ]
            return [
                fault
                for name, query in _MUST_BE_EMPTY.items()
                for fault in _found(connection, name, query)
            ]
    except StoreError as error:
        return [str(error)]


def _sqlite_damage(connection: Connection) -> str:
    """What SQLite itself finds wrong with the file; empty when nothing."""
    found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(5)"))]
    if found != ["ok"]:
        return "; ".join(line.strip().replace("\n", " ") for line in found)
    orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    return f"{len(orphans)} rows point to rows that are gone" if orphans else ""


def _found(connection: Connection, name: str, query: str) -> list[str]:
    rows = connection.execute(text(query)).all()
    if not rows:
        return []
    shown = ", ".join(str(row[0]) for row in rows[:5]) + (" ..." if len(rows) > 5 else "")
    return [
        f"{len(rows)} {name}: {shown}. Restore a backup, or move the store away and run "
        "'python -m geo build'"
    ]
