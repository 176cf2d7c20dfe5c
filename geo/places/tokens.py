"""Cutting a source's place words into tokens, each with the ways it may be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from geo.places.names import drop_article, fold_letters, is_arabic

MAX_CHARACTERS: Final = 1_000
"""What follows is not read; no place phrase is that long."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’‘ʻʿʾ`´.][^\W_]+)*", re.UNICODE)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\ufeff]")
_JOINERS: Final = re.compile("[\u200c\u200d\u0640]")
_BREAK: Final = re.compile(r"[,;:()\[\]/|،؛\n]")
_TURKISH_CASE: Final = re.compile(
    r"(\w{3,})['’](?:n?[iıuü]n|n?[dt][ae]n?|[dt][ae]ki|y?[aeiıuü])$", re.I
)
_PREFIXES: Final = ("و", "ب", "ل", "ف")


@dataclass(slots=True)
class Token:
    """A word: ``forms`` are the folded readings of it, the plain one first."""

    text: str
    forms: tuple[str, ...]
    number: int | None
    before: str  # what stands between the word before and this one
    and_before: bool = False  # the Arabic "and" is written onto the word
    word: str = field(init=False)  # the plain folded reading
    broken: bool = field(init=False)  # a comma or the like stands before the word

    def __post_init__(self) -> None:
        self.word = self.forms[0]
        self.broken = bool(self.before.strip()) and bool(_BREAK.search(self.before))

    @property
    def capital(self) -> bool:
        """Written as a name is, in scripts that tell; always true in Arabic script."""
        return not self.text[0].islower()

    @property
    def possessive(self) -> bool:
        """ "Mosul's": what follows lies in it."""
        return self.text.endswith(("'s", "’s"))


def clean(text: str) -> str:
    """Without control characters and combining marks, cut to ``MAX_CHARACTERS``; case is kept."""
    text = _JOINERS.sub("", _CONTROL.sub(" ", text[:MAX_CHARACTERS]))
    if text.isascii():
        return text
    # Arabic hamza carriers decompose too; they are folded to the bare letter anyway.
    marked = unicodedata.normalize("NFKD", text)
    return "".join(c for c in marked if not unicodedata.combining(c))


def tokens(text: str) -> list[Token]:
    """The words of a cleaned text."""
    found = []
    end = 0
    for match in _WORD.finditer(text):
        raw = match.group()
        forms, and_before = _forms(raw)
        if forms:
            number = int(raw) if raw.isdecimal() and len(raw) < 6 else None
            found.append(Token(raw, forms, number, text[end : match.start()], and_before))
            end = match.end()
    return found


@lru_cache(maxsize=2**14)
def _forms(raw: str) -> tuple[tuple[str, ...], bool]:
    folded = fold_letters(raw).replace(" ", "")
    if folded.endswith("s") and re.search(r"['’]s$", raw):
        folded = folded[:-1]
    if not folded:
        return (), False
    if not is_arabic(folded):
        stem = _TURKISH_CASE.match(raw)
        return ((folded, fold_letters(stem[1])) if stem else (folded,)), False
    forms = [drop_article(folded)]
    and_before = False
    if len(folded) > 2 and folded[0] in _PREFIXES:
        rest = folded[1:]
        forms.append(drop_article(rest))
        and_before = folded[0] == "و"
        if folded.startswith("لل"):
            forms.append(folded[2:])
    return tuple(dict.fromkeys(forms)), and_before
