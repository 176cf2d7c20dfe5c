from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from geo.claims.hypotheses import Confidence, Hypothesis, HypothesisKind
from geo.view.hypotheses_graph import BOX_HEIGHT, BOX_WIDTH, graph

ONE = st.builds(
    lambda pair, kind, turned: Hypothesis(pair[turned], kind, pair[1 - turned], Confidence.LOW),
    st.sampled_from(list(combinations("ABCDEFGH", 2))),
    st.sampled_from(list(HypothesisKind)),
    st.integers(0, 1),
)


@given(st.lists(ONE, max_size=15), st.randoms())
def test_boxes_never_overlap_and_hold_every_line(held: list[Hypothesis], random) -> None:
    found = graph(held)
    assert {box.name for box in found.boxes} == {n for one in held for n in (one.actor, one.other)}
    assert sorted(map(id, (line.hypothesis for line in found.lines))) == sorted(map(id, held))
    for a, b in combinations(found.boxes, 2):
        assert abs(a.x - b.x) >= BOX_WIDTH or abs(a.y - b.y) >= BOX_HEIGHT
    for box in found.boxes:
        assert 0 <= box.x <= found.width - BOX_WIDTH
        assert 0 <= box.y <= found.height - BOX_HEIGHT
    mixed = list(held)
    random.shuffle(mixed)
    assert graph(mixed).boxes == found.boxes


def test_arrows_lead_to_the_right() -> None:
    facade = Hypothesis("B", HypothesisKind.FACADE_OF, "A", Confidence.HIGH)
    found = graph([facade])
    x = {box.name: box.x for box in found.boxes}
    assert x["B"] < x["A"]
    (start, *_, end) = found.lines[0].curve
    assert (start[0], end[0]) == (BOX_WIDTH, x["A"])
    assert graph([]).boxes == ()
