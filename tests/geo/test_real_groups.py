"""Groups, spellings, hypotheses and suggestions on the data that ship."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

from geo.claims.actor_kinds import ActorKind
from geo.claims.hypotheses import Confidence, Hypothesis, HypothesisKind
from geo.claims.joining import joined
from geo.export.about import About
from geo.export.groups_file import SPELLING_COLUMNS, spellings_csv
from geo.store.snapshot import Snapshot
from geo.store.united import united
from geo.view.filters import Filters
from geo.view.groups import code_of, groups, line_of, members, mentions
from geo.view.spellings import spellings
from geo.view.state import ViewState
from geo.view.suggestions import profiles, settled, suggestions


def test_july_2020_is_one_group_however_it_is_written(snapshot: Snapshot) -> None:
    july = Filters(date_from=date(2020, 7, 11), date_to=date(2020, 7, 11), datasets=("reports",))
    name = "Saraya Thawrat al-Ishrin al-Thaniya"
    line = line_of(snapshot, july, name)
    assert line is not None
    assert line.kind is ActorKind.GROUP
    written = {use.text for use in spellings(snapshot, mentions(snapshot, july).of(line.code))}
    assert written == {"Saraya Thawrat al-Eshreen al-Thaniya", "Sayara Thora Al-Ashrin"}
    every = line_of(snapshot, Filters(), name)
    assert every is not None
    assert every.spellings == 5
    assert every.first == (date(2020, 6, 1), date(2020, 6, 30))  # the month only


def test_states_and_descriptions_are_told_apart(snapshot: Snapshot) -> None:
    kinds = {line.name: line.kind for line in groups(snapshot, Filters())}
    assert kinds["Government of Iraq"] is ActorKind.STATE
    assert kinds["Iran"] is ActorKind.STATE
    assert kinds["Iranian-backed militias"] is ActorKind.DESCRIBED
    assert kinds["Islamic State"] is kinds["PKK"] is ActorKind.GROUP


def test_the_shipped_hypotheses_join_what_they_say(snapshot: Snapshot) -> None:
    low = joined(snapshot.hypotheses, Confidence.LOW)
    lead = next(group for group in low.groups if "Saraya al-Muntaqim" in group)
    assert lead[0] == "Kataib Hezbollah"
    assert "Asaib Ahl al-Haq" not in lead
    one = united(snapshot, low.groups)
    code = code_of(one, "Saraya al-Muntaqim")
    assert code is not None
    assert code == code_of(one, "Kataib Hezbollah") == code_of(one, one.vocab.actors[code])
    assert set(members(one, code)) == set(lead) & set(snapshot.vocab.actors)
    line = line_of(one, Filters(), "Saraya al-Muntaqim")
    assert line is not None
    assert line.key == "Kataib Hezbollah"
    both = Filters(actors=members(one, code))
    assert line.incidents == len(both.apply(snapshot))
    assert line_of(one, Filters(), "nobody") is None


def test_suggestions_leave_out_what_is_held(snapshot: Snapshot) -> None:
    found = suggestions(snapshot, Filters(datasets=("reports",)))
    names = {frozenset((one.first, one.second)) for one in found}
    assert not names & settled(snapshot)
    groups_ = profiles(snapshot, Filters(datasets=("reports",)))
    pairs = len(groups_) * (len(groups_) - 1) // 2
    assert len(found) == pairs - len(
        {p for p in settled(snapshot) if p <= {one.name for one in groups_}}
    )
    kahf = next(one for one in groups_ if one.name == "Ashab al-Kahf")
    assert sum(kahf.channel.values()) == 13  # one outlet for each incident that it claims
    held = Hypothesis(found[0].first, HypothesisKind.DISTINCT, found[0].second, Confidence.LOW)
    more = replace(snapshot, hypotheses=(*snapshot.hypotheses, held))
    assert suggestions(more, Filters(datasets=("reports",))) == found[1:]


def test_spellings_have_a_line_an_outlet(snapshot: Snapshot) -> None:
    filters = Filters(datasets=("reports",))
    uses = spellings(snapshot, mentions(snapshot, filters))
    about = About.of(snapshot, filters, ViewState())
    lines = spellings_csv(about, uses).decode("utf-8-sig").splitlines(keepends=True)
    head = [line for line in lines if line.startswith("#")]
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert tuple(rows[0]) == SPELLING_COLUMNS
    assert sum(int(row["reports"]) for row in rows) == sum(use.count for use in uses)
    assert any("groups?" in line for line in head)
    kahf = next(
        r for r in rows if (r["spelling"], r["outlet"]) == ("'Ashab al-Kahf", "South Front")
    )
    assert kahf["first"] == "2020-04-09"
