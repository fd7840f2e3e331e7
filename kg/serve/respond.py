"""Small graphs made in this process → responses."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Triple, serialize
from starlette.responses import Response

from kg.rdf.vocabulary import PREFIXES
from kg.serve.codecs import GRAPHS as CODECS
from kg.serve.formats import GRAPHS, content_type

_MORE = {"sd": "http://www.w3.org/ns/sparql-service-description#", "void": "http://rdfs.org/ns/void#"}


def graph_response(triples: Iterable[Triple], format: str) -> Response:
    """The triples in one of the formats of graphs."""
    body = serialize(triples, format=CODECS[format], prefixes=PREFIXES | _MORE) or b""
    return Response(body, media_type=content_type(GRAPHS[format]), headers={"Vary": "Accept"})
