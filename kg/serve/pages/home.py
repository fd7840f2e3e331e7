"""The front page: what the graph holds, and ways into it."""

from __future__ import annotations

from dataclasses import dataclass

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
from kg.store import Source, select

_SECONDS = 10.0
_LEFT_OUT = 50
_CANDIDATES = 100
_NEWEST = 10


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by class, the newest articles, the most connected entities; what took too long to find is missing."""

    classes: tuple[tuple[str, int], ...]
    newest: tuple[Row, ...]
    connected: tuple[Row, ...]


def overview(here: Site) -> Overview:
    """Ask the store. For use in threads. Raises Busy or StoreFailed."""
    source, ontology = here.source, here.ontology
    counts = {local(row["class"]): int(row["number"]) for row in _ask(source, "classes")}
    return Overview(
        classes=tuple((name, counts[name]) for name in ontology.classes if name in counts),
        newest=tuple(_newest(source)),
        connected=tuple(_connected(here)),
    )


def _ask(source: Source, name: str) -> list[Row]:
    try:
        return ask(source, name, _SECONDS)
    except Timeout:
        return []


def _newest(source: Source) -> list[Row]:
    dated = _ask(source, "newest")
    return dated if len(dated) >= _NEWEST else [*dated, *_ask(source, "undated")][:_NEWEST]


def _connected(here: Site) -> list[Row]:
    """The entities with most relations, among those that most is said of. One branch for each relation: the engine is
    slow where it is a variable."""
    try:
        chosen = " ".join(str(NamedNode(iri)) for iri in foremost(here, _SECONDS)[:_CANDIDATES])
        values = f"VALUES ?entity {{ {chosen} }}"
        ways = " UNION ".join(
            f"{{ {values} ?entity <{KG}{name}> ?other }} UNION {{ {values} ?other <{KG}{name}> ?entity }}"
            for name in here.ontology.relations
        )
        query = f"""SELECT ?entity ?label ?number WHERE {{
          {{ SELECT ?entity (COUNT(*) AS ?number) WHERE {{ {ways} }} GROUP BY ?entity ORDER BY DESC(?number) LIMIT 15 }}
          ?entity rdfs:label ?label .
        }} ORDER BY DESC(?number) ?label ?entity"""
        return list(select(here.source, query, timeout=_SECONDS).dicts())
    except Timeout:
        return []


def respond(here: Site) -> Response:
    """The page. For use in threads."""
    found = here.kept("overview", lambda: overview(here))
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
