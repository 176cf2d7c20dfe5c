"""Who asserts something in a sentence, under the name of the reports table, and how.

Somebody with direct knowledge (police, an army, an embassy, a ministry) who speaks of an incident
confirms it, unless the sentence denies; unnamed sources and media report it; a group claims it.
Who only condemns, asks, waits or stays silent takes no stance, nor who denies to have done it.
A medium that tells what somebody else said is no speaker.
"""

from __future__ import annotations

import re
from typing import Final

from geo.extract.actors import FORCES, ActorWords
from geo.extract.claims import StatementWords, find_claims
from geo.extract.events import names_attack
from geo.extract.place_use import ABROAD
from geo.extract.role_words import UNCLAIMED
from geo.extract.speaker import Kind, Speaker
from geo.extract.speakers import find_speakers
from geo.extract.speech_words import (
    ABOUT,
    APART,
    ARABIC_SAYS,
    BEFORE,
    CONFIRM,
    CREDIT,
    DENY,
    DOUBT,
    DOUBTS,
    INVOLVEMENT,
    LIKEWISE,
    LOOSELY,
    NOBODY_CLAIMS,
    NOUN_OF,
    OF_THEM,
    OTHERWISE,
    PRONOUN,
    RELAYED,
    SAY,
    SILENT,
    THEIR_OWN,
    TOLD_TO,
    UNSUPPORTED,
    WARY,
    WITHDRAW,
)
from geo.extract.text import Article, Sentence
from geo.extract.voices import GROUP, Voices
from geo.model import Stance

_FROM_ABROAD: Final = re.compile(rf"\W*(?:and |but )?[Ii]n (?:{ABROAD.pattern})")
_PERSON_AT: Final = re.compile(r"[A-Z][\w'’-]+,? (?:at|of|for|from) (?:the )?$")
_AND: Final = re.compile(
    r",? (?:and|or|as well as)(?: (?:the|an?|its|one|two|three|four|five|some|several|another|"
    r"other))* |, "
)
_AND_THEN: Final = re.compile(r"\b(?:and|but)(?: \w+)?\s*$")
_ARABIC_AFTER: Final = re.compile(
    r" (?:قد )?(?:ذكر|ذكرت|قال|قالت|افاد|افادت|اعلن|اعلنت|نشر|نشرت|اكد|اكدت|نفي|نفت|"
    r"بثت)(?![\u0600-\u06ff])"
)
_REACH: Final = 110


def find_statements(
    article: Article, sentence: Sentence, actors: list[ActorWords], voices: Voices, analysis: bool
) -> list[StatementWords]:
    """The stances of a sentence, in order; ``analysis``: the article calls itself one."""
    found: list[StatementWords] = []
    about = _tells(article.plain, sentence.start, sentence.end)
    for start, end in sentence.clauses:
        found += _in_clause(article, about, (start, end), actors, voices)
    wary = WARY.search(article.plain, sentence.start, sentence.end)
    doubt = DOUBT.search(article.plain, sentence.start, sentence.end)
    if wary and not any(w.start <= wary.start() < w.end for w in found):
        found.append(StatementWords(*wary.span("who"), wary["who"], Stance.DOUBTS))
    elif doubt and not any(w.start <= doubt.start() and w.stance is Stance.DOUBTS for w in found):
        by = "this analysis" if analysis else "this article"
        found.append(StatementWords(*doubt.span(), by, Stance.DOUBTS))
    once: dict[tuple[str, Stance], StatementWords] = {}
    for words in found:
        once.setdefault((words.by, words.stance), words)
    return list(once.values())


def _in_clause(
    article: Article, about: bool, clause: tuple[int, int], actors: list[ActorWords],
    voices: Voices,
) -> list[StatementWords]:  # fmt: skip
    plain, (start, end) = article.plain, clause
    masked = [(a.start, a.end) for a in actors if a.role or a.canonical != FORCES]
    speakers = find_speakers(article.text, plain, start, end, masked)
    speaking = _speaking(article, clause, speakers, masked)
    silent = _silent(plain, start, end)
    about = about or any(p.search(plain, start, end) for p in (CONFIRM, DENY, WITHDRAW, CREDIT))
    found: list[StatementWords] = []
    relayed = any(w.kind is not Kind.OUTLET for w in speaking)
    for named in speakers:
        who = voices.known(named)
        if who is None or named not in speaking or silent:
            continue
        if who.kind is Kind.OUTLET and relayed and not WITHDRAW.search(plain, start, end):
            continue
        before = voices.stance
        voices.spoke(who)
        if before and LIKEWISE.search(plain, start, named.start):
            found.append(StatementWords(named.start, named.end, who.name, before))
            continue
        if not _on_incident(article, about, clause, who):
            continue
        stance = _stance(plain, start, end, who, credits=bool(masked))
        if stance is not None:
            found.append(StatementWords(named.start, named.end, who.name, stance))
            voices.stance = stance
    if not found and not silent:
        found += _pronoun(article, about, clause, voices)
    if silent and NOBODY_CLAIMS.search(plain, start, end):
        return found
    claims = find_claims(plain, start, end, actors, spoken=bool(speaking))
    if claims:
        voices.group_spoke(claims[0].start, claims[0].end)
    return found + claims


def _silent(plain: str, start: int, end: int) -> bool:
    """Whether a clause tells that somebody says nothing, before it tells anything else."""
    nothing = SILENT.search(plain, start, end)
    firm = CONFIRM.search(plain, start, end) or DENY.search(plain, start, end)
    if nothing is None or firm is None:
        return nothing is not None
    later = nothing.end() <= firm.start() and _AND_THEN.search(plain, nothing.end(), firm.start())
    return nothing.start() <= firm.start() and not later


def _speaking(
    article: Article, clause: tuple[int, int], speakers: list[Speaker],
    masked: list[tuple[int, int]],
) -> list[Speaker]:  # fmt: skip
    """Those who speak in a clause; who is named along with one that does speaks too."""
    found: list[Speaker] = []
    for at in range(len(speakers) - 1, -1, -1):
        who = speakers[at]
        following = speakers[at + 1] if at + 1 < len(speakers) else None
        if _speaks(article, clause, who, speakers, masked) or (
            following is not None and following in found
            and _AND.fullmatch(article.plain, who.end, following.start)
            and not OF_THEM.search(article.plain, clause[0], who.start)
        ):  # fmt: skip
            found.append(who)
    return found


def _speaks(
    article: Article, clause: tuple[int, int], who: Speaker, speakers: list[Speaker],
    masked: list[tuple[int, int]],
) -> bool:  # fmt: skip
    """Whether the one named speaks, and is not spoken of."""
    plain, (start, end) = article.plain, clause
    before = plain[max(start, who.start - 60) : who.start]
    if not plain[who.start].isascii():
        own = before.endswith(("بيان ", "تصريح "))
        told_to = TOLD_TO.search(before) or (plain[who.start] == "ل" and not own)
        says = ARABIC_SAYS.search(before) or _ARABIC_AFTER.match(plain, who.end, end)
        return bool(says) and not told_to
    if BEFORE.search(before):
        return True
    if TOLD_TO.search(before):
        return False
    if NOUN_OF.match(plain, who.end):
        return True
    if THEIR_OWN.match(plain, who.end):
        return False
    if OF_THEM.search(before) and not _PERSON_AT.search(article.text[start : who.start]):
        return False
    return _verb(plain, end, who, speakers, masked)


def _verb(
    plain: str, end: int, who: Speaker, speakers: list[Speaker], masked: list[tuple[int, int]]
) -> bool:
    """Whether a verb of speech follows whose subject is no other."""
    stop = min(end, who.end + _REACH)
    said = SAY.search(plain, who.end, stop) or DENY.search(plain, who.end, stop)
    if said is None:
        return False
    if said[0] == "carried" and who.kind is not Kind.OUTLET:
        return False
    others = [(w.start, w.end) for w in speakers if w is not who] + masked
    for a, b in others:
        if who.end <= a < said.start():
            gap = plain[who.end : a]
            aside = gap.startswith((",", " (")) and "," in plain[b : said.start()]
            inside = OF_THEM.search(gap) or aside
            if not inside and not _AND.fullmatch(gap):
                return False
    return not APART.search(plain, who.end, said.start())


def _on_incident(
    article: Article, about: bool, clause: tuple[int, int], who: Speaker
) -> bool:  # fmt: skip
    """Whether one speaks of the incident, and not of something else or from abroad.

    ``about``: the sentence tells of an attack or of what it did, or the clause of a stance.
    """
    start, end = clause
    if who.foreign and not INVOLVEMENT.search(article.plain, start, end):
        return bool(names_attack(article.plain, start, end) and who.kind is not Kind.OFFICE)
    if _FROM_ABROAD.match(article.text[start:end]) and who.kind is Kind.OFFICE:
        return False
    return about


def _stance(
    plain: str, start: int, end: int, who: Speaker, credits: bool = False
) -> Stance | None:  # fmt: skip
    """What one does with the incident; ``credits``: a group is named beside."""
    denies, confirms = DENY.search(plain, start, end), CONFIRM.search(plain, start, end)
    if INVOLVEMENT.search(plain, start, end):
        return None
    if RELAYED.search(plain, start, who.start) and who.usual is Stance.REPORTS:
        return Stance.REPORTS
    if who.kind is Kind.OUTLET:
        denies = None if confirms or not re.match(r".{0,30}\bden", plain[who.end : end]) else denies
    if confirms and denies and confirms.start() < denies.start():
        return Stance.CONFIRMS
    if UNSUPPORTED.search(plain, who.end, end):
        return Stance.DOUBTS
    if denies:
        other = OTHERWISE.search(plain, start, end)
        if other and not _tells(plain, *other.span("what")):
            return None
        return Stance.DENIES
    if WITHDRAW.search(plain, start, end):
        return Stance.WITHDRAWS
    if confirms:
        return Stance.CONFIRMS
    if DOUBTS.search(plain, start, end) and who.usual is Stance.REPORTS:
        return Stance.DOUBTS
    if LOOSELY.search(plain, start, end) and "officer" in who.name:
        return Stance.REPORTS
    if credits and who.usual is Stance.REPORTS and CREDIT.search(plain, start, end):
        return Stance.CLAIMS
    return who.usual


def _tells(plain: str, start: int, end: int) -> bool:
    return names_attack(plain, start, end) or bool(ABOUT.search(plain, start, end))


def _pronoun(
    article: Article, about: bool, clause: tuple[int, int], voices: Voices
) -> list[StatementWords]:
    """What "he" or "it" says, who spoke last: a stance that differs from the usual one."""
    said = PRONOUN.search(article.plain, *clause)
    who = voices.last
    if said is None or who is None:
        return []
    if who.name == GROUP:
        told = names_attack(article.plain, *clause) and not UNCLAIMED.search(article.plain, *clause)
        return [StatementWords(*said.span(), GROUP, Stance.CLAIMS)] if told else []
    stance = _stance(article.plain, *clause, who)
    if stance is None:
        return []
    if not _on_incident(article, about, clause, who):
        return []
    return [StatementWords(*said.span(), who.name, stance)]
