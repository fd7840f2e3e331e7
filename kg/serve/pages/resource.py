"""The page of any other thing of the store: its triples, in both directions."""

from __future__ import annotations

from pyoxigraph import NamedNode
from starlette.responses import Response

from kg.serve.pages import article, entity
from kg.serve.pages.asking import Row, ask, filled
from kg.serve.pages.render import page
from kg.serve.site import Site
from kg.store import Rows, select

MOST = 500


def respond(here: Site, iri: str) -> Response | None:
    """The page of an article, of an entity, or of anything else; None where the store knows nothing of it.

    For use in threads. Raises Timeout, Busy or StoreFailed.
    """
    if iri.startswith(here.source.base + "document/"):
        return article.respond(here, iri) or _plain(here, iri)
    return entity.respond(here, iri) or _plain(here, iri)


def _plain(here: Site, iri: str) -> Response | None:
    node, timeout = NamedNode(iri), here.options.limits.timeout
    out: Rows = select(here.source, filled("outgoing", resource=node), timeout=timeout)
    into: list[Row] = ask(here.source, "incoming", timeout, resource=node)
    into.sort(key=lambda row: (row["property"], row["other"]))
    if not (out.rows or into):
        return None
    more = len(out.rows) > MOST or len(into) > MOST
    return page("resource", iri=iri, out=out.rows[:MOST], incoming=into[:MOST], more=more, base=here.source.base)
