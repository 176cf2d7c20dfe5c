"""A decision in words: what it was, what held before, what after."""

from __future__ import annotations

from geo.settings import Settings
from geo.store.decisions import Act, decision
from geo.store.footage import link_footage
from geo.store.incidents import grade_incident, merge_incidents, split_incident
from geo.store.undo import undo
from geo.view.decided import before_after, what

ACT = Act("An editor", "a reason")
JULY, JUNE = "20200711-najmi", "202006-thawrat-claim"


def test_acts_on_incidents(own_store: Settings) -> None:
    url = own_store.database_url
    split = split_incident(url, JULY, ["R0069", "R0086"], ACT)
    made = decision(url, split.decision)
    assert what(made) == "Split off"
    assert before_after(made) == (f"2 reports in {JULY}", f"2 reports in {split.subject}")
    back = decision(url, undo(url, split.decision, ACT).decision)
    assert what(back) == f"Decision {split.decision} taken back"
    assert before_after(back) == (f"2 reports in {split.subject}", f"2 reports in {JULY}")
    merged = decision(url, merge_incidents(url, JUNE, JULY, ACT).decision)
    assert before_after(merged) == (f"1 report in {JUNE}", f"1 report in {JULY}")


def test_grades_and_footage(own_store: Settings) -> None:
    url = own_store.database_url
    graded = decision(url, grade_incident(url, JULY, 5, ACT).decision)
    assert before_after(graded) == ("grade by the rule", "grade 5, improbable")
    ruled = decision(url, grade_incident(url, JULY, None, ACT).decision)
    assert before_after(ruled) == ("grade 5, improbable", "grade by the rule")
    linked = link_footage(url, "R0067", JUNE, "somebody", ACT)
    assert before_after(decision(url, linked.decision)) == ("no link", f"footage of {JUNE}")
