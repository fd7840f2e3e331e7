"""/health: whether the server can answer, for those who watch over it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg import __version__
from kg.errors import KgError
from kg.serve.messages import Ask
from kg.serve.refusals import Busy
from kg.serve.site import site

_SECONDS = 5.0
_QUESTION = Ask("ASK {}", seconds=_SECONDS)


async def health(request: Request) -> Response:
    """200 where a query is answered, or all processes are at work on some; 503 where the store cannot be read."""
    here = site(request)
    state, problem = "ok", ""
    if here.pool.counts["idle"] or not here.pool.counts["busy"]:
        try:
            await here.pool.collect(_QUESTION, _SECONDS)
        except Busy:
            state = "busy"
        except KgError as error:
            state, problem = "failed", str(error)
    content = {"status": state, "version": __version__, "processes": here.pool.counts}
    if problem:
        content["problem"] = problem
    return JSONResponse(content, 503 if state == "failed" else 200)
