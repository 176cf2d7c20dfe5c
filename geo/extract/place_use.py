"""What a place is in its sentence, by the words before and behind it.

Only a place that something is located at ("near X", "struck X") can be where an incident happened.
The seat of who speaks ("officials in X"), where something came from or was bound for and the
firing point are not.
"""

from __future__ import annotations

import re
from typing import Final

from geo.extract.place_words import Use
from geo.extract.text import Sentence

ABROAD: Final = re.compile(
    r"\b(?:Washington|Tehran|London|New York|Kuwait City|Kuwait|Damascus|Gaza|Beirut|Ankara|"
    r"Moscow|Geneva|Vienna|Brussels|Paris|Berlin|Rome|Copenhagen|Riyadh|Doha|Abu Dhabi|Dubai|"
    r"Amman|Cairo|Tel Aviv|Jerusalem|Istanbul|Qom|Mashhad|Aleppo|Deir ez-?Zor|Albu Kamal|"
    r"Al-?Bukamal|al-Tanf|Sanaa|Texas|Florida|Virginia|Pennsylvania|Europe|Syria|Iran|Turkey|"
    r"Jordan|Lebanon|Yemen|Israel|Saudi Arabia|Qatar|Bahrain|Egypt|Russia|China|Britain|"
    r"Germany|France|Italy|Spain|Poland|Denmark|Norway|Australia|Canada|Afghanistan|Pakistan|"
    r"Libya|the United States|the United Kingdom)\b(?!['’]?s?-)|"
    r"(?<![\u0600-\u06ff])[وبلف]?(?:واشنطن|طهران|الكويت|دمشق|غزه|غزة|بيروت|انقره|أنقرة|موسكو|"
    r"لندن|الرياض|عمان|سوريا|ايران|إيران|تركيا|الاردن|الأردن)(?![\u0600-\u06ff])"
)
_QUALIFIED: Final = (
    r"(?:the |al-|an? |(?:north|south|east|west|central)(?:ern)? |\w+ern |same |nearby |"
    r"(?:town|city|village|district|province|area|base|camp|airport|region|crossing|"
    r"governorate|neighbou?rhood|subdistrict|quarter|(?:military |air )?base) of |\w+ (?=al-)|"
    r"neighbou?ring |fortified |heavily |border |military |turkish |iraqi |u\.?s\.? |"
    r"american )*"
)
_SITED: Final = re.compile(
    r"\b(?:in|at|near|on|outside|around|beside|inside|within|by|off|past|close to|next to|"
    r"in or around|against|into|hit|hits|hitting|struck|strikes?|striking|targeted|targets|"
    r"targeting|attacked|attacking|attack on|volley on|fire on|shelled|bombed|rocked|aimed at|"
    r"(?:fired|launched|sent) (?:\w+ )?towards?|"
    r"fell on|landed on|(?:north|south|east|west|northeast|northwest|southeast|"
    r"southwest)(?:ern)? of|outskirts of|passed|passing|between|joins|links|from|of|to|reached|"
    r"reaching|"
    r"(?:place|spot|scene|site|location|locality|area|point)(?: \w+){0,2} "
    r"(?:as|named|called)|known (?:locally )?as)"
    r" (?:" + _QUALIFIED + r")$"
    r"|(?:في|ب|قرب|بالقرب من|عند|علي|غرب|شرق|شمال|جنوب|باتجاه|داخل|قاعده|مطار|محافظه|منطقه|"
    r"قضاء|ناحيه|مدينه|بين|(?:استهدف|ضرب|قصف|هاجم)\w*(?: \S+){0,3}|طريق) (?:(?:محافظه|منطقه|"
    r"قضاء|ناحيه|مدينه|قاعده|مطار|محيط|الطريق|طريق|حدود) )*$"
)
_GLUED: Final = re.compile(r"(?<![\u0600-\u06ff])[بولف]?ال|(?<![\u0600-\u06ff])ب")
_SPEAKS: Final = (
    r"(?:ministr(?:y|ies)|commands?|officials?|police|staff|spokes\w+|government|parliament|"
    r"headquarters|sources?|commanders?|operations|governors?|office|offices|talks|agency|"
    r"minister|media|correspondents?|desk|council|diplomats?|authorities|residents|politicians|"
    r"officers?|reporters?|analysts?|visit|brokers|leaders?|investigators?|judges?|court|"
    r"capital|announced|said|journalists?|doctors?|hospital|channel|press|مسؤولون|مصادر|شرطه|"
    r"قياده|وزاره|حكومه|برلمان|مستشفي|زياره)"
)
_SEAT_BEFORE: Final = re.compile(
    rf"\b{_SPEAKS}(?: (?:and|or) \w+)? (?:in|of|from|at|for|to|على|الى|الي|"
    rf"في)? ?(?:the )?(?:al-)?$"
)
_SEAT_AFTER: Final = re.compile(
    r"(?:'s)? (?:\w+ )?(?:operations|command|police|officials?|authorities|governor|council|"
    r"ministry|government|politicians|said|says|has|have|was told)\b"
)
_FROM: Final = re.compile(
    r"\b(?:from|(?:up|down|over|through|across) from|bound for|destined for|meant for|"
    r"head(?:ing|ed) (?:for|to)|for the (?:\w+ )?(?:base|camp|airport|depot) (?:at|in|of)|"
    r"on (?:its|their|the) way to|through|via|out of|hails? from|"
    r"leaving|about|relations with|war (?:in|on)|القادمه من|قادمه من|من|متجه الي|المتجه الي|"
    r"الي)"
    rf" (?:{_QUALIFIED})$"
)
_FIRING: Final = re.compile(
    r"\b(?:launch(?:ed|er|ers)?|launch (?:rails?|pad|site)|firing (?:point|position|site)|"
    r"fired from|aimed from|launched from|tubes?|rails|منصه|اطلقت من|اطلاق)\b"
)
_FIRED_AT: Final = re.compile(
    r"\b(?:at|on|against|towards?|hit|struck|targeting|targeted|land(?:ed|ing)|fell|slammed|"
    r"exploded|crashed|came down|impacted)\b"
)
_FLYING_TO: Final = re.compile(
    r"\b(?:drones?|rockets?|missiles?|aircraft|uavs?)\b[^.;]{0,50}?\b(?:on (?:its|their|"
    r"the) way to|"
    r"head(?:ing|ed) (?:for|to|towards?)|bound for|destined for) (?:the |al-)?$"
)
_LAUNCHED_FROM: Final = re.compile(
    r"\b(?:launch(?:ed|ing)?|fired|aimed|sent) from\b(?:(?!\b(?:struck|hit|landed|fell|slammed|"
    r"exploded|at|against|towards?)\b)[^,;])*$"
)
_WORD_FROM: Final = re.compile(
    r"\b(?:reports?|messages?|accounts?|news|pictures?|footage|word|film|images?) from (?:the |"
    r"al-)*$"
)
_HIT_AFTER: Final = re.compile(
    r"(?: in [\w-]+)? (?:was|were|came|has been|had been)(?: \w+)? (?:hit|struck|attacked|"
    r"targeted|shelled|bombed|rocked|under fire)\b"
)
_EMBASSY_IN: Final = re.compile(
    r"(?P<to>\b(?:request|calls?|threats?|letter|warning|staff)(?: \w+)? (?:to|against|from|by|"
    r"of) )?(?:the )?(?:[\w.]+ ){0,2}?\b(?:embass(?:y|ies)|consulate|headquarters) (?:in|of|"
    r"at) (?:the )?$|(?:السفاره|سفاره) (?:\w+ )?في $"
)
_EMBASSY_SPEAKS: Final = re.compile(
    r"^[^.;]{0,25}\b(?:said|says|announced|condemned|declined|wrote|warned|urged|did not|has|"
    r"had)\b"
)
_ENTRY: Final = re.compile(r"[^.:;]{4,30},[^,.:;]{2,40}:")
"""The head of an entry in a list, with its day and its place: "24 July, Besmaya:"."""

_BEHIND: Final = 70


def is_sited(plain: str, sentence: Sentence, start: int) -> bool:
    """Whether the words before ``start`` locate something at what follows."""
    before = _words_before(plain, sentence.start, start)
    glued = bool(_GLUED.match(plain, start)) and plain[start : start + 1] == "ب"
    return glued or bool(_SITED.search(before))


def launched_from(plain: str, start: int, end: int) -> bool:
    """Whether the words lead to where something was fired from."""
    return bool(_LAUNCHED_FROM.search(plain, start, end))


def use_of(plain: str, sentence: Sentence, start: int, end: int, is_end: bool) -> Use:
    """What the place in [start, end) is; ``is_end``: of a stretch of road."""
    before = _words_before(plain, sentence.start, start)
    clause = next(((a, b) for a, b in sentence.clauses if a <= start < b), sentence.clauses[-1])
    near = _words_before(plain, clause[0], start)
    embassy = _EMBASSY_IN.search(before)
    if embassy:
        return (
            Use.SEAT if _EMBASSY_SPEAKS.search(plain[end : end + 40]) or embassy["to"] else Use.SITE
        )
    if _HIT_AFTER.match(plain, end) or _ENTRY.fullmatch(plain, sentence.start, end + 1):
        return Use.SITE
    if _SEAT_BEFORE.search(before) or _SEAT_AFTER.match(plain, end):
        return Use.SEAT
    if is_end:
        return Use.ROUTE_END
    firing = [m.end() for m in _FIRING.finditer(near)]
    if firing and (_LAUNCHED_FROM.search(near) or not _FIRED_AT.search(near, firing[-1])):
        return Use.FIRED_FROM
    if _FLYING_TO.search(before):
        return Use.SITE
    if _FROM.search(before) and not _WORD_FROM.search(before):
        return Use.ORIGIN
    return Use.SITE if is_sited(plain, sentence, start) else Use.NAMED


def _words_before(plain: str, least: int, start: int) -> str:
    return plain[max(least, start - _BEHIND) : start]
