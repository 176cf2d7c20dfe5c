"""Who speaks: institutions, sources and media, under the names of the reports table.

Each pattern has the stance that one of its kind takes by merely speaking of an incident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from geo.model import Stance

ANYBODY: Final = "{n} {r} "
NAMED: Final = "{n}"
MINISTRY: Final = "{n} {r}"
FROM_ANYWHERE: Final = frozenset({ANYBODY, MINISTRY})
"""Kinds of speakers that may be of another country."""

CHANNEL: Final = "Channel"
"""A medium named before."""

EMBASSY: Final = "Embassy"
"""An embassy whose country the words do not name."""


_CONFIRMS, _REPORTS = Stance.CONFIRMS, Stance.REPORTS
_ORG: Final[tuple[tuple[str, str, Stance], ...]] = (
    (r"security media cell|the (?:media )?cell|"
     r"خليه الاعلام الامني", "Security Media Cell", _CONFIRMS),
    (r"(?:iraqi )?military(?:'s)? (?:media office|media cell|information office)",
     "Iraqi military media office", _CONFIRMS),
    (r"joint (?:operations )?command|العمليات المشتركه", "Joint Operations Command", _CONFIRMS),
    (r"centcom|central command", "CENTCOM", _CONFIRMS),
    (r"pentagon|البنتاغون|us defen[cs]e department|american defen[cs]e department", "Pentagon",
     _CONFIRMS),
    (r"coalition(?:'s)? (?P<r>spokes\w+|officials?)|spokes\w+ (?:for|of) the (?:\S+ )?coalition",
     "US-led Coalition {r}", _CONFIRMS),
    (r"(?:us-led |u\.s\.-led |international )?coalition|"
     r"التحالف الدولي", "US-led Coalition", _CONFIRMS),
    (r"(?P<p>british|us|u\.s\.|american|turkish|iranian|australian|dutch) (?P<r>embassy)",
     "{p} Embassy", _CONFIRMS),
    (r"(?:the )?embassy", EMBASSY, _CONFIRMS),
    (r"(?:the )?un (?:mission|agency)|united nations(?: mission)?|unami", "United Nations mission",
     _CONFIRMS),
    (r"general staff in kuwait|kuwaiti (?:general staff|army|military)|kuwait's (?:general staff|"
     r"army)",
     "Kuwaiti general staff", _CONFIRMS),
    (r"(?P<n>[a-z'-]{3,20}) (?P<r>counter-terrorism (?:service|officers|officials|group|force))",
     "{n} {r}", _CONFIRMS),
    (r"(?:(?P<n>[a-z'-]{3,20}) )?(?P<r>(?:interior|defen[cs]e|foreign) ministry)", MINISTRY,
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
    (r"police (?:in|at) (?!the )(?P<n>salah al-din|dhi qar|\w[\w-]*)|(?!the |iraqi |by |and |"
     r"local |"
     r"but )(?P<n2>[a-z]\w+) police",
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
    (r"(?P<n>iranian|iraqi|kurdish|local|lebanese|israeli) (?P<r>media|outlets|agencies|"
     r"news sites?)",
     "{n} {r}", _REPORTS),
    (r"sab[ei]ri?een(?: news)?|sabreen(?: news)?|صابرين(?: نيوز)?", "Sabereen News", _REPORTS),
    (r"(?:iraqi|military|intelligence) sources", "Iraqi sources", _REPORTS),
    (r"(?:us|u\.s\.|american) (?P<r>officials?)", "US {r}", _CONFIRMS),
    (r"(?:kurdish|iraqi) (?P<r>officials?)", "Iraqi {r}", _CONFIRMS),
    (r"(?:(?P<n>[a-z][a-z'-]+) )?(?P<r>officers?|officials?|spokes(?:man|woman|person)|"
     r"commanders?|colonel|general|governor|mayor|brigadier|army|military|government|ministry|"
     r"council|"
     r"directorate|authorities|prosecutor|medics|doctors)", ANYBODY, _CONFIRMS),
    (r"(?:news )?(?:site|agency|channel|outlet|newspaper) (?P<n>(?!on |in |of |"
     r"also )[a-z][\w'-]+)", NAMED,
     _REPORTS),
    (r"the (?:channel|outlet|agency|site)", CHANNEL, _REPORTS),
)  # fmt: skip
_ORG_PATTERNS: Final = tuple(
    (re.compile(rf"(?<![\w-])[وبلف]{{0,2}}(?:{p})(?![\w-])"), name, stance)
    for p, name, stance in _ORG
)
_NO_NAME: Final = frozenset(
    (
        "the", "a", "an", "one", "two", "three", "four", "several", "some", "and", "its",
        "their", "another", "but", "by", "in", "of",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody named in [start, end) who may be speaking; ``kind`` is the name's pattern."""

    start: int
    end: int
    name: str
    kind: str
    usual: Stance


def find_speakers(
    text: str, plain: str, start: int, end: int, masked: list[tuple[int, int]]
) -> Iterator[Speaker]:
    """All who may be speaking in [start, end); none overlaps another or what is masked."""
    taken = list(masked)
    for pattern, kind, usual in _ORG_PATTERNS:
        for m in pattern.finditer(plain, start, end):
            if not any(m.start() < b and a < m.end() for a, b in taken):
                taken.append(m.span())
                if kind == NAMED and not text[m.start("n")].isupper():
                    continue
                yield Speaker(*m.span(), _named(kind, m, text), kind, usual)


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
    shown = name.format(
        m[0], n=n, p=p or (groups.get("p") or "").title(), r=groups.get("r") or "",
        c="commander" if groups.get("r") else "Command",
    )  # fmt: skip
    return " ".join(shown.split())


class Voices:
    """Who was named before: "the embassy" and "the channel" are those.

    ``dateline``: the place that "a provincial police source" is of.
    """

    def __init__(self, dateline: str | None) -> None:
        self._dateline = dateline
        self._embassy = f"US {EMBASSY}"
        self._medium = CHANNEL

    def known(self, name: str, stance: Stance) -> str:
        """The full name of who is named."""
        if name == EMBASSY:
            return self._embassy
        if name == CHANNEL:
            return self._medium
        if name.endswith(EMBASSY):
            self._embassy = name
        if stance is Stance.REPORTS:
            self._medium = name
        if self._dateline and name.startswith(("provincial police", "local police")):
            return f"{self._dateline} {name.partition(' ')[2]}"
        return name
