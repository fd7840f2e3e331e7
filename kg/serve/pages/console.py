"""The page to write SPARQL in: ready questions with their forms, the editor, and the answer."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from kg.errors import KgError
from kg.rdf.vocabulary import PREFIXES
from kg.serve.body import Parameters
from kg.serve.messages import Ask
from kg.serve.pages import stored as stored_pages
from kg.serve.pages.render import LIB, scripted
from kg.serve.pages.shown import OWN, show
from kg.serve.problems import headers, status
from kg.serve.protocol import Call
from kg.serve.site import Site

MOST = 1000
START = """SELECT ?entity ?label ?class WHERE {
  ?entity rdfs:label ?label ; a ?class .
}
ORDER BY ?label
LIMIT 50"""


def form(here: Site, call: Call, given: Parameters) -> Response:
    """The page with nothing asked yet; or with the ready question that `example` names, with its form, and its answer
    where its form was sent. For use in threads."""
    chosen = here.stored.get(call.example)
    if chosen is None:
        return _page(here, START)
    values = stored_pages.values([(name, value) for name, value in given if name not in ("example", "query")])
    content = stored_pages.form(here, chosen, values)
    if not values and not any(name == "run" for name, _ in given):
        return _page(here, chosen.text, ready=content)
    try:
        text = stored_pages.bound(here, chosen, values, call.timeout)
    except KgError as error:
        return _failed(here, chosen.text, error, ready=content)
    return _answered(here, text, call, given, ready=content)


def answer(here: Site, call: Call, given: Parameters) -> Response:
    """The page with the first rows of an answer, or with what is wrong with the query. For use in threads."""
    return _answered(here, call.query or "", call, given)


def _answered(here: Site, text: str, call: Call, given: Parameters, **content: Any) -> Response:
    ask = Ask(
        text=text,
        kind="table",
        default_graphs=call.default_graphs,
        named_graphs=call.named_graphs,
        rows=MOST,
        seconds=call.timeout,
    )
    try:
        found = here.source.table(ask, call.timeout)
    except KgError as error:
        return _failed(here, text, error, **content)
    fields = [("query", text), *((name, value) for name, value in given if name in (*OWN, "timeout") and value)]
    return _page(here, text, found=found, shown=show(found, here.source.base, "/sparql", fields, text), **content)


def _failed(here: Site, text: str, error: KgError, **content: Any) -> Response:
    made = _page(here, text, problem=str(error), code=status(error), **content)
    made.headers.update(headers(error))
    return made


def _page(here: Site, text: str, *, code: int = 200, **content: Any) -> Response:
    return scripted(
        "sparql",
        code,
        **{"found": None, "shown": None, "problem": "", "ready": None, **content},
        text=text,
        stored=list(here.stored.values()),
        timeout=f"{here.options.limits.timeout:g}",
        base=here.source.base,
        prefixes=PREFIXES,
        editor=(LIB / "yasqe.min.js").is_file(),
    )
