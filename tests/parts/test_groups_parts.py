"""The groups page's own HTML: hostile names are escaped, orders and effects are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from geo.claims.actor_kinds import ActorKind
from geo.claims.hypotheses import Confidence, Evidence, Hypothesis, HypothesisKind, Side
from geo.claims.likeness import Profile, ranked
from geo.claims.name_match import Candidate
from geo.store.entries import ActorEntry, Spelling
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.groups import GroupLine, groups, mentions
from geo.view.lanes import lanes
from geo.view.spellings import SpellingUse, Writer, Written
from geo.view.state import ViewState
from pages.parts import (
    alike_table,
    group_head,
    group_list,
    group_spellings,
    hypotheses_table,
    lanes_chart,
)
from pages.parts.wording import quoted

EVIL = "<img src=x onerror=alert(1)>\"'"
DAYS = (date(2020, 6, 1), date(2020, 6, 30))
LINE = GroupLine(0, EVIL, EVIL, ActorKind.GROUP, (1, 0, 2, 0, 3, 0), 7, 2, DAYS, None, 3)
WROTE = Written(EVIL, EVIL, date(2020, 7, 11), False)
USE = SpellingUse(EVIL, "Latin", EVIL, ("claimed",), 1, (Writer(EVIL, EVIL, (WROTE,) * 8),))
ENTRY = ActorEntry(
    EVIL,
    (Spelling(EVIL, True, None), Spelling("other", False, 4)),
    EVIL,
    EVIL,
    EVIL,
    "javascript:1",
)


def hold(kind: HypothesisKind, level: Confidence, decision: int | None = None) -> Hypothesis:
    evidence = (Evidence(Side.AGAINST, EVIL, "R1"), Evidence(Side.FOR, "words", "https://x.org/1"))
    return Hypothesis(EVIL, kind, "Other", level, evidence, 3, EVIL, 2, decision)


def href(key: str) -> str:
    return f"incident?id={key}"


@pytest.mark.parametrize(
    "html",
    [
        group_list.draw((LINE,), ViewState(), False),
        group_head.draw(LINE, (ENTRY,), WROTE, (), href, True),
        group_head.draw(LINE, (), None, (Candidate(EVIL, 0.5, EVIL),), href, False),
        group_spellings.draw((USE,), (ENTRY,), href),
        hypotheses_table.draw(
            [hold(HypothesisKind.FACADE_OF, Confidence.LOW, 9)], None, (), {}, quoted
        ),
        alike_table.draw(
            ranked(
                Profile(name, (name,), {EVIL: 3.0}, {}, {}, {}, {}, (), None)
                for name in (EVIL, "Other")
            )
        ),
    ],
)
def test_nothing_from_a_source_is_markup(html: str) -> None:
    assert "<img" not in html
    assert "javascript:1" not in html
    assert "&lt;img" in html


def test_the_list_says_its_order_and_offers_the_other() -> None:
    html = group_list.draw((LINE,), ViewState(), False)
    assert 'aria-sort="descending"' in html
    assert 'data-value="incidents"' in html  # a second click turns it round
    assert 'data-value="-claims"' in html
    assert 'data-value="name"' in html
    assert "June 2020" in html
    assert "not dated" in html
    assert "6 incidents: 1 confirmed, 2 single source, 3 contested" in html
    assert "No armed group" in group_list.draw((), ViewState(), False)
    assert group_list.others((LINE,), ViewState(), False) == []


def test_long_lists_of_reports_are_cut_and_states_of_spellings_told() -> None:
    html = group_spellings.draw((USE,), (ENTRY,), href)
    assert "and 2 more" in html
    assert "doubtful: it stands for itself" in html
    assert "In the list, not in these reports: " in html
    assert "not listed: it stands for itself" in group_spellings.draw((USE,), (), href)


@pytest.mark.parametrize(
    ("kind", "level", "aside", "words"),
    [
        (HypothesisKind.SAME_AS, None, False, "joins nobody"),
        (HypothesisKind.SAME_AS, Confidence.HIGH, False, "below this level"),
        (HypothesisKind.SAME_AS, Confidence.LOW, False, "counts as one"),
        (HypothesisKind.REBRAND_OF, Confidence.LOW, True, "set aside"),
        (HypothesisKind.SPLINTER_OF, Confidence.LOW, False, "another group"),
        (HypothesisKind.DISTINCT, Confidence.LOW, False, "keeps them apart"),
    ],
)
def test_what_a_hypothesis_does_in_a_reading(
    kind: HypothesisKind, level: Confidence | None, aside: bool, words: str
) -> None:
    one = hold(kind, Confidence.MODERATE)
    when = {2: datetime(2026, 1, 2, tzinfo=UTC)}
    html = hypotheses_table.draw([one], level, (one,) if aside else (), when, quoted)
    assert words in html
    assert "a loaded list" in html
    assert "2 Jan 2026, revision 2" in html
    assert html.index("words") < html.index("R1")  # what speaks for it comes first


def test_likeness_without_anything_in_common_is_said() -> None:
    assert "No pair of armed groups" in alike_table.draw([])
    assert "Likeness is no proof" in alike_table.draw([])


def test_the_chart_gets_plain_numbers(snapshot: Snapshot) -> None:
    filters = Filters(datasets=("reports",))
    lines = groups(snapshot, filters)
    found = lanes(snapshot, lines, mentions(snapshot, filters))
    drawn = lanes_chart.chart_data(snapshot, lines, found, "Ashab al-Kahf")
    assert [lane["chosen"] for lane in drawn["lanes"]].count(True) == 1
    check: Callable[[object], bool] = lambda v: type(v) in (int, bool, str)  # noqa: E731
    assert all(check(value) for lane in drawn["lanes"] for mark in lane["marks"] for value in mark)
