"""What went wrong, as a page for people and as plain text for programs."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError
from kg.serve.choose import choose
from kg.serve.pages.render import page
from kg.serve.problems import headers, problem, status
from kg.serve.refusals import BadRequest, NotAcceptable


async def unknown(request: Request, error: Exception) -> Response:
    """The response to a request that no address or method fits."""
    if not isinstance(error, HTTPException):
        raise error
    allowed = (error.headers or {}).get("Allow", "")
    what = f"{request.method} is not allowed here" if error.status_code == 405 else "there is nothing at this address"
    return await trouble(request, BadRequest(what, error.status_code, allowed))


async def trouble(request: Request, error: Exception) -> Response:
    """The response to a request that failed with a KgError."""
    if not isinstance(error, KgError):
        raise error
    try:
        html = choose(request.headers.get("accept", "")).html
    except NotAcceptable:
        html = False
    if not html:
        return problem(error)
    made = page("trouble", status(error), code=status(error), problem=str(error))
    made.headers.update(headers(error))
    return made
