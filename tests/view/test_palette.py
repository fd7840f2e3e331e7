"""The kinds can be told apart by shape, and by colour with each of the three kinds of colour blindness."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.view.html import PAGE

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
EYES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "all colours": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
}
XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
WHITE = np.array([0.9505, 1.0, 1.089])
JUST_SEEN = 2.3


def row(name: str, scheme: str = "") -> list[str]:
    """The strings of a list of style.js."""
    text = (PAGE / "style.js").read_text(encoding="utf-8")
    text = text[text.index(f"const {name} ") :]
    text = text[text.index(f"{scheme}: [") if scheme else 0 :]
    return re.findall(r'"([^"]+)"', text[: text.index("]")])


def lab(colour: str, eye: str) -> NDArray[np.float64]:
    """A colour as an eye sees it, in CIE Lab."""
    value = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(np.array(XYZ) @ np.clip(np.array(EYES[eye]) @ linear, 0, 1) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_colours_differ_for_every_eye(scheme: str, eye: str) -> None:
    seen = {colour: lab(colour, eye) for colour in row("FILLS", scheme)}
    assert len(seen) == 7
    for one, other in combinations(seen, 2):
        distance = float(np.linalg.norm(seen[one] - seen[other]))
        assert distance > 4 * JUST_SEEN, f"{one} and {other} look alike: {distance:.1f}"


def test_shapes_differ() -> None:
    assert len(set(row("SHAPES"))) == 7
