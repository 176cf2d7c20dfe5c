"""What a decision changed, in words: what was before it, and what is after it."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from geo.claims.grade import INFORMATION_GRADES
from geo.model import Form
from geo.store.corrections import where_words
from geo.store.entries import DecisionEntry, Kind
from geo.store.records import location
from geo.view.words import counted

_MOST_NAMED: Final = 6
"""Incidents that are named; more are counted."""
_VERBS = {
    Kind.CORRECT: "Place words corrected",
    Kind.MOVE: "Reports moved",
    Kind.SPLIT: "Split off",
    Kind.MERGE: "Merged",
    Kind.KEEP_APART: "Held apart",
    Kind.GRADE_INCIDENT: "Information graded",
    Kind.LINK_FOOTAGE: "Footage linked",
    Kind.UNLINK_FOOTAGE: "Footage link withdrawn",
    Kind.ADD_REPORT: "Report added",
    Kind.ACCEPT: "Drafts accepted",
    Kind.REJECT: "Drafts rejected",
    Kind.UNDO: "Taken back",
}


def what(decision: DecisionEntry) -> str:
    """What kind of act it was."""
    kind = Kind(decision.kind)
    if kind is Kind.UNDO:
        return f"Decision {decision.before['decision']} taken back"
    if kind is Kind.UNDO_LOAD:
        return f"Load {decision.subject_id} undone"
    return _VERBS.get(kind, decision.kind.capitalize())


def before_after(decision: DecisionEntry) -> tuple[str, str]:
    """What held before and what holds after, in a few words each."""
    return _state(decision.before), _state(decision.after)


def _state(state: Any) -> str:
    if not state:
        return "nothing"
    if "location" in state:
        place = location(state["location"])
        return "not placed" if place.form is Form.UNPLACED else where_words(place)
    told = [_record(record) for record in state.get("records", ())]
    reports = Counter(text for kind, text in told if kind == "report")
    parts = [f"{counted(number, 'report')} in {incident}" for incident, number in reports.items()]
    if len(parts) > _MOST_NAMED:
        parts = [f"{counted(reports.total(), 'report')} in {len(parts):,} incidents"]
    parts += dict.fromkeys(text for kind, text in told if kind != "report")
    return "; ".join(parts) or "nothing"


def _record(state: dict[str, Any]) -> tuple[str, str]:
    """The kind of a record, and what it says."""
    values = state["values"]
    match state["record"]:
        case "report":
            return ("report", values["incident_id"]) if values else ("", "not in the atlas")
        case "incident_fact":
            grade = values and values["grade"]
            words = f"grade {grade}, {INFORMATION_GRADES[grade]}" if grade else "grade by the rule"
            return "grade", words
        case "footage":
            if not values or values["withdrawn"]:
                return "footage", "no link"
            return "footage", f"footage of {values['comes_from'] or values['origin_words']}"
        case "apart":
            held = values and not values["withdrawn"]
            return "apart", "held apart" if held else "not held apart"
        case other:
            return other, "nothing" if values is None else ", ".join(
                f"{name} {value}" for name, value in values.items() if name != "decision_id"
            )
