"""Words of fields are told apart without colour, and can be read on both themes."""

from __future__ import annotations

from geo.extract.draft import DraftIncident
from geo.model import CountRange
from geo.view.field_marks import FIELD_MARKS, OTHER, mark_of
from tests.geo.view.test_palette import contrast

INK, DARK_INK = "#1c1b19", "#f2f0ec"
PAGE, DARK_PAGE = "#ffffff", "#14171a"


def test_text_line_and_letter_can_be_read_on_both_themes() -> None:
    for mark in (*FIELD_MARKS, OTHER):
        pairs = (
            (INK, mark.tint), (mark.colour, mark.tint), (mark.colour, PAGE),
            (DARK_INK, mark.dark_tint), (mark.dark, mark.dark_tint), (mark.dark, DARK_PAGE),
        )  # fmt: skip
        assert min(contrast(*pair) for pair in pairs) >= 4.5, mark


def test_letters_differ() -> None:
    letters = [mark.letter for mark in (*FIELD_MARKS, OTHER)]
    assert len(set(letters)) == len(letters)


def test_every_field_of_a_draft_has_a_mark() -> None:
    empty = DraftIncident(
        None, None, (), None, "rocket", "base", (), (), CountRange(), CountRange(), (), True
    )
    fields = set(empty.__slots__) - {"primary", "spans", "confidence"}
    assert {mark_of(f).name for f in fields} == {mark.name for mark in FIELD_MARKS}


def test_names_of_rows_and_numbers_after_a_colon() -> None:
    assert mark_of("place_text") is mark_of("places") is mark_of("places:3")
    assert mark_of("anything else") is OTHER
