"""The lists beside the reports: outlets, armed groups with their spellings, and hypotheses."""

from __future__ import annotations

from typing import Final

from geo.claims.hypotheses import Confidence, Evidence, Hypothesis, HypothesisKind, Side
from geo.model import Actor, Outlet
from geo.read.reports import known_country
from geo.read.result import Format
from geo.validate import Row

_GRADES: Final = {grade.lower(): grade for grade in "ABCDEF"}
_KINDS: Final = {kind.value: kind for kind in HypothesisKind}
_CONFIDENCES: Final = {level.value: level for level in Confidence}


def parse_outlet(row: Row) -> Outlet:
    """Make the record of one outlet."""
    return Outlet(
        name=row.required("outlet"),
        country=known_country(row, "country"),
        type=row.text("type"),
        basis=row.text("basis"),
        grade=row.choice("grade", _GRADES),
    )


def parse_group(row: Row) -> Actor:
    """Make the record of one armed group; ``spellings`` are separated by "|"."""
    spellings = (spelling.strip() for spelling in row.cell("spellings").split("|"))
    return Actor(
        name=row.required("canonical"),
        arabic=row.text("arabic"),
        aliases=tuple(dict.fromkeys(spelling for spelling in spellings if spelling)),
        first_seen=row.text("first_seen"),
        hypothesis=row.text("hypothesis"),
        source_url=row.text("source_url"),
    )


def parse_hypothesis(row: Row) -> Hypothesis:
    """Make one hypothesis; pieces of evidence are separated by "|"."""
    kind = row.choice("kind", _KINDS)
    if kind is None:
        row.refuse("kind", f"not one of {', '.join(_KINDS)}")
    confidence = row.choice("confidence", _CONFIDENCES)
    if confidence is None:
        row.refuse("confidence", f"not one of {', '.join(_CONFIDENCES)}")
    source = row.web_address("source_url")
    return Hypothesis(
        actor=row.required("actor"),
        kind=kind,
        other=row.required("other"),
        confidence=confidence,
        evidence=tuple(
            Evidence(side, words, source)
            for side in Side
            for text in row.cell(f"evidence_{side}").split("|")
            if (words := text.strip())
        ),
    )


OUTLETS: Final = Format(
    name="outlets",
    dataset="",
    title="List of outlets",
    key="outlet",
    required=("outlet", "country", "type"),
    parse=parse_outlet,
)
GROUPS: Final = Format(
    name="groups",
    dataset="",
    title="List of armed groups",
    key="canonical",
    required=("canonical", "spellings"),
    parse=parse_group,
)
HYPOTHESES: Final = Format(
    name="hypotheses",
    dataset="",
    title="List of hypotheses of two groups",
    key="actor, kind and other",
    required=("actor", "kind", "other", "confidence"),
    parse=parse_hypothesis,
)
