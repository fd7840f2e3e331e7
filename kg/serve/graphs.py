"""The graphs themselves, by the SPARQL 1.1 Graph Store HTTP Protocol: /data. Who has the token may write them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.answer import Answer
from kg.serve.body import media_type, one, read_body, url_parameters
from kg.serve.choose import choose_graph
from kg.serve.formats import GRAPHS, QUADS
from kg.serve.messages import Ask, Order
from kg.serve.protocol import absolute, read_timeout
from kg.serve.refusals import BadRequest
from kg.serve.site import site
from kg.serve.writing import demand_token

READ, WRITE = ("GET", "HEAD"), ("PUT", "POST", "DELETE")


async def data(request: Request) -> Response:
    """The default graph (`?default`), a named graph (`?graph=IRI`), or, for reading, all of them as quads."""
    options = site(request).options
    if request.method not in READ:
        allowed = READ + WRITE if options.token else READ
        refusal = BadRequest(f"{request.method} is not allowed here", 405, ", ".join(allowed))
        if request.method not in WRITE:
            raise refusal
        demand_token(request, options, refusal)
    found = url_parameters(request)
    graph, default = one(found, "graph"), one(found, "default")
    if graph is not None and default is not None:
        raise BadRequest("default and graph are both given; give one of them")
    name = absolute(graph) if graph is not None else "default" if default is not None else ""
    return dump(request, name) if request.method in READ else await _write(request, name)


async def _write(request: Request, name: str) -> Response:
    """Put, add to or delete a graph. Raises what `Writer.write` raises, and BadRequest."""
    here = site(request)
    if not name:
        raise BadRequest("name the graph to write: ?graph=IRI or ?default")
    kind, body = request.method.lower(), b""
    media = media_type(request) if kind != "delete" else "text/turtle"
    format = next((f.name for f in GRAPHS.values() if media in (f.media, *f.also)), "")
    if not format:
        raise BadRequest(f"the body must be RDF with its Content-Type, not {media or 'without one'}", 415)
    if kind != "delete":
        body = await read_body(request, here.options.limits.write)
    order = Order(kind, "" if name == "default" else name, format)  # type: ignore[arg-type]
    done = await here.writer.write(order, body, read_timeout(url_parameters(request), here.options.limits))
    return Response(status_code=201 if done.created else 204)


def dump(request: Request, name: str) -> Answer:
    """The content of a graph by its IRI, of the "default" one, or of all (""). Raises NotAcceptable."""
    here, found = site(request), url_parameters(request)
    formats = tuple(GRAPHS) if name else QUADS
    choice = choose_graph(request.headers.get("accept", ""), one(found, "format") or "", graphs=formats)
    timeout = read_timeout(found, here.options.limits)
    ask = Ask(name, kind="dump", graph=choice.graph, seconds=timeout)
    return Answer(here.pool, ask, timeout, here.options.limits, {"Vary": "Accept"})
