"""A field of the form of a report: its widget, what it was read as, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from geo.model import CountRange, DatePrec, Location, ReportRow
from geo.view.report_answers import MOST
from geo.view.report_form import Filled, Identity
from geo.view.words import interval_text, range_words
from pages.parts import sheet
from pages.parts.wording import esc

PRECISIONS: Final = {
    str(int(prec)): words
    for prec, words in (
        (DatePrec.DAY, "the day is known"),
        (DatePrec.DAYS, "some day of these"),
        (DatePrec.WEEK, "some day of a week"),
        (DatePrec.MONTH, "some day of a month"),
        (DatePrec.YEAR, "some day of a year"),
    )
}


@dataclass(frozen=True)
class Form:
    """One form.

    Attributes
    ----------
    key : before the keys of its fields; another report has another one.
    identity : of the report that it makes.
    row : what it is filled with at first; ``None``: empty.
    starts : the report is the first of a new incident.
    hints : by field, what the incident has: shown in grey, never taken for the source's word.
    near : where the incident is, for the map to begin with.
    siblings : reports of the incident by their permanent ids, as they are called in a list.
    """

    key: str
    identity: Identity
    row: ReportRow | None = None
    starts: bool = False
    hints: Mapping[str, str] = field(default_factory=dict)
    near: Location | None = None
    siblings: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """Key of a field."""
        return f"{self.key}_{name}"


class Field:
    """One field on the page."""

    def __init__(self, form: Form, filled: Filled, labels: Mapping[str, str], name: str) -> None:
        self.form, self.filled, self.name = form, filled, name
        self.key, self.label = form.of(name), labels[name]

    def text(self, placeholder: str = "") -> None:
        """A line of text."""
        st.text_input(
            self.label, key=self.key, max_chars=MOST, persist_state="session",
            placeholder=self.form.hints.get(self.name, placeholder),
        )  # fmt: skip
        self._tell()

    def choice(
        self, options: Sequence[str], *, fixed: bool = False,
        placeholder: str = "Not stated", label: Callable[[str], str] = str,
        on_change: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        """One of a list; unless ``fixed``, or whatever is typed."""
        held = st.session_state.get(self.key)
        st.selectbox(
            self.label, with_held(options, (held,) if held else ()), key=self.key, index=None,
            accept_new_options=not fixed, persist_state="session",
            placeholder=self.form.hints.get(self.name, placeholder),
            format_func=label, on_change=on_change,
        )  # fmt: skip
        self._tell()

    def _tell(self) -> None:
        say(self.filled, self.form, self.name)
        told = self.filled.told.get(self.name)
        if told is None:
            return
        if isinstance(told, CountRange):
            words = range_words(told)
        else:
            words = interval_text(told.start, told.end)
            if self.name == "event_date" and told.prec is not DatePrec.DAY:
                words += f" ({PRECISIONS[str(int(told.prec))]})"
        if words != str(st.session_state.get(self.key) or ""):
            sheet.html(f'<p class="read-as">Read as {esc(words)}</p>')


def say(filled: Filled, form: Form, name: str) -> None:
    """What is wrong with a field: at once when something was typed, else when it is insisted on."""
    typed = str(st.session_state.get(form.of(name)) or "") or name == "given"
    if typed or st.session_state.get(form.of("insist")):
        for reason in filled.at(name):
            words = reason[:1].upper() + reason[1:]
            sheet.html(f'<p class="field-problem" role="alert">{esc(words)}</p>')


def with_held(options: Sequence[str], held: Sequence[Any]) -> list[str]:
    """A list of choices with what is chosen, where that is another one."""
    return list(dict.fromkeys((*options, *held)))
