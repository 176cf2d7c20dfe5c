from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from geo.credits import credits
from geo.errors import ReadError
from geo.settings import DATA_DIR


def shipped_files() -> list[str]:
    return [
        path.relative_to(DATA_DIR).as_posix()
        for path in sorted(DATA_DIR.rglob("*"))
        if path.is_file() and path.name != "SOURCES.md" and "built" not in path.parts
    ]


@pytest.mark.parametrize("file", shipped_files())
def test_each_shipped_file_has_exactly_one_credit(file: str) -> None:
    matching = [c.name for c in credits() if any(fnmatchcase(file, glob) for glob in c.files)]
    assert len(matching) == 1, f"data/{file} is credited in {matching}"


def test_each_credit_names_files_that_are_there() -> None:
    for credit in credits():
        assert credit.files
        for glob in credit.files:
            assert list(DATA_DIR.glob(glob)), f"{credit.name}: no file data/{glob}"


def test_the_licences_ask_for_these_words() -> None:
    by_name = {credit.name: credit for credit in credits()}
    boundaries = by_name["Administrative boundaries of Iraq"]
    assert boundaries.licence.startswith("CC BY 3.0 IGO")
    assert "Central Statistical Organization" in boundaries.credit
    assert boundaries.url == "https://data.humdata.org/dataset/cod-ab-irq"
    ucdp = by_name["UCDP Georeferenced Event Dataset, Iraq 1989-2018"]
    assert "Sundberg" in ucdp.credit
    assert "2013" in ucdp.credit
    assert {c.credit for c in credits() if c.licence == "ODbL 1.0"} >= {
        "© OpenStreetMap contributors"
    }


def test_a_section_without_licence_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "SOURCES.md"
    path.write_text("## Roads\n- Files: `a.csv`\n- Credit: x\n- Obtained: y\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"'Roads' has no line '- Licence"):
        credits(path)


def test_a_missing_or_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        credits(tmp_path / "none.md")
    (tmp_path / "SOURCES.md").write_text("# Sources\n", encoding="utf-8")
    with pytest.raises(ReadError, match="no section"):
        credits(tmp_path / "SOURCES.md")
