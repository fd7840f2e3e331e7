"""The merged graph → files: validated article by article, then written in every syntax."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from kg.corrections.model import Corrections, Outcome
from kg.errors import OutputFailed
from kg.model import Article, Graph
from kg.ontology import Ontology
from kg.rdf import graphml, jsonld, tables, turtle
from kg.rdf.article import Part
from kg.rdf.checks import NOTHING, Kept, LeftOut, article_graph, kept
from kg.rdf.corrections import correction_quads
from kg.rdf.known import Keep, Known, anew
from kg.rdf.lexicon import lexicon_quads
from kg.rdf.merged import Merged
from kg.rdf.setup import Setup, prepare
from kg.rdf.shapes import Violation

FILES = ("graph.ttl", "graph.trig", "graph.jsonld", "graph.graphml")
EXTRA_FILES = ("graph.nq", *tables.HEADERS)

Corrected = tuple[Corrections, Outcome]
"""What people corrected, and what became of it in the graph."""


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What was written: counts by kind, and what was found wrong (left out, where it is severe)."""

    counts: Mapping[str, int]
    violations: tuple[Violation, ...]
    files: tuple[str, ...]


def write(
    graph: Graph,
    ontology: Ontology,
    folder: Path,
    *,
    base_iri: str,
    version: str,
    files: Iterable[str] = FILES,
    keep: Keep = anew,
    corrections: Corrected | None = None,
) -> WriteReport:
    """Write the graph into an existing folder, as the `files` named (of FILES and EXTRA_FILES).

    What breaks the ontology's shapes.ttl is left out and reported. `corrections` are those that the graph follows. The
    bytes depend on them, the graph, the ontology, the base IRI and the version alone; `keep` saves making again what is
    the same as before. Raises UsageError for a base
    IRI that cannot be used, OntologyInvalid for shapes that cannot be read, OutputFailed where the folder cannot be
    written.
    """
    wanted = tuple(files)
    unknown = sorted(set(wanted) - {*FILES, *EXTRA_FILES})
    if unknown:
        raise ValueError(f"unknown files: {', '.join(unknown)}")
    setup = prepare(ontology, base_iri, version)
    known = Known(graph, setup, keep)
    violations, left_out = _checked(graph, known)
    try:
        counts = _Files(
            kept(graph, left_out), setup, known, folder, wanted, corrections or (Corrections(), Outcome())
        ).write()
    except OSError as error:
        raise OutputFailed(f"cannot write {folder}: {error.strerror or error}; free space or permit writing") from error
    return WriteReport(counts | {"violations": len(violations)}, violations, wanted)


def _checked(graph: Graph, known: Known) -> tuple[tuple[Violation, ...], Mapping[str, LeftOut]]:
    """All violations, and what is left out of each article of which anything is."""
    violations: list[Violation] = []
    left_out = {}
    for article in graph.articles:
        found, without = known.checked(article)
        violations += found
        if without != NOTHING:
            left_out[article.document.id] = without
    return tuple(violations), left_out


class _Files:
    """The open files of one graph; article graphs are written as they are made, the default graph once all are."""

    def __init__(
        self, good: Kept, setup: Setup, known: Known, folder: Path, files: tuple[str, ...], corrected: Corrected
    ) -> None:
        self._corrected = corrected
        self._graph, self._parts, self._gone = good
        self._setup = setup
        self._known = known
        self._folder = folder
        self._files = files
        self._merged = Merged(
            self._graph, setup.names, setup.units, self._parts, self._gone, witnesses="graph.graphml" in files
        )
        self._counts = dict.fromkeys(
            ("articles", "entities", "mentions", "statements", "relations", "observations", "conflicts", "quads"), 0
        )

    def write(self) -> dict[str, int]:
        """Write all files; the counts of what stands in them."""
        with ExitStack() as stack:
            opened = {name: stack.enter_context(open(self._folder / name, "wb")) for name in self._files}
            for name, header in tables.HEADERS.items():
                if name in opened:
                    opened[name].write(tables.lines([header]))
            articles = stack.enter_context(_scratch(self._folder)) if "graph.trig" in opened else None
            for article in self._graph.articles:
                if article.document.id not in self._gone:
                    self._article(article, opened, articles)
            self._default(opened)
            if articles is not None:
                articles.seek(0)
                shutil.copyfileobj(articles, opened["graph.trig"])
        return self._counts

    def _article(self, article: Article, opened: Mapping[str, IO[bytes]], articles: IO[bytes] | None) -> None:
        left_out = self._parts.get(article.document.id, frozenset())
        written = article_graph(article, self._graph, self._setup, left_out)
        self._merged.add(written)
        block, quads = self._known.block(written, left_out)
        if articles is not None:
            articles.write(block)
        if "graph.nq" in opened:
            opened["graph.nq"].write(turtle.lines(written.quads(self._setup.version)))
        for name, rows in (("statements.csv", tables.statement_rows), ("observations.csv", tables.observation_rows)):
            if name in opened:
                opened[name].write(tables.lines(rows(article, self._graph, self._setup.names, left_out)))
        self._count(article, left_out, quads)

    def _count(self, article: Article, left_out: frozenset[Part], quads: int) -> None:
        self._counts["articles"] += 1
        self._counts["quads"] += quads
        for kind, found in (("mention", article.mentions), ("statement", article.statements)):
            self._counts[f"{kind}s"] += len(found) - sum(1 for part in left_out if part[0] == kind)

    def _default(self, opened: Mapping[str, IO[bytes]]) -> None:
        """What all articles say together, and the lexicon's background."""
        graph, names = self._graph, self._setup.names
        base = names.base
        quads = self._portions(opened)
        beside = [
            list(lexicon_quads(graph.entities, self._setup.ontology, names)),
            list(correction_quads(*self._corrected, names, graph.entities, self._parts, self._gone)),
        ]
        if "graph.trig" in opened:
            opened["graph.trig"].writelines(turtle.block(found, base) for found in beside)
        if "graph.nq" in opened:
            opened["graph.nq"].write(turtle.lines(chain(self._merged.quads(), *beside)))
        if "graph.graphml" in opened:
            opened["graph.graphml"].writelines(graphml.pieces(graph.entities, list(self._merged.edges()), names))
        if "entities.csv" in opened:
            opened["entities.csv"].write(tables.lines(tables.entity_rows(graph.entities, names)))
        self._counts |= self._merged.counts | {"entities": len(graph.entities)}
        self._counts["quads"] += quads + sum(map(len, beside))

    def _portions(self, opened: Mapping[str, IO[bytes]]) -> int:
        """The default graph as Turtle and JSON-LD; the number of its triples."""
        targets = [opened[name] for name in ("graph.ttl", "graph.trig") if name in opened]
        objects, comma, quads = opened.get("graph.jsonld"), b"", 0
        context = jsonld.Context(self._setup.ontology, self._setup.names.base)
        for target in targets:
            target.write(turtle.header(self._setup.names.base))
        if objects:
            objects.write(jsonld.head(context))
        for portion in self._merged.portions():
            block, count = self._known.portion(portion)
            quads += count
            for target in targets:
                target.write(block)
            if objects and count:
                objects.write(comma + self._known.objects(portion, context))
                comma = b","
        if objects:
            objects.write(jsonld.FOOT)
        return quads


def _scratch(folder: Path) -> IO[bytes]:
    """A file without a name beside the results: gone when closed."""
    return TemporaryFile(dir=folder)
