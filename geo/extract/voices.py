"""Who was named before: "the embassy", "the channel", "the spokesman", "he"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from geo.extract.speaker import Kind, Speaker
from geo.extract.speaker_words import CHANNEL, EMBASSY
from geo.model import Stance

GROUP: Final = "group itself"


class Voices:
    """The speakers of an article so far.

    ``dateline``: the place that "a provincial police source" is of. ``medium``: whose report the
    article is, if it says so; "our correspondent" is that.
    """

    def __init__(self, dateline: str | None, medium: str | None = None) -> None:
        self._dateline = re.sub(r"^(?:Al|El)-", "", dateline) if dateline else None
        self._embassy = f"US {EMBASSY}"
        self._medium = medium
        self._named: list[Speaker] = []
        self.last: Speaker | None = None
        """Who spoke last; "he" and "it" are that one."""
        self.stance: Stance | None = None
        """What the last stance was; "so did the coalition" repeats it."""

    def known(self, who: Speaker) -> Speaker | None:
        """The speaker under the full name; ``None`` for a medium that was never named."""
        if who.name == EMBASSY:
            return replace(who, name=self._embassy)
        if who.name == CHANNEL:
            return replace(who, name=self._medium) if self._medium else None
        if who.name.lower().startswith("our "):
            return replace(who, name=self._medium) if self._medium else None
        if who.owned:
            if self.last is None or self.last.name == GROUP:
                return None
            return replace(self.last, start=who.start, end=who.end)
        if who.bare:
            before = next((w for w in reversed(self._named) if self._same(w, who)), None)
            if before is not None:
                return replace(before, start=who.start, end=who.end)
            if who.kind is Kind.SOURCE and who.name == who.head:
                return None
        if who.name.endswith(EMBASSY):
            self._embassy = who.name
        first, _, rest = who.name.partition(" ")
        if self._dateline and first in ("provincial", "local") and rest.startswith("police"):
            who = replace(who, name=f"{self._dateline} {rest}")
        self._named.append(replace(who, bare=False))
        return who

    @staticmethod
    def _same(before: Speaker, who: Speaker) -> bool:
        single, asked = before.head.rstrip("s"), who.head.rstrip("s")
        words = set(who.name.lower().split()[:-1]) - {"iraqi"}
        return (
            bool(asked)
            and (single == asked or before.name.rstrip("s").endswith(asked))
            and words <= set(before.name.lower().split())
        )

    def spoke(self, who: Speaker) -> None:
        """Keep who spoke last."""
        self.last = who
        if who.kind is Kind.OUTLET:
            self._medium = who.name

    def group_spoke(self, start: int, end: int) -> None:
        """Keep that a group spoke last."""
        self.last = Speaker(start, end, GROUP, Kind.BODY, Stance.CLAIMS)
