"""Drafts wait, are edited, accepted, rejected and opened again; the atlas shows only accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from geo.claims.actor_index import ActorIndex
from geo.errors import DecisionError, NotFoundError
from geo.extract.draft import ArticleDraft, DraftStatement
from geo.extract.extract import extract
from geo.extract.rows import Source
from geo.model import Actor, CountRange, DateInterval, DatePrec, ReportRow, Stance, Status
from geo.settings import Settings
from geo.store.adding import BY_HAND, add_report
from geo.store.check import check
from geo.store.decisions import Act, decision, history
from geo.store.drafts import DraftState, Order, Which, draft, draft_ids, drafts, open_count, waiting
from geo.store.engine import open_engine
from geo.store.incidents import grade_incident, merge_incidents, move_report
from geo.store.known import known_incidents
from geo.store.load import load_files
from geo.store.placing import Placer
from geo.store.query import incident_detail, latest_revision, read_snapshot
from geo.store.queueing import queue_article, queue_rows
from geo.store.reviewing import accept, accept_all, edit_draft, reject
from geo.store.undo import undo
from tests.conftest import copy_database
from tests.geo.store.conftest import Table

ACT = Act("Amal", "reviewed")
TEXT = (
    "A roadside bomb hit a convoy near Samarra on Tuesday, police said. Ashab al-Kahf claimed the "
    "bomb. On Monday rockets were fired at Balad air base."
)
SOURCE = Source("Example News", date(2020, 10, 7), "https://example.org/1")


@pytest.fixture
def placer(settings: Settings) -> Placer:
    return Placer(settings)


@pytest.fixture
def url(settings: Settings, table: Table) -> str:
    """One incident with two reports on 6 October 2020 near Samarra."""
    rows = [
        {"report_id": f"R{n}", "incident_key": "20201006-samarra", "event_date": "2020-10-06",
         "place_text": "Samarra", "event_type": "roadside bomb", "target": "convoy"}
        for n in (1, 2)
    ]  # fmt: skip
    load_files(settings.database_url, [table(*rows)], settings)
    return settings.database_url


def article(placer: Placer, text: str = TEXT) -> ArticleDraft:
    return extract(text, SOURCE.published, placer.geocoder(), ActorIndex([Actor("Ashab al-Kahf")]))


@pytest.fixture
def ids(url: str, placer: Placer) -> tuple[int, ...]:
    """Police confirm the bomb, the group claims it, and nobody in particular reports rockets."""
    known = known_incidents(read_snapshot(url))
    return queue_article(url, article(placer), SOURCE, "Basim", known).ids


def test_a_queued_article_waits_and_changes_nothing(url: str, ids: tuple[int, ...]) -> None:
    snapshot = read_snapshot(url)
    assert (snapshot.n, len(snapshot.report_ids)) == (1, 2)
    assert open_count(url) == len(ids) == 3
    (group,) = waiting(url)
    assert (group.origin, group.source, group.n) == ("article", "Example News", 3)
    first = draft(url, ids[0])
    assert (first.author, first.state, first.edits) == ("Basim", DraftState.OPEN, 0)
    assert first.row.stance is Stance.CONFIRMS
    assert [TEXT[s.start : s.end] for s in first.spans["place_text"]] == ["Samarra"]
    assert first.links[0].key == "20201006-samarra"
    assert "same day" in first.links[0].reasons
    sure = [one.sureness for one in drafts(url, order=Order.LEAST_SURE)]
    assert sure == sorted(sure)


def test_the_same_article_is_queued_once(url: str, placer: Placer, ids: tuple[int, ...]) -> None:
    again = queue_article(url, article(placer), SOURCE, "Dana")
    assert (again.ids, again.already) == (ids, True)
    assert open_count(url) == 3
    by_model = queue_article(url, article(placer), SOURCE, "Dana", origin="model")
    assert not by_model.already
    assert {draft(url, n).article for n in (*ids, *by_model.ids)} == {1}
    assert not {draft(url, n).row.incident_key for n in ids} & {
        draft(url, n).row.incident_key for n in by_model.ids
    }
    other = queue_article(url, article(placer), replace(SOURCE, outlet="Other"), "Dana")
    assert not set(other.ids) & set(ids)


def test_accepted_drafts_of_one_incident_are_one_incident(
    url: str, placer: Placer, ids: tuple[int, ...]
) -> None:
    before = latest_revision(url)
    first = accept(url, placer, ids[0], None, ACT)
    assert (first.subject, first.revision) == ("20201006-samarra-2", before + 1)
    told = incident_detail(first.subject, url)
    assert told.status is Status.CONFIRMED
    (report,) = told.reports
    assert report.row == draft(url, ids[0]).row
    assert report.location.governorate_pcode is not None
    assert (report.load.format, report.load.file) == ("article", "Example News, 2020-10-07")
    second = accept(url, placer, ids[1], None, ACT)
    assert second.subject == first.subject
    assert len(incident_detail(first.subject, url).reports) == 2
    third = accept(url, placer, ids[2], None, ACT)
    assert third.subject != first.subject
    assert [draft(url, n).state for n in ids] == [DraftState.ACCEPTED] * 3
    assert read_snapshot(url).n == 3
    assert read_snapshot(url, before).n == 1
    assert check(url) == []


def test_two_who_say_so_in_one_article_are_two_origins(url: str, placer: Placer) -> None:
    text = (
        "A roadside bomb killed a soldier near Samarra on Tuesday. The governor said the bomb was "
        "aimed at a convoy, a mayor said it hit a convoy."
    )
    made = article(placer, text)
    (incident,) = made.incidents
    span = next(iter(incident.spans["date"]))
    statements = tuple(
        DraftStatement(by, Stance.REPORTS, span, 0.9) for by in ("governor", "mayor")
    )
    made = replace(made, incidents=(replace(incident, statements=statements),))
    numbers = queue_article(url, made, SOURCE, "Basim").ids
    done = accept_all(url, placer, numbers, ACT)
    assert incident_detail(done.subject, url).status is Status.CORROBORATED


def test_a_denial_accepted_for_an_incident_contests_it(
    url: str, placer: Placer, ids: tuple[int, ...]
) -> None:
    denial = replace(draft(url, ids[1]).row, stance=Stance.DENIES)
    edited = edit_draft(url, ids[1], denial, "Dana", seen=0)
    assert edited.proposed is not None
    assert (edited.proposed.stance, edited.row.stance) == (Stance.CLAIMS, Stance.DENIES)
    assert (edited.edits, edited.edited_by) == (1, "Dana")
    done = accept(url, placer, ids[1], "20201006-samarra", ACT, seen=1)
    assert done.subject == "20201006-samarra"
    detail = incident_detail("20201006-samarra", url)
    assert detail.status is Status.CONTESTED
    assert detail.decisions[-1].author == "Amal"
    # The other draft of the same incident follows it there.
    assert accept(url, placer, ids[0], None, ACT).subject == "20201006-samarra"


def test_who_comes_second_is_told_who_did_it(
    url: str, placer: Placer, ids: tuple[int, ...]
) -> None:
    seen = draft(url, ids[0])
    accept(url, placer, ids[0], None, ACT)
    with pytest.raises(DecisionError, match=r"accepted by Amal on .* decision 1 \(reviewed\)"):
        accept(url, placer, ids[0], None, Act("Dana", "me too"))
    with pytest.raises(DecisionError, match="accepted by Amal"):
        reject(url, [ids[0]], Act("Dana", "wrong"))
    with pytest.raises(DecisionError, match="accepted by Amal"):
        edit_draft(url, ids[0], replace(seen.row, target="base"), "Dana")
    edit_draft(url, ids[1], replace(draft(url, ids[1]).row, target="base"), "Dana")
    with pytest.raises(DecisionError, match="edited by Dana"):
        accept(url, placer, ids[1], None, ACT, seen=0)
    with pytest.raises(DecisionError, match="edited by Dana"):
        edit_draft(url, ids[1], seen.row, "Amal", seen=0)
    with pytest.raises(DecisionError, match="another report"):
        edit_draft(url, ids[1], seen.row, "Amal", seen=1)
    with pytest.raises(NotFoundError, match="no draft 99"):
        accept(url, placer, 99, None, ACT)
    with pytest.raises(NotFoundError, match="no incident 'nowhere'"):
        accept(url, placer, ids[1], "nowhere", ACT)


def test_an_acceptance_is_taken_back_and_the_draft_waits_again(
    url: str, placer: Placer, ids: tuple[int, ...]
) -> None:
    done = accept(url, placer, ids[0], None, ACT)
    back = undo(url, done.decision, Act("Dana", "too early"))
    assert open_count(url) == 3
    assert draft(url, ids[0]).decision is None
    assert read_snapshot(url).n == 1
    assert len(incident_detail(done.subject, url, done.revision).reports) == 1
    with pytest.raises(NotFoundError):
        incident_detail(done.subject, url)
    entries = history(url)
    assert [(e.decision.id, e.undone_by) for e in entries] == [(2, None), (1, 2)]
    assert check(url) == []
    again = accept(url, placer, ids[0], None, ACT)
    assert again.subject == done.subject  # the id was nobody else's
    assert again.revision == back.revision + 1
    assert check(url) == []


def test_what_later_decisions_stand_on_is_not_taken_back(
    url: str, placer: Placer, ids: tuple[int, ...]
) -> None:
    first = accept(url, placer, ids[0], None, ACT)
    second = accept(url, placer, ids[1], None, ACT)
    graded = grade_incident(url, first.subject, 2, ACT)
    undo(url, first.decision, ACT)  # the incident stays, with the second report
    with pytest.raises(DecisionError, match=f"decision {graded.decision} of Amal stands on"):
        undo(url, second.decision, ACT)
    undo(url, graded.decision, ACT)
    merged = merge_incidents(url, first.subject, "20201006-samarra", ACT)
    with pytest.raises(DecisionError, match=f"decision {merged.decision} of Amal stands on"):
        undo(url, second.decision, ACT)
    undo(url, merged.decision, ACT)
    undo(url, second.decision, ACT)
    assert read_snapshot(url).n == 1
    assert check(url) == []


def test_a_rejection_says_why_and_is_taken_back(url: str, ids: tuple[int, ...]) -> None:
    done = reject(url, ids[:2], Act("Amal", "an exercise"))
    assert done.moved == 2
    assert open_count(url) == 1
    assert [n.n for n in waiting(url, DraftState.REJECTED)] == [2]
    made = decision(url, done.decision)
    assert (made.reason, made.summary) == ("an exercise", "2 drafts of Example News rejected")
    undo(url, done.decision, ACT)
    assert open_count(url) == 3
    with pytest.raises(DecisionError, match="name the drafts"):
        reject(url, [], ACT)


def rows_of_a_file(n: int) -> list[ReportRow]:
    day = DateInterval(date(2021, 3, 1), date(2021, 3, 1), DatePrec.DAY)
    return [
        ReportRow(
            "ngo", f"k{at}", f"ngo-{at // 2}", "An NGO", Stance.REPORTS, day,
            place_text="Hillah", killed=CountRange(at, at),
        )
        for at in range(n)
    ]  # fmt: skip


def test_rows_of_a_file_are_accepted_all_at_once(url: str, placer: Placer) -> None:
    rows = rows_of_a_file(1200)
    assert queue_rows(url, rows, "ngo.csv", "Basim") == 1200
    assert queue_rows(url, rows, "ngo.csv", "Basim") == 0
    assert read_snapshot(url).n == 1
    numbers = draft_ids(url, Which(source="ngo.csv"))
    done = accept_all(url, placer, numbers, Act("Amal", "a trusted list"))
    assert done.moved == 1200
    snapshot = read_snapshot(url)
    assert (snapshot.n, len(snapshot.report_ids)) == (601, 1202)
    detail = incident_detail("ngo-7", url)
    assert [r.id for r in detail.reports] == ["ngo-k14", "ngo-k15"]
    assert detail.reports[0].load.n_new == 1200
    assert queue_rows(url, rows, "ngo.csv", "Basim") == 0  # the atlas has them
    undo(url, done.decision, ACT)
    assert read_snapshot(url).n == 1
    assert open_count(url) == 1200
    assert check(url) == []


def test_none_of_a_batch_is_accepted_when_one_cannot_be(url: str, placer: Placer) -> None:
    queue_rows(url, rows_of_a_file(4), "ngo.csv", "Basim")
    accept(url, placer, 3, None, ACT)
    with pytest.raises(DecisionError, match="draft 3 was accepted by Amal"):
        accept_all(url, placer, [1, 2, 3, 4], ACT)
    assert read_snapshot(url).n == 2
    assert open_count(url) == 3


def test_a_report_is_added_by_hand_and_withdrawn(url: str, placer: Placer) -> None:
    day = DateInterval(date(2020, 10, 6), date(2020, 10, 6), DatePrec.DAY)
    row = ReportRow(BY_HAND, "1", "1", "Al Arabiya", Stance.DENIES, day, place_text="Samarra")
    done = add_report(url, placer, row, "20201006-samarra", ACT)
    detail = incident_detail("20201006-samarra", url)
    assert detail.status is Status.CONTESTED
    assert [r.id for r in detail.reports if r.row == row] == ["by-hand-1"]
    with pytest.raises(DecisionError, match="report by-hand-1 is in the atlas already"):
        add_report(url, placer, row, None, ACT)
    moved = replace(row, key="2", incident_key="2")
    other = add_report(url, placer, moved, None, ACT)
    assert other.subject == "20201006-samarra-2"
    at = move_report(url, "by-hand-1", other.subject, ACT)
    with pytest.raises(DecisionError, match=f"decision {at.decision} of Amal stands on"):
        undo(url, done.decision, ACT)
    undo(url, at.decision, ACT)
    undo(url, done.decision, ACT)
    assert incident_detail("20201006-samarra", url).status is not Status.CONTESTED
    assert check(url) == []


def test_a_report_can_be_the_first_of_an_empty_store(settings: Settings, placer: Placer) -> None:
    row = ReportRow(BY_HAND, "1", "1", "NRT", Stance.REPORTS, place_text="Hillah")
    done = add_report(settings.database_url, placer, row, None, ACT)
    assert done.subject == "undated-hillah"
    snapshot = read_snapshot(settings.database_url)
    assert len(snapshot.vocab.governorates) == 18
    assert check(settings.database_url) == []


OPS = st.lists(
    st.one_of(
        st.tuples(st.just("accept"), st.integers(1, 5), st.none() | st.integers(0, 3)),
        st.tuples(st.just("reject"), st.integers(1, 5), st.none()),
        st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.integers(1, 6), st.none()),
    ),
    max_size=8,
)


@given(OPS)
@hypothesis_settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@example([("accept", 1, None), ("accept", 2, None), ("merge", 1, 0), ("undo", 1, None)])
@example([("accept", 1, 0), ("accept", 2, None), ("undo", 1, None), ("undo", 2, None)])
def test_the_atlas_has_what_was_accepted_and_nothing_else(
    url: str, placer: Placer, tmp_path: Path, ops: list[tuple[str, int, int | None]]
) -> None:
    """Whatever is done in whatever order; what is refused changes nothing."""
    copy_database(Path(url.removeprefix("sqlite:///")), tmp_path / "this.sqlite")
    store = open_engine(f"sqlite:///{tmp_path / 'this.sqlite'}")
    queue_rows(store, rows_of_a_file(5), "ngo.csv", "Basim")
    incidents = ["20201006-samarra", "ngo-0", "ngo-1", "ngo-2"]
    for what, first, second in ops:
        before = latest_revision(store)
        try:
            match what:
                case "accept":
                    into = None if second is None else incidents[second]
                    accept(store, placer, first, into, ACT)
                case "reject":
                    reject(store, [first], ACT)
                case "merge":
                    merge_incidents(store, incidents[first], incidents[second or 0], ACT)
                case _:
                    undo(store, first, ACT)
        except (DecisionError, NotFoundError):
            assert latest_revision(store) == before
    found = [draft(store, number) for number in range(1, 6)]
    accepted = {one.row.key for one in found if one.state is DraftState.ACCEPTED}
    snapshot = read_snapshot(store)
    assert set(snapshot.report_ids) == {"R1", "R2", *(f"ngo-{key}" for key in accepted)}
    assert open_count(store) == sum(one.state is DraftState.OPEN for one in found)
    assert check(str(store.url)) == []
    first_seen = read_snapshot(store, 2)
    assert set(first_seen.report_ids) == {"R1", "R2"}
