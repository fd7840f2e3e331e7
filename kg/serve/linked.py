"""Linked data: the path after the base IRI of a thing is its address on this server, as a page or as RDF."""

from __future__ import annotations

from urllib.parse import unquote

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.iris import encode
from kg.serve.answer import Answer
from kg.serve.body import one, url_parameters
from kg.serve.choose import choose_graph
from kg.serve.graphs import dump
from kg.serve.messages import Ask
from kg.serve.pages import resource as pages
from kg.serve.pages.asking import filled
from kg.serve.protocol import read_timeout
from kg.serve.refusals import Missing
from kg.serve.site import Site, latest


async def resource(request: Request) -> Response:
    """A page about the thing, or its description in RDF. Raises Missing where the store does not know it."""
    here = await latest(request)
    iri = _iri(request, here)
    given = url_parameters(request)
    choice = choose_graph(request.headers.get("accept", ""), one(given, "format") or "", html=True)
    if choice.html:
        made = await run_in_threadpool(pages.respond, here, iri)
        if made is None:
            raise _missing(iri)
        return made
    if iri.startswith(here.pool.base + "graph/"):
        return dump(request, iri)
    timeout = read_timeout(given, here.options.limits)
    ask = Ask(_description(here, iri), graph=choice.graph, rows=here.options.limits.rows, seconds=timeout)
    if not await _known(here, iri, timeout):
        raise _missing(iri)
    return Answer(here.pool, ask, timeout, here.options.limits, {"Vary": "Accept"})


def _iri(request: Request, here: Site) -> str:
    """The IRI whose tail is the path, percent-encoded as IRIs of the data are. Raises Missing."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    segments = raw.partition(b"?")[0].decode("latin-1").removeprefix("/").split("/")
    iri = here.pool.base + "/".join(encode(unquote(segment)) for segment in segments)
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise _missing(iri) from error


def _missing(iri: str) -> Missing:
    return Missing(f"the store knows nothing of <{iri}>")


def _description(here: Site, iri: str) -> str:
    """The query for the triples that describe a thing."""
    kind = "resource-graph"
    if iri.startswith(here.pool.base + "document/"):
        kind = "article-graph"
    elif "/" in iri.removeprefix(here.pool.base) and not _of_machinery(iri.removeprefix(here.pool.base)):
        kind = "entity-graph"
    return filled(kind, resource=NamedNode(iri))


def _of_machinery(tail: str) -> bool:
    return tail.startswith(("observation/", "conflict/", "lexicon/"))


async def _known(here: Site, iri: str, timeout: float) -> bool:
    """Whether any triple speaks of it."""
    node = NamedNode(iri)
    ask = Ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?q {node} }} }}", seconds=timeout)
    answer, _ = await here.pool.collect(ask, timeout)
    return b"true" in answer
