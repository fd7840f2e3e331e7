"""An answer as a chart: bars for things, points on lines for times; drawn on the server, so it needs no scripts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.serve.pages.cells import Cell, Cells

UNIT = "unit"
"""The column that says what the numbers of a row are counted in; a chart shows one unit at a time."""

MOST_BARS, MOST_POINTS, MOST_SERIES, FEWEST_TIMES = 40, 400, 6, 3
WIDTH, HEIGHT = 720, 260
_TIME = re.compile(r"\d{4}(-(\d\d|Q[1-4])(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of `share` (0–1) of the width, from `left` on; `odd` tells a negative number.

    `more` tells its row from others of the same label.
    """

    label: Cell
    more: str
    value: float
    left: float
    share: float
    odd: bool


@dataclass(frozen=True, slots=True)
class Series:
    """Points in time: x, y in pixels with the time and the number; `path` joins them."""

    name: str
    points: tuple[tuple[float, float, str, float], ...]

    @property
    def path(self) -> str:
        """The line through the points, as SVG has it."""
        return " ".join(f"{'M' if n == 0 else 'L'}{x:.1f} {y:.1f}" for n, (x, y, _, _) in enumerate(self.points))


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the reader may choose: its parameter, what it says, the possible values and the one that holds."""

    parameter: str
    label: str
    values: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: either bars or series, with the ticks of both axes; `left_out` rows have no room or no number."""

    choices: tuple[Choice, ...]
    caption: str
    bars: tuple[Bar, ...] = ()
    series: tuple[Series, ...] = ()
    ticks: tuple[tuple[float, float], ...] = ()
    times: tuple[tuple[float, str], ...] = ()
    left_out: int = 0


def chartable(cells: Cells) -> bool:
    """Whether the answer has numbers to draw, and something that they belong to."""
    numbers = _numbers(cells)
    return len(cells.rows) > 1 and bool(numbers) and len(cells.columns) > len(numbers)


def chart(cells: Cells, asked: Mapping[str, str]) -> Chart:
    """The chart of an answer that is `chartable`; `asked` holds what was chosen, by parameter."""
    numbers = _numbers(cells)
    others = [name for name in cells.columns if name not in numbers]
    times = [name for name in others if _all_times(cells, name) and len(_different(cells, name)) >= FEWEST_TIMES]
    y = _one(asked, "chart-y", numbers)
    x = _one(asked, "chart-x", [*times, *(name for name in others if name not in times and name != UNIT), *others])
    choices = [Choice("chart-y", "Numbers", tuple(numbers), y), Choice("chart-x", "For each", tuple(others), x)]
    rows, unit = _of_one_unit(cells, asked, choices)
    kept = [(row[cells.columns.index(x)], _number(row[cells.columns.index(y)]), row) for row in rows]
    known = [(label, value, row) for label, value, row in kept if value is not None and label.shown]
    caption = f"{y}{f' in {unit}' if unit else ''} for each {x}"
    by = _by(cells, asked, x, x in times, choices)
    at = cells.columns.index(by) if by else -1
    drawn = [(label, value, _short(row[at]) if by else "") for label, value, row in known]
    if x in times:
        points = [(label.shown, value, name) for label, value, name in drawn[:MOST_POINTS]]
        return _lines(points, tuple(choices), caption, len(kept))
    return _bars(drawn[:MOST_BARS], tuple(choices), caption, len(kept))


def _numbers(cells: Cells) -> list[str]:
    """The columns in which all that stands is numbers."""
    return [name for at, name in enumerate(cells.columns) if _all(cells, at, lambda cell: _number(cell) is not None)]


def _all_times(cells: Cells, name: str) -> bool:
    return _all(cells, cells.columns.index(name), lambda cell: bool(_TIME.fullmatch(cell.shown)))


def _all(cells: Cells, at: int, holds: Callable[[Cell], bool]) -> bool:
    found = [row[at] for row in cells.rows if row[at].term is not None]
    return bool(found) and all(holds(cell) for cell in found)


def _number(cell: Cell) -> float | None:
    if not cell.number or cell.term is None:
        return None
    try:
        value = float(cell.term.value)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _one(asked: Mapping[str, str], parameter: str, possible: Sequence[str]) -> str:
    return asked[parameter] if asked.get(parameter) in possible else possible[0]


def _of_one_unit(
    cells: Cells, asked: Mapping[str, str], choices: list[Choice]
) -> tuple[Sequence[tuple[Cell, ...]], str]:
    """The rows whose numbers can stand beside each other, and their unit."""
    if UNIT not in cells.columns:
        return cells.rows, ""
    at = cells.columns.index(UNIT)
    many = Counter(row[at].shown for row in cells.rows)
    units = sorted(many, key=lambda unit: (-many[unit], unit))
    chosen = _one(asked, "chart-unit", units)
    if len(units) > 1:
        choices.append(Choice("chart-unit", "Unit", tuple(units), chosen))
    return [row for row in cells.rows if row[at].shown == chosen], chosen


def _by(cells: Cells, asked: Mapping[str, str], x: str, lines: bool, choices: list[Choice]) -> str:
    """The column whose values each get a line of their own, or that tells apart the bars of one thing."""
    numbers = _numbers(cells)
    possible = [name for name in cells.columns if name not in (*numbers, x, UNIT)]
    many = {name: len(_different(cells, name)) for name in possible}
    short = [name for name in possible if not any(row[cells.columns.index(name)].long for row in cells.rows)]
    likely = [name for name in short if many[name] > 1 and (not lines or many[name] <= MOST_SERIES)]
    if not possible:
        return ""
    chosen = asked.get("chart-by", likely[0] if likely else "")
    chosen = chosen if chosen in possible else ""
    choices.append(Choice("chart-by", "A line for each" if lines else "With", ("", *possible), chosen))
    return chosen


def _different(cells: Cells, name: str) -> set[str]:
    at = cells.columns.index(name)
    return {row[at].shown for row in cells.rows}


def _bars(rows: Sequence[tuple[Cell, float, str]], choices: tuple[Choice, ...], caption: str, total: int) -> Chart:
    low, top = min([0.0, *(value for _, value, _ in rows)]), max([0.0, *(value for _, value, _ in rows)])
    span = (top - low) or 1.0
    bars = tuple(
        Bar(label, more, value, (min(value, 0.0) - low) / span, abs(value) / span, value < 0)
        for label, value, more in rows
    )
    return Chart(choices, caption, bars=bars, left_out=total - len(rows))


def _lines(points: Sequence[tuple[str, float, str]], choices: tuple[Choice, ...], caption: str, total: int) -> Chart:
    times = sorted({time for time, _, _ in points})
    ticks = _ticks([value for _, value, _ in points])
    low, top = (ticks[0], ticks[-1]) if ticks else (0.0, 1.0)
    across = {time: WIDTH * (n + 0.5) / len(times) for n, time in enumerate(times)}
    down = {value: HEIGHT * (1 - (value - low) / ((top - low) or 1.0)) for _, value, _ in points}
    many = Counter(name for _, _, name in points)
    names = sorted(many, key=lambda name: (-many[name], name))[:MOST_SERIES]
    series = tuple(
        Series(name, tuple(sorted((across[t], down[v], t, v) for t, v, own in points if own == name))) for name in names
    )
    step = max(1, math.ceil(len(times) / 9))
    return Chart(
        choices,
        caption,
        series=series,
        ticks=tuple((HEIGHT * (1 - (value - low) / ((top - low) or 1.0)), value) for value in ticks),
        times=tuple((across[time], time) for time in times[::step]),
        left_out=total - sum(many[name] for name in names),
    )


def _short(cell: Cell) -> str:
    """What a cell shows; of an IRI without a name its last part."""
    if cell.text or cell.term is None or not cell.term.iri:
        return cell.shown
    return re.split(r"[/#]", cell.term.value.rstrip("/#"))[-1]


def _ticks(values: Sequence[float]) -> list[float]:
    """Round numbers from 0, or below the smallest, to above the greatest; about five."""
    low, top = min([0.0, *values]), max([0.0, *values])
    rough = (top - low) / 4 or 1.0
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= rough)
    first, last = math.floor(low / step), math.ceil(top / step)
    return [round(n * step, 10) for n in range(first, last + 1)]
