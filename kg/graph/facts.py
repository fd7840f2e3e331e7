"""Facts: what several articles say alike, counted once, with the confidence that all of them together give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph.claims import Said, statements
from kg.model import Claim, Graph


@dataclass(frozen=True, slots=True)
class Fact:
    """An asserted relation between two entities (keys), the roles given, and all places that say it.

    `confidence` (0–1) treats articles as independent witnesses; of one article and its copies only the surest
    claim counts.
    """

    subject: str
    predicate: str
    object: str
    roles: tuple[str, ...]
    confidence: float
    claims: tuple[Claim, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the articles that say it, sorted."""
        return tuple(sorted({claim.document for claim in self.claims}))


def facts(graph: Graph, symmetric: Iterable[str] = ()) -> tuple[Fact, ...]:
    """The asserted relations, sorted. Those of `symmetric` have the smaller key as subject, and are one fact."""
    both = frozenset(symmetric)
    groups: dict[tuple[str, str, str], list[Said]] = defaultdict(list)
    for said in statements(graph):
        if said.statement.status == "asserted":
            ends = (said.subject, said.object)
            left, right = sorted(ends) if said.statement.predicate in both else ends
            groups[left, said.statement.predicate, right].append(said)
    return tuple(_fact(graph, triple, groups[triple]) for triple in sorted(groups))


def _fact(graph: Graph, triple: tuple[str, str, str], said: list[Said]) -> Fact:
    roles = sorted({s.statement.role for s in said if s.statement.role})
    surest: dict[str, float] = {}
    for s in said:
        source = graph.source(s.claim.document)
        surest[source] = max(surest.get(source, 0.0), s.statement.confidence)
    return Fact(*triple, tuple(roles), together(surest.values()), tuple(s.claim for s in said))


def together(confidences: Iterable[float]) -> float:
    """The chance that at least one of independent witnesses is right, to four places."""
    doubt = 1.0
    for confidence in sorted(confidences):
        doubt *= 1.0 - confidence
    return round(1.0 - doubt, 4)
