"""What can be said of deploy/ without a container engine: its parts fit together."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo.settings import VARIABLES
from tools import nginx

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])[^}]*)?\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def dockerfile() -> list[tuple[str, list[str]]]:
    """Instructions with their words; lines that go on are joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return [(words[0], words[1:]) for words in lines]


def test_everything_that_is_copied_exists_and_is_let_into_the_build() -> None:
    let_in = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    ]
    copied = [
        source
        for name, words in dockerfile()
        if name == "COPY" and not words[0].startswith("--from")
        for source in words[:-1]
    ]
    assert {"app.py", "geo", "pages", "assets", "data", "requirements.txt"} <= set(copied)
    for source in copied:
        assert (ROOT / source).exists(), source
        assert any(one == source or one.startswith(f"{source}/") for one in let_in), source


def test_the_image_has_what_the_app_needs_and_runs_without_rights() -> None:
    steps = dockerfile()
    assert [words[0] for name, words in steps if name == "FROM"] == ["python:3.11-slim"] * 2
    users = [words[0] for name, words in steps if name == "USER"]
    assert users == ["10001:10001"]
    assert [name for name, _ in steps].index("USER") < [name for name, _ in steps].index("CMD")
    whole = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert "/api/health" in whole
    assert "requirements-dev" not in whole
    for setting in re.findall(r"\b(ATLAS_\w+)=", whole):
        assert setting in VARIABLES


def test_compose_names_what_it_has(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"database", "app1", "app2", "backup", "nginx"}
    for name, service in services.items():
        for volume in service.get("volumes", []):
            source, _, _ = volume.partition(":")
            if source.startswith("."):
                assert (DEPLOY / source).is_file(), volume
            else:
                assert source in compose["volumes"], volume
        assert set(service["networks"]) <= set(compose["networks"]), name
        assert set(service.get("depends_on", {})) <= set(services), name
        assert service.get("image"), name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert not service.get("privileged")
        if name != "database":
            assert service["read_only"] is True, name
            assert service["cap_drop"] == ["ALL"], name
    build = services["app1"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert compose["networks"]["inside"]["internal"] is True
    assert services["app1"]["environment"] == services["app2"]["environment"]
    for variable in services["app1"]["environment"]:
        assert variable in VARIABLES or variable.startswith("STREAMLIT_"), variable


def test_variables_of_compose_stand_in_its_example(compose: dict[str, Any]) -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    asked = {name for name, _ in VARIABLE.findall(text)}
    example = re.findall(r"^(\w+)=", (DEPLOY / "example.env").read_text(encoding="utf-8"), re.M)
    assert asked == set(example)
    given = compose["services"]["nginx"]["environment"]
    template = nginx.variables(nginx.TEMPLATE.read_text(encoding="utf-8"))
    assert template == {name for name in given if name.startswith("ATLAS_")}


def test_uploads_end_at_the_same_size_everywhere(compose: dict[str, Any]) -> None:
    app = compose["services"]["app1"]["environment"]
    proxy = compose["services"]["nginx"]["environment"]
    assert (
        app["ATLAS_MAX_FILE_MB"]
        == app["STREAMLIT_SERVER_MAX_UPLOAD_SIZE"]
        == proxy["ATLAS_MAX_UPLOAD_MB"]
    )


def test_no_secret_is_in_the_files() -> None:
    example = (DEPLOY / "example.env").read_text(encoding="utf-8")
    for name in ("ATLAS_DB_PASSWORD", "ATLAS_COOKIE_SECRET"):
        assert re.search(rf"^{name}=$", example, re.MULTILINE)
        assert f"${{{name}:?" in (DEPLOY / "compose.yaml").read_text(encoding="utf-8")


def test_the_policy_has_the_hash_of_the_installed_streamlit() -> None:
    text = nginx.TEMPLATE.read_text(encoding="utf-8")
    assert f"'sha256-{nginx.inline_sha256()}'" in text


def test_commands_of_the_units_are_there_and_settings_known() -> None:
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text(encoding="utf-8")
        for setting in re.findall(r"\b(ATLAS_\w+)=", text):
            assert setting in VARIABLES
        if unit.suffix == ".service":
            for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes"):
                assert line in text.splitlines(), unit.name


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_understands_the_units() -> None:
    units = sorted((DEPLOY / "systemd").iterdir())
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True
    )
    lines = [line for line in said.stderr.splitlines() if "is not executable" not in line]
    assert lines == []
