"""Armed groups named in an article, and the role that the words around a name give each.

A name counts where the list of groups knows the spelling by itself, or where the text introduces
it ("an outfit calling itself X"). Somebody who took a picture or wrote the text is no group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from geo.claims.actor_index import ActorIndex
from geo.claims.listed_names import Tier
from geo.extract.text import Article, Sentence

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’‘ʻʿʾ`´-][^\W_]+)*")
_MOST_WORDS: Final = 6
AGENT: Final = "agent"
"""The role of a group that is said to have acted, where nobody claims or blames."""

_LIKELY: Final = 0.75
"""Score from which a name that an editor should look at is proposed, beside a clear role."""

_SMALL: Final = frozenset(
    (
        "of", "the", "al", "in", "for", "bin", "ibn", "brigade", "brigades",
    )
)  # fmt: skip
_INTRODUCED: Final = re.compile(
    r"\b(?:calling|styling|naming|signing|terms|calls|styles|signs) itself (?:as )?(?:the )?|"
    r"\b(?:signed|group|faction|brigade|outfit|label|brand|militia|name of)(?: called|"
    r" named)?,? (?:by )?(?=[A-Z])|(?:تسمي نفسها|تطلق علي نفسها(?: اسم)?|يسمي نفسه) "
)
_NAME: Final = re.compile(
    r"(?:[A-Z][\w'’-]*|al-[A-Z][\w'’-]*)(?: (?:(?:of|the|al|in|for) )*(?:[A-Z][\w'’-]*|"
    r"al-[\w'’-]+))*"
)
_CLAIM: Final = re.compile(
    r"\bclaim\w*|\bsigns\b|\btold its\b|\bassert\w*|\bsigned\b|\bsigns\b|\bsays? (?:its|his|"
    r"that|it|they)\b|\bannounc\w+|\bboast\w*|\bown(?:s|ed) up\b|\btook (?:the )?credit|"
    r"\btak\w+ (?:the )?responsib|\bcredit(?:s|ed)\b|\bas the author\b|\bas (?:the|"
    r"its) (?:work|doing)\b|\bwas its doing\b|\bpresented\b|\bbehind\b|\bput out\b|"
    r"\bput its name\b|\bsaid (?:it|its|that|they)\b|\bresponsibility\b|\bin the name of\b|"
    r"\bclaimed\b|تبن|مسؤوليت|نفذت|\btold by\b|بيان|\bdid something\b|\b(?:new )?(?:brand|label)\b"
)
_BLAME: Final = re.compile(
    r"\bblam\w+|\bwas responsible\b|\baccus\w+|\battribut\w+|\bleft by\b|\bsuspect\w*|"
    r"\bsuspicion\b|\bpointed (?:the finger )?(?:at|to)|\bworks? of\b|\bbelieved to be\b|"
    r"\bcarried out by\b|اتهم|\bcells\b"
)
_DENY: Final = re.compile(
    r"\bden(?:y|ies|ied|ying)\b|\bdisown\w*|\brejected any\b|\bdisavow\w*|\bno (?:part|role|"
    r"hand) in\b|\bdistanc\w+|\bو?(?:نفي|نفت)\b"
)
_BACKGROUND: Final = re.compile(
    r"\bthreat\w*|\bsuch as\b|\bgroups like\b|\bwould\b|\bamong them\b|\bagainst (?:the )?$|"
    r"\bwarn\w*|\bties to\b|\bclose to\b|\baffiliate\w*|\bhave denied\b"
)
NOT_CLAIMED: Final = re.compile(
    r"\b(?:not|never|nobody|no one|no group|no faction)(?: has| had)?(?: yet|"
    r" itself)? (?:yet )?(?:claimed|(?:published|made|issued) (?:a|any) claim)\b"
)
_NAMED: Final = re.compile(r"\bnamed?\b|\bpoint\w* to\b|\bcredit\w*\b")
_SPEAKS: Final = re.compile(
    r"(?: \([^)]*\))?(?:, [^.;,]{1,50},|,)? (?:has |had )?(?:said|says|reported|reports|"
    r"announced|announces|claimed|claims|boast\w*|asserts|asserted|declared|published|posted)\b"
)
_BY: Final = re.compile(
    r"\b(?:by|fighters|members|gunmen|men|militants|cells|units?)(?: of| from)? (?:the |a |an )?"
    r"(?:\w+ ){0,3}$"
)
_DID: Final = re.compile(
    r"(?: \([^)]*\))?(?:, [^.;,]{1,50},)? (?:\w+ ){0,2}?(?:attacked|bombed|fired|shelled|ambushed|"
    r"burned|torched|struck|hit|targeted|killed|blew|launched|detonated|planted|shot)\b"
)
_HEARSAY: Final = re.compile(
    r"\b(?:pages?|accounts?|supporters|fans|sympathi[sz]ers|users|"
    r"rumou?rs?)\b[^.]{0,40}\b(?:adds?|say|suggest|claim|hint|credit|praise)\b"
)


@dataclass(frozen=True, slots=True)
class ActorWords:
    """A group named in [start, end); ``role`` is ``None`` when it is only mentioned."""

    start: int
    end: int
    text: str
    canonical: str | None
    role: str | None
    says: bool = False  # it speaks itself
    sure: bool = True  # the list knows the spelling by itself


def find_actors(article: Article, sentence: Sentence, index: ActorIndex) -> list[ActorWords]:
    """The groups that a sentence names, in order; an Arabic name in brackets behind is left out."""
    found: list[ActorWords] = []
    for start, end, canonical, sure in (
        *_listed(article, sentence, index), *_new(article, sentence)
    ):  # fmt: skip
        if any(start < a.end and a.start < end for a in found):
            continue
        if _translation(article.text, start, found):
            continue
        says = bool(_SPEAKS.match(article.plain, end, sentence.end))
        role = _role(article.plain, sentence, start)
        if role == AGENT and not _acts(article.plain, sentence, start, end):
            role = None
        only_talk = _BACKGROUND.search(article.plain, start, sentence.end)
        if says and role in (AGENT, None) and not only_talk:
            role = "claimed"
        if not sure and role in (None, AGENT):
            continue
        found.append(ActorWords(start, end, article.text[start:end], canonical, role, says, sure))
    return sorted(found, key=lambda a: a.start)


def _acts(plain: str, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the group is said to have done it, and not only named beside it."""
    before = plain[max(sentence.start, start - 40) : start]
    return bool(_BY.search(before) or _DID.match(plain, end, sentence.end))


def _listed(
    article: Article, sentence: Sentence, index: ActorIndex
) -> Iterator[tuple[int, int, str, bool]]:
    words = list(_TOKEN.finditer(article.text, sentence.start, sentence.end))
    at = 0
    while at < len(words):
        taken = 1
        if _may_start(words[at][0]):
            found = _longest(article.text, words[at : at + _MOST_WORDS], index)
            if found is not None:
                first, taken, actor, sure = found
                start, end = words[at + first].start(), words[at + taken - 1].end()
                lead = 4 if article.text.startswith("The ", start) else 0
                yield start + lead, end, actor, sure
        at += taken


def _longest(
    text: str, words: list[re.Match[str]], index: ActorIndex
) -> tuple[int, int, str, bool] | None:
    """The longest run from the first word on that names one group: words [first, taken).

    Arabic has no capitals to tell a name by: words before it that add nothing are left out.
    A single word that is only like a name is proposed.
    """

    def named(first: int, size: int) -> tuple[str, bool] | None:
        part = text[words[first].start() : words[size - 1].end()]
        if not _may_be_name(part, words[size - 1][0]):
            return None
        matches = index.match(part)
        actor = matches[0].actor
        if len(matches) != 1 or actor is None:
            return None
        if matches[0].tier is Tier.AUTO:
            return actor, True
        return (actor, False) if size == 1 and matches[0].score >= _LIKELY else None

    for size in range(len(words), 0, -1):
        found = named(0, size)
        if found is not None:
            first = 0
            if not words[0][0].isascii():
                while first + 1 < size and named(first + 1, size) == found:
                    first += 1
            return first, size, *found
    return None


def _may_start(word: str) -> bool:
    return word[0].isupper() or "\u0600" <= word[0] <= "\u06ff"


def _may_be_name(text: str, last: str) -> bool:
    if re.search(r"[.,;:!?()\n\"“”،؛]", text):
        return False
    if any(word.islower() and word not in _SMALL for word in text.split()[1:]):
        return False
    return len(text) > 1 and (_may_start(last) or last.lower().startswith(("al-", "brigade")))


def _new(article: Article, sentence: Sentence) -> Iterator[tuple[int, int, None, bool]]:
    for cue in _INTRODUCED.finditer(article.text, sentence.start, sentence.end):
        name = _NAME.match(article.text, cue.end())
        if name and name.end() <= sentence.end and "itself" in cue[0]:
            yield *name.span(), None, True


def _translation(text: str, start: int, found: list[ActorWords]) -> bool:
    """Whether this is the same name in another script, in brackets right behind."""
    return any(text[a.end : start].strip() == "(" for a in found)


def _role(plain: str, sentence: Sentence, start: int) -> str | None:
    clause = next(((a, b) for a, b in sentence.clauses if a <= start < b), sentence.clauses[-1])
    words = plain[clause[0] : clause[1]]
    before = plain[max(clause[0], start - 40) : start]
    if _DENY.search(words):
        return "denied"
    if before.endswith(" named "):
        return "attributed"
    if _BLAME.search(words) or re.search(r"\bleft by $", before):
        return "attributed"
    if _HEARSAY.search(plain, sentence.start, start):
        return None
    if _BACKGROUND.search(plain[clause[0] : start]) and not _CLAIM.search(words):
        return None
    if NOT_CLAIMED.search(plain, sentence.start, sentence.end):
        return "attributed" if _NAMED.search(plain, sentence.start, start) else None
    if _CLAIM.search(plain, sentence.start, sentence.end):
        return "claimed"
    return AGENT
