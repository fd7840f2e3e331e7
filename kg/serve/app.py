"""The application: which address is answered by what."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from kg.errors import KgError
from kg.serve import correcting
from kg.serve.files import LOOKS, file, look, ontology, picture, void
from kg.serve.graphs import data
from kg.serve.guard import AccessLog, HostCheck, SecurityHeaders
from kg.serve.health import health
from kg.serve.linked import resource
from kg.serve.options import Options
from kg.serve.pages.routes import home, queries, query, search
from kg.serve.pages.trouble import trouble, unknown
from kg.serve.picture import graph, names
from kg.serve.site import Site
from kg.serve.sparql import sparql
from kg.serve.terms import terms

FORMS = {
    "sign-in": correcting.enter,
    "sign-out": correcting.leave,
    "answer": correcting.reply,
    "correct": correcting.correct,
    "undo": correcting.undo,
}
"""The forms of the review page, by the last part of their addresses."""
ANY = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]


def create_app(here: Site) -> Starlette:
    """The ASGI application of a site, whose pool must be open as long as it is used."""
    app = Starlette(
        routes=_routes(),
        middleware=_middleware(here.options),
        exception_handlers={KgError: trouble, HTTPException: unknown},
    )
    app.state.site = here
    app.router.redirect_slashes = False
    return app


def _routes() -> list[Route]:
    return [
        Route("/", home),
        Route("/sparql", sparql, methods=ANY),
        Route("/sparql/", sparql, methods=ANY),
        Route("/data", data, methods=ANY),
        Route("/health", health),
        Route("/.well-known/void", void),
        Route("/graph.html", picture),
        Route("/graph", graph),
        Route("/names", names),
        Route("/sparql/terms", terms),
        *(Route(f"/{name}", look) for name in LOOKS),
        Route("/ontology", ontology),
        Route("/files/{name}", file),
        Route("/search", search),
        Route("/queries", queries),
        Route("/queries/{name}", query),
        Route("/review", correcting.review),
        Route("/review/entity", correcting.entity),
        *(Route(f"/review/{name}", work, methods=["POST"]) for name, work in FORMS.items()),
        Route("/{path:path}", resource),
    ]


def _middleware(options: Options) -> list[Middleware]:
    """In the order in which a request meets them."""
    found = [] if options.quiet else [Middleware(AccessLog)]
    found += [Middleware(SecurityHeaders), Middleware(HostCheck, host=options.host, names=options.hosts)]
    if options.origins:
        found.append(
            Middleware(
                CORSMiddleware,
                allow_origins=options.origins,
                allow_methods=("GET", "HEAD", "POST"),
                allow_headers=("Accept", "Content-Type"),
                expose_headers=("Retry-After",),
            )
        )
    return found
