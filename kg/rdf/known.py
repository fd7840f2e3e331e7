"""What was found and written of an article before, used again where it would be the same: its violations, its graph.

Both are kept under a hash of all that they depend on, so that nothing stale is ever used.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any, Protocol

from pyoxigraph import Quad
from rdflib import SH, URIRef

from kg.articles import Stored
from kg.model import Article, Graph
from kg.rdf import jsonld, turtle
from kg.rdf import vocabulary as v
from kg.rdf.article import ArticleGraph, Part
from kg.rdf.checks import NOTHING, LeftOut, check
from kg.rdf.portions import Portion
from kg.rdf.setup import Setup
from kg.rdf.shapes import Shapes, Violation

LEVEL = 3
Checked = tuple[tuple[Violation, ...], LeftOut]


class Keep(Protocol):
    """Gives what was made of article `id` before of the same (`key`), or makes it. `kind` tells what it is."""

    def __call__(self, id: str, kind: str, key: str, make: Callable[[], bytes], /) -> bytes:
        """The kept bytes, or those that `make` gives."""


def anew(id: str, kind: str, key: str, make: Callable[[], bytes], /) -> bytes:
    """Keeps nothing."""
    return make()


class Known:
    """The violations and the written graphs of the articles of one graph."""

    def __init__(self, graph: Graph, setup: Setup, keep: Keep) -> None:
        self._graph = graph
        self._setup = setup
        self._keep = keep
        self._entities: dict[str, str] = {}
        self._marks = graph.articles.marks if isinstance(graph.articles, Stored) else {}
        self._articles: dict[str, str] = {}
        self._portions: dict[str, str] = {}
        self._alike = _irrelevant(setup.shapes)

    def checked(self, article: Article) -> Checked:
        """What is wrong in the article's graph, and what is left out for that."""
        id = article.document.id
        entities = [self._entity(key) for key in self._graph.keys[id]]
        key = self._hash(article, entities)
        return _loaded(self._keep(id, "violations", key, lambda: _dumped(check(article, self._graph, self._setup))))

    def block(self, article: ArticleGraph, left_out: frozenset[Part]) -> tuple[bytes, int]:
        """The article's graph as it stands in the TriG file, and the number of its quads."""
        id = article.article.document.id

        def make() -> bytes:
            quads = list(article.quads(self._setup.version))
            return _counted(len(quads), turtle.block(quads, self._setup.names.base))

        key = self._hash(article.article, sorted(left_out))
        return _uncounted(self._keep(id, "graph", key, make))

    def portion(self, portion: Portion) -> tuple[bytes, int]:
        """A portion of the default graph as it stands in the Turtle file, and the number of its triples."""

        def make() -> bytes:
            quads = [Quad(*triple) for triple in portion.triples()]
            return _counted(len(quads), b"".join(turtle.blocks(quads, self._setup.names.base)))

        return _uncounted(self._of_portion(portion, "turtle", make))

    def objects(self, portion: Portion, context: jsonld.Context) -> bytes:
        """A portion of the default graph as it stands in the JSON-LD file."""

        def make() -> bytes:
            return zlib.compress(jsonld.objects(portion.triples(), context), LEVEL)

        return zlib.decompress(self._of_portion(portion, "json-ld", make))

    def _of_portion(self, portion: Portion, kind: str, make: Callable[[], bytes]) -> bytes:
        if portion.told is None:
            return make()
        if portion.name not in self._portions:
            self._portions = {portion.name: _hash([self._setup.names.base, portion.told])}
        return self._keep(portion.name, kind, self._portions[portion.name], make)

    def _hash(self, article: Article, more: Any) -> str:
        """A hash of the article as it is written, which is made once, and of what else decides."""
        id = article.document.id
        if id not in self._articles:
            setup = (self._setup.names.base, self._setup.version, sorted(self._setup.symmetric))
            self._articles[id] = _hash([setup, id, self._marks.get(id, article), self._graph.keys[id]])
        return _hash([self._articles[id], more])

    def _entity(self, key: str) -> str:
        """A hash of what the shapes can see of an entity."""
        if key not in self._entities:
            entity = self._graph.entities[key]
            names = () if v.ALT_LABEL.value in self._alike else entity.names
            merges = () if v.MERGE_REASON.value in self._alike else entity.merges
            self._entities[key] = _hash([key, entity.types, entity.label, names, merges])
        return self._entities[key]


def _irrelevant(shapes: Shapes | None) -> frozenset[str]:
    """Predicates of entities that make no difference to these shapes, since no shape mentions them."""
    names = {v.ALT_LABEL.value, v.MERGE_REASON.value}
    if shapes is None:
        return frozenset(names)
    terms = {term for triple in shapes.graph for term in triple if isinstance(term, URIRef)}
    if terms & {SH.closed, SH.sparql, SH.select, SH.ask, SH.js}:
        return frozenset()
    return frozenset(names - {str(term) for term in terms})


def _counted(quads: int, block: bytes) -> bytes:
    return zlib.compress(b"%d\n" % quads + block, LEVEL)


def _uncounted(content: bytes) -> tuple[bytes, int]:
    count, _, block = zlib.decompress(content).partition(b"\n")
    return block, int(count)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, default=_fields).encode("ascii")).hexdigest()


def _fields(value: Any) -> list[Any]:
    return [getattr(value, name) for name in value.__slots__]


def _dumped(checked: Checked) -> bytes:
    violations, left_out = checked
    parts = [sorted(left_out.parts), sorted(left_out.entities), left_out.article]
    return json.dumps([[astuple(violation) for violation in violations], parts]).encode("ascii")


def _loaded(content: bytes) -> Checked:
    rows, (parts, entities, article) = json.loads(content)
    violations = tuple(_violation(*row) for row in rows)
    if not violations:
        return (), NOTHING
    return violations, LeftOut(frozenset((kind, number) for kind, number in parts), frozenset(entities), article)


def _violation(*values: Any) -> Violation:
    found = Violation(*values)
    return replace(found, predicates=tuple(found.predicates))
