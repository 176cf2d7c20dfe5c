"""Spellings of listed groups: kept as stated, compared by a key, and some of them doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from geo.claims.actor_words import WordBook
from geo.claims.name_match import weight
from geo.claims.name_parts import take_apart, tokens
from geo.model import Actor

_NOTE: Final = re.compile(r"\s*\([^()]*\)\s*$")
_CODE: Final = re.compile(r"[A-Z]{2,3}")


def spelling_key(spelling: str) -> str:
    """Form in which spellings are compared: case and spaces do not matter, nothing else is lost."""
    return " ".join(spelling.lower().split())


def is_code(text: str) -> bool:
    """Whether a text is an abbreviation that only its capitals tell from a word ("IS", "KSS")."""
    return _CODE.fullmatch(text) is not None


def code_pattern(codes: Iterable[str]) -> re.Pattern[str] | None:
    """Finds these abbreviations as words of a text; ``None`` if there are none."""
    known = "|".join(sorted(codes, key=len, reverse=True))
    return re.compile(rf"\b({known})\b") if known else None


def without_note(text: str) -> str:
    """A spelling without a remark in brackets at its end: "X (2021 brand)" is "X"."""
    return _NOTE.sub("", text).strip()


def spellings(actor: Actor) -> list[str]:
    """All ways of writing a group, its own name first, without remarks, each once."""
    texts = (without_note(text) for text in (actor.name, actor.arabic or "", *actor.aliases))
    return list(dict.fromkeys(text for text in texts if text))


def doubtful_spellings(actor: Actor) -> frozenset[str]:
    """Listed spellings that must not stand for the group without an editor's decision.

    Such a spelling has another one of the group in it and adds words of its own, which neither the
    group's names nor any other spelling has: "Saraya Shuhada Thawar Ashreen al-Thani" beside
    "Saraya Ashreen Thani", or a command of a force beside the force. Words that the names of many
    groups share ("the Islamic Resistance in Iraq - ...") do not count as added.
    """
    book = WordBook()
    texts = spellings(actor)
    codes = code_pattern(text for text in texts if is_code(text))
    words = {
        text: frozenset(book.add(word) for word in take_apart(tokens(text, codes)).words)
        for text in texts
    }
    own = words[without_note(actor.name)] | words.get(without_note(actor.arabic or ""), frozenset())
    found = set()
    for text, mine in words.items():
        others = {held for held in words.values() if held and held != mine}
        added = mine - own - frozenset().union(*others)
        if any(weight(word) == 1 for word in added) and any(held < mine for held in others):
            found.add(text)
    return frozenset(found)


def resolver(aliases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Spelling key -> actor's name, from (spelling, actor) pairs.

    A spelling that several actors have stands for none of them.
    """
    found: dict[str, set[str]] = {}
    for spelling, actor in aliases:
        found.setdefault(spelling_key(spelling), set()).add(actor)
    return {key: names.pop() for key, names in found.items() if len(names) == 1}
