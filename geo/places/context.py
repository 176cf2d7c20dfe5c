"""What stands around a name: kind words, direction and distance, nearness, pairs of places."""

from __future__ import annotations

import itertools
from typing import Final

from geo.places import vocabulary as words
from geo.places.names import ARTICLES
from geo.places.phrases import Mention
from geo.places.tokens import Token

_REACH: Final = 4
_FILLER: Final = words.folded(
    "military air international internasional internationale main the old new capital provincial "
    "central southern northern eastern western iraqi iraq joint us american militar militer askeri "
    "hava "
    "militare udara aerea aerienne army irachena major industrial special administrative "
    "دولي رئيس رئيسي سريع عسكرية جوية مركز عراقية شکاری هوایی نظامی بین المللی بین‌المللی نیودەوڵەتی"
)
_BUILT: Final = ("base", "airport", "crossing", "bridge")
_IN: Final = words.folded("in within inside في")
_NAME_PARTS: Final = words.folded(
    "ابو أبو ام أم البو تل تلول عين بني شيخ سيد امام حاج حجي عرب خان قصر بير بئر كاني کانی"
)
"""Arabic words that begin a longer name; the script has no capitals to tell."""
_MILE_M: Final = 1609.344


def annotate(row: list[Token], found: list[Mention]) -> None:
    """Fill in kind, bearing, distance and nearness of every mention."""
    owner = {i: m for m in found for i in range(m.start, m.end)}
    for mention in found:
        mention.partial = _partial(row, mention, owner)
        after = _kind_after(row, mention, owner)
        before = _kind_before(row, mention, owner)
        weak = after in (None, "area", "road")
        mention.kind = before if before and weak and before not in ("area", "road") else (
            after or before
        )  # fmt: skip
        mention.kind = mention.kind or _kind_within(row, mention)
        comma = row[mention.start].broken
        mention.within = comma or (mention.start > 0 and row[mention.start - 1].word in _IN)
        mention.container = row[mention.end - 1].possessive
        _direction(row, mention, owner)


def _partial(row: list[Token], mention: Mention, owner: dict[int, Mention]) -> bool:
    """Whether the name is a part of a longer one that the gazetteer does not have."""
    before, after = mention.start - 1, mention.end
    while before >= 0 and row[before].word in ARTICLES:
        before -= 1
    while after < len(row) and row[after].word in ARTICLES:
        after += 1
    joined = not any(t.broken for t in row[before + 1 : mention.start + 1])
    if before >= 0 and _unknown(before, owner) and joined and _part_of_name(row[before]):
        return True
    joined = not any(t.broken for t in row[mention.end : after + 1])
    after_name = after < len(row) and _unknown(after, owner) and joined
    return after_name and _latin(row[after]) and _part_of_name(row[after])


def _unknown(i: int, owner: dict[int, Mention]) -> bool:
    return i not in owner or owner[i].unsure


def _part_of_name(token: Token) -> bool:
    if not _latin(token):
        return token.word in _NAME_PARTS
    plain = token.number is None and token.word not in words.FUNCTION
    return plain and token.capital and not token.possessive


def _kind_within(row: list[Token], mention: Mention) -> str | None:
    """ "Camp Taji" is a base even where a town bears that name too."""
    inside = {words.KINDS.get(token.word) for token in row[mention.start : mention.end]}
    return next((kind for kind in _BUILT if kind in inside), None)


def _kind_after(row: list[Token], mention: Mention, owner: dict[int, Mention]) -> str | None:
    for i in range(mention.end, min(mention.end + 3, len(row))):
        if i in owner or row[i].broken:
            return None
        kind = words.KINDS.get(row[i].word)
        if kind:
            return kind
        if row[i].word not in _FILLER:
            return None
    return None


def _kind_before(row: list[Token], mention: Mention, owner: dict[int, Mention]) -> str | None:
    if row[mention.start].broken:
        return None
    for i in range(mention.start - 1, max(mention.start - _REACH - 1, -1), -1):
        if i in owner:
            return None
        kind = next((words.KINDS[f] for f in row[i].forms if f in words.KINDS), None)
        if kind:
            return None if i - 1 in owner and not row[i].broken and _latin(row[i]) else kind
        if row[i].broken or not _skippable(row[i]):
            return None
    return None


def _latin(token: Token) -> bool:
    return token.word[0] < "\u0590"


def _skippable(token: Token) -> bool:
    return token.word in words.OF | ARTICLES or token.word in _FILLER


def _direction(row: list[Token], mention: Mention, owner: dict[int, Mention]) -> None:
    """ "15 km north of X" is somewhere else than X; "northern X" is inside it."""
    bearings: list[float] = []
    linked = False
    i = mention.start - 1
    while i >= 0 and mention.start - i <= 9 and i not in owner and not row[i + 1].broken:
        token = row[i]
        bearing = next((words.BEARINGS[f] for f in token.forms if f in words.BEARINGS), None)
        if bearing is not None:
            if not linked and _latin(token) and not bearings:
                mention.inside = True
                return
            bearings.append(bearing)
        elif bearings:
            break
        elif token.word in words.NEAR:
            mention.near = True
        elif token.word in words.FROM or token.word in ("of", "de", "von", "di", "dari"):
            linked = True
        elif token.word in words.REGION:
            mention.inside = True
            return
        elif token.word not in words.KINDS and not _skippable(token):
            break
        i -= 1
    after = row[mention.end].word if mention.end < len(row) else ""
    if not bearings and after in words.BEARINGS_AFTER:
        bearings.append(words.BEARINGS[after])
    if bearings:
        mention.bearing = _mean_bearing(bearings)
    if bearings or linked:
        mention.distance_m = _distance(row, i)
        mention.near = mention.near or (not bearings and mention.distance_m is not None)


def _mean_bearing(bearings: list[float]) -> float:
    if len(bearings) < 2:
        return bearings[0]
    a, b = bearings[:2]
    return (a + b) / 2 if abs(a - b) <= 180 else ((a + b) / 2 + 180) % 360


def _distance(row: list[Token], last: int) -> float | None:
    for i in range(last, max(last - 3, -1), -1):
        unit = row[i].word in words.KILOMETRES or row[i].word in words.MILES
        if unit and i > 0 and row[i - 1].number is not None:
            metres = 1000.0 if row[i].word in words.KILOMETRES else _MILE_M
            distance = float(row[i - 1].number or 0) * metres
            return distance if 0 < distance <= 600_000 else None
    return None


def pair(row: list[Token], found: list[Mention]) -> tuple[Mention, Mention] | None:
    """The two places of "between A and B", "from A to B", "A - B road", or ``None``."""
    on_road = bool(words.ROAD & {f for t in row for f in t.forms})
    for first, second in itertools.pairwise(found):
        before = _words_back(row, first, found)
        gap = row[first.end : second.start]
        linking = {form for token in gap for form in token.forms}
        joined = bool(linking & words.AND) or row[second.start].and_before
        if joined and before & words.BETWEEN and len(gap) <= 4:
            return first, second
        to = bool(linking & words.TO) and len(gap) <= 4
        if to and before & words.FROM and (on_road or before & words.TRAVEL):
            return first, second
        if not on_road:
            continue
        if to and _road_beside(row, first, second):
            return first, second
        if not gap and _arabic_road_of(row, first, second):
            return first, second
        if any(_dash(token) for token in row[first.end : second.start + 1]) and len(gap) <= 3:
            plain = all(t.word in ARTICLES or t.word in words.KINDS for t in gap)
            if plain and _road_beside(row, first, second):
                return first, second
    return None


def _arabic_road_of(row: list[Token], first: Mention, second: Mention) -> bool:
    """ "طريق بغداد الموصل": two names right behind the word for a road between towns."""
    road = row[first.start - 1] if first.start else None
    return (
        road is not None
        and not _latin(road)
        and any(form in words.THROUGH_ROAD for form in road.forms)
        and not row[second.start].broken
    )


def _dash(token: Token) -> bool:
    return token.before.strip() in {"-", "–", "—", "‑", "/"}


def _road_beside(row: list[Token], first: Mention, second: Mention) -> bool:
    around = row[max(first.start - 4, 0) : first.start] + row[second.end : second.end + 4]
    return any(form in words.ROAD for token in around for form in token.forms)


def _words_back(row: list[Token], mention: Mention, found: list[Mention]) -> set[str]:
    start = max((m.end for m in found if m.end <= mention.start), default=0)
    return {f for t in row[max(start, mention.start - 5) : mention.start] for f in t.forms}
