"""The front page: what the graph holds, and ways into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pyoxigraph import NamedNode
from starlette.responses import Response

from kg import report
from kg.errors import Timeout
from kg.rdf.iris import Names
from kg.rdf.vocabulary import KG
from kg.serve.files import DOWNLOADS
from kg.serve.pages.asking import Row, ask
from kg.serve.pages.drawn import foremost
from kg.serve.pages.links import local
from kg.serve.pages.render import page
from kg.serve.site import Site
from kg.store import select

_LEFT_OUT = 50
_CANDIDATES = 100
_NEWEST = 10

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by class, the newest articles, the most connected entities; what took too long to find is missing."""

    classes: tuple[tuple[str, int], ...]
    newest: tuple[Row, ...]
    connected: tuple[Row, ...]


def overview(here: Site) -> Overview:
    """Ask the store, once for each build. For use in threads. Raises Busy or StoreFailed."""
    return Overview(
        classes=_kept(here, "classes", _classes),
        newest=_kept(here, "newest", _newest),
        connected=_kept(here, "connected", _connected),
    )


def _kept(here: Site, name: str, make: Callable[[Site, float], Iterable[T]]) -> tuple[T, ...]:
    """What `make` finds in the time of a query; nothing where it takes longer, and then it is asked for again."""
    try:
        return here.kept(name, lambda: tuple(make(here, here.options.limits.timeout)))
    except Timeout:
        return ()


def _classes(here: Site, seconds: float) -> Iterable[tuple[str, int]]:
    counts = {local(row["class"]): int(row["number"]) for row in ask(here.source, "classes", seconds)}
    return ((name, counts[name]) for name in here.ontology.classes if name in counts)


def _newest(here: Site, seconds: float) -> list[Row]:
    dated = ask(here.source, "newest", seconds)
    return dated if len(dated) >= _NEWEST else [*dated, *ask(here.source, "undated", seconds)][:_NEWEST]


def _connected(here: Site, seconds: float) -> list[Row]:
    """The entities with most relations, among those that most is said of. One branch for each relation: the engine is
    slow where it is a variable."""
    chosen = " ".join(str(NamedNode(iri)) for iri in foremost(here, seconds)[:_CANDIDATES])
    values = f"VALUES ?entity {{ {chosen} }}"
    ways = " UNION ".join(
        f"{{ {values} ?entity <{KG}{name}> ?other }} UNION {{ {values} ?other <{KG}{name}> ?entity }}"
        for name in here.ontology.relations
    )
    query = f"""SELECT ?entity ?label ?number WHERE {{
      {{ SELECT ?entity (COUNT(*) AS ?number) WHERE {{ {ways} }} GROUP BY ?entity ORDER BY DESC(?number) LIMIT 15 }}
      ?entity rdfs:label ?label .
    }} ORDER BY DESC(?number) ?label ?entity"""
    return list(select(here.source, query, timeout=seconds).dicts())


def respond(here: Site) -> Response:
    """The page. For use in threads."""
    found = overview(here)
    written = report.read(here.output)
    left_out = [*written.get("failed", []), *written.get("ignored", [])]
    files = [name for name in DOWNLOADS if (here.output / name).is_file()]
    since = written.get("since")
    kinds = [rows for what in ("articles", "entities") for rows in (since or {}).get(what, {}).values()]
    return page(
        "home",
        since=since,
        changed=any(rows["number"] for rows in kinds),
        document=Names(here.source.base).document,
        order=tuple(here.ontology.classes),
        overview=found,
        report=written,
        left_out=left_out[:_LEFT_OUT],
        left_out_more=max(0, len(left_out) - _LEFT_OUT),
        files=files,
        picture=(here.output / "graph.html").is_file(),
        base=here.source.base,
    )
