"""What queries are made of, for the editor to complete: the terms of the ontology, and those that kg's RDF uses."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.rdf import vocabulary as v
from kg.rdf.vocabulary import PREFIXES
from kg.serve.pages.terms import sections
from kg.serve.site import Site, site

_OTHERS = (
    *(v.TYPE, v.LABEL, v.PREF_LABEL, v.ALT_LABEL, v.SUBJECT, v.PREDICATE, v.OBJECT, v.STATEMENT, v.DERIVED_FROM),
    *(v.OBSERVATION, v.FEATURE, v.PROPERTY, v.RESULT, v.UNIT_TEXT, v.NEWS_ARTICLE, v.IDENTIFIER, v.TITLE, v.ISSUED),
    *(v.SOURCE, v.PUBLISHER, v.URL, v.SENTENCE, v.PHRASE, v.ANCHOR, v.BEGIN, v.END, v.CONTEXT, v.REFERS_TO),
)
"""Terms of other vocabularies, as `kg.rdf` writes them."""

_KINDS = {"Classes": "class", "Relations": "relation", "Metrics": "metric"}


async def terms(request: Request) -> Response:
    """All terms: [{term, kind, label, comment}], `term` with its prefix."""
    here = site(request)
    found = await run_in_threadpool(here.kept, "completions", lambda: _terms(here))
    return JSONResponse(found, headers={"Cache-Control": "max-age=60"})


def _terms(here: Site) -> list[dict[str, str]]:
    own = [
        {"term": f"kg:{term.name}", "kind": _KINDS.get(title, ""), "label": term.label, "comment": term.comment}
        for title, several in sections(here.ontology.folder).items()
        for term in several
    ]
    others = [{"term": _prefixed(node.value), "kind": "", "label": "", "comment": ""} for node in _OTHERS]
    return own + [term for term in others if term["term"]]


def _prefixed(iri: str) -> str:
    found = [f"{name}:{iri[len(start) :]}" for name, start in PREFIXES.items() if iri.startswith(start)]
    return min(found, key=len, default="")
