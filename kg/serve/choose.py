"""Content negotiation: the format of an answer, by `?format=` or by the header Accept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.serve.accept import best, parse
from kg.serve.formats import GRAPHS, RESULTS, SAME, Format
from kg.serve.refusals import BadRequest, NotAcceptable

HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Choice:
    """The names of the formats for tables and for graphs, empty where none is accepted; or the page for people."""

    result: str = ""
    graph: str = ""
    html: bool = False


def choose(accept: str, asked: str = "", *, html: bool = True, graphs: Iterable[str] = tuple(GRAPHS)) -> Choice:
    """Choose among all formats of tables, these of `graphs`, and HTML where there is a page.

    `asked` is the name or media type of `?format=`, which goes before the header. Raises BadRequest for one that is
    unknown, NotAcceptable where nothing fits.
    """
    graphs = tuple(graphs)
    if asked:
        return _named(asked, html, graphs)
    ranges = parse(accept)
    result, liked = best(_offers(RESULTS.values()), ranges)
    graph, liked_too = best(_offers(GRAPHS[name] for name in graphs), ranges)
    page, most = best([("html", HTML)], ranges) if html and ranges else ("", 0.0)
    explicit = any(entry.media in HTML for entry in ranges)
    if page and explicit and most >= max(liked, liked_too):
        return Choice(html=True)
    if not (result or graph):
        raise NotAcceptable(f"nothing that is accepted ({accept!r}) is spoken here; take one of {_all(graphs)}")
    return Choice(result, graph)


def choose_graph(accept: str, asked: str = "", *, html: bool = False, graphs: Iterable[str] = tuple(GRAPHS)) -> Choice:
    """As `choose`, where the answer can only be a graph or a page."""
    choice = choose(accept, asked, html=html, graphs=graphs)
    if not choice.html and not choice.graph:
        raise NotAcceptable(f"this is a graph; take one of {', '.join(GRAPHS[name].media for name in graphs)}")
    return choice


def _offers(formats: Iterable[Format]) -> list[tuple[str, tuple[str, ...]]]:
    return [(format.name, (format.media, *format.also)) for format in formats]


def _named(asked: str, html: bool, graphs: tuple[str, ...]) -> Choice:
    name = asked.strip().lower()
    if html and name in ("html", *HTML):
        return Choice(html=True)
    result = _find(name, RESULTS.values())
    graph = _find(SAME.get(name, name), (GRAPHS[one] for one in graphs))
    if not (result or graph):
        raise BadRequest(f"there is no format {asked!r} here; take one of {', '.join([*RESULTS, *graphs])}")
    return Choice(result, graph)


def _find(name: str, formats: Iterable[Format]) -> str:
    return next((format.name for format in formats if name in (format.name, format.media, *format.also)), "")


def _all(graphs: tuple[str, ...]) -> str:
    return ", ".join([*(f.media for f in RESULTS.values()), *(GRAPHS[name].media for name in graphs)])
