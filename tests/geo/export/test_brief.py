"""The brief and the picture: pages, words, links, nothing that runs; opened again with pypdf."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from geo.errors import ExportError
from geo.export import Selection, stream, typeset
from geo.export.blocks import Document
from geo.export.brief import document_of
from geo.export.brief_html import POLICY, html_of
from geo.export.typeset import typeset as set_document
from geo.settings import Settings
from geo.store.query import IncidentDetail, incident_detail
from geo.store.snapshot import OutletEntry, Snapshot
from geo.view.filters import Filters
from geo.view.palette import STATUS_STYLES
from geo.view.reading import read
from geo.view.state import ViewState
from tests.geo.export.hostile import HOSTILE

SITE = "https://atlas.example/iraq/"
REPORTS = Filters(datasets=("reports",))
EVERYTHING = Filters()
NOTHING = Filters(text="zzz")


@pytest.fixture(scope="module")
def whole(built_settings: Settings) -> Snapshot:
    from geo.store.query import read_snapshot

    return read_snapshot(built_settings.database_url)


@pytest.fixture(scope="module")
def convoy(built_settings: Settings) -> IncidentDetail:
    return incident_detail("20200711-najmi", built_settings.database_url)


def view(
    snapshot: Snapshot, settings: Settings, filters: Filters, state: ViewState | None = None
) -> Selection:
    return Selection(snapshot, filters, state or ViewState(), settings, lambda _: {}, SITE)


def one(detail: IncidentDetail, settings: Settings) -> Selection:
    return Selection(detail.snapshot, Filters(), ViewState(), settings, lambda _: {}, SITE, detail)


def pdf(selection: Selection) -> PdfReader:
    return PdfReader(io.BytesIO(b"".join(stream(selection, "pdf"))))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def objects(reader: PdfReader) -> Iterator[dict[str, Any]]:
    """Every dictionary of the file."""
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(number)
        if isinstance(found, dict):
            yield found


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (REPORTS, "178 incidents, 398 reports"),
        (EVERYTHING, "7,651 incidents, 7,871 reports"),
        (NOTHING, "No incident fits these filters"),
    ],
)
def test_a_brief_has_two_to_six_pages_and_says_what_it_is(
    whole: Snapshot, built_settings: Settings, filters: Filters, said: str
) -> None:
    reader = pdf(view(whole, built_settings, filters))
    text = words(reader)
    assert 2 <= len(reader.pages) <= 6
    assert said in text
    assert f"revision {whole.revision}" in text.lower()
    assert f"Page 1 of {len(reader.pages)}" in text
    assert reader.metadata is not None
    assert str(reader.metadata.title) in text
    for part in ("Over time", "Who claims, who confirms, who denies", "Sources", "licences"):
        assert part in text
    if filters is REPORTS:
        assert "24 of 178 incidents" in text
        assert "The other 154 are in the atlas" in text


def test_the_link_is_the_frozen_view_and_nothing_else_acts(
    whole: Snapshot, built_settings: Settings
) -> None:
    reader = pdf(view(whole, built_settings, REPORTS, ViewState(hidden=("status:denied",))))
    actions = [
        annotation.get_object()["/A"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    ]
    frozen = f"{SITE}?set=reports&hide=status%3Adenied&rev={whole.revision}"
    assert {action["/URI"] for action in actions} == {frozen}
    assert {action["/S"] for action in actions} == {"/URI"}
    forbidden = {
        "/JavaScript",
        "/JS",
        "/Launch",
        "/OpenAction",
        "/AA",
        "/EmbeddedFile",
        "/SubmitForm",
    }
    for found in objects(reader):
        assert not forbidden & {*map(str, found), str(found.get("/S")), str(found.get("/Type"))}


def test_arabic_is_text_in_the_pdf(built_settings: Settings, convoy: IncidentDetail) -> None:
    text = words(pdf(one(convoy, built_settings)))
    assert "النجمي" in text or "النجمي"[::-1] in text
    assert convoy.explanation[:40] in text
    assert "Every report" in text


def test_the_brief_of_an_incident_has_every_report(
    built_settings: Settings, convoy: IncidentDetail
) -> None:
    reader = pdf(one(convoy, built_settings))
    text = words(reader)
    assert 2 <= len(reader.pages) <= 6
    assert all(report.id in text for report in convoy.reports)
    alone = incident_detail("ucdp-274540", built_settings.database_url)
    assert 2 <= len(pdf(one(alone, built_settings)).pages) <= 6


def test_the_profile_of_a_road_is_in_the_brief_that_is_about_one(
    whole: Snapshot, built_settings: Settings
) -> None:
    state = ViewState(road="M1")
    document = document_of(view(whole, built_settings, REPORTS, state))
    headings = [getattr(block, "text", "") for block in document.blocks]
    assert any(text.startswith("Along M1, ") for text in headings)
    assert not any("Along M1" in getattr(b, "text", "") for b in
                   document_of(view(whole, built_settings, REPORTS)).blocks)  # fmt: skip


def test_a_reading_and_the_legend_count(whole: Snapshot, built_settings: Settings) -> None:
    state = ViewState(without=("country:Iran",), hidden=("status:contested",))
    read_so = read(whole, state.reading)
    selection = view(read_so, built_settings, REPORTS, state)
    document = document_of(selection)
    assert document.subtitle.startswith(f"{len(selection.rows)} incidents")
    assert len(selection.rows) < len(REPORTS.apply(read_so)) < len(REPORTS.apply(whole))
    assert any("outlets of Iran" in note for note in document.notes)
    assert any("legend switches off: contested" in note for note in document.notes)


class _Checked(HTMLParser):
    """Fails for whatever could run or fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "iframe", "object", "embed", "img", "link", "base", "form"}
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src", "xlink:href"):
                assert (value or "").startswith(SITE), value
            if name == "content" and "default-src" in (value or ""):
                self.policy = value or ""

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def checked(page: str) -> _Checked:
    parser = _Checked()
    parser.feed(page)
    parser.close()
    return parser


@pytest.mark.parametrize("filters", [REPORTS, NOTHING])
def test_the_html_says_the_same_and_runs_nothing(
    whole: Snapshot, built_settings: Settings, filters: Filters
) -> None:
    selection = view(whole, built_settings, filters)
    page = b"".join(stream(selection, "html")).decode()
    found = checked(page)
    assert found.policy == POLICY
    document = document_of(selection)
    assert document.title in found.text
    assert document.subtitle in found.text
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


@pytest.fixture(scope="module")
def hostile_view(whole: Snapshot) -> Snapshot:
    """The store's incidents with every text an attack."""
    vocab, some = whole.vocab, len(HOSTILE)

    def worst(count: int, shift: int) -> tuple[str, ...]:
        return tuple(HOSTILE[(i + shift) % some] for i in range(count))

    outlets = tuple(
        OutletEntry(*(HOSTILE[(i + j) % some] for j in range(4))) for i in range(len(vocab.outlets))
    )
    return replace(
        whole,
        vocab=replace(
            vocab,
            places=worst(len(vocab.places), 0),
            event_types=worst(len(vocab.event_types), 3),
            outlets=outlets,
            datasets=tuple(
                f"{text[:80]} {i}" for i, text in enumerate(worst(len(vocab.datasets), 1))
            ),
        ),
    )


@pytest.fixture(scope="module")
def hostile_incident(convoy: IncidentDetail) -> IncidentDetail:
    reports = tuple(
        replace(
            report,
            row=replace(
                report.row,
                outlet=HOSTILE[at % len(HOSTILE)],
                headline=HOSTILE[(at + 1) % len(HOSTILE)],
                place_text=HOSTILE[(at + 2) % len(HOSTILE)],
                route_text=HOSTILE[(at + 3) % len(HOSTILE)],
                asserted_by=HOSTILE[(at + 4) % len(HOSTILE)],
                damage=HOSTILE[(at + 5) % len(HOSTILE)],
                url=HOSTILE[(at + 6) % len(HOSTILE)],
            ),
        )
        for at, report in enumerate(convoy.reports)
    )
    return replace(convoy, reports=reports, explanation=HOSTILE[1] * 30)


def test_hostile_text_is_only_text(
    hostile_view: Snapshot, hostile_incident: IncidentDetail, built_settings: Settings
) -> None:
    for selection in (
        view(hostile_view, built_settings, EVERYTHING),
        one(hostile_incident, built_settings),
    ):
        reader = pdf(selection)
        text = words(reader)
        assert 2 <= len(reader.pages) <= 6
        assert "root:" not in text
        assert "<script>alert(1)" in text
        assert '#import "@preview' in text
        found = checked(html_of(document_of(selection)))
        assert "<script>alert(1)" in "".join(found.text)
        page = html_of(document_of(selection))
        assert "\u202e" not in page
        assert "\x00" not in page


def test_the_picture_shows_the_map_in_the_colours_of_the_statuses(
    whole: Snapshot, built_settings: Settings
) -> None:
    raw = b"".join(stream(view(whole, built_settings, REPORTS), "png"))
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    assert picture.width == 1920
    assert 1200 < picture.height < 2000
    pixels = np.asarray(picture).reshape(-1, 3)
    area = np.asarray(picture)[150:1200, 60:1500].reshape(-1, 3)
    for status, style in STATUS_STYLES.items():
        colour = np.array([int(style.colour[at : at + 2], 16) for at in (1, 3, 5)])
        everywhere = np.all(np.abs(pixels.astype(int) - colour) < 3, axis=1).sum()
        assert everywhere > 30, status
        on_map = np.all(np.abs(area.astype(int) - colour) < 3, axis=1).sum()
        if str(status) not in ("denied",):  # none is denied
            assert on_map > 60, status


def test_the_picture_looks_where_the_reader_looks(
    whole: Snapshot, built_settings: Settings
) -> None:
    state, _ = ViewState.from_query([("map", "33.31,44.37,10")])
    near = b"".join(stream(view(whole, built_settings, REPORTS, state), "png"))
    far = b"".join(stream(view(whole, built_settings, REPORTS), "png"))
    assert near != far
    assert Image.open(io.BytesIO(near)).width == 1920


def test_a_brief_is_tagged_and_fit_to_be_kept(whole: Snapshot, built_settings: Settings) -> None:
    """PDF/UA-1 and PDF/A-2a, which Typst itself checks before it says so."""
    reader = pdf(view(whole, built_settings, REPORTS))
    said = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1" in said
    assert "<pdfaid:part>2" in said
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_letters_that_the_fonts_lack_do_not_stop_a_brief(
    whole: Snapshot, built_settings: Settings
) -> None:
    odd = Filters(text="漢字 😀 עברית")
    reader = pdf(view(whole, built_settings, odd))
    assert 2 <= len(reader.pages) <= 6


def test_the_same_view_gives_the_same_file(whole: Snapshot, built_settings: Settings) -> None:
    selection = view(whole, built_settings, NOTHING)
    assert b"".join(stream(selection, "pdf")) == b"".join(stream(selection, "pdf"))


def test_it_stops_when_it_takes_too_long(
    whole: Snapshot, built_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    document: Document = document_of(view(whole, built_settings, NOTHING))
    with pytest.raises(ExportError, match="cannot be set"):
        set_document(document, "nosuch", "pdf")
    monkeypatch.setattr(typeset, "SECONDS", -5)
    with pytest.raises(ExportError, match="within"):
        set_document(document, "brief", "pdf")
