"""Figures that cannot all be true: other values for the same thing, metric, unit, period and condition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.graph.claims import Measured
from kg.graph.rules import Rules
from kg.model import Claim, Conflict

Slot = tuple[str, str, str, str, str]
Value = int | float | str
Place = tuple[str, int]


def find(measured: Iterable[Measured], rules: Rules) -> Iterator[Conflict]:
    """The conflicts among asserted observations, by subject and metric."""
    slots: dict[Slot, list[Measured]] = defaultdict(list)
    for found in measured:
        if counts(found, rules):
            slots[slot(found)].append(found)
    for place in sorted(slots):
        clashing = _clashing(slots[place], rules)
        if clashing:
            claims = tuple(sorted({m.claim for m in clashing}, key=_order))
            yield Conflict(place[0], place[1], _reason(clashing), claims)


def counts(found: Measured, rules: Rules) -> bool:
    """Whether a figure can contradict another at all."""
    return found.observation.status == "asserted" and found.observation.metric not in rules.vague


def slot(found: Measured) -> Slot:
    """What a figure is given for: figures of one slot may be compared."""
    o = found.observation
    return found.subject, o.metric, o.unit, o.period, " ".join(o.qualifier.casefold().split())


def _clashing(together: Sequence[Measured], rules: Rules) -> list[Measured]:
    """Those of a slot that some other one of it contradicts, each once."""
    found: dict[Claim, Measured] = {}
    for group in _comparable(together, rules):
        places: dict[Value, set[Place]] = defaultdict(set)
        for m in group:
            places[m.observation.value].add((m.claim.document, m.observation.sentence))
        odd = {v for v in places if any(_apart(v, other, places, rules) for other in places)}
        found.update((m.claim, m) for m in group if m.observation.value in odd)
    return list(found.values())


def _apart(left: Value, right: Value, places: Mapping[Value, set[Place]], rules: Rules) -> bool:
    """Whether two values differ and are said in two sentences; one sentence that gives both lists them."""
    return not _same(left, right, rules) and len(places[left] | places[right]) > 1


def _comparable(together: Sequence[Measured], rules: Rules) -> Iterator[list[Measured]]:
    """The groups of a slot in which all speak of the same moment and the same condition.

    A period settles it. Without a period, articles that give one value each are compared where the metric is a
    lasting one, or where they are of the same day.
    """
    first = together[0].observation
    if first.period or first.unit == "date":
        yield list(together)
        return
    articles = _groups(together, lambda m: m.claim.document)
    single = [m for group in articles if _agrees(group, rules) for m in group]
    if first.metric in rules.lasting:
        yield single
    else:
        yield from _groups([m for m in single if m.date], lambda m: m.date)


def _groups(measured: Iterable[Measured], by: Callable[[Measured], str]) -> list[list[Measured]]:
    groups: dict[str, list[Measured]] = defaultdict(list)
    for found in measured:
        groups[by(found)].append(found)
    return [groups[key] for key in sorted(groups)]


def _agrees(group: Sequence[Measured], rules: Rules) -> bool:
    """Whether an article gives one value; several under one condition are of trims that were not told apart."""
    return all(_same(m.observation.value, group[0].observation.value, rules) for m in group)


def _same(left: Value, right: Value, rules: Rules) -> bool:
    """Whether two values are one, given more or less precisely."""
    if isinstance(left, str) or isinstance(right, str):
        return str(left).startswith(str(right)) or str(right).startswith(str(left))
    return abs(left - right) <= rules.tolerance * max(abs(left), abs(right))


def _reason(clashing: Sequence[Measured]) -> str:
    o = clashing[0].observation
    values = sorted({m.observation.value for m in clashing}, key=lambda v: (isinstance(v, str), v))
    unit = "" if o.unit == "date" else f" {o.unit}"
    condition = " ".join(part for part in (f"for {o.period}" if o.period else "", o.qualifier) if part)
    listed = " and ".join(f"{value}{unit}" for value in values)
    return f"{o.metric} is given as {listed}" + (f" ({condition})" if condition else "")


def _order(claim: Claim) -> tuple[str, str, int]:
    return claim.document, claim.kind, claim.index
