"""Offices and sources ("two Iraqi security officials") with what they are of.

An office takes what stands before it and what it is of ("a source in the Dhi Qar police", "the
coalition's spokesman") into its name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from geo.extract.speaker import Kind, Speaker
from geo.extract.speaker_words import CHANNEL, FOREIGN, KINDS, NATIONS, OFFICES, PERSON, SOURCES
from geo.extract.speech_words import SAY
from geo.model import Stance

HEADS: Final = re.compile(
    rf"(?<![\w-])(?:(?P<office>{OFFICES})|(?P<source>{SOURCES}))(?![\w-]|'s )"
)
"""The words for an office or a source."""

_WORD: Final = re.compile(r"[\w.'&-]+")
_LINK: Final = re.compile(
    r"(?:,? (?!On\b|In\b|At\b)[A-Z][\w.'’-]+(?: (?:al-)?[A-Z][\w.'’-]+){0,3},?)?(?:,? who "
    r"speaks)? (?:of|for|in|at|from|with) (?:the |a |an |one of the )?(?:different |several )?"
    r"(?:branch(?:es)? of the )?(?:state-run |state |local |ruling )?"
)
_NAME: Final = re.compile(r"(?:al-)?[A-Z][\w'’-]*(?: (?:(?:al|ad|el)-)?[A-Z][\w'’-]*)*")
_DAYS: Final = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
})  # fmt: skip
_EMPTY: Final = frozenset({
    "the", "a", "an", "one", "two", "three", "four", "five", "six", "several", "some", "many",
    "both", "another", "other", "all", "its", "their", "his", "most", "few", "and", "but", "or",
    "by", "of", "in", "on", "at", "from", "to", "for", "with", "as", "while", "when", "after",
    "before", "yet", "so", "if", "any", "no", "neither", "nor", "not", "unnamed", "anonymous",
    "later", "also", "that", "this", "these", "those", "according", "which", "who", "whose",
    "said", "says", "what", "where", "then", "earlier", "since", "nobody", "everything", "only",
})  # fmt: skip
_NOBODY: Final = re.compile(r"(?<![\w-])(?:no|any|neither|none of the)(?: [\w-]+)? $")
_DEFINITE: Final = re.compile(r"(?<![\w-])(?:the|that|this|same|its|their) $")
_CLOSED: Final = re.compile(rf"(?:(?!{SAY.pattern})[^.;:,]){{0,40}},")
"""The rest of an aside up to its comma: nobody speaks in it."""

_THEIRS: Final = re.compile(
    r"\b(?:groups?|militias?|factions?|movements?|networks?|channels?|firm|company)(?:'s?)? $"
)
"""Whose spokesmen are no authority."""
_OWNED: Final = re.compile(r"(?<![\w-])(?:its|their) $")
_RANKS: Final = frozenset(["colonel", "general", "captain", "major", "lieutenant", "brigadier"])
_CROWD: Final = frozenset({
    "media", "channels", "channel", "accounts", "account", "pages", "page", "sites", "site",
    "residents", "resident", "villagers", "locals", "relatives", "activists", "workers",
    "drivers", "employees", "contractors", "contractor", "press", "stations", "television",
    "witnesses", "outlets", "agencies",
})  # fmt: skip
"""Who speaks for nobody in particular, where nothing says which."""
_BODY_WORDS: Final = frozenset({
    "Company", "Ministry", "Command", "Council", "Agency", "Authority", "Department",
    "Directorate", "Service", "Group",
})  # fmt: skip
_CAPITALS: Final = {
    "washington": "US", "tehran": "Iranian", "ankara": "Turkish", "london": "British",
    "copenhagen": "Danish", "madrid": "Spanish", "berlin": "German", "paris": "French",
    "damascus": "Syrian", "riyadh": "Saudi", "moscow": "Russian",
}  # fmt: skip
_PLAIN: Final = {
    "army": "Iraqi army",
    "military": "Iraqi military",
    "police officer": "Iraqi police officer",
    "government": "Iraqi government",
}
_SECURITY: Final = frozenset({"security source", "security sources", "security officials"})


def office_of(
    text: str, plain: str, least: int, m: re.Match[str], known: list[Speaker]
) -> Speaker:  # fmt: skip
    """The office that a word names, with the words before it that say which."""
    words: list[str] = []
    begin, inner, spread = m.start(), None, 0
    for word in reversed(list(_WORD.finditer(plain, max(least, m.start() - 70), m.start()))):
        if plain[word.end() : begin] not in (" ", " and ", " or "):
            break
        low, shown = word[0], text[slice(*word.span())]
        inner = next((w for w in known if w.start <= word.start() < w.end), None)
        if inner is not None:
            if plain[word.end() : begin] != " ":
                inner = None  # "residents and drivers" are two
                break
            begin = inner.start
            if not inner.name:  # "a television channel"
                words.insert(0, text[inner.start : inner.end])
                inner = None
            break
        if low in _EMPTY and low != "and":
            break
        whose = low.removesuffix("'s")
        proper = shown[0].isupper() and whose not in _DAYS and not (spread > 3)
        if low in KINDS or whose in NATIONS or proper or low.startswith("al-"):
            words.insert(
                0,
                NATIONS.get(low)
                or NATIONS.get(whose)
                or (shown.removesuffix("'s").removesuffix("’s")),
            )
            begin, spread = word.start(), spread + 1
        elif low != "and":
            break
    words = [
        w
        if (w[0].isupper() and w.lower() not in KINDS - NATIONS.keys()) or w in ("US",)
        else _case(w)
        for w in words
    ]
    head = m[0]
    source = m["source"] is not None
    name = " ".join([*([inner.name] if inner else []), *words, head])
    name = f"Iraqi {name}" if name in _SECURITY else _PLAIN.get(name, name)
    before = plain[max(least, begin - 24) : begin]
    if _NOBODY.search(before) or _THEIRS.search(before):
        name = ""
    usual = Stance.REPORTS if source and "police" not in name else Stance.CONFIRMS
    foreign = bool(words and words[0] in FOREIGN) or bool(inner and inner.foreign)
    kind = Kind.SOURCE if source else Kind.OFFICE
    bare = bool(inner is None and _DEFINITE.search(before))
    owned = bool(not words and inner is None and not source and _OWNED.search(before))
    if (not bare and name in _CROWD) or head in ("residents", "villagers"):
        name = ""
    if bare and not words and source and head in ("channel", "outlet", "agency", "site"):
        name = CHANNEL
    foreign = foreign and not source
    return Speaker(begin, m.end(), name, kind, usual, head, bare, foreign, owned)


def _case(word: str) -> str:
    nation = {
        "iraqi",
        "american",
        "british",
        "turkish",
        "kurdish",
        "iranian",
        "kuwaiti",
        "lebanese",
        "russian",
        "israeli",
        "danish",
        "spanish",
        "saudi",
        "arab",
        "kurdistan",
    }
    low = word.lower()
    return low.title() if low in nation else low if low in KINDS else word


def joined(
    text: str, plain: str, found: list[Speaker], masked: list[tuple[int, int]]
) -> list[Speaker]:  # fmt: skip
    """Offices with what they are of: "spokesman for the coalition", "police in Muthanna"."""
    done: list[Speaker] = []
    skip = -1
    for at, who in enumerate(found):
        if who.start < skip:
            continue
        if done and _explains(plain, done[-1], who):
            continue
        if done and who.kind is Kind.OUTLET and done[-1].kind is Kind.SOURCE and (
            plain[done[-1].end : who.start] in (" ", ", ")
        ):  # fmt: skip
            who = replace(who, start=done.pop().start)  # "an Iranian agency, IRNA"
        if who.owned and done and done[-1].kind is Kind.BODY:
            who = replace(who, name=f"{done[-1].name} {who.head}", owned=False, bare=False)
        if (who.head and who.head != PERSON) or who.name == "police":
            link = _LINK.match(text, who.end)
            if link and any(link.end() <= a <= link.end() + 4 for a, _ in masked):
                continue  # a group's own spokesman
            other = next(
                (w for w in found[at + 1 :] if link and link.start() < w.start <= link.end() + 12),
                None,
            )
            if (
                link
                and other is not None
                and (
                    other.start <= link.end()
                    or plain[link.end() : other.start] in ("the ", "country's ")
                )
                and other.name
            ):
                who = _of(who, other)
                skip = who.end
            elif link and (place := _NAME.match(text, link.end())):
                who = _at(who, place[0], place.end())
        done.append(who)
    return [w for w in done if w.name]


def _explains(plain: str, before: Speaker, who: Speaker) -> bool:
    """Whether it says who the one before is: "Talos, a consultancy, ..."."""
    gap = plain[before.end : who.start]
    if who.head == PERSON:
        return bool(before.head) and gap in (" ", ", ")
    if gap == " ":  # "coalition spokesman U.S. Army Colonel Wayne Marotto"
        return who.head in _RANKS and bool(before.head)
    if gap == ", ":
        return who.name == "security consultants" or (
            who.head in _RANKS and bool(before.head) and who.name.lower() == who.head
        )
    closed = _CLOSED.match(plain, who.end)
    return bool(re.fullmatch(r", (?:an?|the|its) ", gap)) and closed is not None


def _of(who: Speaker, other: Speaker) -> Speaker:
    kinds = [w for w in who.name.split()[:-1] if w not in ("Iraqi", "senior")]
    name = " ".join(w for w in (other.name, *kinds, who.head) if w)
    words = name.split()
    name = " ".join(w for i, w in enumerate(words) if w not in words[:i])
    usual = other.usual if other.usual is Stance.CONFIRMS and who.kind is Kind.OFFICE else who.usual
    if who.kind is Kind.SOURCE and "police" in other.name:
        usual = Stance.CONFIRMS
    if other.name.startswith("Iraqi security") and who.kind is Kind.SOURCE:
        name = "Iraqi security sources"
    return Speaker(
        who.start, max(who.end, other.end), name, who.kind, usual, who.head,
        foreign=who.foreign or other.foreign,
    )  # fmt: skip


def _at(who: Speaker, place: str, end: int) -> Speaker:
    nation = _CAPITALS.get(place.split()[0].lower())
    name = who.name
    if nation is not None:
        name = f"{nation} {name}"
    elif who.head in ("governor", "mayor", "spokesman", "commander") or who.name in (
        "police", "officials", "medics", "residents", "doctors", "authorities",
    ):  # fmt: skip
        name = f"{place} {name}"
        if who.head == "commander":
            name = f"{place} Operations commander"
    elif _BODY_WORDS & set(place.split()[1:]):
        name = f"{place} {name}"
    else:
        return who
    return Speaker(
        who.start, end, name, who.kind, who.usual, who.head, False,
        who.foreign or nation in FOREIGN,
    )  # fmt: skip
