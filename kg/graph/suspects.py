"""Which claims may contradict each other at all: found in one round over the articles, remembering no claim itself.

Only the claims that are in doubt are then compared, so that the memory follows what is contested, not what is said.
What is said of is known by its hash here; two things of one hash cost a needless comparison, no more.
"""

from __future__ import annotations

from collections import defaultdict

from kg.graph import figures
from kg.graph.claims import Measured, Said, observations, statements
from kg.graph.rules import Rules
from kg.model import Article, Graph


class Suspects:
    """Hears all articles, then says what is in doubt. `house` is what a thing is asserted to belong to directly."""

    def __init__(self, rules: Rules) -> None:
        self.house: dict[str, set[str]] = defaultdict(set)
        self._rules = rules
        self._denied: set[int] = set()
        self._directed: set[int] = set()
        self._first: dict[int, object] = {}
        self._several: set[int] = set()

    def hear(self, graph: Graph, article: Article) -> None:
        """Take in what one article says."""
        for said in statements(graph, [article]):
            self._hear(said)
        for measured in observations(graph, [article]):
            if figures.counts(measured, self._rules):
                self._note(hash(figures.slot(measured)), measured.observation.value)

    def _hear(self, said: Said) -> None:
        predicate, status = said.statement.predicate, said.statement.status
        if status == "denied":
            self._denied.add(hash((said.subject, predicate, said.object)))
        if status != "asserted":
            return
        if predicate in self._rules.same_house:
            self.house[said.subject].add(said.object)
        if predicate in self._rules.one_way:
            self._directed.add(hash((said.subject, predicate, said.object)))
        if predicate in self._rules.one_object:
            self._note(hash((said.subject, predicate, "one object")), hash(said.object))
        if predicate in self._rules.one_subject:
            self._note(hash((said.object, predicate, "one subject")), hash(said.subject))

    def _note(self, slot: int, value: object) -> None:
        if self._first.setdefault(slot, value) != value:
            self._several.add(slot)

    def doubts(self, said: Said) -> bool:
        """Whether something else that is said may contradict this."""
        predicate = said.statement.predicate
        if hash((said.subject, predicate, said.object)) in self._denied:
            return True
        return said.statement.status == "asserted" and (
            hash((said.object, predicate, said.subject)) in self._directed
            or hash((said.subject, predicate, "one object")) in self._several
            or hash((said.object, predicate, "one subject")) in self._several
        )

    def doubts_figure(self, measured: Measured) -> bool:
        """Whether another value is given for the same."""
        return figures.counts(measured, self._rules) and hash(figures.slot(measured)) in self._several
