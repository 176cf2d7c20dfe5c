"""The sentence on a status falls into text and ids, and says what it hinges on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.claims.status import Account, explain
from geo.model import Stance, Status
from geo.settings import Settings
from geo.store.query import incident_detail
from geo.view.why import pieces, why

ids = st.lists(st.text("R12-(.*", min_size=1, max_size=5), min_size=1, max_size=6, unique=True)


@given(ids, st.sampled_from(Status))
def test_the_pieces_are_the_sentence(made: list[str], status: Status) -> None:
    accounts = [Account(key, Stance.REPORTS, ("somebody",), "an outlet") for key in made]
    sentence = explain(status, accounts)
    found = pieces(sentence, made)
    together = "".join(piece if isinstance(piece, str) else _listed(list(piece)) for piece in found)
    assert together == sentence


def _listed(keys: list[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{', '.join(keys[:-1])} and {keys[-1]}"


def test_an_id_that_begins_with_another_one_is_not_cut() -> None:
    assert pieces("denied by R1 and R10.", ["R1", "R10"]) == ("denied by ", ("R1", "R10"), ".")


def test_july_hinges_on_nobody_and_february_on_one(built_settings: Settings) -> None:
    url = built_settings.database_url
    assert why(incident_detail("20200711-najmi", url)).hinges == ()
    told = why(incident_detail("20200210-adwaniyah", url))
    assert [(hinge.report, hinge.without) for hinge in told.hinges] == [
        ("R0034", Status.CORROBORATED)
    ]
    assert told.outlets["R0034"] == "Talos Iraq"
    assert told.pieces[0] == "By a party or authority with direct knowledge ("
