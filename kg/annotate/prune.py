"""Names of which the article says nothing are kept where they are sure; the others go, with all that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.model import LocalEntity, Mention, Observation, Statement

GENERIC = "generic"


def unsure(
    mentions: Sequence[Mention],
    entities: Sequence[LocalEntity],
    statements: Sequence[Statement],
    observations: Sequence[Observation],
    limits: Mapping[str, float],
) -> frozenset[int]:
    """Entities that are mentioned once, less surely than the limit of their class, and of which nothing is said.

    `limits` names classes; `generic` is for names without a capital letter or digit. Those that it does not name stay.
    """
    said = {end for s in statements for end in (s.subject, s.object, s.speaker)}
    said |= {end for o in observations for end in (o.subject, o.speaker)}
    times = Counter(m.entity for m in mentions)
    found = set()
    for mention in mentions:
        n = mention.entity
        if n in said or times[n] > 1 or entities[n].concept:
            continue
        limit = limits.get(GENERIC if mention.text.islower() else entities[n].types[0], 0.0)
        if mention.confidence < limit:
            found.add(n)
    return frozenset(found)


def without(
    gone: frozenset[int],
    mentions: Sequence[Mention],
    entities: Sequence[LocalEntity],
    statements: Sequence[Statement],
    observations: Sequence[Observation],
) -> tuple[tuple[Mention, ...], tuple[LocalEntity, ...], tuple[Statement, ...], tuple[Observation, ...]]:
    """The parts of an article less some entities of which nothing is said, those that remain counted anew."""
    kept = [n for n in range(len(entities)) if n not in gone]
    new: dict[int | None, int] = {old: n for n, old in enumerate(kept)}
    return (
        tuple(replace(m, entity=new[m.entity]) for m in mentions if m.entity not in gone),
        tuple(entities[n] for n in kept),
        tuple(replace(s, subject=new[s.subject], object=new[s.object], speaker=new.get(s.speaker)) for s in statements),
        tuple(replace(o, subject=new[o.subject], speaker=new.get(o.speaker)) for o in observations),
    )
