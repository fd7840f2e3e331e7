"""The stored queries: what there is to ask, a form for each, and the answers."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from kg.errors import KgError
from kg.ontology import Ontology
from kg.serve.messages import Ask
from kg.serve.pages.render import page
from kg.serve.pages.shown import OWN as VIEWS
from kg.serve.pages.shown import show
from kg.serve.problems import headers, status
from kg.serve.refusals import BadRequest
from kg.serve.site import Site
from kg.store import StoredQuery, bind_stored
from kg.store.stored import REQUIRED

MOST = 1000
OWN = ("format", "timeout", "run", *VIEWS)
"""Parameters of the address that are none of the query."""


def index(here: Site) -> Response:
    """All of them."""
    return page("queries", stored=list(here.stored.values()))


def find(here: Site, name: str) -> StoredQuery:
    """The stored query of that name. Raises BadRequest (404)."""
    if name not in here.stored:
        raise BadRequest(f"there is no stored query {name!r}; /queries lists them all", 404)
    return here.stored[name]


def values(parameters: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What is given for the parameters of the query; empty fields of the form give nothing."""
    found: dict[str, list[str]] = {}
    for name, value in parameters:
        if name not in OWN and value.strip():
            found.setdefault(name, []).append(value.strip())
    return found


def bound(here: Site, stored: StoredQuery, given: dict[str, list[str]], timeout: float) -> str:
    """The query with these values. For use in threads. Raises QueryInvalid, Timeout, Busy or StoreFailed."""
    return bind_stored(stored, given, here.source, timeout=timeout)


def form(here: Site, stored: StoredQuery, given: dict[str, list[str]]) -> dict[str, Any]:
    """What the form of a query needs to be shown, filled with these values."""
    return {"query": stored, "given": given, "choices": _choices(stored, here.ontology), "required": REQUIRED}


def respond(
    here: Site,
    stored: StoredQuery,
    given: dict[str, list[str]],
    timeout: float,
    views: list[tuple[str, str]],
    run: bool,
) -> Response:
    """The page of one query: its form, and its answer where it is asked. `views` are parameters that say how the
    answer is shown. For use in threads."""
    content: dict[str, Any] = {"ready": form(here, stored, given), "base": here.source.base}
    content |= {"text": stored.text, "found": None, "shown": None, "problem": ""}
    if not run:
        return page("query", **content)
    try:
        text = bound(here, stored, given, timeout)
        found = here.source.table(Ask(text, kind="table", rows=MOST, seconds=timeout), timeout)
    except KgError as error:
        made = page("query", status(error), **content | {"problem": str(error)})
        made.headers.update(headers(error))
        return made
    fields = [(name, value) for name, several in given.items() for value in several]
    fields += [("run", "1")] if not fields and stored.parameters else []
    shown = show(found, here.source.base, f"/queries/{stored.name}", [*fields, *views], text)
    return page("query", **content | {"text": text, "found": found, "shown": shown})


def _choices(stored: StoredQuery, ontology: Ontology) -> dict[str, list[tuple[str, str]]]:
    """For parameters with few possible values: these, each with its label."""
    known = {
        "class": [(name, name) for name in ontology.classes],
        "relation": sorted((name, relation.label) for name, relation in ontology.relations.items()),
        "metric": sorted((name, metric.label) for name, metric in ontology.metrics.items()),
    }
    return {p.name: known[p.kind] for p in stored.parameters if p.kind in known}
