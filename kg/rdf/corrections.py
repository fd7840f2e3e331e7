"""What people corrected, as a graph of its own: who, when, what, and which entities and claims it touched."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, Triple

from kg.corrections import triples
from kg.corrections.model import Correction, Corrections, Outcome
from kg.model import Claim
from kg.rdf import vocabulary as v
from kg.rdf.article import Part
from kg.rdf.iris import Names
from kg.rdf.literals import text


def correction_quads(
    corrections: Corrections,
    outcome: Outcome,
    names: Names,
    entities: Collection[str],
    written: Mapping[str, frozenset[Part]],
    gone: Collection[str],
) -> Iterator[Quad]:
    """The corrections by number; `entities` are the keys that are written, as are claims not named in the others.

    `written` maps an article to those parts of it that are left out, and the articles `gone` are left out as a whole.
    """
    graph = names.corrections_graph()
    seen: set[Triple] = set()
    for correction in corrections.made:
        for triple in _correction(correction, outcome, names):
            if triple not in seen:
                seen.add(triple)
                yield Quad(triple.subject, triple.predicate, triple.object, graph)
    links: dict[str, tuple[NamedNode, set[str]]] = {}
    for correction in corrections.made:
        found = [names.entity(key) for key in outcome.entities.get(correction.id, ()) if key in entities]
        claims = outcome.claims.get(correction.id, ())
        found += [
            _claim(c, names) for c in claims if c.document not in gone and _part(c) not in written.get(c.document, ())
        ]
        for node in found:
            links.setdefault(node.value, (node, set()))[1].add(correction.id)
    for _, (node, ids) in sorted(links.items()):
        for id in sorted(ids, key=triples.order):
            yield Quad(node, v.INFLUENCED_BY, triples.node(id, names.base), graph)


def _correction(correction: Correction, outcome: Outcome, names: Names) -> Iterator[Triple]:
    at = triples.node(correction.id, names.base)
    for found in triples.describe(correction, names.base):
        yield found
        if found.predicate == v.TYPE and found.subject == at:
            yield Triple(at, v.DESCRIPTION, text(str(correction)))
    if correction.id in outcome.unmet:
        yield Triple(at, v.UNMET, text(outcome.unmet[correction.id]))


def _part(claim: Claim) -> Part:
    return claim.kind, claim.index


def _claim(claim: Claim, names: Names) -> NamedNode:
    made = names.statement if claim.kind == "statement" else names.derivation
    return made(claim.document, claim.index)
