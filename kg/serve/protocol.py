"""SPARQL 1.1 Protocol: an HTTP request → the question that it puts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request

from kg.serve.body import FORM, Parameters, decode, media_type, one, parameters, read_body, url_parameters
from kg.serve.options import Limits, Options
from kg.serve.refusals import BadRequest
from kg.serve.using import with_data_set
from kg.serve.writing import demand_token, may_write

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
METHODS = "GET, HEAD, POST"


@dataclass(frozen=True, slots=True)
class Call:
    """What a request to the endpoint says; `query` is None where it asks nothing, data sets where it names none.

    `update` is None where it changes nothing. `example` is the name of a stored query that the page shall begin with.
    """

    query: str | None
    update: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    timeout: float
    format: str
    example: str


async def read_call(request: Request, options: Options) -> Call:
    """Read a GET, a POST with a form, or a POST with the query or update itself. Raises BadRequest."""
    found, limits = url_parameters(request), options.limits
    if request.method != "POST":
        if any(name == "update" for name, _ in found):
            raise BadRequest("updates are sent with POST, not with GET", 403)
        return _call(one(found, "query"), found, limits)
    media = media_type(request)
    if media == UPDATE:
        demand_token(request, options, _read_only())
        return _update(decode(await read_body(request, limits.write)), found, limits)
    if media == QUERY:
        if one(found, "query") is not None:
            raise BadRequest("the query is given twice, in the address and in the body; give it once")
        return _call(decode(await read_body(request, limits.body)), found, limits)
    if media != FORM:
        raise BadRequest(f"POST carries {QUERY} or {FORM}, not {media or 'a body without Content-Type'}", 415)
    return await _form(request, found, options)


async def _form(request: Request, found: Parameters, options: Options) -> Call:
    limits = options.limits
    size = limits.write if may_write(request, options) else limits.body
    found = found + parameters(decode(await read_body(request, size)))
    update, query = one(found, "update"), one(found, "query")
    if update is not None:
        demand_token(request, options, _read_only())
        if query is not None:
            raise BadRequest("a query and an update are both given; send one of them")
        return _update(update, found, limits)
    if query is None:
        raise BadRequest("the form has no parameter query; send query=…")
    return _call(query, found, limits)


def _read_only() -> BadRequest:
    return BadRequest("updates are refused: this store is only read; kg build fills it", 403)


def _update(update: str, found: Parameters, limits: Limits) -> Call:
    graphs = _iris(value for name, value in found if name == "using-graph-uri")
    named = _iris(value for name, value in found if name == "using-named-graph-uri")
    return _call(None, found, limits, with_data_set(update, graphs, named))


def _call(query: str | None, found: Parameters, limits: Limits, update: str | None = None) -> Call:
    graphs = _iris(value for name, value in found if name == "default-graph-uri")
    named = _iris(value for name, value in found if name == "named-graph-uri")
    given = bool(graphs or named)
    if "\0" in (query or update or ""):
        raise BadRequest("the query holds a null character; take it out")
    return Call(
        query=query,
        update=update,
        default_graphs=graphs if given else None,
        named_graphs=named if given else None,
        timeout=read_timeout(found, limits),
        format=one(found, "format") or "",
        example=one(found, "example") or "",
    )


def _iris(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(absolute(value) for value in values))


def absolute(iri: str) -> str:
    """The IRI, if it is absolute. Raises BadRequest otherwise."""
    try:
        scheme = urlsplit(iri).scheme
    except ValueError:
        scheme = ""
    if not scheme or any(character in '<>"{}|\\^`' or character <= " " for character in iri):
        raise BadRequest(f"{iri!r} is not the absolute IRI of a graph")
    return iri


def read_timeout(found: Parameters, limits: Limits) -> float:
    """The time limit in seconds: what the request names, but not above the largest. Raises BadRequest."""
    text = one(found, "timeout")
    if text is None:
        return limits.timeout
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise BadRequest(f"timeout={text!r} is no number of seconds above 0")
    return min(seconds, limits.max_timeout)
