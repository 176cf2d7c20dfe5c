"""Who relays whom, against one report after the other; the drawing loses nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.relays import MOST_NODES, Relays, network, outlets_of, relays
from tests.geo.view.sources.conftest import reports_of


def test_relays_are_all_origins_but_the_own_word(told: Snapshot) -> None:
    reports = reports_of(told)
    names = told.vocab.origins
    wanted: Counter[tuple[str, str]] = Counter()
    with_any = 0
    outlets = [r for r in reports if r.type != "dataset"]
    for r in outlets:
        others = r.origins - {r.carrier}
        with_any += bool(others)
        for origin in others:
            wanted[names[r.carrier], names[origin]] += 1
    found = relays(told, Filters())
    claimant = "the claimant or its channel"
    named = {
        (names[0] if p.carrier == claimant else p.carrier, names[0] if p.claimant else p.origin):
        p.count for p in found.relays
    }  # fmt: skip
    if told.n == 300:  # random reports may name an origin twice
        assert named.keys() == wanted.keys()
    else:
        assert named == dict(wanted)
    assert found.reports == with_any
    assert found.own == len(outlets) - with_any
    assert found.compiled == len(reports) - len(outlets)


@pytest.mark.parametrize("most", [2, 7, MOST_NODES])
def test_the_drawing_holds_every_relay(told: Snapshot, most: int) -> None:
    found = relays(told, Filters())
    drawn = network(found, most)
    total = sum(relay.count for relay in found.relays)
    assert len(drawn.carriers) + len(drawn.origins) <= most
    for ends in (drawn.carriers, drawn.origins, drawn.edges):
        assert sum(end.count for end in ends) == total
    for at, node in enumerate(drawn.carriers):
        assert node.count == sum(e.count for e in drawn.edges if e.carrier == at)
    for at, node in enumerate(drawn.origins):
        assert node.count == sum(e.count for e in drawn.edges if e.origin == at)
    shuffled = replace(found, relays=tuple(reversed(found.relays)))
    assert network(shuffled, most) == drawn


def test_the_claimant_is_told_apart_and_first(real: Snapshot) -> None:
    found = relays(real, Filters(datasets=("reports",)))
    assert found.relays[0].carrier == "South Front"
    assert found.relays[0].claimant
    drawn = network(found)
    assert [node.claimant for node in drawn.origins] == [True] + [False] * 11
    assert drawn.carriers[-1].name.endswith("other outlets")


def test_a_node_knows_its_outlets(real: Snapshot) -> None:
    assert outlets_of(real.vocab, "South Front") == ("South Front",)
    assert outlets_of(real.vocab, "Iraqi military") == ()


def test_nothing_to_draw() -> None:
    drawn = network(Relays((), 0, 0, 0))
    assert (drawn.carriers, drawn.origins, drawn.edges) == ((), (), ())
