"""How believable an incident is, on the Admiralty scale that intelligence analysts share.

Source: NATO AJP-2.1, annex on the evaluation of information: reliability of the source A to F,
credibility of the information 1 to 6. The two are judged apart. A source's grade is set by an
editor; the information's follows from the incident's status unless an editor overrides it.
"""

from __future__ import annotations

from typing import Final

from geo.model import Status

SOURCE_GRADES: Final[dict[str, str]] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}

INFORMATION_GRADES: Final[dict[int, str]] = {
    1: "confirmed",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}

_OF_STATUS: Final[dict[Status, int]] = {
    Status.CONFIRMED: 1,
    Status.CORROBORATED: 2,
    Status.SINGLE_SOURCE: 3,
    Status.CONTESTED: 4,
    Status.DENIED: 5,
    Status.CLAIMED_ONLY: 6,
}


def information_grade(status: Status) -> int:
    """Grade 1 to 6 that follows from a status.

    What only the claimant says cannot be judged (6): nobody without a part in it has spoken.
    """
    return _OF_STATUS[status]
