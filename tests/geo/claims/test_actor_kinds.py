from __future__ import annotations

import pytest

from geo.claims.actor_kinds import ActorKind, kind_of

COUNTRIES = ("Iran", "United States")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ashab al-Kahf", ActorKind.GROUP),
        ("Popular Mobilization Forces", ActorKind.GROUP),
        ("Kataib Abu al-Fadl al-Abbas (2021 brand)", ActorKind.GROUP),
        ("أصحاب الكهف", ActorKind.GROUP),
        ("al-Mahdi Army", ActorKind.GROUP),
        ("PKK", ActorKind.GROUP),
        ("Government of Iraq", ActorKind.STATE),
        ("Government of Iraq, Government of Turkey", ActorKind.STATE),
        ("Iran", ActorKind.STATE),
        ("Iran and United States", ActorKind.STATE),
        ("Iranian-backed militias", ActorKind.DESCRIBED),
        ("outlaw group", ActorKind.DESCRIBED),
        ("Civilians", ActorKind.DESCRIBED),
        ("minor Iraqi Shi'ite group", ActorKind.DESCRIBED),
        ("unknown armed faction", ActorKind.DESCRIBED),
        ("مسلحون مجهولون", ActorKind.DESCRIBED),
        ("faction affiliated with the Iraqi Hezbollah militia", ActorKind.DESCRIBED),
        ("", ActorKind.DESCRIBED),
    ],
)
def test_names_are_told_apart(name: str, kind: ActorKind) -> None:
    assert kind_of(name, countries=COUNTRIES) is kind


def test_what_is_listed_is_a_group_whatever_it_looks_like() -> None:
    assert kind_of("resistance groups", listed={"resistance groups"}) is ActorKind.GROUP
