"""Which of day and month stands first, asked only where the whole column does not tell."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo.errors import AmbiguousDatesError
from geo.read.dates import read_date
from geo.validate import DateOrder
from geo.view.words import day_text
from pages.parts.wording import plain

_ASKED: Final = "import.asked"


def remember(name: str, asks: AmbiguousDatesError) -> None:
    """Keep a question about the table ``name`` for the runs that follow."""
    st.session_state.setdefault(_ASKED, {})[name] = asks


def is_asked(name: str) -> bool:
    """Whether the dates of a table can be read both ways."""
    return name in st.session_state.get(_ASKED, {})


def forget(name: str) -> None:
    """The mapping of a table has changed: it may have no such column any more."""
    st.session_state.get(_ASKED, {}).pop(name, None)


def draw(name: str) -> DateOrder | None:
    """Ask; ``None`` until it is answered."""
    asks: AmbiguousDatesError = st.session_state[_ASKED][name]
    st.warning(plain(f"Column {asks.column}: {asks.why}. Say how its dates are meant."))
    return st.radio(
        "Dates are written",
        list(DateOrder),
        index=None,
        key=f"dates_{name}",
        format_func=lambda order: plain(_reading(asks.value, order)),
    )


def _reading(value: str, order: DateOrder) -> str:
    """An order with what a date of the column means by it."""
    words = "day first" if order == DateOrder.DAY_FIRST else "month first"
    try:
        return f"{words}: {value} is {day_text(read_date(value, order).start)}"
    except ValueError:
        return words
