"""Figures of an article: quantities and dates, each with the metrics that its unit allows and the value it then has."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.annotate.dates import find_dates
from kg.annotate.facts.cache import compiled
from kg.annotate.facts.calendar import DateExpression
from kg.annotate.facts.page import Page
from kg.annotate.facts.quantity import Quantity
from kg.annotate.facts.units import UnitTable
from kg.annotate.quantities import scan_quantities
from kg.ontology import Metric, Ontology

_LABEL_UNIT = re.compile(r"[(（]([^()（）]{1,12})[)）]\s*\|?\s*$")
COUNT = "count"
LEAST_MONEY = 1_000
REACH = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity or a date of the text, and for each metric that it may be of the value and unit that it then has.

    The unit COUNT says that the figure counts vehicles or other things, which is settled later.
    """

    begin: int
    end: int
    options: Mapping[str, tuple[int | float | str, str]]
    quantity: Quantity | None = None
    date: DateExpression | None = None


def find_figures(page: Page, ontology: Ontology, date: str) -> tuple[list[Figure], tuple[DateExpression, ...]]:
    """The figures of an article in order, and its dates; `date` is the article's ISO date or ""."""
    dates = find_dates(page.doc, ontology.cues, date)
    quantities = scan_quantities(page.text, ontology.cues, [(d.begin, d.end) for d in dates])
    found = [Figure(d.begin, d.end, _dated(d, ontology), date=d) for d in dates if d.value and d.kind != "yearago"]
    reader = _Options(page, ontology, quantities)
    for n, quantity in enumerate(quantities):
        options = reader.options(n, quantity)
        if options:
            found.append(Figure(quantity.begin, quantity.end, options, quantity=quantity))
    return sorted(found, key=lambda f: (f.begin, f.end)), dates


def _dated(date: DateExpression, ontology: Ontology) -> dict[str, tuple[int | float | str, str]]:
    return {name: (date.point, "date") for name, metric in ontology.metrics.items() if "date" in metric.units}


class _Options:
    """Which metrics a quantity may be of, by its unit and what it counts."""

    def __init__(self, page: Page, ontology: Ontology, quantities: Sequence[Quantity]) -> None:
        self._page, self._ontology, self._quantities = page, ontology, quantities
        self._table = page.table
        self._units = compiled("units", ontology.cues["quantities"], UnitTable)
        self._metre = ontology.cues["quantities"]["metre"]
        self._superseded = {q.conversion for q in quantities if q.conversion >= 0}
        self._currency = [q for q in quantities if q.kind == "money"]
        self._currency_begins = [q.begin for q in self._currency]
        self._currencies = frozenset(
            unit.unit for unit in self._units.prefixes.values() if unit.kind == "money" and unit.unit != "other"
        )

    def options(self, n: int, quantity: Quantity) -> dict[str, tuple[int | float | str, str]]:
        if quantity.conversion >= 0 and quantity.kind != "money" and self._known(self._quantities[quantity.conversion]):
            return {}
        if (
            n in self._superseded
            and not self._known(quantity)
            and any(q.conversion == n and self._known(q) for q in self._quantities[n + 1 : n + 6])
        ):
            return {}
        if self._inside_name(quantity):
            return {}
        if quantity.kind == "bare":
            quantity = self._labelled(quantity)
        near = self._near(n, quantity)
        found = {name: self._value(quantity, metric, near) for name, metric in self._ontology.metrics.items()}
        return {name: value for name, value in found.items() if value is not None}

    def _near(self, n: int, quantity: Quantity) -> Quantity | None:
        """The last figure before a bare number that has a unit, if it is close: "width 1,844" after "length 4,400 mm"."""  # noqa: E501
        for former in reversed(self._quantities[max(0, n - 4) : n]):
            if quantity.begin - former.end > REACH:
                return None
            if former.kind != "bare":
                return former
        return None

    def _known(self, quantity: Quantity) -> bool:
        return quantity.unit not in ("", "other") or quantity.kind == "money"

    def _inside_name(self, quantity: Quantity) -> bool:
        """Whether the number is part of a name, such as the 3 of a model; a figure with a real unit may be."""
        for place in self._page.places_between(quantity.begin - 80, quantity.end):
            if place.begin <= quantity.begin and quantity.end <= place.end:
                return not self._known(quantity)
        return False

    def _labelled(self, quantity: Quantity) -> Quantity:
        """A bare number with the unit that its line's label names: "Length (mm): 4.690"."""
        label = self._page.lines.label(quantity.begin)
        named = _LABEL_UNIT.search(self._page.text, *label) if label else None
        found = self._units.after("1 " + named.group(1), 1) if named else None
        if found is None:
            return quantity
        unit = found[0]
        return replace(quantity, unit=unit.unit, kind=unit.kind, name=unit.name, value=quantity.value * unit.factor)

    def _value(self, quantity: Quantity, metric: Metric, near: Quantity | None) -> tuple[int | float | str, str] | None:
        units = metric.units
        if quantity.kind == "metre":
            return self._metres(quantity, metric)
        if quantity.unit in units and quantity.unit != "other":
            return quantity.value, quantity.unit
        if quantity.kind in ("bare", "units"):
            return self._counted(quantity, metric, near)
        kinds = self._table.metrics.get(metric.name, {}).get("kinds", ())
        if "other" not in units:
            return None
        money = quantity.kind == "money" and bool(self._currencies.intersection(units))
        return (quantity.value, "other") if metric.name == "other" or money or quantity.kind in kinds else None

    def _metres(self, quantity: Quantity, metric: Metric) -> tuple[int | float | str, str] | None:
        to = self._metre
        if metric.name in to["metrics"] and to["unit"] in metric.units:
            return round(quantity.value * to["factor"], 6), to["unit"]
        return (quantity.value, "other") if metric.name == "other" else None

    def _counted(
        self, quantity: Quantity, metric: Metric, near: Quantity | None
    ) -> tuple[int | float | str, str] | None:
        units = metric.units
        if units[0] == "vehicle":
            return quantity.value, COUNT
        if metric.name == "other" or units[0] == "other":
            return quantity.value, "other"
        if quantity.kind != "bare":
            return None
        if near is not None and near.unit in units and near.unit != "other":
            return quantity.value, near.unit
        if self._currency and self._currencies.intersection(units) and abs(quantity.value) >= LEAST_MONEY:
            unit = self._last_currency(quantity)
            return (quantity.value, unit) if unit in units else None
        return None

    def _last_currency(self, quantity: Quantity) -> str:
        at = bisect_left(self._currency_begins, quantity.begin)
        return self._currency[max(at - 1, 0)].unit
