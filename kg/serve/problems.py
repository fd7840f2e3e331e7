"""What went wrong → an HTTP status and a message that says what to do."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from kg.errors import KgError, OutputFailed, QueryInvalid, StoreFailed, Timeout, UsageError
from kg.serve.refusals import BadRequest, Busy, Missing, NotAcceptable, TooManyRows

STATUS: tuple[tuple[type[KgError], int], ...] = (
    (Busy, 503),
    (NotAcceptable, 406),
    (TooManyRows, 403),
    (Missing, 404),
    (QueryInvalid, 400),
    (Timeout, 504),
    (UsageError, 400),
    (OutputFailed, 503),
    (StoreFailed, 500),
)
"""The first row that fits decides."""


def status(error: KgError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, BadRequest):
        return error.status
    return next((code for kind, code in STATUS if isinstance(error, kind)), 500)


def headers(error: KgError) -> dict[str, str]:
    """The headers that go with it."""
    if isinstance(error, Busy):
        return {"Retry-After": str(error.seconds)}
    if isinstance(error, BadRequest) and error.status == 401:
        return {"WWW-Authenticate": 'Bearer realm="kg"'}
    if isinstance(error, BadRequest) and error.allow:
        return {"Allow": error.allow}
    return {}


def problem(error: KgError) -> Response:
    """The response, as plain text."""
    return PlainTextResponse(f"{error}\n", status(error), headers(error))
