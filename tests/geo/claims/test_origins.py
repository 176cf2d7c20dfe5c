"""Who counts as one origin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.origins import CLAIMANT, origins, spread
from geo.claims.status import STANCES
from geo.model import Stance

CHANNELS = frozenset({"Sabereen News"})
GROUPS = frozenset({"kataib hezbollah"})


def of(asserted_by: str | None, outlet: str = "NRT", stance: Stance = Stance.REPORTS):
    return origins(asserted_by, outlet, stance, claimants=GROUPS, channels=CHANNELS)


@pytest.mark.parametrize("text", [None, "", "not named", " Not Named ", "NRT", "NRT background"])
def test_an_outlet_that_names_nobody_is_its_own_origin(text: str | None) -> None:
    assert of(text) == ("NRT",)


@pytest.mark.parametrize(
    "text",
    ["Security Media Cell", "Iraqi military", "Iraqi Joint Operations Command", "Iraqi army"],
)
def test_the_iraqi_military_is_one_origin_under_all_its_names(text: str) -> None:
    assert of(text) == ("Iraqi military",)


@pytest.mark.parametrize(
    "text", ["Pentagon", "US Department of Defense", "Pentagon (to Alhurra)", "US Central Command",
             "Pentagon spokesman's office"]
)  # fmt: skip
def test_so_is_the_us_department_of_defense(text: str) -> None:
    assert of(text) == ("US Department of Defense",)


@pytest.mark.parametrize(
    "text", ["security source", "Iraqi security source", "three Iraqi security sources"]
)
def test_nameless_sources_of_a_kind_are_one(text: str) -> None:
    assert of(text) == ("security source",)


def test_a_nameless_source_known_through_an_outlet_is_that_outlet() -> None:
    assert of("security source (to Al Sumaria)") == of(None, "Alsumaria") == ("Alsumaria",)
    assert of("police source (to AFP)") == of(None, "AFP") == ("AFP",)
    assert of("police source (To afp)", "AFP") == ("AFP",)


@pytest.mark.parametrize(
    "text", ["group itself", "Saberin News", "Sabreen News", "Kataib Hezbollah spokesman"]
)
def test_a_group_and_its_channels_are_the_claimant(text: str) -> None:
    assert of(text) == (CLAIMANT,)


def test_a_claim_carries_the_claimant_only() -> None:
    assert of("group itself; Iraqi media", stance=Stance.CLAIMS) == (CLAIMANT,)
    assert of("Breitbart", "Breitbart", Stance.CLAIMS) == (CLAIMANT,)


def test_each_asserter_named_is_an_origin_once() -> None:
    assert of("Pentagon; Security Media Cell; Iraqi army") == (
        "US Department of Defense",
        "Iraqi military",
    )


names = st.sampled_from(
    [None, "", "Pentagon", "group itself", "security source", "Saberin News; AP", "AP; Reuters"]
)
outlets = st.sampled_from(["NRT", "AP", "Sabereen News", "Talos"])


@given(st.lists(st.tuples(names, outlets, st.sampled_from(STANCES)), max_size=12))
def test_all_at_once_is_the_same_as_one_by_one(
    reports: list[tuple[str | None, str, Stance]],
) -> None:
    texts, places = ["Pentagon"], ["NRT"]
    for text, outlet, _ in reports:
        if text is not None and text not in texts:
            texts.append(text)
        if outlet not in places:
            places.append(outlet)
    found = spread(
        np.array([places.index(o) for _, o, _ in reports], np.int32),
        np.array([-1 if t is None else texts.index(t) for t, _, _ in reports], np.int32),
        np.array([STANCES.index(s) for _, _, s in reports], np.int8),
        outlet_names=places,
        asserter_names=texts,
        claimants=GROUPS,
        channels=CHANNELS,
    )
    spread_out = [[] for _ in reports]
    for report, origin in zip(found.report.tolist(), found.origin.tolist(), strict=True):
        spread_out[report].append(found.names[origin])
    expected = [list(of(text, outlet, stance)) for text, outlet, stance in reports]
    assert spread_out == expected
