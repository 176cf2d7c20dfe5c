"""Numbers of people and things, in digits and in words."""

from __future__ import annotations

import re
from typing import Final

from geo.model import CountRange

_WORDS: Final = {
    word: n
    for n, words in enumerate(
        ("zero no", "one a an single واحد", "two both اثنان اثنين", "three ثلاثه", "four اربعه",
         "five خمسه", "six سته", "seven سبعه", "eight ثمانيه", "nine تسعه", "ten عشره",
         "eleven", "twelve dozen", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
         "eighteen", "nineteen", "twenty")
    )
    for word in words.split()
}  # fmt: skip
_TENS: Final = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100}
_VAGUE: Final = {"several": 3, "a few": 2, "dozens of": 24, "a number of": 2, "some": 1, "many": 3,
                 "a couple of": 2, "عدد من": 2}  # fmt: skip

COUNT: Final = (
    r"(?:\d{1,4}|a dozen|" + "|".join(sorted((*_WORDS, *_TENS), key=len, reverse=True)) + r")"
)
"""Pattern of an exact number."""

SOME: Final = (
    rf"(?:(?:between |from )?(?:at least |about |around |some |up to |more than |nearly |"
    rf"the )?(?:{COUNT}(?:(?: to | and | or |-){COUNT})?|{'|'.join(_VAGUE)}))"
)
"""Pattern of an exact or vague number, or a range."""

_RANGE: Final = re.compile(rf"({COUNT})(?: to | and | or |-)({COUNT})$")
_LAST: Final = re.compile(rf"({COUNT})$")


def count(text: str) -> int | None:
    """The number that plain words stand for; ``None`` when they are none."""
    text = text.strip().removeprefix("a ") if text.strip() == "a dozen" else text.strip()
    if text.isdecimal():
        return int(text)
    return _WORDS.get(text, _TENS.get(text))


def count_range(text: str) -> CountRange | None:
    """The range that plain words of ``SOME`` stand for; "at least" and "several" have no end."""
    text = text.strip()
    for vague, least in _VAGUE.items():
        if text == vague:
            return CountRange(least, None)
    both = _RANGE.search(text)
    low, high = (count(both[1]), count(both[2])) if both else (None, None)
    if low is not None and high is not None:
        return CountRange(min(low, high), max(low, high))
    last = _LAST.search(text)
    n = count(last[1]) if last else None
    if n is None:
        return None
    if "at least" in text or "more than" in text:
        return CountRange(n, None)
    return CountRange(0 if "up to" in text else n, n)
