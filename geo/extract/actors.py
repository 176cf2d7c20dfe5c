"""Armed groups named in an article, and the role that the words around a name give each.

A name counts where the list of groups knows the spelling by itself, where the text introduces it
("an outfit calling itself X", "X, a little-known group") or where it begins as names of brigades
do. Somebody who took a picture or wrote the text is no group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from geo.claims.actor_index import ActorIndex
from geo.claims.listed_names import Tier
from geo.extract.role_words import AGENT, THE_GROUP_DENIES
from geo.extract.roles import role_of
from geo.extract.text import Article, Sentence

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’‘ʻʿʾ`´-][^\W_]+)*")
_MOST_WORDS: Final = 6
_LIKELY: Final = 0.75
"""Score from which a name that an editor should look at is proposed, beside a clear role."""

_SMALL: Final = frozenset(
    ["of", "the", "al", "in", "for", "bin", "ibn", "brigade", "brigades", "to", "avenge"]
)
_NAME: Final = re.compile(
    r"(?:[A-Z][\w'’-]*|al-[A-Z][\w'’-]*)(?: (?:(?:of|the|al|in|for) )*(?:[A-Z][\w'’-]*|"
    r"al-[\w'’-]+))*"
)
_INTRODUCED: Final = re.compile(
    r"\b(?:calling|styling|naming|signing|terms|calls|styles|signs) itself (?:as )?(?:the )?|"
    r"\b(?:group|faction|outfit|militia|alliance|organi[sz]ation) (?:called|named|known as|"
    r"styled|calling itself) (?:the )?|"
    r"(?:تسمي نفسها|تطلق علي نفسها(?: اسم)?|يسمي نفسه) "
)
_EXPLAINED: Final = re.compile(
    r",? (?:an?|the) (?:[\w'-]+ ){0,5}?(?:group|faction|outfit|militia|label|organi[sz]ation)\b"
)
_BRIGADE: Final = re.compile(
    r"\b(?:Saraya|Kata'?ib|Kata’ib|Liwa|Harakat|Usbat|Ashab|Alwiyat|Fasa'?il|Jaysh|Jund|Ahrar|"
    r"Asa'?ib|Quwat|Rijal|Abna)(?: (?:al|wa|ahl|abu|bin|of the|of))?[ -](?:al-)?[A-Z][\w'’-]+"
    r"(?: (?:(?:wa )?(?:al-|ad-)?[A-Z][\w'’-]+|al-[\w'’-]+))*"
)
_FORCES: Final = re.compile(
    r"\b(?:(?:Turkish|Iranian|Israeli) (?:army|forces|military|troops|aircraft|artillery|drones?)|"
    r"(?:Islamic )?Revolutionary Guards?(?: Corps)?|IRGC|PKK|Kurdistan Workers['’] "
    r"Party|Guards Corps)\b"
)
FORCES: Final = "Popular Mobilization Forces"
"""Listed as a group, and a force of the state that speaks of what others did."""

_CLAIMS: Final = re.compile(r"\bclaim(?:s|ed)\b|\bresponsib\w+")
_SHORT: Final = re.compile(r"\b(?:[Tt]he )?(?P<w>[A-Z][\w'’-]{5,})")
_ARMY: Final = re.compile(r".* (?:army|forces|military|troops|aircraft|artillery|drones?)")
_BRIGADE_AR: Final = re.compile(
    r"(?<![\u0600-\u06ff])(?:كتائب|سرايا|لواء|حركه|عصبه|فصيل|الويه)(?: ابو| ابي|"
    r" ال)? [\u0600-\u06ff]+"
    r"(?: ال[\u0600-\u06ff]+)?"
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


def find_actors(
    article: Article, sentence: Sentence, index: ActorIndex,
    before: tuple[int, int] | None = None, last: ActorWords | None = None,
    known: Mapping[str, ActorWords] | None = None,
) -> list[ActorWords]:  # fmt: skip
    """The groups that a sentence names, in order; an Arabic name in brackets behind is left out.

    ``before`` is the span of the sentence before, which "so did X" repeats; ``last`` the group
    named last, which "the group" is; ``known``: groups named before, by each word of their names
    that may stand for them ("the Resistance").
    """
    found: list[ActorWords] = []
    for start, end, canonical, sure in (
        *_forces(article, sentence), *_listed(article, sentence, index), *_new(article, sentence),
        *_short(article, sentence, known or {}),
    ):  # fmt: skip
        if any(start < a.end and a.start < end for a in found):
            continue
        if _translation(article.text, start, found):
            continue
        text = article.text[start:end]
        found.append(ActorWords(start, end, text, canonical, None, sure=sure))
    found.sort(key=lambda a: a.start)
    roles = _roles(article.plain, sentence, found, before)
    done = []
    for actor, (role, says) in zip(found, roles, strict=True):
        if role == "claimed" and actor.canonical == FORCES and not _claims(article, sentence):
            role = None  # a force of the state that says something
        if role == "claimed" and _ARMY.fullmatch(actor.text):
            continue  # an army that says something speaks of others
        if actor.sure or role not in (None, AGENT):
            done.append(replace(actor, role=role, says=says))
    return done or _meant(article.plain, sentence, last)


def _meant(plain: str, sentence: Sentence, last: ActorWords | None) -> list[ActorWords]:
    """The group named last where "the group" or its spokesman denies to have done it."""
    said = last and THE_GROUP_DENIES.search(plain, sentence.start, sentence.end)
    return [replace(last, role="denied", says=False)] if last and said else []


def _roles(
    plain: str, sentence: Sentence, found: list[ActorWords], before: tuple[int, int] | None
) -> list[tuple[str | None, bool]]:
    """The role of each, and whether it speaks itself; names in a row share theirs."""
    roles = [role_of(plain, sentence, a.start, a.end, before, a.sure) for a in found]
    for at in range(len(found) - 2, -1, -1):  # "X and Y denied": what Y does, X does
        joined = _in_a_row(plain, found[at], found[at + 1])
        if joined and roles[at][0] in (None, AGENT) and roles[at + 1][0] is not None:
            roles[at] = roles[at + 1]
    for at in range(1, len(found)):  # "blamed X and Y": as X, so Y
        joined = _in_a_row(plain, found[at - 1], found[at])
        if joined and roles[at][0] in (None, AGENT) and roles[at - 1][0] is not None:
            roles[at] = roles[at - 1]
    return roles


def _in_a_row(plain: str, first: ActorWords, last: ActorWords) -> bool:
    gap = plain[first.end : last.start]
    return bool(re.fullmatch(r"(?:,|,? (?:and|or)|,? as well as)(?: (?:of|by|the|also))* ", gap))


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


def _claims(article: Article, sentence: Sentence) -> bool:
    return bool(_CLAIMS.search(article.plain, sentence.start, sentence.end))


def short_forms(actors: list[ActorWords]) -> dict[str, ActorWords]:
    """The words of names that may stand for a group later in the article."""
    return {
        word: actor
        for actor in actors
        for word in actor.text.split()
        if len(word) > 5 and word[0].isupper() and word.isascii()
    }


def _short(
    article: Article, sentence: Sentence, known: Mapping[str, ActorWords]
) -> Iterator[tuple[int, int, str | None, bool]]:
    for word in _SHORT.finditer(article.text, sentence.start, sentence.end):
        if word["w"] in known:
            actor = known[word["w"]]
            yield *word.span("w"), actor.canonical or actor.text, False


def _forces(article: Article, sentence: Sentence) -> Iterator[tuple[int, int, None, bool]]:
    for name in _FORCES.finditer(article.text, sentence.start, sentence.end):
        yield *name.span(), None, not _ARMY.fullmatch(name[0])


def _new(article: Article, sentence: Sentence) -> Iterator[tuple[int, int, None, bool]]:
    """Names that the list does not know: introduced, explained, or in the form of a brigade's."""
    text = article.text
    for cue in _INTRODUCED.finditer(text, sentence.start, sentence.end):
        name = _NAME.match(text, cue.end())
        if name and name.end() <= sentence.end:
            yield *name.span(), None, True
    for name in _BRIGADE_AR.finditer(article.plain, sentence.start, sentence.end):
        yield *name.span(), None, False
    for name in _BRIGADE.finditer(text, sentence.start, sentence.end):
        yield *name.span(), None, False
    for why in _EXPLAINED.finditer(text, sentence.start, sentence.end):
        for name in _NAME.finditer(text, max(sentence.start, why.start() - 50), why.start()):
            if name.end() == why.start() and text[why.start()] == ",":
                yield *name.span(), None, False


def _translation(text: str, start: int, found: list[ActorWords]) -> bool:
    """Whether this is the same name in another script, in brackets right behind."""
    return any(text[a.end : start].strip() == "(" for a in found)
