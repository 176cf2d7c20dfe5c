"""Which actors count as one when hypotheses of at least some confidence are taken to hold.

*Links* are hypotheses "same as", "rebrand of" and "facade of"; "splinter of" joins nobody, for a
splinter is another group. Hypotheses "distinct" of at least the same confidence win over links of
any confidence. The firmest links are taken first, all links of one confidence at once: where they
would lead from one actor to another that is held distinct from it, every link of that confidence
on a way between the two is set aside. What remains joins whoever it connects.

So a group that two readings make the facade of two distinct parents joins neither, unless one
reading is held more firmly than the other.

From the rule follow, and tests hold: the order of the hypotheses never matters; two actors that
are held distinct are never one; as long as no further "distinct" comes in, a lower level joins all
that a higher one joins, and more; without hypotheses of a level everything is as stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from geo.claims.hypotheses import Confidence, Hypothesis, HypothesisKind

JOINING: Final = (HypothesisKind.SAME_AS, HypothesisKind.REBRAND_OF, HypothesisKind.FACADE_OF)
"""Kinds of hypothesis under which two actors count as one."""

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Joined:
    """What counts as one.

    Attributes
    ----------
    groups : the names of two or more actors each; the first is the one that most hypotheses lead
        to (of equals the first by the alphabet), the others follow by the alphabet.
    set_aside : hypotheses that join nobody because a "distinct" stands against them.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    set_aside: tuple[Hypothesis, ...] = ()


def joint_name(group: tuple[str, ...]) -> str:
    """How actors that count as one are called.

    >>> joint_name(("Kataib Hezbollah", "Ashab al-Kahf"))
    'Kataib Hezbollah + 1 under hypotheses'
    """
    return f"{group[0]} + {len(group) - 1} under hypotheses" if len(group) > 1 else group[0]


def joined(hypotheses: Iterable[Hypothesis], level: Confidence | None) -> Joined:
    """What counts as one at a level, ``None`` for "as stated"."""
    if level is None:
        return Joined()
    held = [one for one in hypotheses if one.confidence.rank >= level.rank]
    apart = [one for one in held if one.kind is HypothesisKind.DISTINCT]
    lead_of = {name: name for one in held for name in (one.actor, one.other)}
    refused: list[Hypothesis] = []
    for firm in sorted(Confidence, key=lambda one: -one.rank):
        links = [one for one in held if one.kind in JOINING and one.confidence is firm]
        pairs = {_pair(one, lead_of) for one in links}
        ways = _neighbours(pair for pair in pairs if len(pair) == 2)
        aside = set[Pair]().union(
            *(_between(ways, lead_of[one.actor], lead_of[one.other]) for one in apart)
        )
        refused += [one for one in links if _pair(one, lead_of) in aside]
        kept = _neighbours(pair for pair in pairs - aside if len(pair) == 2)
        lead_of = _led_by(_connected(kept), lead_of)
    groups = [_named(group, held) for group in _members(lead_of)]
    # "A same as B" and "B same as A" have one name.
    refused.sort(key=lambda one: (one.name, one.actor, one.other, one.number or 0))
    return Joined(tuple(sorted(groups)), tuple(refused))


def _pair(one: Hypothesis, lead_of: Mapping[str, str]) -> Pair:
    """The two that a link joins, each by the lead of those who count as one with it."""
    return frozenset((lead_of[one.actor], lead_of[one.other]))


def _led_by(groups: Iterable[set[str]], lead_of: Mapping[str, str]) -> dict[str, str]:
    """Leads after these leads have become one, each time under the first by the alphabet."""
    new = {lead: min(group) for group in groups for lead in group}
    return {name: new.get(lead, lead) for name, lead in lead_of.items()}


def _members(lead_of: Mapping[str, str]) -> list[set[str]]:
    """Those who count as one, two or more at a time."""
    groups: dict[str, set[str]] = {}
    for name, lead in lead_of.items():
        groups.setdefault(lead, set()).add(name)
    return [group for group in groups.values() if len(group) > 1]


def _neighbours(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for pair in pairs:
        first, second = pair
        found.setdefault(first, set()).add(second)
        found.setdefault(second, set()).add(first)
    return {name: sorted(others) for name, others in sorted(found.items())}


def _connected(ways: Mapping[str, list[str]]) -> list[set[str]]:
    seen: set[str] = set()
    groups = []
    for start in ways:
        if start in seen:
            continue
        group, queue = {start}, [start]
        while queue:
            new = set(ways[queue.pop()]) - group
            group |= new
            queue += new
        seen |= group
        groups.append(group)
    return groups


def _between(ways: Mapping[str, list[str]], start: str, goal: str) -> set[Pair]:
    """The links that lie on some way from one actor to another that meets nobody twice.

    They are the biconnected component of the graph that holds a further link between the two.
    Source: Hopcroft & Tarjan, Algorithm 447, Communications of the ACM 16 (1973), with a stack of
    its own in place of recursion. The search runs from ``goal`` with ``start`` as its root, so
    what is left on the stack of links at its end is that component.
    """
    if start not in ways or goal not in ways:
        return set()
    order, low = {start: 0, goal: 1}, {start: 0, goal: 1}
    links: list[Pair] = []
    path = [(goal, start, iter(ways[goal]))]
    while path:
        here, came_from, others = path[-1]
        step = next(others, None)
        if step is None:
            path.pop()
            if path:
                above = path[-1][0]
                low[above] = min(low[above], low[here])
                if low[here] >= order[above]:  # a part of its own, hung on ``above``
                    while links.pop() != frozenset((above, here)):
                        pass
        elif step not in order:
            order[step] = low[step] = len(order)
            links.append(frozenset((here, step)))
            path.append((step, here, iter(ways[step])))
        elif order[step] < order[here] and (step != came_from or here == goal):
            links.append(frozenset((here, step)))
            low[here] = min(low[here], order[step])
    return set(links)


def _named(group: set[str], held: Iterable[Hypothesis]) -> tuple[str, ...]:
    """The names of a group, the one that most hypotheses lead to first."""
    drawn = dict.fromkeys(group, 0)
    for one in held:
        if one.kind in JOINING and not one.kind.mutual and {one.actor, one.other} <= group:
            drawn[one.other] += 1
            drawn[one.actor] -= 1
    lead = min(group, key=lambda name: (-drawn[name], name))
    return (lead, *sorted(group - {lead}))
