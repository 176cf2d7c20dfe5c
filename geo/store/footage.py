"""Footage of one incident that was shown for another, as links that people make and withdraw."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine, func, select

from geo.claims.hypotheses import is_source
from geo.errors import DecisionError, NotFoundError
from geo.store import schema
from geo.store.decisions import (
    Act,
    decide,
    engine_of,
    read_decisions,
    refuse_if_changed,
    tidy,
)
from geo.store.edited import FOOTAGE_LINK, Change
from geo.store.engine import reading, writing
from geo.store.entries import FOOTAGE, INCIDENT, REPORT, Footage, Kind, Outcome
from geo.store.incident_ids import find_report, live_incident, newest, redirects
from geo.store.reports import valid_at

MOST_WORDS: Final = 300


def link_footage(
    store: str | Engine,
    report_id: str,
    comes_from: str | None,
    found_by: str,
    act: Act,
    *,
    origin_words: str | None = None,
    source: str | None = None,
) -> Outcome:
    """State that what a report showed is of another incident; ``Outcome.subject`` is its number.

    Parameters
    ----------
    comes_from : the incident that the footage is of; ``None``: not in the atlas or not known.
    found_by : who says so.
    origin_words : what the footage is of, needed without ``comes_from``.
    source : web address or report id where that can be read.

    Raises
    ------
    DecisionError
        Something is missing, the report's own incident is named, it is linked so already, or the
        report was changed after ``act.seen_revision``.
    NotFoundError
        There is no such report or incident.
    StoreError
        The store cannot be written; it is as it was.
    """
    words, finder, source = tidy(origin_words or ""), tidy(found_by), tidy(source or "") or None
    if not finder:
        raise DecisionError("say who found where the footage is from")
    if comes_from is None and not words:
        raise DecisionError("name the incident that the footage is of, or say what it is of")
    if max(len(words), len(finder)) > MOST_WORDS:
        raise DecisionError(f"words on footage may have {MOST_WORDS} characters at most")
    if source is not None and not is_source(source):
        raise DecisionError(f"{source!r} is neither a web address (http, https) nor a report's id")
    with writing(engine_of(store)) as connection:
        report = find_report(connection, report_id)
        refuse_if_changed(connection, act, report["from_revision"])
        shown_for = report["incident_id"]
        if comes_from is not None:
            comes_from = live_incident(connection, comes_from)
            if comes_from == shown_for:
                raise DecisionError(f"{report_id} is a report of {comes_from} itself")
        table = schema.footage.c
        same = (table.report_id == report_id, table.comes_from.is_not_distinct_from(comes_from))
        held = connection.execute(
            select(table.number, table.origin_words, table.withdrawn).where(
                table.to_revision.is_(None), *same
            )
        ).all()
        held = [row for row in held if comes_from is not None or row.origin_words == words]
        if standing := [row.number for row in held if not row.withdrawn]:
            raise DecisionError(f"link {standing[0]} says so already")
        last = connection.scalar(select(func.max(table.number))) or 0
        number = held[0].number if held else last + 1
        values = {
            "report_id": report_id,
            "comes_from": comes_from,
            "origin_words": words or None,
            "found_by": finder,
            "source": source,
            "withdrawn": False,
        }
        origins = [] if comes_from is None else [(INCIDENT, comes_from)]
        return decide(
            connection,
            act,
            Kind.LINK_FOOTAGE,
            [(FOOTAGE, str(number)), (REPORT, report_id), (INCIDENT, shown_for), *origins],
            [Change(FOOTAGE_LINK, {"number": number}, values)],
            f"Footage of {comes_from or words} was shown for {shown_for} by {report_id}",
        )


def unlink_footage(store: str | Engine, number: int, act: Act) -> Outcome:
    """Withdraw a link.

    Raises
    ------
    DecisionError
        It is withdrawn already, or was changed after ``act.seen_revision``.
    NotFoundError
        There is none with this number.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        row = FOOTAGE_LINK.current(connection, {"number": number})
        if row is None:
            raise NotFoundError(f"there is no footage link {number}")
        if row["withdrawn"]:
            raise DecisionError(f"footage link {number} is withdrawn already")
        values = {name: row[name] for name in FOOTAGE_LINK.decided} | {"withdrawn": True}
        report = find_report(connection, row["report_id"])
        incidents = [
            (INCIDENT, name) for name in (report["incident_id"], row["comes_from"]) if name
        ]
        return decide(
            connection,
            act,
            Kind.UNLINK_FOOTAGE,
            [(FOOTAGE, str(number)), (REPORT, row["report_id"]), *incidents],
            [Change(FOOTAGE_LINK, {"number": number}, values)],
            f"Footage link {number} withdrawn",
        )


def footage(
    store: str | Engine, incident_id: str | None = None, revision: int | None = None
) -> list[Footage]:
    """Links at a revision (``None``: the newest), by number.

    Parameters
    ----------
    incident_id : only links to or from this incident. Merged incidents stand under the one that
        they were merged into.
    """
    link, report = schema.footage, schema.report
    with reading(engine_of(store)) as connection:
        at = newest(connection) if revision is None else revision
        leads = redirects(read_decisions(connection, revision=at))
        query = (
            select(
                *(link.c.number, link.c.report_id, report.c.incident_id, link.c.comes_from),
                *(link.c.origin_words, link.c.found_by, link.c.source, link.c.from_revision),
                link.c.decision_id,
            )
            .join_from(link, report, link.c.report_id == report.c.report_id)
            .where(valid_at(link, at), valid_at(report, at), link.c.withdrawn.is_(False))
            .order_by(link.c.number)
        )
        links = [
            Footage(number, shown_by, shown_for, leads.get(origin, (origin, 0))[0], *rest)
            for number, shown_by, shown_for, origin, *rest in connection.execute(query)
        ]
    return [
        one
        for one in links
        if incident_id is None or incident_id in (one.shown_for, one.comes_from)
    ]
