from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.names import fold, is_arabic, loose, readable, romanise, skeletons

TEXT = st.text(max_size=60)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Al-Dīwānīyah", "diwaniyah"),
        ("Ba‘qūbah", "Baqubah"),
        ("الأنبار", "الانبار"),
        ("السماوة", "سماوه"),
        ("صلاح‌الدین", "صلاحالدين"),
        ("کرکوک", "كركوك"),
        ("As Sulaymānīyah", "Sulaymaniyah"),
        ("Ţūz Khūrmātū", "tuz khurmatu"),
    ],
)
def test_fold_makes_one_writing_of_a_name_equal(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Diwaniyah", "الديوانية"),
        ("Divaniiah", "Diwaniya"),
        ("Mukayshifah", "مكيشيفة"),
        ("Al-Bathaa", "البطحاء"),
        ("Duluiyah", "الضلوعية"),
        ("Nineveh", "نينوى"),
        ("Salaheddin", "صلاح الدين"),
        ("Dhi Gar", "ذي قار"),
        ("Ishaqi", "الاسحاقي"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(a: str, b: str) -> None:
    assert set(skeletons(a)) & set(skeletons(b))


@pytest.mark.parametrize(("a", "b"), [("Iranian", "Ranya"), ("While", "Hilla"), ("Hit", "Kut")])
def test_unlike_words_share_none(a: str, b: str) -> None:
    assert not set(skeletons(a)) & set(skeletons(b))


@pytest.mark.parametrize(
    ("a", "b"), [("qayyarah", "gayara"), ("mussayib", "musayyib"), ("yusufiyah", "yousoufiya")]
)
def test_usual_variants_are_one_loose_key(a: str, b: str) -> None:
    assert loose(a) == loose(b)


def test_baghdadi_is_not_a_variant_of_baghdad() -> None:
    assert loose("baghdadi") != loose("baghdad")


def test_romanise() -> None:
    assert romanise("النجمي") == "alnjmy"


@given(TEXT)
def test_fold_is_stable_and_never_raises(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    skeletons(text)
    loose(text)
    romanise(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("النجمي", "Al-Najmi"), ("بغداد", "Baghdad"), ("عرب جبور", "Arab Jabur"),
        ("سەنگەسەر", "Sangasar"), ("شێتنە", "Shetna"), ("أبو غريب", "Abu Gharib"), ("", ""),
    ],
)  # fmt: skip
def test_arabic_script_is_read_out(written: str, read: str) -> None:
    assert readable(written) == read


@given(st.text(max_size=40))
def test_reading_out_never_fails(text: str) -> None:
    assert not is_arabic(readable(text)) or not text.isascii()
