"""What the only maker of an article is not said to make: its other models, where nothing tells of another maker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.annotate.sentences import sentence_at
from kg.model import LocalEntity, Mention, Sentence, Statement

COMPONENT = "sole maker"


class Sole:
    """The table `sole` of the cues: the relation, the class of its objects, and what tells against it."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._relation, self._class = str(table.get("relation", "")), str(table.get("class", ""))
        self._least, self._confidence = int(table.get("least", 0)), float(table.get("confidence", 0))
        self._unless = frozenset(table.get("unless", ()))
        self._endings = tuple(table.get("endings", ()))

    def find(
        self,
        mentions: Sequence[Mention],
        entities: Sequence[LocalEntity],
        sentences: Sequence[Sentence],
        said: Sequence[Statement],
    ) -> Iterator[Statement]:
        """A statement for each thing of the class that lacks the relation, in the first sentence that names it, if
        possible with the maker.

        The article asserts the relation of one subject only, and of at least so many objects as the table says; what
        takes part in one of the relations `unless`, or has a name with one of the `endings`, is left out.
        """
        made = {(s.subject, s.object) for s in said if s.predicate == self._relation and s.status == "asserted"}
        makers = {maker for maker, _ in made}
        if not self._class or len(makers) != 1 or len(made) < self._least:
            return
        done = {s.object for s in said if s.predicate == self._relation}
        done |= {end for s in said if s.predicate in self._unless for end in (s.subject, s.object)}
        (maker,) = makers
        makers_lines = {sentence_at(sentences, m.begin) for m in mentions if m.entity == maker}
        named: dict[int, list[int]] = defaultdict(list)
        for mention in mentions:
            if mention.kind == "name":
                named[mention.entity].append(sentence_at(sentences, mention.begin))
        for entity, lines in sorted(named.items()):
            if self._class not in entities[entity].types or entity in done or self._partial(entities[entity]):
                continue
            line = next((n for n in lines if n in makers_lines), lines[0])
            yield Statement(maker, self._relation, entity, line, confidence=self._confidence, component=COMPONENT)

    def _partial(self, entity: LocalEntity) -> bool:
        return any(name.casefold().endswith(self._endings) for name in entity.names)
