"""How often drafts of articles are right, field by field, against hand-made answers.

Matching. Within an article a drafted incident may be matched with a hand-made one when at least
two of three agree: date (exactly), governorate, event type. Pairs are taken from the most
agreements to the least, each incident once. Then:

- incidents found: F1 of matched incidents.
- date, governorate, event type, target, killed, wounded: share of matched incidents where the field
  is equal; for a hand-made field that is unknown, unknown is right.
- actors: F1 of (canonical name, role) over all incidents; those of incidents without a match count
  as missed or as false.
- stances: F1 of (who, stance) in the same way. Who is compared by ``same_speaker``: without
  nationality and rank, one's words among the other's. The strict row compares the words themselves.
- false event places: of all places drafted for incidents, those that the hand-made answer names as
  places where nothing happened.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any, Final

from geo.claims.evaluate_actors import table
from geo.extract.as_json import as_json
from geo.extract.draft import ArticleDraft
from geo.places.names import fold

Incident = dict[str, Any]
Extract = Callable[[str, date], ArticleDraft]

FIELDS: Final = ("date", "governorate", "event_type", "target", "killed", "wounded")
TARGETS: Final = {
    "incidents found, F1": 0.85, "date": 0.90, "governorate": 0.90, "event_type": 0.90,
    "actors, F1": 0.85, "stances, F1": 0.75, "false event places": 0.05,
}  # fmt: skip
_AGREE: Final = ("date", "governorate", "event_type")
_SAME_NAME: Final = (
    ("us department of defense", "pentagon"), ("department of defense", "pentagon"),
    ("media cell", "mediacell"), ("sabereen news", "sabereen"), ("saberin news", "sabereen"),
    ("armed forces", "military"), ("army", "military"), ("u.s.", "us"), ("american", "us"),
    ("kurdish", "kurdistan"),
    ("security source", "securitysource"), ("security services", "securitysource"),
)  # fmt: skip
_RANKS: Final = frozenset(
    (
        "the", "a", "an", "of", "in", "iraqi", "iraq", "us", "us-led", "spokesman",
        "spokeswoman", "spokesperson", "official", "officials", "officer", "officers", "source",
        "sources", "commander", "captain", "command", "service", "news",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """An article with its hand-made answer."""

    name: str
    text: str
    published: date
    incidents: tuple[Incident, ...]
    not_event_places: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """Counts of what was right, over a set of articles."""

    articles: int = 0
    found: list[int] = field(default_factory=lambda: [0, 0, 0])
    actors: list[int] = field(default_factory=lambda: [0, 0, 0])
    stances: list[int] = field(default_factory=lambda: [0, 0, 0])
    stances_strict: list[int] = field(default_factory=lambda: [0, 0, 0])
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    places: int = 0
    false_places: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def values(self) -> dict[str, float]:
        """Each measure by its name, 0..1."""
        matched = max(1, self.found[0])
        return {
            "incidents found, F1": _f1(self.found),
            **{name: self.right[name] / matched for name in FIELDS},
            "actors, F1": _f1(self.actors),
            "stances, F1": _f1(self.stances),
            "stances, F1, same words": _f1(self.stances_strict),
            "false event places": len(self.false_places) / max(1, self.places),
        }


def _f1(counts: Sequence[int]) -> float:
    right, drafted, wanted = counts
    return 2 * right / (drafted + wanted) if drafted + wanted else 1.0


def measure(cases: Iterable[Case], extract: Extract) -> Score:
    """Draft every case and compare; the first article also warms what is kept in memory."""
    score = Score()
    for case in cases:
        begin = time.process_time()
        answer = as_json(extract(case.text, case.published))
        score.seconds.append(time.process_time() - begin)
        score.articles += 1
        _compare(case, answer["incidents"], score)
    return score


def _compare(case: Case, drafted: list[Incident], score: Score) -> None:
    pairs = match(drafted, case.incidents)
    _add(score.found, len(pairs), len(drafted), len(case.incidents))
    missed = [g for g in case.incidents if not any(g is b for _, b in pairs)]
    extra = [d for d in drafted if not any(d is a for a, _ in pairs)]
    score.errors += [f"{case.name}: missed {_brief(g)}" for g in missed]
    score.errors += [f"{case.name}: not there {_brief(d)}" for d in extra]
    for draft, gold in pairs:
        for name in FIELDS:
            if draft[name] == gold[name]:
                score.right[name] += 1
            else:
                score.errors.append(f"{case.name}: {name} {draft[name]} for {gold[name]}")
    none: Incident = {"actors": [], "statements": []}
    for draft, gold in (*pairs, *((none, g) for g in missed), *((d, none) for d in extra)):
        where = f"{case.name} {gold.get('date', '')}"
        _sets(score, "actors", _actors(draft), _actors(gold), lambda a, b: a == b, where)
        said, wanted = _stances(draft), _stances(gold)
        _sets(score, "stances", said, wanted, _same_stance, where)
        _add(score.stances_strict, len(said & wanted), len(said), len(wanted))
    wrong = {_key(place) for place in case.not_event_places}
    for place in (p for d in drafted for p in d["places"]):
        score.places += 1
        if _key(place) in wrong:
            score.false_places.append(f"{case.name}: {place}")


def match(drafted: Sequence[Incident], gold: Sequence[Incident]) -> list[tuple[Incident, Incident]]:
    """Pairs of incidents; see the module."""
    order = sorted(
        ((sum(a[k] == b[k] for k in _AGREE), -i, -j) for (i, a), (j, b) in
         product(enumerate(drafted), enumerate(gold))),
        reverse=True,
    )  # fmt: skip
    used: set[tuple[str, int]] = set()
    pairs = []
    for agree, i, j in order:
        if agree >= 2 and ("a", -i) not in used and ("b", -j) not in used:
            used |= {("a", -i), ("b", -j)}
            pairs.append((drafted[-i], gold[-j]))
    return pairs


def same_speaker(a: str, b: str) -> bool:
    """Whether two names of who speaks mean the same.

    >>> same_speaker("Pentagon", "US Department of Defense")
    True
    >>> same_speaker("Security Media Cell", "Iraqi security source")
    False
    """
    one, other = _speaker(a), _speaker(b)
    return bool(one <= other or other <= one) and bool((one and other) or one == other)


def _speaker(name: str) -> frozenset[str]:
    text = name.lower().replace("'s", "").replace("sources", "source")
    for known, plain in _SAME_NAME:
        text = re.sub(rf"\b{re.escape(known)}", plain, text)
    words = frozenset(w.rstrip("s") if len(w) > 4 else w for w in re.findall(r"[\w-]+", text))
    return words - _RANKS or words


def _same_stance(a: tuple[str, str], b: tuple[str, str]) -> bool:
    return a[1] == b[1] and same_speaker(a[0], b[0])


def _sets(
    score: Score, name: str, drafted: set[tuple[str, str]], wanted: set[tuple[str, str]],
    same: Callable[[tuple[str, str], tuple[str, str]], bool], where: str,
) -> None:  # fmt: skip
    left = set(wanted)
    right = 0
    for item in sorted(drafted):
        hit = next((w for w in sorted(left) if same(item, w)), None)
        if hit is not None:
            left.discard(hit)
            right += 1
        else:
            score.errors.append(f"{where}: {name} false {item[0]} {item[1]}")
    score.errors += [f"{where}: {name} missed {w[0]} {w[1]}" for w in sorted(left)]
    _add(getattr(score, name), right, len(drafted), len(wanted))


def _add(counts: list[int], right: int, drafted: int, wanted: int) -> None:
    counts[0] += right
    counts[1] += drafted
    counts[2] += wanted


def _actors(incident: Incident) -> set[tuple[str, str]]:
    return {(a["canonical"] or a["spelled"], a["role"]) for a in incident["actors"]}


def _stances(incident: Incident) -> set[tuple[str, str]]:
    return {(s["by"], s["stance"]) for s in incident["statements"]}


def _key(place: str) -> str:
    return re.sub(r"^(?:al|the)[ -]", "", fold(place)).replace(" ", "")


def _brief(incident: Incident) -> str:
    return f"{incident['date']} {incident['governorate']} {incident['event_type']}"


def report(scores: dict[str, Score], errors: bool) -> str:
    """A table in Markdown, a column a set of articles; every error when asked for."""
    names = list(next(iter(scores.values())).values())
    values = {name: score.values() for name, score in scores.items()}
    rows = [["articles", *(str(s.articles) for s in scores.values()), ""]]
    for name in names:
        goal = TARGETS.get(name)
        sign = "≤" if name == "false event places" else "≥"
        rows.append(
            [name, *(f"{v[name]:.2f}" for v in values.values()), f"{sign} {goal}" if goal else ""]
        )
    for label, pick in (("seconds an article, mean", _mean), ("slowest", max)):
        rows.append([label, *(f"{pick(s.seconds):.3f}" for s in scores.values()), "≤ 0.3"])
    lines = [table(["", *scores, "wanted"], rows)]
    if errors:
        for name, score in scores.items():
            lines += [f"## Errors: {name}\n", *(f"- {e}" for e in score.errors)]
            lines += [*(f"- false event place {p}" for p in score.false_places), ""]
    return "\n".join(lines)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))
