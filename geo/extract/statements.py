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
from geo.extract.place_use import ABROAD
from geo.extract.speakers import ANYBODY, CHANNEL, FROM_ANYWHERE, Speaker, find_speakers
from geo.extract.text import Article, Sentence
from geo.model import Stance

GROUP: Final = "group itself"

_SAY: Final = re.compile(
    r"\b(?:sa(?:y|ys|id)|told|report(?:s|ed)?|confirm\w*|acknowledg\w+|announc\w+|stat(?:ed|"
    r"es)|according to|quoted?|speaking|mention(?:s|ed)|counted|speaks? of|spoke of|gives?|"
    r"gave|put the|added|adds|listed|recorded|tells?|presented|reject\w*|den(?:y|ies|ied)|"
    r"call(?:s|ed|ing)|found|find|placed|claims|claimed|assert(?:s|ed)|insist\w*|carried|"
    r"credits?|credited|showed|wrote|writes|blam\w+|took (?:the )?credit|boast\w*|signed|signs|"
    r"owned up|named?|answered|swore|maintain\w*|taken down|put out|recall|went further|"
    r"describe[sd]?|explain\w*)\b|اعلن|قال|اكد|نفي|نفت|ذكر|افاد|تبن|مسؤوليت|اوضح|اشار|نقل|بحسب|"
    r"وفقا"
)
_SILENT: Final = re.compile(
    r"\bsaid nothing|\bmay be behind\b|\bno comment|\b(?:did|does|do) not comment|"
    r"\bdeclin\w+ to comment|"
    r"\bwould not comment|"
    r"\bunanswered|\bkept silent|\bcondemn\w+|\blooking into|\binvestigat\w+|\bwas briefed|"
    r"\burged\b|\bconfirmed nothing|\bnot commented|\bcould not say\b|"
    r"\bneither confirm\w* nor\b|\boutrage\w*|\bno (?:claim|group|faction)\b|\bnobody (?:has |"
    r"had )?(?:claimed|spoken)|\bput it (?:near|at|in|on)\b|لم تعلق|لم تعلن|يتابع"
)
_NOBODY_CLAIMS: Final = re.compile(r"\b(?:no|nobody|none|neither)\b|لم تعلن")
_DENIES: Final = re.compile(
    r"\bden(?:y|ies|ied)\b|\breject\w*|\bno truth\b|\bkn[eo]ws? of no\b|"
    r"\bno (?:such )?attack\b|\bthere was no\b|\bnothing of the kind|\binvent(?:ion|ed)\b|"
    r"\b(?:is|was|were|are|as) (?:\w+ )?false\b|\bfalse (?:reports?|news)\b|\bnot attacked\b|"
    r"\bwas quiet\b|\bno ?(?:one|body) attacked|\bnone of its convoys|\blost no\b|"
    r"\bno reports of|\b(?:unaware|not aware) of\b|\bno (?:coalition|american|us) (?:vehicles?|"
    r"convoys?|trucks?|forces)\b|"
    r"\bnone of their (?:trucks|convoys|vehicles)|\bno targeting|\ban accident\b|\bnot (?:an|"
    r"a) (?:attack|bomb)|"
    r"\bdid not (?:happen|take place)|\bunfounded|\bfabricat\w+|\bdisclaim\w*|\b(?:another|"
    r"a different) (?:story|version)\b|\bblown tyre|\bgas (?:bottle|cylinder|canister)|"
    r"\bshort circuit|\bburst pipe|\belectrical fault|\baccidental|"
    r"\btyre burst|\bno convoy|\bو?(?:نفي|نفت)\b|لا صحه|عار عن الصحه"
)
_WITHDRAWS: Final = re.compile(
    r"\b(?:withdrew|withdrawn|retracted|deleted the (?:post|report)|tak(?:en|es) down|"
    r"took (?:\w+ ){0,2}down|has withdrawn)\b"
)
_DOUBTS: Final = re.compile(
    r"\bno (?:independent )?proof\b|\bnot make it proven|\bunproven|\bcannot be (?:verified|"
    r"confirmed)|\bimplausib\w+|\bno evidence (?:that|of|for)\b|\bdoubtful\b"
)
_LOOSELY: Final = re.compile(r"\bsp(?:eaks?|oke) of\b|\bput the \w+ at\b")
_WARY: Final = re.compile(
    r"\b(?P<who>analysts|experts|observers|researchers|consultants|officials|"
    r"residents)\b[^.;]{0,60}?\b(?:wary|scepti\w+|skepti\w+|doubt\w*|question\w*|unconvinced|"
    r"noted that the same)\b"
)
_CREDITS: Final = re.compile(r"\bcredit(?:s|ed|ing)\b(?!.*\btook\b)|\bnamed? (?:a |the )?group\b")
_CONFIRM: Final = re.compile(r"\bconfirm\w*|\backnowledg\w+|\bverified|اكد")

_GROUP_WORD: Final = re.compile(
    r"\b(?:the |its |a |an |one |little-known )?(?P<w>group|statement|notice|claim|label|"
    r"outfit|faction|message|communique|movement|brigade)\b"
)
_GROUP_SAYS: Final = re.compile(
    r"\b(?:claim(?:s|ed)|to claim|signs|told its|asserts?|asserted|announc(?:es|ed)|says?|said|"
    r"boast\w*|signed for|took (?:the )?(?:credit|responsibility)|put out|owned up|signed|"
    r"did something|presented|in the name of|told by|its doing)\b|تبن|مسؤوليت|نفذت"
)
_UNNAMED: Final = re.compile(
    r"\b(?:presented|claimed) by (?P<who>(?:one|an?) (?:\w+ )?(?P<kind>faction|group|militia|"
    r"outfit))\b"
)
_NOT_GROUP: Final = re.compile(r"\bpress office\b|\bthe coalition said in a statement\b")

_OBJECT: Final = re.compile(
    r"\b(?:against|of|for|on|to|at|near|beside|carrying|host\w*|houses|with|targeted|"
    r"by) (?:the |an? |its |american |us )*$"
)
_SPOKEN: Final = re.compile(
    r"\b(?:quot\w+|according to|told|source (?:at|in)|statement (?:from|by|of)|reported by|"
    r"carried by|recorded [\w ]*by|by|by the (?:count|account|reckoning) of|spokes\w+ (?:for|of|"
    r"at)) (?:the |an? )*(?:channel |"
    r"agency |outlet |site |broadcaster )?$"
)
_FROM_ABROAD: Final = re.compile(rf"\W*(?:and |but )?[Ii]n (?:{ABROAD.pattern})")
_RELAYED: Final = re.compile(
    r"\b(?:reported|carried|spread|published|relayed) by (?:the )?(?:channel |agency |site )?$"
)
_TOLD_TO: Final = re.compile(r"\b(?:told|speaking to|said to) (?:the |an? )*$")
_SAID_BEFORE: Final = re.compile(r"\b(?:said|told|says|added),? (?:the |an? |a provincial )*$")
_THEIR_OWN: Final = re.compile(
    r"'s (?!spokes|press)|(?: and (?:\w+ ){0,3}| )(?:equipment|troops|forces|convoys?|soldiers|"
    r"compound|column|supply)"
)
_REACH: Final = 90


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
    found: list[StatementWords] = []
    masked = [(a.start, a.end) for a in actors]
    for who in find_speakers(article.text, plain, start, end, masked):
        relayed = bool(_RELAYED.search(plain, start, who.start))
        stance = _stance(words, who, relayed)
        if not _speaks(plain, start, end, who):
            continue
        if _FROM_ABROAD.match(article.text[start:end]) and who.kind in FROM_ANYWHERE:
            continue
        if who.kind == ANYBODY and (found or not _on_attack(article, start, end)):
            continue
        if who.kind == CHANNEL and stance is not Stance.WITHDRAWS:
            continue
        found.append(StatementWords(who.start, who.end, who.name, stance))
    return found + _claims(plain, start, end, actors)


def _stance(words: str, who: Speaker, relayed: bool) -> Stance:
    if relayed and who.usual is Stance.REPORTS:
        return Stance.REPORTS
    denies, confirms = _DENIES.search(words), _CONFIRM.search(words)
    if confirms and denies and confirms.start() < denies.start():
        return Stance.CONFIRMS
    if denies:
        return Stance.DENIES
    if _WITHDRAWS.search(words):
        return Stance.WITHDRAWS
    if confirms:
        return Stance.CONFIRMS
    if _LOOSELY.search(words) and "officer" in who.name:
        return Stance.REPORTS
    if who.usual is Stance.REPORTS and _CREDITS.search(words):
        return Stance.CLAIMS
    return who.usual


def _claims(plain: str, start: int, end: int, actors: list[ActorWords]) -> list[StatementWords]:
    if _CREDITS.search(plain, start, end) or NOT_CLAIMED.search(plain, start, end):
        return []  # a channel speaks for the group, not the group
    inside = [a for a in actors if start <= a.start < end]
    for actor in inside:
        says = actor.says or _GROUP_SAYS.search(plain, start, end)
        if actor.role == "claimed" and says:
            return [StatementWords(actor.start, actor.end, GROUP, Stance.CLAIMS)]
    word = _GROUP_WORD.search(plain, start, end)
    if (
        word
        and _GROUP_SAYS.search(plain, word.end(), end)
        and not _NOT_GROUP.search(plain, start, end)
    ):
        return [StatementWords(*word.span(), GROUP, Stance.CLAIMS)]
    unnamed = _UNNAMED.search(plain, start, end)
    if unnamed:
        return [StatementWords(*unnamed.span("who"), f"a {unnamed['kind']}", Stance.CLAIMS)]
    return []


def _on_attack(article: Article, start: int, end: int) -> bool:
    """Whether some official speaks of the incident, and not of something else from abroad."""
    if ABROAD.search(article.text, start, end):
        return False
    return bool(_DENIES.search(article.plain, start, end)) or names_attack(
        article.plain, start, end
    )


def _speaks(plain: str, start: int, end: int, who: Speaker) -> bool:
    """Whether the one named speaks, and is not spoken of."""
    before = plain[max(start, who.start - 40) : who.start]
    after = plain[who.end : end]
    if _TOLD_TO.search(before):
        return False
    if _SPOKEN.search(before):
        return True
    if _THEIR_OWN.match(after):
        return False
    if _SAID_BEFORE.search(before):
        return True
    if _OBJECT.search(before):
        return False
    near = after[:_REACH]
    said = _SAY.search(near) or _SAY.search(plain, max(0, who.start - 12), who.start)
    return bool(said or _DENIES.search(near) or re.match(r"\s*[.,]?$", after))
