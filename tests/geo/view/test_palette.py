"""Statuses are told apart by colour-blind readers, in grey, and on both themes."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geo.model import Form, Status
from geo.view.palette import (
    CHOROPLETH_STEPS,
    CHOROPLETH_STEPS_DARK,
    FORM_STYLES,
    PRECISION_LABELS,
    STATUS_STYLES,
)

# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
GROUND = {"colour": "#f4f2ec", "dark": "#1b1e23"}


def linear(colour: str) -> np.ndarray:
    part = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def luminance(colour: str) -> float:
    return float(linear(colour) @ TO_XYZ[1])


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["colour", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_statuses_differ_in_colour(theme: str, sight: str) -> None:
    seen = [lab(np.array(SIGHT[sight]) @ linear(getattr(s, theme))) for s in STATUS_STYLES.values()]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) >= 17


@pytest.mark.parametrize("theme", ["colour", "dark"])
def test_marks_stand_out_from_the_ground(theme: str) -> None:
    assert min(contrast(getattr(s, theme), GROUND[theme]) for s in STATUS_STYLES.values()) >= 3


def test_in_grey_the_mark_tells() -> None:
    assert len({style.mark for style in STATUS_STYLES.values()}) == len(STATUS_STYLES)


def test_everything_has_a_style_and_words() -> None:
    assert list(STATUS_STYLES) == list(Status)
    assert list(FORM_STYLES) == list(Form)
    assert set(PRECISION_LABELS) == set(range(8))


def test_the_choropleth_is_one_way() -> None:
    light = [luminance(colour) for colour in CHOROPLETH_STEPS]
    dark = [luminance(colour) for colour in CHOROPLETH_STEPS_DARK]
    assert light == sorted(light, reverse=True)
    assert dark == sorted(dark)
