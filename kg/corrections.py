"""What people corrected: the file corrections.ttl of an output folder, which every build carries over and follows.

It names articles by their identifier and title, not by addresses of the graph. It holds exclusions: articles that stay
out of every build (`kg remove`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from kg.errors import UsageError
from kg.output import CORRECTIONS, failed

KG = Namespace("https://example.org/kg/ontology#")
CORRECTION = "https://example.org/kg/correction/"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An article that stays out: its identifier, and its title and file for the reader's sake."""

    article: str
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of an output folder."""

    exclusions: tuple[Exclusion, ...] = ()

    @property
    def excluded(self) -> frozenset[str]:
        """Identifiers of the articles that stay out."""
        return frozenset(exclusion.article for exclusion in self.exclusions)


def load_corrections(folder: Path) -> Corrections:
    """The corrections of an output folder; none where it has no such file. Raises UsageError for a malformed file."""
    graph = _parse(folder / CORRECTIONS)
    found = [
        Exclusion(str(article), _value(graph, node, DCTERMS.title), _value(graph, node, DCTERMS.source))
        for node in graph.subjects(RDF.type, KG.Exclusion)
        for article in graph.objects(node, DCTERMS.identifier)
    ]
    return Corrections(tuple(sorted(found, key=lambda e: (e.article, e.title, e.source))))


def exclude(folder: Path, exclusions: Iterable[Exclusion]) -> None:
    """Add exclusions to the corrections of a folder. Raises UsageError (malformed file) or OutputFailed."""
    graph = _parse(folder / CORRECTIONS)
    for exclusion in exclusions:
        node = URIRef(f"{CORRECTION}exclude/{quote(exclusion.article, safe='')}")
        graph.add((node, RDF.type, KG.Exclusion))
        graph.add((node, DCTERMS.identifier, Literal(exclusion.article)))
        if exclusion.title:
            graph.add((node, DCTERMS.title, Literal(exclusion.title)))
        if exclusion.source:
            graph.add((node, DCTERMS.source, Literal(exclusion.source)))
    _write(graph, folder)


def include(folder: Path, articles: Iterable[str]) -> None:
    """Take back the exclusions of these articles. Raises UsageError where one is not excluded, or OutputFailed."""
    graph = _parse(folder / CORRECTIONS)
    for article in articles:
        nodes = [
            n for n in graph.subjects(DCTERMS.identifier, Literal(article)) if (n, RDF.type, KG.Exclusion) in graph
        ]
        if not nodes:
            raise UsageError(f"article {article!r} is not excluded; {folder / CORRECTIONS} lists those that are")
        for node in nodes:
            graph.remove((node, None, None))
    _write(graph, folder)


def _value(graph: Graph, node: Node, predicate: URIRef) -> str:
    return min((str(value) for value in graph.objects(node, predicate)), default="")


def _parse(path: Path) -> Graph:
    graph = Graph()
    graph.bind("kg", KG)
    if path.is_file():
        try:
            graph.parse(data=path.read_text(encoding="utf-8"), format="turtle", publicID=CORRECTION)
        except Exception as error:  # rdflib's parser raises errors of many kinds
            raise UsageError(f"{path} is not valid Turtle: {error}; mend it, or move it away") from error
    return graph


def _write(graph: Graph, folder: Path) -> None:
    target, draft = folder / CORRECTIONS, folder / f".{CORRECTIONS}.new"
    try:
        draft.write_text(graph.serialize(format="turtle"), encoding="utf-8")
        os.replace(draft, target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise failed(folder, error) from error
