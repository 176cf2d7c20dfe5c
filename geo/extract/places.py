"""Places named in a sentence, and what each is there: where it happened, or something else.

The geocoder finds the names; the words before and after a name say what it is. Only a place that
a sentence locates something at ("near X", "struck X", "on the road between X and Y") can be where
an incident happened. The seat of who speaks ("officials in X"), where something came from or was
bound for, the firing point and places abroad are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from geo.extract.text import Article, Sentence
from geo.places.choose import choose_all
from geo.places.context import annotate, pair
from geo.places.geocode import Geocoder
from geo.places.phrases import MAX_CHARACTERS, Mention, Token, clean, mentions, tokens
from geo.places.records import Place


class Use(StrEnum):
    """What a place is in its sentence."""

    SITE = "site"
    ROUTE_END = "route end"
    SEAT = "seat"
    ORIGIN = "origin"
    FIRED_FROM = "fired from"
    ABROAD = "abroad"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place named in [start, end). ``place`` is ``None`` abroad and where none is known."""

    start: int
    end: int
    text: str
    use: Use
    place: Place | None
    governorate: str | None
    listed: bool = False  # one of several, joined by commas or "and"
    near_only: bool = False  # something is somewhere about it ("south of Baghdad")

    @property
    def coarse(self) -> bool:
        """Whether it is a whole governorate."""
        return self.place is not None and self.place.kind == "governorate"


@dataclass(frozen=True, slots=True)
class RouteWords:
    """A road, or a stretch between two places."""

    start: int
    end: int
    first: PlaceWords | None
    last: PlaceWords | None
    name: str | None
    governorate: str | None = None


ABROAD: Final = re.compile(
    r"\b(?:Washington|Tehran|London|New York|Kuwait City|Kuwait|Damascus|Gaza|Beirut|Ankara|Moscow|"
    r"Geneva|Vienna|Brussels|Paris|Berlin|Rome|Copenhagen|Riyadh|Doha|Abu Dhabi|Dubai|Amman|Cairo|"
    r"Tel Aviv|Jerusalem|Istanbul|Qom|Mashhad|Aleppo|Deir ez-?Zor|Albu Kamal|Al-?Bukamal|al-Tanf|"
    r"Sanaa|Texas|Florida|Virginia|Pennsylvania|Europe|Syria|Iran|Turkey|Jordan|Lebanon|Yemen|"
    r"Israel|Saudi Arabia|Qatar|Bahrain|Egypt|Russia|China|Britain|Germany|France|Italy|Spain|"
    r"Poland|Denmark|Norway|Australia|Canada|Afghanistan|Pakistan|Libya|"
    r"the United States|the United Kingdom)\b(?!['’]?s?-)"
    r"|(?<![\u0600-\u06ff])[وبلف]?(?:واشنطن|طهران|الكويت|دمشق|غزه|غزة|بيروت|انقره|أنقرة|موسكو|لندن|"
    r"الرياض|عمان|سوريا|ايران|إيران|تركيا|الاردن|الأردن)(?![\u0600-\u06ff])"
)
_ARTICLE: Final = re.compile(r"(?:\b[Aa]l[- ]|\b[Ee]l[- ])$")
_LOOK: Final = r"(?:the |al-|an? |(?:north|south|east|west|central)(?:ern)? |\w+ern |same |nearby |"
_QUALIFIED: Final = (
    _LOOK + r"(?:town|city|village|district|province|area|base|camp|airport|region|crossing|"
    r"governorate|neighbou?rhood|subdistrict|quarter|(?:military |air )?base) of |\w+ (?=al-)|"
    r"neighbou?ring |fortified |heavily |border |military |turkish |iraqi |u\.?s\.? |american )*"
)
_SITED: Final = re.compile(
    r"\b(?:in|at|near|on|outside|around|beside|inside|within|by|off|past|close to|next to|in or "
    r"around|against|into|hit|hits|hitting|struck|strikes?|striking|targeted|targets|targeting|"
    r"attacked|attacking|attack on|volley on|fire on|shelled|bombed|rocked|towards?|aimed at|"
    r"fell on|landed on|(?:north|south|east|west|northeast|northwest|southeast|southwest)"
    r"(?:ern)? of|outskirts of|passed|passing|between|joins|links|from|of|to|reached|reaching)"
    r" (?:" + _QUALIFIED + r")$"
    r"|(?:في|ب|قرب|بالقرب من|عند|علي|غرب|شرق|شمال|جنوب|باتجاه|داخل|قاعده|مطار|محافظه|منطقه|قضاء|"
    r"ناحيه|مدينه|بين|استهدف|استهدفت|طريق) (?:(?:محافظه|منطقه|قضاء|ناحيه|مدينه|قاعده|مطار|محيط|"
    r"الطريق|طريق|حدود) )*$"
)
_GLUED: Final = re.compile(r"(?<![\u0600-\u06ff])[بولف]?ال|(?<![\u0600-\u06ff])ب")
_SPEAKS: Final = (
    r"(?:ministr(?:y|ies)|commands?|officials?|police|staff|spokes\w+|government|parliament|"
    r"headquarters|sources?|commanders?|operations|governors?|office|offices|talks|agency|minister|"
    r"media|correspondents?|desk|council|diplomats?|authorities|residents|politicians|"
    r"officers?|reporters?|analysts?|visit|brokers|leaders?|investigators?|judges?|court|capital|"
    r"announced|said|journalists?|doctors?|hospital|channel|press|مسؤولون|مصادر|شرطه|قياده|وزاره|"
    r"حكومه|برلمان|مستشفي|زياره)"
)
_SEAT_BEFORE: Final = re.compile(
    rf"\b{_SPEAKS}(?: (?:and|or) \w+)? (?:in|of|from|at|for|to|على|الى|الي|في)? ?(?:the )?(?:al-)?$"
)
_SEAT_AFTER: Final = re.compile(
    r"(?:'s)? (?:\w+ )?(?:operations|command|police|officials?|authorities|governor|council|"
    r"ministry|government|politicians|said|says|has|have|was told)\b"
)
_FROM: Final = re.compile(
    r"\b(?:from|(?:up|down|over|through|across) from|bound for|destined for|meant for|"
    r"head(?:ing|ed) (?:for|to)|on (?:its|their|the) way to|through|via|out of|hails? from|"
    r"leaving|about|relations with|war (?:in|on)|القادمه من|قادمه من|من|متجه الي|المتجه الي|الي)"
    rf" (?:{_QUALIFIED})$"
)
_FIRING: Final = re.compile(
    r"\b(?:launch(?:ed|er|ers)?|launch (?:rails?|pad|site)|firing (?:point|position|site)|"
    r"fired from|aimed from|launched from|tubes?|rails|منصه|اطلقت من|اطلاق)\b"
)
_FIRED_AT: Final = re.compile(r"\b(?:at|on|against|towards?|hit|struck|targeting|targeted)\b")
_LAUNCHED_FROM: Final = re.compile(r"\b(?:launch(?:ed|ing)?|fired|aimed|sent) from\b[^,;]*$")
_WORD_FROM: Final = re.compile(
    r"\b(?:reports?|messages?|accounts?|news|pictures?|footage|word|film|images?) from (?:the |al-)*$"
)
_HIT_AFTER: Final = re.compile(
    r"(?: in [\w-]+)? (?:was|were|came|has been|had been)(?: \w+)? (?:hit|struck|attacked|targeted|"
    r"shelled|bombed|rocked|under fire)\b"
)
_EMBASSY_IN: Final = re.compile(
    r"(?P<to>\b(?:request|calls?|threats?|letter|warning|staff)(?: \w+)? (?:to|against|from|by|of) )?"
    r"(?:the )?(?:[\w.]+ ){0,2}?\b(?:embass(?:y|ies)|consulate|headquarters) (?:in|of|at) (?:the )?$"
    r"|(?:السفاره|سفاره) (?:\w+ )?في $"
)
_EMBASSY_SPEAKS: Final = re.compile(
    r"^[^.;]{0,25}\b(?:said|says|announced|condemned|declined|wrote|warned|urged|did not|has|had)\b"
)
_ROAD: Final = re.compile(
    r"\b(?:(?:the|a) )?(?P<name>(?:(?:[\w'’-]+) )?(?:motorway|highway|freeway|expressway|road|"
    r"route|bypass)(?: \d+)?)\b|\b(?P<named>(?:highway|route|freeway) \d+|msr \w+)\b"
    r"|(?P<arabic>الطريق (?:السريع|الدولي)|طريق المرور السريع|الطريق)(?![\u0600-\u06ff])"
)
_PLAIN_ROAD: Final = frozenset(
    "same only next other first this that whole few supply either any no main its their each one "
    "which of roads on along for".split()
)
_KIND_AFTER: Final = re.compile(
    r" (?:(?:military |international |air )*(?:province|governorate|district|subdistrict|crossing|"
    r"bridge|airport|air base|airbase|base|camp|mosque|junction|gate|quarter|city))\b",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(
    r"\b(?:between|joins|joining|links|linking|connects|connecting|from)\b|بين|يربط|الرابط"
)
_LINK: Final = re.compile(
    r"\s*(?:\([^)]*\))?\s*(?:,|and|,\s*and|-|و)?\s*(?:in|near|at|on|في)?\s*(?:the )?(?:al-)?\s*"
)
_UNSURE: Final = 1.0
_BEHIND: Final = 70


def find_places(
    article: Article,
    sentence: Sentence,
    geocoder: Geocoder,
    masked: Sequence[tuple[int, int]],
) -> tuple[list[PlaceWords], list[RouteWords]]:
    """The places of a sentence, in order, and its roads.

    ``masked`` are spans that name somebody (groups), where no place is looked for.
    """
    text = article.text[sentence.start : sentence.end]
    cleaned, at = _aligned(text, sentence.start)
    row = tokens(cleaned)
    offsets = _offsets(row)
    found = mentions(row, geocoder.gazetteer)
    annotate(row, found)
    spans = {id(m): (at[offsets[m.start][0]], at[offsets[m.end - 1][1] - 1] + 1) for m in found}
    for start, end in sentence.clauses:  # what other clauses name is no context of a place
        choose_all([m for m in found if start <= spans[id(m)][0] < end], geocoder.boundaries)
    ends = pair(row, [m for m in found if m.chosen])
    abroad = [m.span() for m in ABROAD.finditer(article.text, sentence.start, sentence.end)]
    places = [_abroad(article, span) for span in abroad if not _meets(span, masked)]
    for mention in found:
        span = spans[id(mention)]
        if _meets(span, masked) or _meets(span, abroad):
            continue
        words = _words(article, sentence, mention, span, row, geocoder, mention in (ends or ()))
        if words is not None:
            places.append(words)
    places.sort(key=lambda p: p.start)
    places = _lists(article.plain, places)
    return places, [_placed(r, geocoder) for r in _routes(article, sentence, places)]


def _aligned(text: str, start: int) -> tuple[str, list[int]]:
    """The text as the geocoder reads it, and where in the article each character of it stands."""
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        return clean(text), list(range(start, start + len(text)))
    pieces = [clean(c) for c in text]
    at = [start + i for i, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), at


def _offsets(row: list[Token]) -> list[tuple[int, int]]:
    at, found = 0, []
    for token in row:
        begin = at + len(token.before)
        at = begin + len(token.text)
        found.append((begin, at))
    return found


def _meets(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _abroad(article: Article, span: tuple[int, int]) -> PlaceWords:
    return PlaceWords(*span, article.text[slice(*span)], Use.ABROAD, None, None)


def _words(
    article: Article, sentence: Sentence, mention: Mention, span: tuple[int, int],
    row: list[Token], geocoder: Geocoder, is_end: bool,
) -> PlaceWords | None:  # fmt: skip
    """The mention as a place of the article, or ``None`` where it is hardly one."""
    start, end = _trimmed(article.text, span, row[mention.start])
    before = article.plain[max(sentence.start, start - _BEHIND) : start]
    sited = bool(_SITED.search(before)) or _arabic_prefix(article.plain, start)
    latin = article.text[start] < "\u0590"
    place = mention.chosen
    if place is None and mention.places and mention.score == 1 and (latin or sited):
        place = mention.places[0]
    if place is None and not (sited and mention.kind and mention.score >= 0.8 and latin):
        return None
    if mention.score < _UNSURE and not (sited and latin and row[mention.start].capital):
        return None
    if latin and not article.text[start].isupper() and row[mention.start].text.islower():
        return None
    if not latin and not (sited or is_end) and place is not None and place.kind not in ("base", "airport"):
        return None
    kind = _KIND_AFTER.match(article.text, end)
    use = _use(article.plain, sentence, start, end, before, sited, is_end)
    shown = (start, kind.end() if kind else end)
    unit = geocoder.boundaries.unit(place.governorate or "") if place is not None else None
    return PlaceWords(
        *shown, article.text[slice(*shown)], use, place, unit.name if unit else None,
        near_only=mention.bearing is not None,
    )  # fmt: skip


def _trimmed(text: str, span: tuple[int, int], first: Token) -> tuple[int, int]:
    """The span with the article that belongs to the name, without words that do not."""
    start, end = span
    article = _ARTICLE.search(text[max(0, start - 3) : start])
    if article:
        start -= len(article[0])
    while end - start > 3 and text[end - 1] in "'’s" and text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    tail = re.search(r"\s(?:on|in|at|an?|the|and|was|set|A|An|On|In|The)$", text[start:end])
    if tail and first.text[0].isupper():
        end -= len(tail[0])
    return start, end


def _arabic_prefix(plain: str, start: int) -> bool:
    return bool(_GLUED.match(plain, start)) and plain[start : start + 1] in "ب"


def _use(
    plain: str, sentence: Sentence, start: int, end: int, before: str, sited: bool, is_end: bool
) -> Use:
    clause = next(((a, b) for a, b in sentence.clauses if a <= start < b), sentence.clauses[-1])
    near = plain[max(clause[0], start - _BEHIND) : start]
    embassy = _EMBASSY_IN.search(before)
    if embassy:
        return Use.SEAT if _EMBASSY_SPEAKS.search(plain[end : end + 40]) or embassy["to"] else Use.SITE
    if _HIT_AFTER.match(plain, end):
        return Use.SITE
    if _SEAT_BEFORE.search(before) or _SEAT_AFTER.match(plain, end):
        return Use.SEAT
    if is_end:
        return Use.ROUTE_END
    firing = [m.end() for m in _FIRING.finditer(near)]
    if firing and (_LAUNCHED_FROM.search(near) or not _FIRED_AT.search(near, firing[-1])):
        return Use.FIRED_FROM
    if _FROM.search(before) and not _WORD_FROM.search(before):
        return Use.ORIGIN
    return Use.SITE if sited else Use.NAMED


def _lists(plain: str, places: list[PlaceWords]) -> list[PlaceWords]:
    """Mark places that stand in a list; what the first is, the others are too."""
    done: list[PlaceWords] = []
    for words in places:
        before = done[-1] if done else None
        gap = plain[before.end : words.start] if before else None
        if before and gap is not None and gap.strip() and _LINK.fullmatch(gap):
            use = words.use
            if before.use in (Use.SITE, Use.ORIGIN, Use.SEAT) and use in (Use.NAMED, Use.SITE):
                use = before.use
            parts = before.governorate == words.governorate
            if not parts:
                done[-1] = replace(before, listed=True)
            words = replace(words, use=use, listed=not parts)
        done.append(words)
    return done


def _routes(
    article: Article, sentence: Sentence, places: list[PlaceWords]
) -> list[RouteWords]:
    """Roads with the ends that the sentence gives them."""
    found: list[RouteWords] = []
    names = [
        m for m in _ROAD.finditer(article.plain, sentence.start, sentence.end)
        if (m["name"] or m["named"] or m["arabic"])
    ]  # fmt: skip
    known = [p for p in places if p.use is not Use.ABROAD]
    for first, last in zip(known, known[1:], strict=False):
        gap = article.plain[first.end : last.start]
        before = article.plain[max(sentence.start, first.start - 40) : first.start]
        dash = bool(re.fullmatch(r"\s?-\s?(?:al-)?", gap))
        joined = _BETWEEN.search(before) and re.fullmatch(
            r"\s*(?:\([^)]*\)\s*)?(?:and|to|with|و)?\s*(?:the )?(?:al-)?", gap
        )
        road = next(
            (m for m in names if first.start - 70 <= m.start() and m.end() <= last.end + 20), None
        )
        stretch = re.search(r"\b(?:stretch|way|somewhere|traffic|drive)\b", before)
        if (dash and road) or (joined and (road or stretch or "between" in before)):
            start = min(first.start, road.start() if road else first.start)
            end = max(last.end, road.end() if road else last.end)
            found.append(RouteWords(start, end, first, last, _road_name(article, road)))
    for m in names:
        if not any(r.start <= m.start() < r.end for r in found):
            name = _road_name(article, m)
            at_it = article.plain[max(sentence.start, m.start() - 14) : m.start()]
            if _LAUNCHED_FROM.search(article.plain, sentence.start, m.start()):
                continue
            if name and re.search(r"\b(?:on|along|off|of|leave|beside)(?: to)?\s+(?:the )?$|علي $", at_it):
                found.append(RouteWords(*m.span(), None, None, name))
    return found


def _placed(route: RouteWords, geocoder: Geocoder) -> RouteWords:
    """The route with the governorate that most of its stretch lies in."""
    if route.first is None or route.last is None:
        return route
    found = geocoder.locate(f"road between {route.first.text} and {route.last.text}")
    unit = geocoder.boundaries.unit(found.governorate_pcode or "")
    return replace(route, governorate=unit.name if unit else None)


def _road_name(article: Article, found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    group = next(g for g in ("name", "named", "arabic") if found[g])
    name = article.text[slice(*found.span(group))]
    first, _, rest = name.partition(" ")
    if first.lower() in _PLAIN_ROAD or first.lower() == "the":
        name = rest
    return name if name and name.lower() not in ("road", "route", "الطريق") else None
