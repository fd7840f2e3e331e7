"""What a request carries: parameters and body, of limited size, in the one character set that is spoken."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.serve.refusals import BadRequest

FORM = "application/x-www-form-urlencoded"
_FIELDS = 1000
_SECONDS = 30.0

Parameters = list[tuple[str, str]]


async def read_body(request: Request, limit: int) -> bytes:
    """The body. Raises BadRequest (413) where it is larger than `limit` bytes, (408) where it comes too slowly."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise BadRequest("the body is compressed; send it as it is", 415)
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and len(announced) < 19 and int(announced) > limit:
        raise _too_large(limit)
    found = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in request.stream():
                found += piece
                if len(found) > limit:
                    raise _too_large(limit)
    except TimeoutError as error:
        raise BadRequest(f"the body did not come within {_SECONDS:g} seconds", 408) from error
    except ClientDisconnect as error:
        raise BadRequest("the client left before its request was complete") from error
    return bytes(found)


def _too_large(limit: int) -> BadRequest:
    return BadRequest(f"the request is larger than {limit:,} bytes", 413)


def media_type(request: Request) -> str:
    """The media type of the body. Raises BadRequest for another character set than UTF-8."""
    media, *parameters = request.headers.get("content-type", "").split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in ("utf-8", "utf8", "us-ascii"):
            raise BadRequest(f"the character set {charset!r} is not spoken here; send UTF-8", 415)
    return media.strip().lower()


def decode(body: bytes) -> str:
    """A body as text. Raises BadRequest where it is no UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"byte {error.start + 1} of the body is not valid UTF-8; send UTF-8") from error


def parameters(encoded: str) -> Parameters:
    """The fields of a query string or of a form, in order. Raises BadRequest."""
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as error:
        raise BadRequest("the parameters are not valid UTF-8, percent-encoded; send UTF-8") from error
    except ValueError as error:
        raise BadRequest(f"there are more than {_FIELDS} parameters") from error


def url_parameters(request: Request) -> Parameters:
    """The fields of the query string. Raises BadRequest."""
    return parameters(request.scope["query_string"].decode("latin-1"))


def one(found: Parameters, name: str) -> str | None:
    """The only value of a parameter, None without one. Raises BadRequest where there are several."""
    values = [value for key, value in found if key == name]
    if len(values) > 1:
        raise BadRequest(f"the parameter {name} is given {len(values)} times; give it once")
    return values[0] if values else None
