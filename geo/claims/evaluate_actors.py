"""How often spellings of groups are taken for the right group, beside two plain ways."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from geo.claims.actor_index import ActorIndex
from geo.claims.actors import is_code, spelling_key, spellings, without_note
from geo.claims.listed_names import NAMES_NOBODY, Tier
from geo.model import Actor
from geo.read.known_actors import read_ucdp_actors
from geo.read.reader import read_file
from geo.settings import DATA_DIR

GROUPS_FILE: Final = DATA_DIR / "incidents" / "groups.csv"
REPORTS_FILE: Final = DATA_DIR / "incidents" / "reports_2019_2024.csv"
LISTED_IN_UCDP: Final = frozenset({"IS", "AAH"})
"""Names by which UCDP has groups of the list: these are known, not unknown names."""

_SCORERS: Final = {"WRatio": fuzz.WRatio, "token_set_ratio": fuzz.token_set_ratio}


class Answer(NamedTuple):
    """Groups taken without review, and groups taken or proposed."""

    taken: frozenset[str]
    proposed: frozenset[str]


@dataclass(slots=True)
class Tally:
    """What one way of naming reached."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    found: int = 0
    missed: list[str] = field(default_factory=list)
    spellings: int = 0
    merged: list[str] = field(default_factory=list)
    proposed: int = 0
    unknown: int = 0

    def known(self, text: str, meant: frozenset[str], answer: Answer) -> None:
        """Add a spelling of listed groups."""
        self.spellings += 1
        if answer.taken:
            self.right += answer.taken == meant
            if answer.taken != meant:
                self.wrong.append(f"{text} -> {', '.join(sorted(answer.taken))}")
        if answer.proposed == meant:
            self.found += 1
        else:
            said = ", ".join(sorted(answer.proposed)) or "new"
            self.missed.append(f"{text} ({', '.join(sorted(meant))}) -> {said}")

    def stranger(self, text: str, answer: Answer) -> None:
        """Add a name of nobody on the list."""
        self.unknown += 1
        self.proposed += bool(answer.proposed) and not answer.taken
        if answer.taken:
            self.merged.append(f"{text} -> {', '.join(sorted(answer.taken))}")


def meant_by(groups: Sequence[Actor]) -> dict[str, frozenset[str]]:
    """Every listed spelling -> the groups that have it."""
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        for text in spellings(group):
            found[text] = found.get(text, frozenset()) | {group.name}
    return found


class HeldOut(NamedTuple):
    """A case: a text, who is meant (nobody, for unknown names), and the groups to name it by.

    ``names``: name of a group in ``groups`` -> its name in the list.
    """

    text: str
    meant: frozenset[str]
    groups: tuple[Actor, ...]
    names: dict[str, str]


def held_out_spellings(groups: Sequence[Actor]) -> list[HeldOut]:
    """Each listed spelling, to be named by the list without it.

    A group whose own name is held out goes by its next spelling; one that has no other spelling
    is left out.
    """
    cases = []
    for text, meant in meant_by(groups).items():
        kept = [(group, _without(group, text)) for group in groups]
        left = [(group, rest) for group, rest in kept if rest is not None]
        names = {rest.name: group.name for group, rest in left}
        if meant <= set(names.values()):
            cases.append(HeldOut(text, meant, tuple(rest for _, rest in left), names))
    return cases


def _without(group: Actor, text: str) -> Actor | None:
    key = text if is_code(text) else spelling_key(text)
    kept = [t for t in spellings(group) if (t if is_code(t) else spelling_key(t)) != key]
    if not kept:
        return None
    note = group.name.removeprefix(without_note(group.name))
    return replace(group, name=kept[0] + note, arabic=None, aliases=tuple(kept[1:]))


def held_out_groups(groups: Sequence[Actor]) -> list[HeldOut]:
    """Each listed spelling of one group alone, to be named by the list without the group."""
    cases = []
    for text, meant in meant_by(groups).items():
        if len(meant) == 1:
            left = tuple(group for group in groups if group.name not in meant)
            cases.append(HeldOut(text, frozenset(), left, {g.name: g.name for g in left}))
    return cases


def unknown_names(groups: Sequence[Actor], actors: Iterable[Actor]) -> list[HeldOut]:
    """Every name of these actors that no listed group has."""
    listed = {spelling_key(text) for text in meant_by(groups)}
    names = {group.name: group.name for group in groups}
    texts = dict.fromkeys(
        text
        for actor in actors
        if actor.name not in LISTED_IN_UCDP
        for text in spellings(actor)
        if spelling_key(text) not in listed
    )
    return [HeldOut(text, frozenset(), tuple(groups), names) for text in texts]


def by_engine(cases: Sequence[HeldOut]) -> list[Answer]:
    """The engine's answers."""
    indexes: dict[tuple[Actor, ...], ActorIndex] = {}
    answers = []
    for case in cases:
        index = indexes.get(case.groups)
        if index is None:
            indexes = {case.groups: ActorIndex(case.groups)}
            index = indexes[case.groups]
        matches = [match for match in index.match(case.text) if match.actor]
        taken = frozenset(case.names[m.actor] for m in matches if m.tier is Tier.AUTO and m.actor)
        answers.append(Answer(taken, frozenset(case.names[m.actor] for m in matches if m.actor)))
    return answers


def likeliest(cases: Sequence[HeldOut], scorer: str) -> list[tuple[str, float]]:
    """Baseline: per case the group whose spelling rapidfuzz finds most alike, and how alike."""
    found = []
    for case in cases:
        choices = {t.lower(): g.name for g in case.groups for t in spellings(g)}
        best = process.extractOne(case.text.lower(), list(choices), scorer=_SCORERS[scorer])
        found.append((case.names[choices[best[0]]], best[1]) if best else ("", 0.0))
    return found


def tallied(cases: Iterable[HeldOut], answers: Iterable[Answer]) -> Tally:
    """Answers compared with who is meant."""
    tally = Tally()
    for case, answer in zip(cases, answers, strict=True):
        if case.meant:
            tally.known(case.text, case.meant, answer)
        else:
            tally.stranger(case.text, answer)
    return tally


def _taken(found: Iterable[tuple[str, float]], least: float) -> list[Answer]:
    answers = (frozenset({name} if score >= least else ()) for name, score in found)
    return [Answer(answer, answer) for answer in answers]


def best_threshold(sets: Sequence[Sequence[HeldOut]], scorer: str) -> tuple[int, list[Tally]]:
    """The threshold at which known names right and unknown names left alone are most together.

    The first set holds known names, all others unknown ones.
    """
    found = [likeliest(cases, scorer) for cases in sets]

    def tallies(least: int) -> list[Tally]:
        return [tallied(c, _taken(f, least)) for c, f in zip(sets, found, strict=True)]

    def worth(least: int) -> float:
        known, *unknown = tallies(least)
        merged = sum(len(t.merged) for t in unknown) / max(1, sum(t.unknown for t in unknown))
        return known.right / max(1, known.spellings) - merged

    best = max(range(50, 101), key=worth)
    return best, tallies(best)


def evaluate() -> str:
    """Tables in Markdown: the engine beside rapidfuzz, the reports' spellings, speed, errors."""
    groups = read_file(GROUPS_FILE).actors
    sets = (
        held_out_spellings(groups),
        held_out_groups(groups),
        unknown_names(groups, read_ucdp_actors()),
    )
    own = [tallied(cases, by_engine(cases)) for cases in sets]
    columns, head = [_cells(own)], ["", "engine"]
    for scorer in _SCORERS:
        least, tallies = best_threshold(sets, scorer)
        columns.append(_cells(tallies))
        head.append(f"{scorer} from {least}")
    return "\n".join(
        (
            "## Groups of the list, names held out\n",
            table(head, zip(_ROWS, *columns, strict=True)),
            "## Spellings in the reports, nothing held out\n", _reports(ActorIndex(groups)),
            "## Speed\n", speed(ActorIndex(groups), [c.text for cases in sets for c in cases]),
            "## Errors of the engine\n", errors(own),
        )
    )  # fmt: skip


_ROWS: Final = (
    "automatic decisions right, spelling held out", "found (automatic or review)",
    "… automatic alone", "wrongly merged, group held out", "… proposed for review",
    "wrongly merged, UCDP's other actors", "… proposed for review",
)  # fmt: skip


def _cells(tallies: Sequence[Tally]) -> list[str]:
    known, *unknown = tallies
    cells = [
        _share(known.right, known.right + len(known.wrong)),
        _share(known.found, known.spellings),
        _share(known.right, known.spellings),
    ]
    for tally in unknown:
        cells.append(_share(len(tally.merged), tally.unknown))
        cells.append(_share(tally.proposed, tally.unknown))
    return cells


def _share(n: int, of: int) -> str:
    return f"{100 * n / of:.1f} % ({n} of {of})" if of else "–"


def _reports(index: ActorIndex) -> str:
    """The actors of the reports by tier, each distinct spelling once."""
    with REPORTS_FILE.open(encoding="utf-8-sig", newline="") as file:
        texts = {
            text.strip()
            for row in csv.DictReader(file)
            for text in row["actor_text"].split(";")
            if text.strip()
        }
    rows: dict[str, list[str]] = {}
    for text in sorted(texts):
        for match in index.match(text):
            tier = NAMES_NOBODY if match.reason == NAMES_NOBODY else match.tier.value
            rows.setdefault(tier, []).append(text)
    cells = (
        (tier, str(len(found)), "" if tier == Tier.AUTO else ", ".join(found))
        for tier, found in sorted(rows.items())
    )
    return table(("tier", "spellings", "which"), cells)


def speed(index: ActorIndex, texts: Sequence[str]) -> str:
    """Distinct texts a second on one core, none remembered."""
    distinct = sorted(set(texts))
    start = time.process_time()
    for text in distinct:
        index.match(text)
    seconds = max(time.process_time() - start, 1e-9)
    return table(
        ("distinct texts", "a second"), [(str(len(distinct)), f"{len(distinct) / seconds:,.0f}")]
    )


def errors(tallies: Sequence[Tally]) -> str:
    """Every wrong automatic decision, every miss, every wrong merge."""
    known, *unknown = tallies
    lists = (
        ("Wrong by itself", known.wrong), ("Not found, or not the right one", known.missed),
        ("Unknown name merged", [text for tally in unknown for text in tally.merged]),
    )  # fmt: skip
    lines = []
    for title, found in lists:
        lines += [f"{title}: {len(found)}", *(f"- {text}" for text in found), ""]
    return "\n".join(lines)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
