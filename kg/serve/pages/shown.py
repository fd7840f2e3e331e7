"""An answer as people see it: as a table, as a chart, as a picture, and where to get all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.serve.formats import GRAPHS, RESULTS
from kg.serve.pages.cells import Cells, fold
from kg.serve.pages.chart import Chart, chart, chartable
from kg.serve.source import Table

Fields = list[tuple[str, str]]

VIEW = "view"
OWN = (VIEW, "chart-x", "chart-y", "chart-by", "chart-unit")
"""Parameters of the address that say how an answer is shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer on a page. `views` are the name, the address and the title of each way to see it; `view` is the one
    that is shown. `fields` are the parameters that the chart's own form sends along."""

    cells: Cells
    more: bool
    view: str
    views: tuple[tuple[str, str, str], ...]
    downloads: tuple[tuple[str, str], ...]
    path: str
    fields: tuple[tuple[str, str], ...]
    chart: Chart | None = None
    picture: str = ""


def show(found: Table, base: str, path: str, fields: Iterable[tuple[str, str]], query: str) -> Shown:
    """The answer `found` of the SPARQL `query`, asked at `path` with `fields`, some of which may be of OWN."""
    given = dict(fields)
    asked = [(name, value) for name, value in given.items() if name not in OWN]
    cells = fold(found.rows)
    titles = {"table": "Table"}
    if _entities(found, base):
        titles["picture"] = "Picture"
    if chartable(cells):
        titles["chart"] = "Chart"
    view = given.get(VIEW, "table") if given.get(VIEW) in titles else "table"
    return Shown(
        cells=cells,
        more=found.more,
        view=view,
        views=tuple((name, _address(path, asked, {VIEW: name}), title) for name, title in titles.items()),
        downloads=tuple(downloads(path, asked, found)),
        path=path,
        fields=tuple(asked),
        chart=chart(cells, given) if view == "chart" else None,
        picture="/graph?" + urlencode({"query": query}) if view == "picture" else "",
    )


def downloads(path: str, parameters: Fields, found: Table) -> Fields:
    """Names of formats, and where the whole answer is in them."""
    formats = GRAPHS if found.form == "graph" else RESULTS
    return [(name, _address(path, parameters, {"format": name})) for name in formats]


def _address(path: str, fields: Fields, more: Mapping[str, str]) -> str:
    return f"{path}?{urlencode([*fields, *more.items()])}#answer" if VIEW in more else _plain(path, fields, more)


def _plain(path: str, fields: Fields, more: Mapping[str, str]) -> str:
    return f"{path}?{urlencode([*fields, *more.items()])}"


def _entities(found: Table, base: str) -> bool:
    """Whether the answer names anything that may be an entity of the graph."""
    return any(term is not None and term.iri and term.value.startswith(base) for row in found.rows.rows for term in row)
