"""The relations as a drawing: classes on the left, relations in the middle, classes on the right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from kg.ontology import Relation

WIDTH = 900
ROW = 34
_LEFT, _MIDDLE, _RIGHT = 150, WIDTH / 2, WIDTH - 150
_HALF = 75


def diagram(classes: Sequence[str], relations: Mapping[str, Relation]) -> str:
    """The drawing as SVG. A line leads from each class that may be the subject, and to each that may be the object."""
    height = ROW * max(len(classes), len(relations)) + ROW
    left = _places(classes, height)
    middle = _places(tuple(relations), height)
    lines = "".join(_lines(relations, left, middle, classes))
    names = "".join(
        _name(name, _LEFT - 8, left[name], "end") + _name(name, _RIGHT + 8, left[name], "start") for name in classes
    )
    middles = "".join(_relation(name, middle[name], relation.symmetric) for name, relation in relations.items())
    about = f"{len(relations)} relations between {len(classes)} classes: subjects on the left, objects on the right"
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{about}">'
        f"<g class='lines'>{lines}</g>{names}{middles}</svg>"
    )


def _places(names: Sequence[str], height: float) -> dict[str, float]:
    """The middle of each name's row, all of them spread over the height."""
    step = height / len(names)
    return {name: step * (n + 0.5) for n, name in enumerate(names)}


def _lines(
    relations: Mapping[str, Relation], ends: Mapping[str, float], middle: Mapping[str, float], classes: Sequence[str]
) -> Iterator[str]:
    hues = {name: round(360 * n / len(classes)) for n, name in enumerate(classes)}
    for name, relation in relations.items():
        for subject in relation.domain:
            yield _line(_LEFT, ends[subject], _MIDDLE - _HALF, middle[name], hues[subject])
        for object_ in relation.range:
            yield _line(_MIDDLE + _HALF, middle[name], _RIGHT, ends[object_], hues[object_])


def _line(x1: float, y1: float, x2: float, y2: float, hue: int) -> str:
    bend = (x2 - x1) / 2
    return (
        f'<path d="M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}" '
        f'stroke="hsl({hue} 55% 50%)"/>'
    )


def _name(name: str, x: float, y: float, anchor: str) -> str:
    shown = escape(name)
    return f'<a href="#{shown}"><text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{shown}</text></a>'


def _relation(name: str, y: float, symmetric: bool) -> str:
    box = f'<rect x="{_MIDDLE - _HALF:.0f}" y="{y - 12:.0f}" width="{2 * _HALF}" height="24" rx="12"/>'
    sign = " ↔" if symmetric else ""
    shown = escape(name)
    return f'{box}<a href="#{shown}"><text x="{_MIDDLE:.0f}" y="{y:.0f}" text-anchor="middle">{shown}{sign}</text></a>'
