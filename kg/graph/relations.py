"""Relations that cannot all be true: two owners, both directions, asserted here and denied there."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kg.graph.claims import Said
from kg.graph.rules import Rules
from kg.model import Conflict, Entity

Triple = tuple[str, str, str]
HOUSE = 100  # owners above a thing that are followed; no house is larger, and the work stays bounded


def find(
    said: Sequence[Said], entities: Mapping[str, Entity], rules: Rules, house: Mapping[str, Collection[str]]
) -> Iterator[Conflict]:
    """The conflicts among statements, by subject and relation. Reasons name the things by their labels.

    `house` says what a thing belongs to directly.
    """
    asserted = _by_triple(s for s in said if s.statement.status == "asserted")
    denied = _by_triple(s for s in said if s.statement.status == "denied")
    labels = {key: entity.label for key, entity in entities.items()}
    yield from _denied(asserted, denied)
    yield from _both_ways(asserted, labels, rules)
    yield from _several(asserted, labels, rules.one_object, house, flipped=False)
    yield from _several(asserted, labels, rules.one_subject, house, flipped=True)


def _by_triple(said: Iterable[Said]) -> dict[Triple, list[Said]]:
    triples: dict[Triple, list[Said]] = defaultdict(list)
    for s in said:
        triples[s.subject, s.statement.predicate, s.object].append(s)
    return triples


def _denied(asserted: dict[Triple, list[Said]], denied: dict[Triple, list[Said]]) -> Iterator[Conflict]:
    """What is asserted and denied; of positions, only those whose roles may be one."""
    for triple in sorted(asserted.keys() & denied.keys()):
        here = [s for s in asserted[triple] if any(_same_role(s, other) for other in denied[triple])]
        there = [s for s in denied[triple] if any(_same_role(s, other) for other in asserted[triple])]
        if here and there:
            yield _conflict(triple[0], triple[1], "asserted here, denied there", [*here, *there])


def _same_role(left: Said, right: Said) -> bool:
    roles = {left.statement.role.casefold(), right.statement.role.casefold()}
    return len(roles - {""}) < 2


def _both_ways(asserted: dict[Triple, list[Said]], labels: dict[str, str], rules: Rules) -> Iterator[Conflict]:
    for triple in sorted(asserted):
        subject, predicate, object = triple
        back = (object, predicate, subject)
        if predicate in rules.one_way and subject < object and back in asserted:
            reason = f"{predicate} is said in both directions, of {labels[subject]} and of {labels[object]}"
            yield _conflict(subject, predicate, reason, [*asserted[triple], *asserted[back]])


def _several(
    asserted: dict[Triple, list[Said]],
    labels: dict[str, str],
    predicates: Collection[str],
    house: Mapping[str, Collection[str]],
    *,
    flipped: bool,
) -> Iterator[Conflict]:
    """Things for which articles name different others where only one can be.

    One article that names two means a joint venture, so only claims of different articles exclude each other.
    """
    slots: dict[tuple[str, str], dict[str, list[Said]]] = defaultdict(dict)
    for (subject, predicate, object), found in asserted.items():
        if predicate in predicates:
            slot, other = ((object, predicate), subject) if flipped else ((subject, predicate), object)
            slots[slot][other] = found
    for slot in sorted(slots):
        others = slots[slot]
        if len(others) < 2:
            continue
        houses = {other: _above(other, house) for other in others}
        names = sorted(o for o in others if any(_apart(o, p, others, houses) for p in others))
        if names:
            reason = f"{slot[1]} is said with " + " and with ".join(labels[name] for name in names)
            yield _conflict(slot[0], slot[1], reason, [s for name in names for s in others[name]])


def _apart(left: str, right: str, others: dict[str, list[Said]], houses: dict[str, set[str]]) -> bool:
    """Whether two are of different houses, and no article names both."""
    if left == right or right in houses[left] or left in houses[right]:
        return False
    here = {s.claim.document for s in others[left]}
    return here.isdisjoint(s.claim.document for s in others[right])


def _above(key: str, house: Mapping[str, Collection[str]]) -> set[str]:
    """What `key` belongs to, over any number of steps: the nearest first, at most HOUSE of them."""
    seen: set[str] = set()
    waiting = deque([key])
    while waiting and len(seen) < HOUSE:
        for parent in sorted(house.get(waiting.popleft(), ())):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return seen


def _conflict(subject: str, about: str, reason: str, said: Iterable[Said]) -> Conflict:
    claims = sorted({s.claim for s in said}, key=lambda c: (c.document, c.kind, c.index))
    return Conflict(subject, about, reason, tuple(claims))
