from __future__ import annotations

from datetime import date

import pytest

from geo.errors import NotFoundError
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.state import ViewState
from pages.parts import link


def test_parse_gives_the_view_and_names_a_missing_revision(snapshot: Snapshot) -> None:
    def at(revision: int | None) -> Snapshot:
        if revision is None:
            return snapshot
        raise NotFoundError(f"there is no revision {revision}")

    pairs = link.pairs_of("gov=IQG05&from=2020-06-01&rev=77&x=1")
    found, filters, state, problems = link.parse(pairs, at)
    assert found is snapshot
    assert filters == Filters(date_from=date(2020, 6, 1), governorates=("IQG05",))
    assert state == ViewState()
    assert [problem.key for problem in problems] == ["rev", "x"]


def test_changes_go_to_the_part_that_has_the_field() -> None:
    filters, state = link.changed(
        Filters(text="convoy"), ViewState(), {"date_to": date(2020, 1, 1), "incident": "a"}
    )
    assert filters == Filters(date_to=date(2020, 1, 1), text="convoy")
    assert state == ViewState(incident="a")
    with pytest.raises(TypeError):
        link.changed(filters, state, {"no_such_field": 1})


def test_grouped_repeats_keys() -> None:
    assert link.grouped([("gov", "a"), ("q", "x"), ("gov", "b")]) == {"gov": ["a", "b"], "q": ["x"]}
