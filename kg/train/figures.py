"""Annotated facts → the figures of the text that state them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import spacy

from kg.annotate.dates import find_dates
from kg.annotate.quantities import find_quantities
from kg.score.gold import GoldFact
from kg.train.samples import Figure


@dataclass(frozen=True, slots=True)
class Number:
    """A number or date found in a text: characters, value (an ISO string for dates) and unit."""

    begin: int
    end: int
    value: float | str
    unit: str


Finder = Callable[[str], Sequence[Number]]


def finder(cues: Mapping[str, Any]) -> Finder:
    """Finds the numbers and dates of a text, in order, as the annotator does; `cues` are the ontology's cue tables."""
    split = spacy.blank("en")

    def find(text: str) -> list[Number]:
        doc = split(text)
        found = [Number(q.begin, q.end, q.value, q.unit) for q in find_quantities(doc, cues)]
        found += [Number(d.begin, d.end, d.value, "date") for d in find_dates(doc, cues, "")]
        return sorted(found, key=lambda n: (n.begin, n.end))

    return find


def figures(text: str, facts: Sequence[tuple[int, GoldFact]], find: Finder) -> tuple[Figure, ...]:
    """All figures of the text, each with the (entity, metric) facts whose evidence holds it and whose value it has."""
    numbers = list(find(text))
    stated: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for entity, fact in facts:
        begin = text.find(fact.evidence)
        if begin < 0:
            continue
        end = begin + len(fact.evidence)
        near = [n for n, number in enumerate(numbers) if begin <= number.begin < end]
        right = [n for n in near if _same(numbers[n], fact)]
        free = [n for n in right if (entity, fact.metric) not in stated[n]]
        for n in (free or right)[:1]:
            stated[n].append((entity, fact.metric))
    return tuple(Figure(x.begin, x.end, tuple(sorted(set(stated[n])))) for n, x in enumerate(numbers))


def _same(number: Number, fact: GoldFact) -> bool:
    if fact.unit == "date" or isinstance(number.value, str):
        return str(number.value) == str(fact.value)
    wanted, found = abs(float(fact.value)), abs(float(number.value))
    return abs(wanted - found) <= 0.005 * max(wanted, found, 1e-9) and number.unit in (fact.unit, "", "other")
