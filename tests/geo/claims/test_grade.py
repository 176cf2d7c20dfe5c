"""The Admiralty grades."""

from __future__ import annotations

from geo.claims.grade import INFORMATION_GRADES, SOURCE_GRADES, information_grade
from geo.model import Status


def test_every_status_has_a_grade_of_its_own() -> None:
    assert {information_grade(status) for status in Status} == set(INFORMATION_GRADES)
    assert "".join(SOURCE_GRADES) == "ABCDEF"


def test_the_firmer_the_better_but_for_what_cannot_be_judged() -> None:
    order = (Status.CONFIRMED, Status.CORROBORATED, Status.SINGLE_SOURCE, Status.CONTESTED)
    grades = [information_grade(status) for status in (*order, Status.DENIED)]
    assert grades == sorted(grades)
    assert information_grade(Status.CLAIMED_ONLY) == 6
