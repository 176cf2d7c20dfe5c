"""Who has which role, on the command line as well; sign-ins that were ended; who did what."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.access import AccessSetting, Person, Role, person_of
from geo.cli import app
from geo.errors import DecisionError, NotFoundError, StoreError
from geo.settings import Settings
from geo.store.acts import deeds
from geo.store.decisions import Act
from geo.store.outlets import grade_outlet
from geo.store.people import People, end_session, people, people_history, remove_person, set_role

SETTING = AccessSetting()
ADA = "ada@example.org"


def person(email: str = ADA, nonce: str = "n") -> Person:
    claims = {
        "is_logged_in": True, "iss": "https://id.example", "sub": email, "iat": time.time(),
        "email": email, "email_verified": True, "nonce": nonce,
    }  # fmt: skip
    found = person_of(claims, SETTING)
    assert found is not None
    return found


def test_roles_are_set_changed_and_removed_and_every_act_is_kept(settings: Settings) -> None:
    url = settings.database_url
    set_role(url, " Ada@Example.ORG ", Role.EDITOR, "Boss")
    set_role(url, "https://id.example#7", Role.VIEWER, "Boss")
    set_role(url, ADA, Role.NONE, "Ada Admin")
    assert [(one.identity, one.role) for one in people(url)] == [
        (ADA, Role.NONE), ("https://id.example#7", Role.VIEWER),
    ]  # fmt: skip
    remove_person(url, ADA, "Boss")
    assert [one.identity for one in people(url)] == ["https://id.example#7"]
    kept = [(one.identity, one.role, one.author) for one in people_history(url)]
    assert kept == [
        (ADA, None, "Boss"),
        (ADA, Role.NONE, "Ada Admin"),
        ("https://id.example#7", Role.VIEWER, "Boss"),
        (ADA, Role.EDITOR, "Boss"),
    ]


def test_what_cannot_be_set_changes_nothing(settings: Settings) -> None:
    url = settings.database_url
    set_role(url, ADA, Role.EDITOR, "Boss")
    with pytest.raises(DecisionError, match="editor already"):
        set_role(url, ADA, Role.EDITOR, "Boss")
    with pytest.raises(DecisionError, match="names nobody"):
        set_role(url, "ada", Role.EDITOR, "Boss")
    with pytest.raises(DecisionError, match="the name of who"):
        set_role(url, ADA, Role.ADMIN, "  ")
    with pytest.raises(DecisionError, match="400"):
        set_role(url, f"https://id.example#{'x' * 400}", Role.ADMIN, "Boss")
    with pytest.raises(NotFoundError, match="nothing is set"):
        remove_person(url, "eve@example.org", "Boss")
    assert len(people_history(url)) == 1


def test_a_role_holds_within_seconds_and_at_once_for_who_writes(settings: Settings) -> None:
    url = settings.database_url
    held = People(url, fresh_s=3600)
    assert held.role(person(), SETTING) is Role.NONE
    set_role(url, ADA, Role.EDITOR, "Boss")
    assert held.role(person(), SETTING) is Role.NONE, "as it was read some seconds ago"
    assert held.role(person(), SETTING, now=True) is Role.EDITOR
    set_role(url, ADA, Role.VIEWER, "Boss")
    assert held.role(person(), SETTING) is Role.EDITOR
    held.forget()
    assert held.role(person(), SETTING) is Role.VIEWER
    assert People(url, fresh_s=0).role(person(), SETTING) is Role.VIEWER


def test_an_ended_sign_in_is_over_and_no_other(settings: Settings) -> None:
    url = settings.database_url
    here, there = person(nonce="here"), person(nonce="there")
    held = People(url, fresh_s=0)
    assert not held.is_over(here, SETTING)
    end_session(url, here.session)
    end_session(url, here.session)
    assert held.is_over(here, SETTING)
    assert not held.is_over(there, SETTING)


def test_a_store_that_goes_away_leaves_roles_for_readers_not_for_writers(
    settings: Settings, tmp_path: Path
) -> None:
    set_role(settings.database_url, ADA, Role.EDITOR, "Boss")
    held = People(settings.database_url, fresh_s=0)
    assert held.role(person(), SETTING) is Role.EDITOR
    for file in tmp_path.glob("atlas.sqlite*"):
        file.unlink()
    (tmp_path / "atlas.sqlite").write_bytes(b"this is no store" * 100)
    assert held.role(person(), SETTING) is Role.EDITOR
    with pytest.raises(StoreError):
        held.role(person(), SETTING, now=True)
    with pytest.raises(StoreError):
        People(settings.database_url).role(person(), SETTING)


def test_people_on_the_command_line(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("ATLAS_ADMINS", "boss@example.org")
    run = CliRunner().invoke
    assert run(app, ["people", "set", ADA, "Editor", "--author", "Boss"]).exit_code == 0
    listed = run(app, ["people", "list"])
    assert listed.exit_code == 0
    assert f"{ADA}\teditor" in listed.output
    assert "boss@example.org is admin by the settings" in listed.output
    assert run(app, ["people", "set", ADA, "owner", "--author", "Boss"]).exit_code == 2
    assert run(app, ["people", "remove", ADA, "--author", "Boss"]).exit_code == 0
    assert ADA not in run(app, ["people", "list"]).output
    assert f"{ADA}\tremoved" in run(app, ["people", "list", "--history"]).output


def test_who_did_what_lists_every_kind_of_act_the_newest_first(own_store: Settings) -> None:
    url = own_store.database_url
    set_role(url, ADA, Role.EDITOR, "Boss")
    done = grade_outlet(url, "Fars News", "E", Act("Ada (ada@example.org)", "often wrong"))
    newest, before, *rest = deeds(url, 100)
    assert (newest.author, newest.revision) == ("Ada (ada@example.org)", done.revision)
    assert (before.author, before.what, before.about) == ("Boss", "role given", f"{ADA}: editor")
    assert {one.what for one in rest} >= {"load", "boundaries"}
    assert [one.at for one in rest] == sorted((one.at for one in rest), reverse=True)
    assert [one.author for one in deeds(url, 100, "ADA (")] == ["Ada (ada@example.org)"]
    assert deeds(url, 100, "%") == []
    assert len(deeds(url, 2)) == 2
