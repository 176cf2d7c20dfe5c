"""What a text says was shown of an incident: video, photographs, footage that is older."""

from __future__ import annotations

import re
from typing import Final

OLD: Final = "old-footage"

_FLAGS: Final = (
    ("video", re.compile(r"\bvideos?\b|\bfilms?\b|\bfilmed\b|\bfootage\b|\bclips?\b|فيديو|مقطع")),
    ("photo", re.compile(r"\bphoto(?:graph)?s?\b|\bpictures?\b|\bimages?\b|\bstills?\b|صوره|"
                         r"صور ")),
    (OLD, re.compile(
        r"\b(?:footage|imagery|clip|film|video|photo(?:graph)?s?|pictures?|"
        r"images?)\b[^.]{0,60}\b(?:seen before|published (?:before|earlier|in)|years? old|"
        r"is \w+ years old|months old|older|recycled|from an earlier|had been (?:seen|used|"
        r"shown))|\bold (?:footage|film|video|clip|photo\w*)\b|\b(?:recycled|"
        r"archive) (?:footage|film|video|clip|photo\w*)\b|مقطع قديم|صور قديمه"
    )),
)  # fmt: skip


def shows_older(plain: str, start: int, end: int) -> bool:
    """Whether the words are about footage or pictures of something earlier."""
    return any(flag == OLD for flag, _ in find_evidence(plain, start, end))


def find_evidence(plain: str, start: int, end: int) -> list[tuple[str, tuple[int, int]]]:
    """Flags of a sentence, each with the span of its words."""
    found = []
    for flag, pattern in _FLAGS:
        match = pattern.search(plain, start, end)
        if match:
            found.append((flag, match.span()))
    return found
