"""/graph: the interactive picture of a part of the graph, and what it asks for while it is looked at."""

from __future__ import annotations

import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.serve.body import Parameters, one, url_parameters
from kg.serve.pages import drawn, found
from kg.serve.protocol import read_timeout
from kg.serve.refusals import BadRequest
from kg.serve.site import latest

MOST_NAMES = 20
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


async def graph(request: Request) -> Response:
    """The picture: around entities (`?entity=`, `?steps=`), of a query's answer (`?query=`), or of the whole graph."""
    here, given = await latest(request), url_parameters(request)
    timeout = read_timeout(given, here.options.limits)
    names = [value for name, value in given if name == "entity" and value.strip()]
    query = one(given, "query")
    if query is not None:
        page = await run_in_threadpool(drawn.of_answer, here, query, timeout)
    elif names:
        page = await run_in_threadpool(drawn.around_entities, here, names, _steps(given), timeout)
    else:
        page = await run_in_threadpool(drawn.overview, here, timeout)
    return framed(page)


async def names(request: Request) -> Response:
    """Entities whose names contain `?q=`, as JSON: {"names": [{iri, key, label, types}]}."""
    here = await latest(request)
    wanted = (one(url_parameters(request), "q") or "").strip()[:200]
    entries = await run_in_threadpool(found.named, here, wanted, MOST_NAMES) if wanted else []
    return JSONResponse({"names": entries})


def framed(page: str) -> HTMLResponse:
    """A page with its own policy also in the header, and leave for this server's pages to frame it."""
    match = _POLICY.search(page)
    policy = match[1].replace("&#39;", "'") if match else "default-src 'none'"
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(page, headers=headers)


def _steps(given: Parameters) -> int:
    text = one(given, "steps") or "1"
    if text not in ("0", "1", "2", "3"):
        raise BadRequest(f"steps={text!r}: how far around the entity to look is 0, 1, 2 or 3")
    return int(text)
