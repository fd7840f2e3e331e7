"""Names of things as IRIs: a pure function of the base IRI and the graph's own keys, whatever these hold."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from kg.errors import UsageError

_DOTS = re.compile(r"(?<![^/])(\.{1,2})(?![^/])")
_STRAY_SLASH = re.compile(r"^/|/(?=/|$)")


def check_base_iri(text: str) -> str:
    """The base IRI as used: absolute, http or https, ending in "/" (added where it is missing). Raises UsageError."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UsageError(
            f"--base-iri {text!r}: not an absolute http or https IRI; write one like https://example.org/kg/"
        )
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise UsageError(
            f"--base-iri {text!r}: has a query or fragment; end it in a path, like https://example.org/kg/"
        )
    base = text if text.endswith("/") else text + "/"
    try:
        NamedNode(base)
    except ValueError as error:
        raise UsageError(
            f"--base-iri {text!r}: not a valid IRI ({error}); percent-encode what IRIs cannot hold"
        ) from None
    return base


def encode(text: str, *, slashes: bool = False) -> str:
    """`text` percent-encoded as one path segment, or as a path where `slashes` are kept.

    No segment is empty, "." or "..", which would change when the IRI is resolved.
    """
    encoded = quote(text, safe="/" if slashes else "", errors="surrogatepass")
    encoded = _STRAY_SLASH.sub("%2F", encoded)
    return _DOTS.sub(lambda dots: dots[0].replace(".", "%2E"), encoded) if "." in encoded else encoded


def fingerprint(*parts: str) -> str:
    """16 hexadecimal digits that stand for the parts, the same on every machine."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Names:
    """Mints the IRIs of one data set. `base` ends in "/", as `check_base_iri` returns it."""

    base: str

    def entity(self, key: str) -> NamedNode:
        """An entity by its key, for example `…/brand/haval`."""
        return _node(self.base, key)

    def concept(self, key: str) -> NamedNode:
        """The lexicon's concept of that key: `…/lexicon/brand/haval`."""
        return _node(self.base, "lexicon/" + key)

    def lexicon_graph(self) -> NamedNode:
        """The named graph of the lexicon's background knowledge."""
        return NamedNode(self.base + "graph/lexicon")

    def corrections_graph(self) -> NamedNode:
        """The named graph of what people corrected."""
        return NamedNode(self.base + "graph/corrections")

    def article_graph(self, document: str) -> str:
        """The IRI, as text, of the named graph that holds what one article says."""
        return f"{self.base}graph/article/{encode(document)}"

    def document(self, document: str) -> str:
        """The IRI, as text, of an article; its parts are fragments of it."""
        return f"{self.base}document/{encode(document)}"

    def statement(self, document: str, index: int) -> NamedNode:
        """Statement number `index` of an article."""
        return NamedNode(f"{self.document(document)}#statement={index}")

    def derivation(self, document: str, index: int) -> NamedNode:
        """How observation number `index` of an article was read out of it."""
        return NamedNode(f"{self.document(document)}#observation={index}")

    def observation(self, key: str, metric: str, parts: tuple[str, ...]) -> NamedNode:
        """An observation by all that it says, so that articles that say the same share it."""
        path = f"observation/{encode(key, slashes=True)}/{encode(metric)}"
        return NamedNode(f"{self.base}{path}/{fingerprint(key, metric, *parts)}")

    def conflict(self, *parts: str) -> NamedNode:
        """A disagreement by what it is about and who takes part."""
        return NamedNode(f"{self.base}conflict/{fingerprint(*parts)}")


@lru_cache(maxsize=65536)
def _node(base: str, path: str) -> NamedNode:
    return NamedNode(base + encode(path, slashes=True))
