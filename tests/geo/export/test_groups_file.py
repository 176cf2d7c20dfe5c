from __future__ import annotations

import csv
from datetime import date

from geo.claims.hypotheses import Confidence, Evidence, Hypothesis, HypothesisKind, Side
from geo.export.about import About
from geo.export.groups_file import (
    HYPOTHESIS_COLUMNS,
    hypotheses_csv,
    spellings_csv,
)
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.spellings import SpellingUse, Writer, Written
from geo.view.state import ViewState


def read(data: bytes) -> tuple[list[str], list[dict[str, str]]]:
    lines = data.decode("utf-8-sig").splitlines(keepends=True)
    head = [line for line in lines if line.startswith("#")]
    return head, list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_no_cell_is_a_formula(snapshot: Snapshot) -> None:
    about = About.of(snapshot, Filters(text="=1+1, =2"), ViewState())
    written = Written("@r", "=i", date(2020, 7, 11), False)
    use = SpellingUse("=cmd", "Latin", "+actor", ("claimed",), 1, (Writer("-x", None, (written,)),))
    _, (row,) = read(spellings_csv(about, [use]))
    held = Hypothesis(
        "=A", HypothesisKind.SAME_AS, "@B", Confidence.LOW, (Evidence(Side.FOR, "=1+1", "+r"),), 4
    )
    bare = Hypothesis("A", HypothesisKind.DISTINCT, "B", Confidence.HIGH)
    head, rows = read(hypotheses_csv(about, [held, bare]))
    assert tuple(rows[0]) == HYPOTHESIS_COLUMNS
    assert [r["side"] for r in rows] == ["for", ""]
    for value in (*row.values(), *rows[0].values()):
        assert not value.startswith(("=", "+", "-", "@"))
    assert not any(", =" in line for line in head)
