"""IRIs as links of a page: to pages of this server where it has one, to the web otherwise, never to scripts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kg.rdf.vocabulary import KG
from kg.store.results import shorten

_STRANGE = re.compile(r"^[/\\]|[\x00-\x20\\]")


def href(iri: str, base: str) -> str:
    """Where a link to `iri` leads: a path on this server for what lies under the base IRI of the data, or for a term
    of the ontology; itself for other addresses on the web; nowhere ("") for all else."""
    if iri.startswith(KG):
        return "/ontology#" + iri[len(KG) :]
    if iri.startswith(base):
        tail = iri[len(base) :]
        return "" if _STRANGE.search(tail) else "/" + tail
    try:
        parts = urlsplit(iri)
    except ValueError:
        return ""
    return iri if parts.scheme in ("http", "https") and parts.netloc and not _STRANGE.search(iri) else ""


def shown(iri: str, base: str) -> str:
    """An IRI as people read it: relative to the base, or with a prefix."""
    return shorten(iri, base)


def local(iri: str) -> str:
    """The local name of a term of the ontology; other IRIs as they are."""
    return iri.removeprefix(KG)
