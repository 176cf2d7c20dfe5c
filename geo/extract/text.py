"""An article as paragraphs, sentences and clauses, with offsets into the text as given.

Rules read ``plain``: the text in lower case with quotes, dashes, digits and Arabic letters of one
form each, character by character, so that an offset into it is one into the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAX_CHARACTERS: Final = 50_000
"""What follows is not read; no article is that long."""

_LONGEST: Final = 1_000
"""A longer sentence is read in pieces, so that the time grows with the length alone."""

_SAME: Final = str.maketrans(
    "’‘ʻʼ`´“”«»–—‑‐أإآٱىکیة٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،؛؟\u00a0\u2009\u202f",
    "''''''\"\"\"\"----اااايكيه01234567890123456789,;?   ",
)
_PARAGRAPH: Final = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_END: Final = re.compile(r"(?:[.!?؟۔…]+[\"'”’)\]]*)(?=\s+[\"'“‘(\[]?[A-Z0-9\u0600-\u06ff]|\s*$)")
_SHORT: Final = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|(?:[A-Z]\.)+[A-Z]|[ap]\.m|Mr|Mrs|Ms|Dr|Gen|Brig|Maj|Col|Lt|Capt|Sgt|"
    r"St|No|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_HEAD: Final = re.compile(
    r"\s*(?P<place>[A-Z\u0600-\u06ff][^\n.!?]{1,60}?)\s*(?:\([^)\n]{1,40}\)\s*)?\s[-–—]{1,2}\s"
)
_CREDIT: Final = re.compile(
    r"\(?\s*(?:(?:file )?(?:photos?|photographs?|pictures?|images?|video|caption|"
    r"credit)\b[^.]{0,30}?(?::|\bby\b)|(?:additional )?(?:reporting|writing|editing) by\b|"
    r"تصوير|صوره:)"
)
_CLAUSE: Final = re.compile(
    r";|:\s|\s-\s|,?\s(?:while|whereas|although|though)\s|,\s(?:and|but|yet|nor|so)\s|"
    r"\sand (?=(?:on|of|in|at) (?:the same|that|\d|early|late|mid))|\s(?=(?:(?:a few|several|two|"
    r"three|"
    r"four|five|six|\d+) )?hours (?:after|before)\s)|\s(?=(?:a|an|one|two|three|"
    r"four|five|six|seven|\d+) (?:day|week|month)s? (?:after|before)\s)|,\s(?:فيما|بينما|لكن|"
    r"وفي)\s"
)


def plain(text: str) -> str:
    """The text as rules read it; every character keeps its place."""
    folded = text.translate(_SAME)
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence [start, end) and the clauses that it falls into."""

    start: int
    end: int
    paragraph: int
    clauses: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A text cut up.

    Attributes
    ----------
    text : as given, without what is beyond ``MAX_CHARACTERS``.
    plain : the same, for rules; see the module.
    sentences : those of the account itself; credits and captions are left out.
    head : span of the words before the first dash ("BAGHDAD", "ANALYSIS"), if they are in
        capitals or in Arabic script and short.
    """

    text: str
    plain: str
    sentences: tuple[Sentence, ...]
    head: tuple[int, int] | None

    @classmethod
    def read(cls, text: str) -> Article:
        """Cut a text up; any text will do."""
        text = text[:MAX_CHARACTERS]
        folded = plain(text)
        head = _head(text)
        sentences: list[Sentence] = []
        for number, found in enumerate(_PARAGRAPH.finditer(text)):
            start, end = found.span()
            if _CREDIT.match(folded, start, end):
                continue
            if number == 0 and head is not None:
                start = head[2]
            sentences += _sentences(text, folded, start, end, number)
        return cls(text, folded, tuple(sentences), head[:2] if head else None)


def _head(text: str) -> tuple[int, int, int] | None:
    found = _HEAD.match(text)
    if found is None:
        return None
    words = found["place"].split(",")[0]
    arabic = "\u0600" <= words[0] <= "\u06ff"
    if not (arabic and len(words.split()) <= 3) and not words.isupper():
        return None
    return found.start("place"), found.end("place"), found.end()


def _sentences(text: str, folded: str, start: int, end: int, number: int) -> Iterator[Sentence]:
    begin = start
    for stop in [m.end() for m in _END.finditer(text, start, end)] + [end]:
        if stop < end and _SHORT.search(text[max(begin, stop - 12) : stop]):
            continue
        while begin < stop:
            while begin < stop and text[begin].isspace():
                begin += 1
            blank = text.rfind(" ", begin + 1, begin + _LONGEST)
            cut = stop if stop - begin <= _LONGEST else max(blank, begin + _LONGEST // 2)
            if begin < cut:
                yield Sentence(begin, cut, number, tuple(_clauses(folded, begin, cut)))
            begin = cut


def _clauses(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for found in _CLAUSE.finditer(folded, start, end):
        if found.start() - begin >= 12 and end - found.end() >= 8:
            yield begin, found.start()
            begin = found.end()
    yield begin, end
