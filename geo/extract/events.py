"""Where a text tells of an attack: the words for it, its type, and what was attacked.

Types and targets are those of the reports table. A clause tells of an attack when it has a noun
for one, or a weapon together with what it did or whom it met. What is denied, imagined, threatened
or announced is none; neither is what armies do in reply.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

ROADSIDE_BOMB: Final = "roadside bomb"
ROCKET: Final = "rocket"
DRONE: Final = "drone"
ARSON: Final = "arson-ambush"
OTHER: Final = "other"

_TYPES: Final = (
    (OTHER, 4.5, r"(?:ballistic|guided|cruise|anti-?tank|short-range|thermal)(?: \w+)? missiles?|"
                 r"\bmissiles?\b(?! rocket)|\bsnipers?\b|\bgrenades?\b|\bstabb|\bshot dead\b|"
                 r"\bgunned down\b|"
                 r"\bassassinat\w+|اغتيال|اغتيل"),
    (DRONE, 3.0, r"\bdrones?\b|\baircraft without an? pilots?\b|\bpilotless\b|\buavs?\b|"
                 r"\bunmanned (?:aircraft|aerial)|\bquadcopter"
                 r"|طائره مسيره|طائرات مسيره|طائرتين مسيرتين|مسيره مفخخه|درون"),
    (ROCKET, 3.0, r"\brockets?\b|\bkatyushas?\b|\bmortars?\b|\bshell(?:s|ed|ing)?\b|"
                  r"\bprojectiles?\b|صاروخ|"
                  r"صواريخ|صاروخين|كاتيوشا|هاون|قذائف"),
    (ARSON, 2.5, r"\btorch(?:ed|ing)\b|\bset (?:\w+ ){0,3}(?:on fire|ablaze|alight)|"
                 r"\bset (?:a )?fire|\bsetting (?:\w+ ){0,3}(?:fire|ablaze|alight)|\bgunmen\b|"
                 r"\bburn(?:t|ed|ing)?\b|\bin flames\b|\bput a match\b|\bambush\w*|\barson\b|"
                 r"\bshot at\b|\bopened fire|"
                 r"\bmasked men\b|\bgunfire\b|احرق|احراق|اضرم|مسلحون|مسلحين|كمين|حرق"),
    (ROADSIDE_BOMB, 3.0, r"\bbomb(?:s|ed|ing|ings)?\b|\bieds?\b|\b(?:explosive )?devices?\b|"
                         r"\bcharges?\b|\bexplosives?\b(?! drone|[ -]laden)|\blandmines?\b|"
                         r"\broadside\b|عبوه|عبوات|"
                         r"تفجير|لغم"),
    (ROADSIDE_BOMB, 1.0, r"\bblasts?\b|\bexplo(?:sions?|ded)\b|\bdetonat\w+|\bwent off\b|"
                         r"\bblew up\b|\bblown up\b|"
                         r"انفجر|انفجار"),
    (ROCKET, 1.0, r"\bvolley|\brounds\b|\bsalvo|\bbarrage|\blaunchers?\b|قصف"),
)  # fmt: skip
_TYPE_PATTERNS: Final = tuple((kind, w, re.compile(p)) for kind, w, p in _TYPES)

_TARGETS: Final = (
    ("convoy", r"\bconvoys?\b|\bcolumns?\b|\btrucks?\b|\blorr(?:y|ies)\b|\bmotorcades?\b|"
               r"\btankers?\b|\btrailers?\b|\bshipments?\b|\bfreight\b|\bhaulage\b|"
               r"\blow-loaders?\b|\bsuppl(?:y|ies)\b|\bcargo\b|\bvehicles of\b|\bhumvees?\b|"
               r"رتل|ارتال|"
               r"شاحنات|شاحنه|الشاحنات|قافله"),
    ("base", r"\b(?:air ?)?bases?\b|\bairfield\b|\bcamp\b|\bcompound\b|\bbarracks\b|"
             r"\bmilitary side\b|\bheadquarters\b|\bhosting\b|\b(?:houses|"
             r"hosts) (?:\w+ )?(?:troops|coalition|"
             r"american|us|advisers)|قاعده|معسكر"),
    ("embassy", r"\bembass(?:y|ies)\b|\bconsulate\b|\bgreen zone\b|\bdiplomatic mission|السفاره|"
                r"المنطقه الخضراء"),
    ("airport", r"\bairport\b|مطار"),
    ("vehicle", r"\bvehicles?\b|\bcars?\b|\bsuv\b|\bbus(?:es)?\b|سياره|عجله"),
    (OTHER, r"\bcheckpoints?\b|\bvillages?\b|\bmarkets?\b|\b(?:house|home)\b|\bpatrol\b|"
            r"\boutpost\b|"
            r"\boil (?:fields?|services|company|site|facility)\b|\bhospital\b|\bmosque\b|"
            r"\b(?:holiday )?(?:park|resort)\b|نقطه تفتيش|سيطره|سوق"),
)  # fmt: skip
_TARGET_PATTERNS: Final = tuple((kind, re.compile(p)) for kind, p in _TARGETS)
_USUAL_TARGET: Final = {ROADSIDE_BOMB: "convoy", ARSON: "convoy", ROCKET: "base", DRONE: "base"}

_NOUN: Final = re.compile(
    r"\b(?:attacks?|bombings?|blasts?|explosions?|ambush(?:es)?|volleys?|salvos?|barrage|"
    r"strikes?|shelling|incidents?|attempts?|something similar|(?:similar|earlier|"
    r"previous) claim|rocket fire|(?:tanker|truck) fire|fire (?:again )?(?:at|on))\b|هجوم|الهجوم|"
    r"تفجير|"
    r"انفجار|قصف|استهداف|الحادث"
)
_ACTION: Final = re.compile(
    r"\b(?:bombed|explod\w+|detonat\w+|went off|go off|blew up|burst|struck|strik(?:e|es|ing)|"
    r"hit|hits|hitting|burned|burnt|burning|torched|fired|firing|landed|fell|falling|slammed|"
    r"targeted|targeting|attacked|attacking|shot down|brought down|downed|intercepted|crashed|"
    r"came down|flew|destroyed|damaged|kill(?:ed|ing)|wound(?:ed|ing)|injur(?:ed|ing)|hurt|"
    r"sent|launched|stopped|ambushed|rammed|set fire|set ablaze|set alight|in flames|ablaze|"
    r"put a match|shelled|rocked|opened fire|shot at|lobbed|rained|impacted|planted|dropped|"
    r"blasted|passed|exploding|wrecked|caught fire|blown up|disabled|peppered|raked|set upon|"
    r"carried out|thrown|threw|burned out|torn up|tore up|shot dead|gunned down|assassinated|"
    r"stormed|overran|clashed)\b|انفجر|سقط|استهدف|احرق|اطلق|اصاب|قتل|تعرض|فجر|ضرب"
)
_WEAPON: Final = re.compile("|".join(p for _, _, p in _TYPES))
_PLURAL_TALK: Final = re.compile(
    r"\b(?:attacks|strikes|explosives|incidents|threats?|attempts?|strike|shells|incident)\b"
)
_UNREAL: Final = re.compile(
    r"\bif (?:a|an|the|any)\b|\bwere to\b|\bwould (?:be|pass|pay|have|hit|strike)\b|"
    r"\bcould (?:be|be hit|hit|well)\b|\bmight\b|\bthreaten\w*|\bthreats?\b|\bfears?\b|"
    r"\bnever (?:seen|been)\b|\bfor years\b|\bplott?\w*|\bplans? to\b|\bpromis(?:e|es|ed)\b|"
    r"\bwhen (?:an?|the|any|some\w+)[^,;]{0,30} says that\b|"
    r"\bwarn(?:ed|s|ing)?\b|"
    r"\bcalled on\b|\bvow\w*|\bdrill\b"
)
_NEGATED: Final = re.compile(
    r"\bnothing (?:in|at|on|near) [^.;,]{1,20} (?:was|is)\b|\bneither of\b|\bnot a place\b|"
    r"\bnever\b|"
    r"\bnothing of the kind"
)
_IN_REPLY: Final = re.compile(
    r"\b(?:replied|in reply|retaliat\w+|in response to|struck back|counter-?strikes?|"
    r"air ?strikes?|(?:american|u\.?s\.?|israeli|turkish|coalition|"
    r"iranian) (?:air ?)?(?:strikes?|raids?|aircraft|jets?|planes?|warplanes?)|"
    r"(?:the united states|washington|israel|turkey) (?:has )?(?:bombed|struck|hit|killed|"
    r"attacked))\b"
)
_ANOTHER: Final = re.compile(
    r"\b(?:another|a (?:second|third|separate|similar|further|different)|the (?:second|third|"
    r"other)|separately|elsewhere|earlier|previous|previously|similar|precedent|also|recalled|"
    r"after a)\b"
)
_STRUCK: Final = re.compile(
    r"\b(?:hit|struck|attacked|targeted|shelled|bombed|rocked)\b|استهدف|قصف|تعرض"
)
_CLAIMED: Final = re.compile(
    r"\b(?:claim(?:s|ed)|tak(?:es|ing) credit|took credit|announc(?:es|ed)|boast\w*) for\b|"
    r"\bcredit for\b"
)
_FURTHER: Final = re.compile(
    r"\b(?:another|a (?:second|third|different)) one\b|\b(?:another|a second|a third|one more|"
    r"others) (?:in|at|near|on|beside|outside|did so|struck|hit|"
    r"followed)\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
    r" (?:more )?(?:had |have )?(?:been fired|landed|fell|fallen|come down|came down)\b|"
    r"\bthe (?:second|third|other)(?: one)? (?:in|at|near|on|towards?|hit|struck|fell|"
    r"landed|came|went off)\b"
)
_WITHOUT: Final = re.compile(r"\b(?:skipp\w+|without|instead of|rather than) (?:any |an? )?$")
_LAUNCHED: Final = re.compile(
    r"\b(?:from|launcher was|found in|rigged|mounted on) (?:the |an? )?(?:\w+ )?$"
)
_LIST_PLURAL: Final = re.compile(
    r"\b(?:two|three|four|five|six|several|both|twin|multiple|separate|"
    r"\d)\b(?: \w+){0,3}? (?:columns|convoys|attacks|bombs?|bombings|blasts|explosions|devices|"
    r"incidents|bases|strikes)|\brespectively\b|ارتال|عبوات|هجمات|تفجيرات"
)


@dataclass(frozen=True, slots=True)
class EventWords:
    """A clause that tells of an attack; [start, end) are the words for it.

    ``types`` weighs the types its words speak for. ``another``: it is said to be one more;
    ``several``: more than one at once. ``firm``: it tells that something was done, not only that
    there was an attack.
    """

    start: int
    end: int
    types: tuple[tuple[str, float], ...]
    target: str | None
    target_span: tuple[int, int] | None
    another: bool
    several: bool
    firm: bool


def only_talk(plain: str, start: int, end: int) -> bool:
    """Whether a clause speaks of what is imagined, threatened, denied or done in reply."""
    return any(p.search(plain, start, end) for p in (_UNREAL, _NEGATED, _IN_REPLY))


def find_event(
    plain: str, start: int, end: int, dated: bool, at_base: bool = False
) -> EventWords | None:
    """The attack that a clause tells of, if it does.

    ``dated``: it has a day of its own; ``at_base``: it names a base or an airport as where.
    """
    words = plain[start:end]
    if only_talk(plain, start, end):
        return None
    weapon = _WEAPON.search(plain, start, end)
    action = _ACTION.search(plain, start, end)
    noun = _NOUN.search(plain, start, end)
    target, target_span = find_target(plain, start, end)
    acts = bool(weapon and (action or target or dated)) or bool(target and action)
    acts = acts or bool(at_base and _STRUCK.search(plain, start, end))
    acts = acts or bool(target and dated and _CLAIMED.search(plain, start, end))
    if not acts and (noun is None or (_PLURAL_TALK.fullmatch(noun[0]) and not (target or dated))):
        return None
    marks = [m.span() for m in (weapon, action if acts else None, noun) if m]
    marks = marks or [target_span or (start, end)]
    return EventWords(
        min(a for a, _ in marks), max(b for _, b in marks), types_in(plain, start, end),
        target, target_span, bool(_ANOTHER.search(words)), bool(_LIST_PLURAL.search(words)),
        firm=bool(action and (weapon or target)),
    )  # fmt: skip


def find_further(plain: str, start: int, end: int, dated: bool) -> EventWords | None:
    """One more attack where the words leave out what it was: "another near Hillah"."""
    found = _FURTHER.search(plain, start, end)
    if found is None or not (dated or found[0].startswith("the ")) or only_talk(plain, start, end):
        return None
    return EventWords(*found.span(), (), None, None, another=True, several=False, firm=True)


def in_reply(plain: str, start: int, end: int) -> bool:
    """Whether the words tell of what armies do in reply."""
    return any("repl" not in m[0] for m in _IN_REPLY.finditer(plain, start, end))


def names_attack(plain: str, start: int, end: int) -> bool:
    """Whether the words name a weapon, an attack or what one does."""
    return bool(
        _WEAPON.search(plain, start, end)
        or _ACTION.search(plain, start, end)
        or _NOUN.search(plain, start, end)
    )


def types_in(plain: str, start: int, end: int) -> tuple[tuple[str, float], ...]:
    """How much the words speak for each type."""
    weights: defaultdict[str, float] = defaultdict(float)
    for kind, weight, pattern in _TYPE_PATTERNS:
        if any(
            not _WITHOUT.search(plain, start, m.start())
            for m in pattern.finditer(plain, start, end)
        ):
            weights[kind] += weight
    return tuple(weights.items())


def find_target(plain: str, start: int, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """What was attacked, by the words of a clause; convoys before what they were bound for."""
    for kind, pattern in _TARGET_PATTERNS:
        for found in pattern.finditer(plain, start, end):
            if not _LAUNCHED.search(plain, start, found.start()):
                return kind, found.span()
    return None, None


def usual_target(event_type: str) -> str:
    """What an attack of this type mostly meets, where the text does not say."""
    return _USUAL_TARGET.get(event_type, "other")
