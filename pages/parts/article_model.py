"""The choice to ask a language model as well, where the operator has set one up; off by default."""

from __future__ import annotations

import streamlit as st

from geo.errors import ModelError
from geo.extract.draft import ArticleDraft
from geo.extract.model import ask
from geo.extract.rows import Source
from geo.view.words import counted, listed
from pages.parts import access, data
from pages.parts.article_job import Ask
from pages.parts.wording import plain


def choice() -> bool:
    """Whether the reader wants the model asked; never without one.

    Each question may cost the host something, so only editors ask.
    """
    model = data.settings().model
    if model is None or not access.standing().may_write:
        return False
    return st.checkbox(
        plain(f"Also ask {model.name} at {model.host}"), key="article_ask",
        help="The text and its day of publication are sent there. What it proposes is marked, is "
        "kept only with words that stand in the text, and waits for review like all else.",
    )  # fmt: skip


def name() -> str:
    """The model's name; empty without one."""
    model = data.settings().model
    return model.name if model else ""


def asked(source: Source) -> Ask | None:
    """How to ask the model about an article of this source."""
    model = data.settings().model
    if model is None:
        return None
    governorates = [unit.name for unit in data.geocoder().boundaries.governorates]

    def propose(draft: ArticleDraft) -> tuple[ArticleDraft | None, str]:
        try:
            found = ask(model, draft, source.published, governorates)
        except ModelError as error:
            return None, f"{model.name} proposes nothing: {error}. What the rules drafted stands."
        left = [
            f"{counted(number, noun)} left out {why}"
            for number, noun, why in (
                (found.same, "incident", "that the rules found too"),
                (found.incidents, "incident", "without words of the text for what happened"),
                (found.values, "value", "whose words are not in the text or whose form is unknown"),
            )
            if number
        ]
        said = f"{model.name} proposes {counted(len(found.draft.incidents), 'further incident')}"
        return found.draft, f"{said}; {listed(left)}." if left else f"{said}."

    return propose
