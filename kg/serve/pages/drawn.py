"""Which part of the graph a picture shows, and that picture as a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from kg.model import Graph
from kg.region import around, most_connected, read_region
from kg.serve.messages import Ask
from kg.serve.site import Site
from kg.store import find_entities
from kg.view import render_page

MOST = 300
"""The most entities of one picture: as many as can be told apart. More come when they are asked for."""

NEAR = 150
"""The most entities of a picture around others, which is made anew each time it is asked for."""

_PART = "a part of the store; the search reaches all of it"

ROWS = 1000
"""How many rows of an answer are looked through for entities."""


def overview(here: Site, timeout: float) -> str:
    """The entities that most is said of, as a page, made once for each build. For use in threads."""
    return here.kept("picture", lambda: _page(here, foremost(here, timeout), "", timeout))


def foremost(here: Site, timeout: float) -> list[str]:
    """IRIs of the entities that most is said of, at most MOST. To find them all statements are counted, which takes
    seconds for each million, so it is done once for each build. For use in threads. Raises Timeout."""
    return here.kept("foremost", lambda: most_connected(here.source, MOST, timeout=timeout))


def around_entities(here: Site, names: Sequence[str], steps: int, timeout: float) -> str:
    """What lies within `steps` relations of the entities of these names, as a page. For use in threads.

    Raises QueryInvalid for a name that nothing in the graph bears.
    """
    centres = [node.value for name in names for node in find_entities(here.source, name, timeout=timeout)]
    chosen = around(here.source, dict.fromkeys(centres), steps, NEAR, timeout=timeout)
    return _page(here, chosen, "", timeout, centres)


def of_answer(here: Site, query: str, timeout: float) -> str:
    """The entities that the answer of a query names, and what relates them, as a page. For use in threads.

    Raises QueryInvalid, Timeout, Busy or StoreFailed.
    """
    found = here.source.table(Ask(query, kind="table", rows=ROWS, seconds=timeout), timeout)
    base = here.source.base
    named = (term.value for row in found.rows.rows for term in row if term is not None and term.iri)
    iris = list(dict.fromkeys(iri for iri in named if iri.startswith(base)))[:ROWS]
    return _page(here, iris, "Answer", timeout)


def _page(here: Site, iris: Sequence[str], title: str, timeout: float, centres: Iterable[str] = ()) -> str:
    graph: Graph = read_region(here.source, iris, timeout=timeout)
    keys = (unquote(iri.removeprefix(here.source.base)) for iri in centres)
    named = ", ".join(dict.fromkeys(graph.entities[key].label for key in keys if key in graph.entities))
    about = {"Entities": f"{len(graph.entities):,}", "Articles": f"{len(graph.articles):,}", "Of": _PART}
    return render_page(
        graph,
        title=title or named or "Knowledge graph",
        about=about,
        base_iri=here.source.base,
        ontology=here.ontology,
        served=True,
    )
