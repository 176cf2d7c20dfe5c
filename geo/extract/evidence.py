"""What a text says was shown of an incident: video, photographs, footage that is older."""

from __future__ import annotations

import re
from typing import Final

OLD: Final = "old-footage"

_FLAGS: Final = (
    ("video", re.compile(r"\bvideos?\b|\bfilms?\b|\bfilmed\b|\bfootage\b|\bclips?\b|فيديو|مقطع")),
    ("photo", re.compile(r"\bphoto(?:graph)?s?\b|\bpictures?\b|\bimages?\b|\bstills?\b|صوره|صور ")),
    (OLD, re.compile(
        r"\b(?:footage|imagery|clip|film|video|photo(?:graph)?s?|pictures?|images?)\b[^.]{0,60}"
        r"\b(?:seen before|published (?:before|earlier|in)|years? old|is \w+ years old|months old|older|recycled|"
        r"from an earlier|had been (?:seen|used|shown))|\bold (?:footage|film|video|clip|photo\w*)\b"
        r"|\b(?:recycled|archive) (?:footage|film|video|clip|photo\w*)\b|مقطع قديم|صور قديمه"
    )),
)  # fmt: skip


def find_evidence(plain: str, start: int, end: int) -> list[tuple[str, tuple[int, int]]]:
    """Flags of a sentence, each with the span of its words."""
    found = []
    for flag, pattern in _FLAGS:
        match = pattern.search(plain, start, end)
        if match:
            found.append((flag, match.span()))
    return found
