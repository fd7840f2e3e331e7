"""Which role a person holds: the tagged role that stands nearest to the person and the employer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kg.annotate.encoding import Encoding
from kg.annotate.network import Floats
from kg.annotate.pairs import Spot

Whole = Callable[[int, int], tuple[int, int]]
PERSON = 1.5
EDGE = re.compile(r"^(?:\W|the |its |their |his |her |a |an )+|[\s,.;:\"'“”’]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Role:
    """A role at tokens `begin` to `last` of a sentence."""

    text: str
    begin: int
    last: int
    sentence: int


def _as_it_is(begin: int, end: int) -> tuple[int, int]:
    return begin, end


def tagged_roles(text: str, encoding: Encoding, probabilities: Floats, whole: Whole = _as_it_is) -> tuple[Role, ...]:
    """The stretches of words that the network takes for roles; `whole` says to which characters they are widened."""
    found: list[list[int]] = []
    inside = False
    best = probabilities.argmax(1)
    for n in np.nonzero(encoding.starts)[0]:
        same = bool(found) and encoding.sentences[found[-1][1]] == encoding.sentences[n]
        if best[n] == 0:
            inside = False
        elif best[n] == 1 or not inside or not same:
            found.append([int(n), int(n)])
            inside = True
        else:
            found[-1][1] = int(n)
    roles = {}
    for first, last in found:
        while last + 1 < len(encoding.starts) and not encoding.starts[last + 1]:
            last += 1
        begin, end = whole(int(encoding.spans[first, 0]), int(encoding.spans[last, 1]))
        if words := EDGE.sub("", text[begin:end]):
            roles[begin, end] = Role(words, first, last, int(encoding.sentences[first]))
    return tuple(
        role for (b, e), role in roles.items() if not any(o <= b and e <= p and p - o > e - b for o, p in roles)
    )


def role_of(person: Spot, employer: Spot, roles: Sequence[Role]) -> str:
    """The role nearest to both, above all to the person, in a sentence of one of them; "" where there is none."""
    near = [r for r in roles if r.sentence in (person.sentence, employer.sentence)]
    if not near:
        return ""
    return min(near, key=lambda r: (PERSON * _gap(r, person) + _gap(r, employer), r.begin)).text


def _gap(role: Role, spot: Spot) -> int:
    return max(role.begin - spot.last, spot.begin - role.last, 0)
