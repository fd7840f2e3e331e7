"""Files as they are: the interactive page, what a build wrote, the ontology, the style."""

from __future__ import annotations

import os
import re
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kg.serve.body import one, url_parameters
from kg.serve.choose import choose_graph
from kg.serve.describe import void_description
from kg.serve.pages import terms
from kg.serve.refusals import BadRequest
from kg.serve.respond import graph_response
from kg.serve.site import site

LOOKS = {
    "style.css": "text/css",
    "icon.svg": "image/svg+xml",
    "sparql.css": "text/css",
    "sparql.js": "text/javascript",
    "lib/yasqe.min.css": "text/css",
    "lib/yasqe.min.js": "text/javascript",
}
"""What the pages need to look and work as they do, and its media types."""

DOWNLOADS = {
    "graph.ttl": "text/turtle",
    "graph.trig": "application/trig",
    "graph.jsonld": "application/ld+json",
    "graph.graphml": "application/graphml+xml",
    "report.json": "application/json",
}
"""The files of the output folder that are given out, and their media types."""

_HEAD = 1 << 13
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


async def file(request: Request) -> Response:
    """One of the DOWNLOADS."""
    name = request.path_params["name"]
    path = site(request).output / name
    if name not in DOWNLOADS or not path.is_file():
        raise BadRequest(f"there is no file {name!r} here; there are {', '.join(DOWNLOADS)}", 404)
    return FileResponse(path, media_type=DOWNLOADS[name], headers=_disposition(name))


def _disposition(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


async def picture(request: Request) -> Response:
    """The interactive page of the build, with the policy that it states itself."""
    path = site(request).output / "graph.html"
    if not path.is_file():
        raise BadRequest("the output folder has no graph.html; build it again", 404)
    policy = f"{_policy(path)}; frame-ancestors 'self'"
    headers = {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"}
    return FileResponse(path, media_type="text/html", headers=headers)


def _policy(page: Path) -> str:
    """What the page allows itself; nothing where it says nothing of it."""
    with open(os.fspath(page), "rb") as opened:
        found = _POLICY.search(opened.read(_HEAD))
    return found[1].decode("ascii", "replace").replace("&#39;", "'") if found else "default-src 'none'"


async def ontology(request: Request) -> Response:
    """The ontology that the terms of the data come from, as RDF or as a page."""
    here = site(request)
    choice = choose_graph(request.headers.get("accept", ""), one(url_parameters(request), "format") or "", html=True)
    if choice.html:
        return await run_in_threadpool(terms.respond, here)
    return graph_response(terms.triples(here.ontology.folder), choice.graph)


async def look(request: Request) -> Response:
    """One of the LOOKS."""
    name = request.url.path.removeprefix("/")
    path = Path(__file__).parent / "pages" / name
    if not path.is_file():
        raise BadRequest(f"{name} is not installed here; make web brings it", 404)
    return FileResponse(path, media_type=LOOKS[name], headers={"Cache-Control": "max-age=3600"})


async def void(request: Request) -> Response:
    """/.well-known/void: the data set described in VoID."""
    choice = choose_graph(request.headers.get("accept", ""), one(url_parameters(request), "format") or "")
    triples = await run_in_threadpool(void_description, site(request), str(request.base_url))
    return graph_response(triples, choice.graph)
