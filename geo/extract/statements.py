"""Who asserts something in a sentence, under the name of the reports table, and how.

Somebody with direct knowledge (police, an army, an embassy, a ministry) who speaks of an incident
confirms it, unless the sentence denies; unnamed sources and media report it; a group claims it.
Who only condemns, asks, waits or stays silent takes no stance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geo.extract.actors import NOT_CLAIMED, ActorWords
from geo.extract.events import names_attack
from geo.extract.places import ABROAD
from geo.extract.text import Article, Sentence
from geo.model import Stance

GROUP: Final = "group itself"
ANYBODY: Final = "{n} {r} "
CHANNEL: Final = "Channel"
"""A medium named before."""

EMBASSY: Final = "Embassy"
"""An embassy whose country the words do not name."""


_SAY: Final = re.compile(
    r"\b(?:sa(?:y|ys|id)|told|report(?:s|ed)?|confirm\w*|acknowledg\w+|announc\w+|stat(?:ed|es)|"
    r"according to|quoted?|speaking|mention(?:s|ed)|counted|speaks? of|spoke of|gives?|gave|put the|"
    r"added|adds|listed|recorded|tells?|presented|reject\w*|den(?:y|ies|ied)|call(?:s|ed|ing)|found|find|placed|"
    r"claims|claimed|assert(?:s|ed)|insist\w*|carried|credits?|showed|wrote|writes|blam\w+|"
    r"took (?:the )?credit|boasts?|signed|signs|owned up|named?|answered|swore|maintain\w*|taken down|put out|recall|went further|describe[sd]?|explain\w*)\b"
    r"|اعلن|قال|اكد|نفي|نفت|ذكر|افاد|تبن|اوضح|اشار|نقل"
)
_SILENT: Final = re.compile(
    r"\b(?:has|have|had) said nothing|\bno comment|\bdid not comment|\bdeclin\w+ to comment|"
    r"\bwould not comment|\bunanswered|\bkept silent|\bcondemn\w+|\blooking into|\binvestigat\w+|"
    r"\bwas briefed|\burged\b|\bconfirmed nothing|\bnot commented|\bcould not say\b|\boutrage\w*|"
    r"\bno (?:claim|group|faction)\b|\bnobody (?:has |had )?(?:claimed|spoken)|\bput it (?:near|at|in|on)\b|"
    r"لم تعلق|لم تعلن|يتابع"
)
_NOBODY_CLAIMS: Final = re.compile(r"\b(?:no|nobody|none|neither)\b|لم تعلن")
_DENIES: Final = re.compile(
    r"\bden(?:y|ies|ied)\b|\breject\w*|\bno truth\b|\bkn[eo]ws? of no\b|\bno (?:such )?attack\b|"
    r"\bthere was no\b|\bnothing of the kind|\binvent(?:ion|ed)\b|\b(?:is|was|were|are|as) (?:\w+ )?false\b|\bfalse (?:reports?|news)\b|\bnot attacked\b|\bwas quiet\b|"
    r"\bno ?(?:one|body) attacked|\bnone of its convoys|\bno reports of|\bno targeting|\ban accident\b|"
    r"\bnot (?:an|a) (?:attack|bomb)|\bdid not (?:happen|take place)|\bunfounded|\bfabricat\w+|"
    r"\bdisclaim\w*|\b(?:another|a different) (?:story|version)\b|\bblown tyre|\bgas (?:bottle|cylinder|canister)|\bshort circuit|\bburst pipe|"
    r"\belectrical fault|\baccidental|\bburning rubbish|\btyre burst|\bno convoy|نفي|نفت|لا صحه|عار عن الصحه"
)
_WITHDRAWS: Final = re.compile(
    r"\b(?:withdrew|withdrawn|retracted|deleted the (?:post|report)|tak(?:en|es) down|took (?:\w+ ){0,2}down|has withdrawn)\b"
)
_DOUBTS: Final = re.compile(
    r"\bno (?:independent )?proof\b|\bnot make it proven|\bunproven|\bcannot be (?:verified|confirmed)|"
    r"\bimplausib\w+|\bno evidence (?:that|of|for)\b|\bdoubtful\b"
)
_LOOSELY: Final = re.compile(r"\bsp(?:eaks?|oke) of\b|\bput the \w+ at\b")
_WARY: Final = re.compile(
    r"\b(?P<who>analysts|experts|observers|researchers|consultants|officials|residents)\b[^.;]{0,60}?"
    r"\b(?:wary|scepti\w+|skepti\w+|doubt\w*|question\w*|unconvinced|noted that the same)\b"
)
_CREDITS: Final = re.compile(r"\bcredit(?:s|ed|ing)\b(?!.*\btook\b)|\bnamed? (?:a |the )?group\b")
_CONFIRM: Final = re.compile(r"\bconfirm\w*|\backnowledg\w+|\bverified|اكد")

_CONFIRMS, _REPORTS = Stance.CONFIRMS, Stance.REPORTS
_ORG: Final[tuple[tuple[str, str, Stance], ...]] = (
    (r"security media cell|خليه الاعلام الامني", "Security Media Cell", _CONFIRMS),
    (r"joint (?:operations )?command|العمليات المشتركه", "Joint Operations Command", _CONFIRMS),
    (r"centcom|central command", "CENTCOM", _CONFIRMS),
    (r"pentagon|البنتاغون|us defen[cs]e department|american defen[cs]e department", "Pentagon",
     _CONFIRMS),
    (r"coalition(?:'s)? (?P<r>spokes\w+|officials?)|spokes\w+ (?:for|of) the (?:\S+ )?coalition",
     "US-led Coalition {r}", _CONFIRMS),
    (r"(?:us-led |u\.s\.-led |international )?coalition|التحالف الدولي", "US-led Coalition", _CONFIRMS),
    (r"(?P<p>british|us|u\.s\.|american|turkish|iranian|australian|dutch) (?P<r>embassy)",
     "{p} Embassy", _CONFIRMS),
    (r"(?:the )?embassy", EMBASSY, _CONFIRMS),
    (r"(?:the )?un (?:mission|agency)|united nations(?: mission)?|unami", "United Nations mission",
     _CONFIRMS),
    (r"general staff in kuwait|kuwaiti (?:general staff|army|military)|kuwait's (?:general staff|army)",
     "Kuwaiti general staff", _CONFIRMS),
    (r"(?P<n>[a-z'-]{3,20}) (?P<r>counter-terrorism (?:service|officers|officials|group|force))",
     "{n} {r}", _CONFIRMS),
    (r"(?:(?P<n>[a-z'-]{3,20}) )?(?P<r>(?:interior|defen[cs]e|foreign) ministry)", "{n} {r}",
     _CONFIRMS),
    (r"(?P<r>officer|commander) in the (?P<n>[a-z -]+?) operations command",
     "{n} Operations Command {r}", _CONFIRMS),
    (r"commander in (?P<n>[a-z]+)", "{n} Operations commander", _CONFIRMS),
    (r"(?P<n>baghdad|basra|samarra|nineveh|anbar|salah al-din|karbala|babil|diwaniyah|diyala|"
     r"jazeera|kirkuk|muthanna|dhi qar) operations(?: command)?(?: (?P<r>commander))?",
     "{n} Operations {c}", _CONFIRMS),
    (r"(?:iraq's |iraqi )(?:military|armed forces) (?P<r>spokes\w+)|"
     r"spokes\w+ (?:for|of) (?:iraq's|the iraqi) (?:armed forces|military)",
     "Iraqi armed forces spokesman", _CONFIRMS),
    (r"(?:the )?iraqi army|الجيش العراقي", "Iraqi army", _CONFIRMS),
    (r"(?:the )?iraqi military|iraq's military", "Iraqi military", _CONFIRMS),
    (r"army commander", "army commander", _CONFIRMS),
    (r"police captain", "police captain", _CONFIRMS),
    (r"iraqi officer", "Iraqi officer", _CONFIRMS),
    (r"police officer", "Iraqi police officer", _CONFIRMS),
    (r"(?:(?P<n>provincial|local|\w+) )?police (?P<r>sources?)", "{n} police {r}", _CONFIRMS),
    (r"police in (?!the )(?P<n>\w[\w-]*)|(?!the |iraqi |by |and |local |but )(?P<n2>[a-z]\w+) police",
     "{n} police", _CONFIRMS),
    (r"مصدر في (?:\S+ )?شرطه", "police source", _CONFIRMS),
    (r"provincial council", "provincial council", _CONFIRMS),
    (r"police(?! (?:station|patrol|car|checkpoint))|الشرطه", "police", _CONFIRMS),
    (r"iraqi security (?P<r>officials?)", "Iraqi security {r}", _CONFIRMS),
    (r"sources? in (?:\w+ ){0,4}(?:the )?iraqi security services|(?:iraqi )?security sources"
     r"|مصادر امنيه(?: عراقيه)?", "Iraqi security sources", _REPORTS),
    (r"(?:iraqi )?security source|مصدر امني", "Iraqi security source", _REPORTS),
    (r"security consultants?|(?:a )?consultancy", "security consultants", _REPORTS),
    (r"tribal sources?", "tribal sources", _REPORTS),
    (r"iraqi press(?: accounts)?", "Iraqi press", _REPORTS),
    (r"(?P<n>iranian|iraqi|kurdish|local|lebanese|israeli) (?P<r>media|outlets|agencies|news sites?)",
     "{n} {r}", _REPORTS),
    (r"sab[ei]ri?een(?: news)?|sabreen(?: news)?|صابرين(?: نيوز)?", "Sabereen News", _REPORTS),
    (r"(?:iraqi|military|intelligence) sources", "Iraqi sources", _REPORTS),
    (r"(?:us|u\.s\.|american) (?P<r>officials?)", "US {r}", _CONFIRMS),
    (r"(?:kurdish|iraqi) (?P<r>officials?)", "Iraqi {r}", _CONFIRMS),
    (r"(?:(?P<n>[a-z][a-z'-]+) )?(?P<r>officers?|officials?|spokes(?:man|woman|person)|commanders?|"
     r"colonel|general|governor|mayor|brigadier)", ANYBODY, _CONFIRMS),
    (r"(?:news )?(?:site|agency|channel|outlet|newspaper) (?P<n>(?!on |in |of |also )[a-z][\w'-]+)", "{n}",
     _REPORTS),
    (r"the (?:channel|outlet|agency|site)", CHANNEL, _REPORTS),
)  # fmt: skip
_ORG_PATTERNS: Final = tuple(
    (re.compile(rf"(?<![\w-])(?:{p})(?![\w-])"), name, stance) for p, name, stance in _ORG
)
_GROUP_WORD: Final = re.compile(
    r"\b(?:the |its |a |an |one |little-known )?(?P<w>group|statement|notice|claim|label|outfit|faction|message|communique|"
    r"movement|brigade|company whose name)\b"
)
_GROUP_SAYS: Final = re.compile(
    r"\b(?:claim(?:s|ed)|to claim|signs|told its|asserts?|asserted|announc(?:es|ed)|says?|said|boasts?|signed for|took (?:the )?"
    r"(?:credit|responsibility)|put out|owned up|signed|is explicit|did something|presented|in the name of|its doing)\b|تبن"
)
_UNNAMED: Final = re.compile(
    r"\b(?:presented|claimed) by (?P<who>(?:one|an?) (?:\w+ )?(?P<kind>faction|group|militia|outfit))\b"
)
_NOT_GROUP: Final = re.compile(r"\bpress office\b|\bthe coalition said in a statement\b")


_NO_NAME: Final = frozenset(
    "the a an one two three four several some and its their another but by in of".split()
)


@dataclass(frozen=True, slots=True)
class StatementWords:
    """Somebody's stance in a sentence; [start, end) name who speaks."""

    start: int
    end: int
    by: str
    stance: Stance


def find_statements(
    article: Article, sentence: Sentence, actors: list[ActorWords], analysis: bool
) -> list[StatementWords]:
    """The stances of a sentence, in order; ``analysis``: the article calls itself one."""
    found: list[StatementWords] = []
    doubt = _DOUBTS.search(article.plain, sentence.start, sentence.end)
    for start, end in sentence.clauses:
        found += _in_clause(article, start, end, actors)
    wary = _WARY.search(article.plain, sentence.start, sentence.end)
    if wary:
        found.append(StatementWords(*wary.span("who"), wary["who"], Stance.DOUBTS))
    elif doubt:
        by = "this analysis" if analysis else "this article"
        found.append(StatementWords(*doubt.span(), by, Stance.DOUBTS))
    once: dict[tuple[str, Stance], StatementWords] = {}
    for words in found:
        once.setdefault((words.by, words.stance), words)
    return list(once.values())


def _in_clause(
    article: Article, start: int, end: int, actors: list[ActorWords]
) -> list[StatementWords]:
    plain = article.plain
    words = plain[start:end]
    if not _SAY.search(words) and not _DENIES.search(words) and not _WITHDRAWS.search(words):
        return []
    if _SILENT.search(words):
        return [] if _NOBODY_CLAIMS.search(words) else _claims(plain, start, end, actors)
    denies = bool(_DENIES.search(words))
    found: list[StatementWords] = []
    taken: list[tuple[int, int]] = [(a.start, a.end) for a in actors]
    for pattern, name, usual in _ORG_PATTERNS:
        for m in pattern.finditer(plain, start, end):
            if any(m.start() < b and a < m.end() for a, b in taken):
                continue
            taken.append(m.span())
            if not _speaks(plain, start, end, m):
                continue
            if name == ANYBODY and (found or not _on_attack(article, start, end, denies)):
                continue
            if name == CHANNEL and not _WITHDRAWS.search(words):
                continue
            stance = usual
            if denies:
                stance = Stance.DENIES
            elif _WITHDRAWS.search(words):
                stance = Stance.WITHDRAWS
            elif _CONFIRM.search(words):
                stance = _CONFIRMS
            elif _LOOSELY.search(words) and "officer" in m[0]:
                stance = _REPORTS
            elif usual is _REPORTS and _CREDITS.search(words):
                stance = Stance.CLAIMS
            found.append(StatementWords(*m.span(), _named(name, m, article.text), stance))
    found += _claims(plain, start, end, actors)
    return found


def _claims(
    plain: str, start: int, end: int, actors: list[ActorWords]
) -> list[StatementWords]:
    if _CREDITS.search(plain, start, end) or NOT_CLAIMED.search(plain, start, end):
        return []  # a channel speaks for the group, not the group
    inside = [a for a in actors if start <= a.start < end]
    for actor in inside:
        if actor.role == "claimed" and _GROUP_SAYS.search(plain, start, end):
            return [StatementWords(actor.start, actor.end, GROUP, Stance.CLAIMS)]
    word = _GROUP_WORD.search(plain, start, end)
    if word and _GROUP_SAYS.search(plain, word.end(), end) and not _NOT_GROUP.search(
        plain, start, end
    ):
        return [StatementWords(*word.span(), GROUP, Stance.CLAIMS)]
    unnamed = _UNNAMED.search(plain, start, end)
    if unnamed:
        return [StatementWords(*unnamed.span("who"), f"a {unnamed['kind']}", Stance.CLAIMS)]
    return []


def _on_attack(article: Article, start: int, end: int, denies: bool) -> bool:
    """Whether some official speaks of the incident, and not of something else from abroad."""
    if ABROAD.search(article.text, start, end):
        return False
    return denies or names_attack(article.plain, start, end)


_OBJECT: Final = re.compile(
    r"\b(?:against|of|for|on|to|at|near|beside|carrying|host\w*|houses|with|targeted|by)"
    r" (?:the |an? |its |american |us )*$"
)
_SPOKEN: Final = re.compile(
    r"\b(?:quot\w+|according to|told|source (?:at|in)|statement (?:from|by|of)|reported by|carried by|"
    r"recorded [\w ]*by|speaking to|by) (?:the |an? )*$"
)


def _speaks(plain: str, start: int, end: int, who: re.Match[str]) -> bool:
    """Whether the one named speaks, and is not spoken of."""
    before = plain[max(start, who.start() - 40) : who.start()]
    after = plain[who.end() : end]
    if re.search(r"\b(?:told|speaking to|said to) (?:the |an? )*$", before):
        return False
    if _SPOKEN.search(before):
        return True
    if re.match(r"'s (?!spokes|press)", after):
        return False
    if re.match(r"(?: and (?:\w+ ){0,3}|(?:'s)? )(?:equipment|troops|forces|convoys?|soldiers|compound|column|supply)", after):
        return False
    if re.search(r"\b(?:said|told|says|added),? (?:the |an? |a provincial )*$", before):
        return True
    if _OBJECT.search(before):
        return False
    return bool(_SAY.search(after[:90]) or _SAY.search(plain, max(0, who.start() - 12), who.start())
                or _DENIES.search(after[:90]) or re.match(r"\s*[.,]?$", after))  # fmt: skip


def _named(name: str, m: re.Match[str], text: str) -> str:
    groups = m.groupdict()
    key = "n" if groups.get("n") else "n2"
    n = text[slice(*m.span(key))].strip() if groups.get(key) else ""
    for word in ("the ", "a ", "an ", "The ", "A ", "An "):
        n = n.removeprefix(word)
    if n.lower() in _NO_NAME or n.endswith(("'s", "’s")):
        n = ""
    if n in ("Provincial", "Local"):
        n = n.lower()
    p = {"us": "US", "u.s.": "US", "american": "US"}.get(groups.get("p") or "", "")
    text = name.format(
        m[0], n=n, p=p or (groups.get("p") or "").title(), r=groups.get("r") or "",
        c="commander" if groups.get("r") else "Command",
    )  # fmt: skip
    return " ".join(text.split())
