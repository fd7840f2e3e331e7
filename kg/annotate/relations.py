"""Scored candidates and pattern hits → statements: thresholds, roles, status, the sentence that says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from kg.annotate.facts.linear import calibrated
from kg.annotate.labels import ACTORS
from kg.annotate.patterns import Hit
from kg.annotate.status import Statuses
from kg.model import LocalEntity, Mention, Sentence, Statement, Status
from kg.ontology import Ontology

Spans = tuple[tuple[int, int], tuple[int, int]]

UNASSERTED = 0.5
OTHER_MAKER = 0.6
COMPOUND = "compound"
ALONE = 0.62
DEFAULT = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement that may hold: its ends, where in the text its ends stand (characters), how sure, found by what.

    `further` are other sentences that say the same, with the spans of the ends there.
    """

    subject: int
    predicate: str
    object: int
    sentence: int
    spans: Spans
    confidence: float
    component: str
    role: str = ""
    further: tuple[tuple[int, Spans], ...] = ()


def compounds(mentions: Sequence[Mention], entities: Sequence[LocalEntity], ontology: Ontology) -> Iterable[Hit]:
    """A maker's name at the front of a product's: the compound says who makes or develops it."""
    for n, inner in enumerate(mentions):
        for m in range(n - 1, -1, -1):
            outer = mentions[m]
            if outer.end <= inner.begin or outer.begin < inner.begin:
                break
            if outer.begin != inner.begin or outer.end <= inner.end or inner.entity == outer.entity:
                continue
            subject, object_ = set(entities[inner.entity].types), set(entities[outer.entity].types)
            for name in ("makes", "develops"):
                relation = ontology.relations.get(name)
                if relation and subject & ACTORS and object_ & set(relation.range):
                    yield Hit(n, name, m, -1, 0.9 if name == "makes" else 0.75)


def statements(
    text: str,
    proposals: Iterable[Proposal],
    entities: Sequence[LocalEntity],
    sentences: Sequence[Sentence],
    ontology: Ontology,
    thresholds: Mapping[str, float],
    statuses: Statuses,
    calibration: tuple[float, float] = (1.0, 0.0),
    owners: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> tuple[Statement, ...]:
    """Statements of the proposals that pass their threshold, or half of it where the text does not assert them.

    Their ends have the classes of the relation's domain and range. A product whose name begins with its maker's is
    hardly made by another. `calibration` turns the logit of a score into that of the share of its like that is right.
    `owners` are the concepts that others of the lexicon belong to: where they stand together, less is asked for. More
    is asked of what stands beside something likelier where, by the ontology's table `one`, one is right as a rule.
    """
    found = []
    fitting = [p for p in proposals if _fits(p, entities, ontology)]
    named: dict[tuple[str, int], set[int]] = {}
    for p in fitting:
        if p.component == COMPOUND:
            named.setdefault((p.predicate, p.object), set()).add(p.subject)
    merged = []
    for p in _merged(fitting, ontology):
        if p.subject not in named.get((p.predicate, p.object), {p.subject}):
            p = replace(p, confidence=p.confidence * OTHER_MAKER)
        merged.append(p)
    known = _known(merged, entities, ontology, _heirs(merged, entities, ontology, owners))
    expected = _expected(merged, entities, ontology, thresholds) | known
    lesser = _lesser(merged, ontology) - known
    for p in merged:
        limit = thresholds.get(p.predicate, DEFAULT)
        for number, spans in ((p.sentence, p.spans), *p.further):
            sentence = sentences[number]
            status = statuses.of(text, sentence.begin, sentence.end, spans)
            asserted = status == "asserted"
            if asserted and p in lesser:
                continue
            if p.confidence >= limit * (1 if asserted else UNASSERTED) or (asserted and p in expected):
                found.append(_statement(p, number, status, ontology, calibration))
    return in_order(found)


def in_order(found: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements in the order of the text, and within a sentence of their ends."""
    return tuple(sorted(found, key=lambda s: (s.sentence, s.subject, s.predicate, s.object)))


def _expected(
    proposals: Sequence[Proposal],
    entities: Sequence[LocalEntity],
    ontology: Ontology,
    thresholds: Mapping[str, float],
) -> set[Proposal]:
    """The likeliest proposal for each entity that hardly lacks a relation and has none, by the ontology's table."""
    found: set[Proposal] = set()
    for row in ontology.cues.get("relations", {}).get("expected", ()):
        those = [
            p
            for p in proposals
            if p.predicate == row["relation"]
            and row["class"] in entities[_end(p, row)].types
            and (p.role or not row.get("role", False))
        ]
        limit = thresholds.get(row["relation"], DEFAULT)
        found |= {p for p in _likeliest(those, row).values() if row["least"] <= p.confidence < limit}
    return found


def _lesser(proposals: Sequence[Proposal], ontology: Ontology) -> set[Proposal]:
    """What is not sure enough to stand beside something likelier, where as a rule one thing alone is right."""
    found: set[Proposal] = set()
    for row in ontology.cues.get("relations", {}).get("one", ()):
        those = [p for p in proposals if p.predicate == row["relation"]]
        best = _likeliest(those, row)
        found |= {p for p in those if p is not best[_end(p, row)] and p.confidence < row["least"]}
    return found


def _likeliest(proposals: Iterable[Proposal], row: Mapping[str, Any]) -> dict[int, Proposal]:
    """The likeliest of the proposals, the first of equals, for each entity at the end that a row of a table names."""
    best: dict[int, Proposal] = {}
    for p in proposals:
        end = _end(p, row)
        best[end] = max(best.get(end, p), p, key=lambda p: p.confidence)
    return best


def _end(p: Proposal, row: Mapping[str, Any]) -> int:
    return p.object if row["end"] == "object" else p.subject


def _heirs(
    proposals: Sequence[Proposal],
    entities: Sequence[LocalEntity],
    ontology: Ontology,
    owners: Mapping[str, Sequence[str]],
) -> Mapping[int, Sequence[str]]:
    """Whose the entities are by the lexicon; a series that it does not know is whose its members are."""
    found = {n: owners[entity.concept] for n, entity in enumerate(entities) if entity.concept in owners}
    member = ontology.cues.get("relations", {}).get("variants", {}).get("relation", "")
    series: dict[int, list[str]] = {}
    for p in proposals:
        if p.predicate == member and p.subject in found and p.object not in found:
            series.setdefault(p.object, []).extend(found[p.subject])
    return series | found


def _known(
    proposals: Sequence[Proposal],
    entities: Sequence[LocalEntity],
    ontology: Ontology,
    owners: Mapping[int, Sequence[str]],
) -> set[Proposal]:
    """The proposals, from the ontology's least on, that a thing belongs to what the lexicon too says it belongs to."""
    found: set[Proposal] = set()
    for row in ontology.cues.get("relations", {}).get("known", ()):
        for p in proposals:
            part, whole = (p.object, p.subject) if row["owner"] == "subject" else (p.subject, p.object)
            known = owners.get(part, ())
            if p.predicate == row["relation"] and p.confidence >= row["least"] and entities[whole].concept in known:
                found.add(p)
    return found


def _fits(p: Proposal, entities: Sequence[LocalEntity], ontology: Ontology) -> bool:
    relation = ontology.relations[p.predicate]
    subject, object_ = entities[p.subject].types, entities[p.object].types
    return bool(set(subject) & set(relation.domain) and set(object_) & set(relation.range))


def _statement(
    p: Proposal, number: int, status: Status, ontology: Ontology, calibration: tuple[float, float]
) -> Statement:
    subject, object_ = p.subject, p.object
    if ontology.relations[p.predicate].symmetric and subject > object_:
        subject, object_ = object_, subject
    confidence = round(calibrated(p.confidence, calibration), 3)
    return Statement(subject, p.predicate, object_, number, p.role, status, confidence, p.component)


def _merged(proposals: Iterable[Proposal], ontology: Ontology) -> list[Proposal]:
    """One proposal for each pair and relation, whichever way; what two components find is surer."""
    groups: dict[tuple[int, int, str], list[Proposal]] = {}
    for p in proposals:
        groups.setdefault((min(p.subject, p.object), max(p.subject, p.object), p.predicate), []).append(p)
    merged = []
    for key in sorted(groups):
        group = sorted(groups[key], key=lambda p: (-p.confidence, p.component, p.sentence, p.subject))
        symmetric = ontology.relations[key[2]].symmetric
        best = group[0]
        others = [p for p in group if p.component != best.component and (symmetric or p.subject == best.subject)]
        learned = next((p.confidence for p in group if p.component == "network"), None)
        confidence = best.confidence
        if others:
            confidence = 1 - (1 - best.confidence) * (1 - others[0].confidence / 2)
        elif best.component != "network" and learned is not None:
            confidence = best.confidence * ALONE
        role = next((p.role for p in group if p.role), "")
        further = {n: spans for p in others for n, spans in ((p.sentence, p.spans), *p.further)} | dict(best.further)
        further.pop(best.sentence, None)
        merged.append(replace(best, confidence=confidence, role=role, further=tuple(sorted(further.items()))))
    return merged
