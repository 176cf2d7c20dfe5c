"""What each role sees and may on the pages; a reader's events change nothing, however they come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.access import Role
from geo.settings import PROJECT_DIR, Settings
from geo.store.live import shared
from geo.store.outlets import outlet_grades
from geo.store.people import people, set_role, shared_people
from geo.store.query import latest_revision
from tests.pages.conftest import shown
from tests.pages.one_page import run_page

OUTLET, ABOUT = "South Front", "set=reports&about=South+Front"
ADA = "ada@example.org"
Open = Callable[..., AppTest]


def claims(role: str = "", **more: Any) -> dict[str, Any]:
    """What Streamlit holds of Ada, who signed in just now."""
    return {
        "is_logged_in": True, "iss": "https://id.example", "sub": "7", "iat": time.time(),
        "email": ADA, "email_verified": True, "name": "Ada <b>Bold</b>", "nonce": "n",
        "roles": [role], **more,
    }  # fmt: skip


@pytest.fixture
def url(own_store: Settings) -> str:
    return own_store.database_url


@pytest.fixture
def open_as(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open a page alone, as ``open_as("private", claims(), "sources", "about=AP")``, or the app."""
    st.cache_resource.clear()

    def run(mode: str, user: dict[str, Any] | None, page: str = "", query: str = "") -> AppTest:
        monkeypatch.setenv("ATLAS_DATABASE_URL", url)
        monkeypatch.setenv("ATLAS_ACCESS", mode)
        monkeypatch.setenv("ATLAS_ROLE_CLAIM", "roles")
        monkeypatch.setenv("ATLAS_POLL_SECONDS", "3600")  # a page sees only what it did itself
        st.cache_resource.clear()
        shared(Settings.from_env()).current()
        if page:
            app = run_page(page, query, user)
        else:
            app = AppTest.from_file(str(PROJECT_DIR / "pages" / "main.py"), default_timeout=120)
            app.user = user or {}
            app.run()
        assert not app.exception
        return app

    yield run
    shared_people(url).forget()
    st.cache_resource.clear()


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


def grade(app: AppTest, letter: str = "E") -> AppTest:
    """Fill the form for the grade of an outlet and press its button."""
    app.selectbox(key="sources_grade").set_value(letter)
    app.text_input(key="sources_grade_reason").set_value("often wrong").run()
    return app.button(key="sources_grade_go").click().run()


@pytest.mark.parametrize(
    ("user", "said"),
    [
        (None, "Sign in to see the atlas"),
        ({"is_logged_in": False}, "Sign in to see the atlas"),
        (claims("admin", iat=time.time() - 13 * 3600), "Your sign-in is over"),
        (claims("stranger"), "You have no role here yet"),
    ],
)
def test_private_shows_nothing_to_who_has_no_role(
    open_as: Open, user: dict[str, Any] | None, said: str
) -> None:
    app = open_as("private", user)
    page = shown(app)
    assert said in page
    assert "<b>Bold" not in page
    for part in ("incidents", "atlas-sentence", "Qadisiyah", "revision", "Export"):
        assert part not in page
    assert not app.dataframe


def test_private_shows_all_to_a_viewer_and_lets_nothing_be_changed(open_as: Open) -> None:
    app = open_as("private", claims("viewer"), "sources", ABOUT)
    assert "Only editors may grade an outlet: you are viewer" in shown(app)
    assert "sources_grade_go" not in keys(app)
    page = shown(open_as("private", claims("viewer")))
    assert "atlas-sentence" in page
    assert "Ada &lt;b&gt;Bold" in page
    assert "Role: viewer" in page


def test_in_public_everyone_reads_but_nobody_unknown_writes_or_sees_drafts(open_as: Open) -> None:
    app = open_as("public", None, "review")
    assert "Drafts that nobody has looked at yet are shown to people who have a role" in shown(app)
    app = open_as("public", None, "incident", "id=20200711-najmi")
    page = shown(app)
    assert "Only editors may edit the incident: sign in first" in page
    assert "Only editors may add a report" in page
    assert "incident_editing" not in {toggle.key for toggle in app.toggle}
    assert "history_undo_go" not in keys(app)


def test_an_editor_signs_with_the_verified_identity_whatever_was_typed(
    open_as: Open, url: str
) -> None:
    app = open_as("public", claims("editor"), "sources", ABOUT)
    app.session_state["atlas.author"] = "The minister"
    app.session_state["sources_grade_author"] = "The minister"
    grade(app)
    assert "Graded" in app.success[0].value
    made = outlet_grades(url)[OUTLET]
    assert (made.grade, made.author) == ("E", f"Ada <b>Bold</b> ({ADA})")


def test_a_button_that_still_stands_changes_nothing_once_the_role_is_gone(
    open_as: Open, url: str
) -> None:
    set_role(url, ADA, Role.EDITOR, "Boss")
    app = open_as("private", claims(), "sources", ABOUT)
    app.selectbox(key="sources_grade").set_value("E")
    app.text_input(key="sources_grade_reason").set_value("often wrong").run()
    before = latest_revision(url)
    set_role(url, ADA, Role.VIEWER, "Boss")  # the page does not know of it yet
    app.button(key="sources_grade_go").click().run()
    assert "only editors may change the atlas" in app.error[0].value.replace("\\", "")
    assert latest_revision(url) == before
    assert OUTLET not in outlet_grades(url)


def _forge() -> None:
    """What a browser cannot do: every way in which a page writes, called without its form."""
    import streamlit as st

    from geo.access import Role
    from geo.errors import AtlasError
    from geo.store.decisions import Act
    from geo.store.outlets import grade_outlet
    from pages.parts import access, data, deciding, people_part

    url, own = data.settings().database_url, Act("The minister", "because")
    st.session_state["people_who"], st.session_state["people_role"] = "eve@example.org", Role.ADMIN
    said = []
    deciding.make(lambda: grade_outlet(url, "Fars News", "A", own), str, {})
    said.append(deciding.said()[1])
    people_part._give()
    said.append(deciding.said()[1])
    for ask in (
        lambda: deciding.act_for("who", "why"),
        lambda: access.writing().__enter__(),
        lambda: grade_outlet(url, "Fars News", "A", own),
    ):
        try:
            ask()
        except AtlasError as error:
            said.append(f"refused: {error}")
    st.text("\n".join(said))


@pytest.mark.parametrize(
    ("mode", "user"),
    [
        ("public", {}), ("private", claims("viewer")), ("private", claims("stranger")),
        ("private", claims("admin", iat=time.time() - 13 * 3600)),
        ("public", claims("admin", is_logged_in=False)),
    ],
)  # fmt: skip
def test_no_forged_event_changes_anything(
    open_as: Open, url: str, mode: str, user: dict[str, Any]
) -> None:
    open_as(mode, user)
    before = latest_revision(url)
    app = AppTest.from_function(_forge, default_timeout=60)
    app.user = user
    app.run()
    assert not app.exception
    lines = app.text[0].value.splitlines()
    assert len(lines) == 5, lines
    assert "only editors may change the atlas" in lines[0]
    assert "only admins may give roles" in lines[1]
    assert all(line.startswith("refused") for line in lines[2:])
    assert latest_revision(url) == before
    assert people(url) == []


def _give_a_role() -> None:
    import streamlit as st

    from geo.access import Role
    from pages.parts import deciding, people_part

    st.session_state["people_who"], st.session_state["people_role"] = "Eve@Example.org", Role.EDITOR
    people_part._give()
    deciding.say()


def test_admins_give_roles_and_editors_do_not(open_as: Open, url: str) -> None:
    app = open_as("private", claims("editor"), "data")
    assert "Who did what" in shown(app)
    assert "people_give" not in keys(app)
    app = open_as("private", claims("admin"), "data")
    assert "people_give" in keys(app)
    app = AppTest.from_function(_give_a_role, default_timeout=60)
    app.user = claims("admin")
    app.run()
    assert "eve@example" in app.success[0].value.replace("\\", "")
    assert [(one.identity, one.role) for one in people(url)] == [("eve@example.org", Role.EDITOR)]
    assert people(url)[0].author == f"Ada <b>Bold</b> ({ADA})"
    assert "role given" in shown(open_as("private", claims("admin"), "data"))


def test_signing_out_ends_the_sign_in_everywhere(open_as: Open) -> None:
    user = claims("viewer")
    app = open_as("private", user)
    assert "atlas-sentence" in shown(app)
    app.button(key="sign_out").click().run()
    assert "Sign in to see the atlas" in shown(app)
    again = open_as("private", user)
    assert "Your sign-in is over" in shown(again)
    assert "atlas-sentence" in shown(open_as("private", {**user, "nonce": "another"}))


def test_without_any_setting_all_is_as_it_was(open_as: Open, url: str) -> None:
    app = open_as("open", None, "sources", ABOUT)
    assert "Sign in" not in shown(app)
    app.text_input(key="sources_grade_author").set_value("Amal")
    grade(app, "D")
    assert outlet_grades(url)[OUTLET].author == "Amal"
