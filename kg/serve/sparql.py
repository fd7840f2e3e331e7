"""The endpoint /sparql: queries and updates by the SPARQL 1.1 Protocol, its own description, and a page for people."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.answer import Answer
from kg.serve.body import url_parameters
from kg.serve.choose import Choice, choose, choose_graph
from kg.serve.describe import service_description
from kg.serve.messages import Ask, Order
from kg.serve.pages import console
from kg.serve.protocol import METHODS, Call, read_call
from kg.serve.refusals import BadRequest
from kg.serve.respond import graph_response
from kg.serve.site import Site, latest, site

VARY = {"Vary": "Accept"}


async def sparql(request: Request) -> Response:
    """Answer a query, or carry out an update; without either, describe the service, or show the page for queries."""
    here = site(request)
    if request.method not in ("GET", "HEAD", "POST"):
        raise BadRequest(f"{request.method} is not allowed at this address", 405, METHODS)
    call = await read_call(request, here.options)
    if call.update is not None:
        await here.writer.write(Order("update"), call.update.encode(), call.timeout)
        return Response(status_code=204)
    accept = request.headers.get("accept", "")
    if call.query is None:
        choice = choose_graph(accept, call.format, html=True)
        if choice.html:
            return await run_in_threadpool(console.form, await latest(request), call, url_parameters(request))
        address = str(request.base_url)
        triples = await run_in_threadpool(service_description, here, address)
        return graph_response(triples, choice.graph)
    choice = choose(accept, call.format)
    if choice.html:
        return await run_in_threadpool(console.answer, await latest(request), call, url_parameters(request))
    return answer(here, call, choice)


def answer(here: Site, call: Call, choice: Choice) -> Answer:
    """The answer to a call, in the formats chosen."""
    ask = Ask(
        text=call.query or "",
        result=choice.result,
        graph=choice.graph,
        default_graphs=call.default_graphs,
        named_graphs=call.named_graphs,
        rows=here.options.limits.rows,
        seconds=call.timeout,
    )
    return Answer(here.pool, ask, call.timeout, here.options.limits, VARY)
