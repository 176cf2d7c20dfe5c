"""No page ever shows a traceback."""

from __future__ import annotations

import secrets
import sys
import traceback
from collections.abc import Callable

import streamlit as st

from geo.errors import AtlasError


def guarded(show: Callable[[], None]) -> None:
    """Run a page. A known error shows its message, any other a number that the log has too.

    Reruns, page switches and stops of Streamlit derive from ``BaseException`` or are its own
    control flow and pass through.
    """
    try:
        show()
    except AtlasError as error:
        st.error(f"{error}.", icon=":material/error:")
    except Exception:
        number = secrets.token_hex(3)
        print(f"page error {number}\n{traceback.format_exc()}", file=sys.stderr, flush=True)
        st.error(
            f"Something on this page went wrong. The log of the server has the details under "
            f"{number}. Reload the page, or clear the filters and try again.",
            icon=":material/error:",
        )
