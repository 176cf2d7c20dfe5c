"""Groups in a column of a table."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.claims.actor_index import ActorIndex
from geo.claims.actor_table import COLUMNS, actor_table
from geo.claims.evaluate_actors import GROUPS_FILE
from geo.read.reader import read_file


@pytest.fixture(scope="module")
def index() -> ActorIndex:
    return ActorIndex(read_file(GROUPS_FILE).actors)


def test_columns_are_appended_and_rows_stay(index: ActorIndex) -> None:
    texts = ["AshabalKahf", "unknown gunmen", None, "AAH; KH", "Kataib Hezbollah and Liwa Foo"]
    table = pd.DataFrame({"n": range(5), "who": texts, "tier": "old"}, index=[9, 8, 7, 6, 5])
    named = actor_table(table, "who", index, explain=True)
    assert list(named.columns) == ["n", "who", *COLUMNS, "reason"]
    assert list(named.index) == [9, 8, 7, 6, 5]
    assert list(named["actor"]) == [
        "Ashab al-Kahf", "", "", "Asaib Ahl al-Haq; Kataib Hezbollah", "Kataib Hezbollah",
    ]  # fmt: skip
    assert list(named["tier"]) == ["auto", "new", "new", "auto", "review"]
    assert named["score"].iloc[0] > 0.9
    assert named["candidates"].iloc[0].startswith("Ashab al-Kahf (")
    assert named["reason"].iloc[1] == "names no group"


def test_reasons_only_when_asked(index: ActorIndex) -> None:
    assert list(actor_table(pd.DataFrame({"who": ["KH"]}), "who", index)) == ["who", *COLUMNS]


def test_a_missing_column_is_an_error(index: ActorIndex) -> None:
    with pytest.raises(KeyError):
        actor_table(pd.DataFrame({"who": ["KH"]}), "what", index)
