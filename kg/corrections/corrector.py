"""One article as people corrected what it says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.corrections.model import Correction
from kg.model import Article, Claim, Observation, Statement

if TYPE_CHECKING:
    from kg.corrections.apply import Claims

COMPONENT = "correction"
"""The component that has found what people added."""


class Corrector:
    """Corrects one article."""

    def __init__(self, article: Article, keys: tuple[str, ...], claims: Claims, made: Iterable[Correction]) -> None:
        self._article = article
        self._keys = keys
        self._claims = claims
        self._made = list(made)
        document = article.document
        self._texts = [" ".join(document.text[s.begin : s.end].split()) for s in article.sentences]
        self._statements = list(article.statements)
        self._observations = list(article.observations)

    def run(self) -> Article:
        """The corrected article."""
        for correction in self._made:
            if correction.kind == "reject":
                self._statements = [s for s in self._statements if not self._says(correction, s)]
                self._observations = [o for o in self._observations if not self._measures(correction, o)]
            else:
                self._assure(correction)
        for correction in self._made:
            self._note(correction)
        return replace(self._article, statements=tuple(self._statements), observations=tuple(self._observations))

    def says(self, correction: Correction) -> bool:
        """Whether the article makes a claim that the correction speaks of."""
        return any(self._says(correction, s) for s in self._statements) or any(
            self._measures(correction, o) for o in self._observations
        )

    def _assure(self, correction: Correction) -> None:
        """Make the claims that a correction speaks of sure; where there is none and the sentence is there, add it."""
        sure = False
        for n, statement in enumerate(self._statements):
            if self._says(correction, statement):
                self._statements[n], sure = replace(statement, confidence=1.0), True
        for n, observation in enumerate(self._observations):
            if self._measures(correction, observation):
                self._observations[n], sure = replace(observation, confidence=1.0), True
        sentence = next(self._places(correction), None)
        if not sure and sentence is not None:
            self._add(correction, sentence)

    def _add(self, correction: Correction, sentence: int) -> None:
        (subjects, objects), *_ = self._claims.ends(correction)
        subject, object_ = self._local(subjects), self._local(objects)
        if subject is None:
            return
        c = correction
        if c.object is None:
            self._observations.append(
                Observation(
                    *(subject, c.about, number(c.value), c.unit, sentence, c.period, c.qualifier),
                    component=COMPONENT,
                )
            )
        elif object_ is not None:
            self._statements.append(Statement(subject, c.about, object_, sentence, c.role, component=COMPONENT))

    def _local(self, keys: Collection[str]) -> int | None:
        return next((n for n, key in enumerate(self._keys) if key in keys), None)

    def _note(self, correction: Correction) -> None:
        id = self._article.document.id
        for n, s in enumerate(self._statements):
            if self._says(correction, s):
                ends = (self._keys[s.subject], self._keys[s.object])
                self._claims.touch(correction, Claim(id, "statement", n), ends)
        for n, o in enumerate(self._observations):
            if self._measures(correction, o):
                self._claims.touch(correction, Claim(id, "observation", n), (self._keys[o.subject],))

    def _says(self, correction: Correction, statement: Statement) -> bool:
        if correction.object is None or statement.predicate != correction.about:
            return False
        if correction.role and correction.role.casefold() != statement.role.casefold():
            return False
        subject, object_ = self._keys[statement.subject], self._keys[statement.object]
        ends = self._claims.ends(correction)
        return any(subject in left and object_ in right for left, right in ends) and self._at(correction, statement)

    def _measures(self, correction: Correction, observation: Observation) -> bool:
        c, o = correction, observation
        if c.object is not None or o.metric != c.about or number(c.value) != o.value:
            return False
        given = ((c.unit, o.unit), (c.period, o.period), (c.qualifier.casefold(), o.qualifier.casefold()))
        if any(wanted and wanted != found for wanted, found in given):
            return False
        return self._keys[o.subject] in self._claims.ends(c)[0][0] and self._at(c, o)

    def _at(self, correction: Correction, claim: Statement | Observation) -> bool:
        return not correction.sentence or claim.sentence in self._places(correction)

    def _places(self, correction: Correction) -> Iterator[int]:
        """The sentences that a correction names, or into which its sentence was cut."""
        wanted = self._claims.sentence(correction)
        if wanted:
            exact = [n for n, text in enumerate(self._texts) if wanted in text]
            yield from exact or (n for n, text in enumerate(self._texts) if text and text in wanted)


def number(value: str) -> int | float | str:
    """A value as figures have it: a whole number, a number, or a date."""
    for kind in (int, float):
        try:
            found: int | float = kind(value)
        except ValueError:
            continue
        if found == found and found not in (float("inf"), float("-inf")):
            return found
    return value
