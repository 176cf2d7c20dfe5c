"""Who may be speaking, under which name."""

from __future__ import annotations

import pytest

from geo.extract.speaker import Kind
from geo.extract.speakers import find_speakers, medium_of
from geo.extract.text import plain
from geo.model import Stance


def names(text: str) -> list[str]:
    return [who.name for who in find_speakers(text, plain(text), 0, len(text), [])]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Two Iraqi security officials said", ["Iraqi security officials"]),
        ("A source in the Dhi Qar police said", ["Dhi Qar police source"]),
        ("A spokesman for the coalition, Wayne Marotto, said", ["US-led Coalition spokesman"]),
        ("Colonel Wayne Marotto tweeted", ["US-led Coalition spokesman"]),
        ("said an official of the state-run Basra Oil Company", ["Basra Oil Company official"]),
        ("Police in Salah al-Din said", ["Salah al-Din police"]),
        ("the governor of Erbil denied", ["Erbil governor"]),
        ("Officials in Washington said", ["US officials"]),
        ("Ankara's defence ministry said", ["Turkish defence ministry"]),
        ("the interior ministry of the Kurdistan Region said", ["Kurdistan interior ministry"]),
        ("An officer of the Baghdad Operations Command", ["Baghdad Operations Command officer"]),
        ("a senior U.S. defence official said", ["senior US defence official"]),
        ("an Iranian agency, IRNA, wrote", ["IRNA"]),
        ("Talos, a consultancy, calls the claim credible", ["Talos"]),
        ("the channel Sabereen credits", ["Sabereen News"]),
        ("قال مصدر في شرطة ذي قار", ["Dhi Qar police source"]),
        ("ونفى المتحدث باسم التحالف الدولي", ["US-led Coalition spokesman"]),
        ("أكدت السفارة الأمريكية", ["US Embassy"]),
        ("No official has confirmed", []),
        ("residents and drivers said", []),
        ("the group's spokesman said", []),
        ("told Reuters", []),
    ],
)
def test_names_of_speakers(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


def test_sources_and_media_report_and_offices_confirm() -> None:
    text = "A security source and Fars said, a police officer said"
    found = find_speakers(text, plain(text), 0, len(text), [])
    assert [(w.kind, w.usual) for w in found] == [
        (Kind.SOURCE, Stance.REPORTS),
        (Kind.OUTLET, Stance.REPORTS),
        (Kind.OFFICE, Stance.CONFIRMS),
    ]


def test_a_medium_named_at_the_head() -> None:
    text = "BEIRUT (Al-Mayadeen) - Our correspondent reports"
    assert medium_of(plain(text), text, 24) == "Al-Mayadeen"
    assert medium_of(plain(text), text, 6) is None
