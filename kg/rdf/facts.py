"""The triples of one graph by predicate, and what SHACL's core constraints say of its nodes.

Every check answers as pySHACL would. Where that takes more than is known here, it raises Unclear.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.rdf import vocabulary as v

Term = NamedNode | Literal

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?", re.ASCII)
_MOMENT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_STRING = NamedNode(v.XSD + "string")
_NUMBERS = frozenset((v.INTEGER, v.DECIMAL))
_MOMENTS = {v.YEAR: 1, v.YEAR_MONTH: 2, v.DATE: 3}
DATATYPES = frozenset((_STRING, *_NUMBERS, *_MOMENTS))
"""The datatypes of which it is known here which literals are well-formed."""


class Unclear(Exception):
    """It takes more than is known here to say what pySHACL would find."""


class Facts:
    """`of` maps a predicate to its subjects, and these to their values, each once."""

    def __init__(self, triples: Iterable[tuple[NamedNode, NamedNode, Term]]) -> None:
        self.of: dict[NamedNode, dict[Term, list[Term]]] = {}
        self._into: dict[NamedNode, dict[Term, list[Term]]] = {}
        self.add(triples)

    def add(self, triples: Iterable[tuple[NamedNode, NamedNode, Term]]) -> None:
        """Take in triples of predicates that have none yet."""
        for subject, predicate, value in set(triples):
            self.of.setdefault(predicate, {}).setdefault(subject, []).append(value)

    def into(self, predicate: NamedNode) -> Mapping[Term, Collection[Term]]:
        """The values of a predicate, and the subjects that have them."""
        if predicate not in self._into:
            rows = self._into[predicate] = {}
            for subject, values in self.of.get(predicate, {}).items():
                for value in values:
                    rows.setdefault(value, []).append(subject)
        return self._into[predicate]


def plain(term: Term) -> bool:
    """Whether a term is equal to no other term: an IRI or a string, no number that may be written in several ways."""
    return isinstance(term, NamedNode) or term.datatype == _STRING


def counted(values: Collection[Term], least: int, most: float) -> bool:
    """Whether there are as many values as may be."""
    if len(values) <= most:
        return len(values) >= least
    if all(map(plain, values)):
        return False
    raise Unclear


@lru_cache(maxsize=65536)
def number(term: Term) -> Decimal:
    """The number that a literal stands for."""
    if isinstance(term, Literal) and term.datatype in _NUMBERS and _NUMBER.fullmatch(term.value):
        return Decimal(term.value)
    raise Unclear


def written(term: Term) -> str:
    """The text of an IRI or a string."""
    if plain(term):
        return term.value
    raise Unclear


def typed(term: Term, datatype: NamedNode) -> bool:
    """Whether a term is a well-formed literal of one of DATATYPES."""
    if not isinstance(term, Literal) or term.datatype != datatype:
        return False
    if datatype in _NUMBERS:
        number(term)
    elif datatype in _MOMENTS:
        _check_moment(term.value, _MOMENTS[datatype])
    return True


def _check_moment(text: str, parts: int) -> None:
    found = _MOMENT.fullmatch(text)
    given = [int(part) for part in found.groups() if part] if found else []
    if len(given) != parts:
        raise Unclear
    try:
        date(*given, *(1,) * (3 - parts))
    except ValueError as error:
        raise Unclear from error


def apart(values: Collection[Term], others: Collection[Term]) -> bool:
    """Whether no value is among the others."""
    if all(map(plain, values)) and all(map(plain, others)):
        return set(values).isdisjoint(others)
    raise Unclear


def below(values: Collection[Term], others: Collection[Term]) -> bool:
    """Whether each value is a number that is less than all the others."""
    return all(number(value) < number(other) for value in values for other in others)
