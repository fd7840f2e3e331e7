"""The addresses of the pages."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.answer import Answer
from kg.serve.body import one, url_parameters
from kg.serve.choose import choose
from kg.serve.messages import Ask
from kg.serve.pages import found, stored
from kg.serve.pages import home as homes
from kg.serve.pages.shown import OWN as VIEWS
from kg.serve.protocol import read_timeout
from kg.serve.site import latest

_FURTHEST = 10_000_000


async def home(request: Request) -> Response:
    """The front page."""
    return await run_in_threadpool(homes.respond, await latest(request))


async def search(request: Request) -> Response:
    """Entities by name (`?q=`) or by class (`?class=`, `?start=`)."""
    given = url_parameters(request)
    start = one(given, "start") or "0"
    at = min(int(start), _FURTHEST) if start.isdecimal() and len(start) < 10 else 0
    name, kind = one(given, "q") or "", one(given, "class") or ""
    return await run_in_threadpool(found.respond, await latest(request), name.strip()[:200], kind, at)


async def queries(request: Request) -> Response:
    """The list of stored queries."""
    return await run_in_threadpool(stored.index, await latest(request))


async def query(request: Request) -> Response:
    """One stored query: its page, or its whole answer in another format."""
    here, given = await latest(request), url_parameters(request)
    wanted = stored.find(here, request.path_params["name"])
    values, timeout = stored.values(given), read_timeout(given, here.options.limits)
    choice = choose(request.headers.get("accept", ""), one(given, "format") or "")
    if choice.html:
        run = bool(values) or one(given, "run") is not None or not wanted.parameters
        views = [(name, value) for name, value in given if name in VIEWS]
        return await run_in_threadpool(stored.respond, here, wanted, values, timeout, views, run)
    text = await run_in_threadpool(stored.bound, here, wanted, values, timeout)
    ask = Ask(text, result=choice.result, graph=choice.graph, rows=here.options.limits.rows, seconds=timeout)
    return Answer(here.pool, ask, timeout, here.options.limits, {"Vary": "Accept"})
