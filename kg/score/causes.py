"""Why an answer is missing or wrong: each error with its cause, so that they can be counted and worked on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kg.score.compare import Compared
from kg.score.gold import GoldEntity, GoldFact, GoldRelation
from kg.score.match import norm, same_value, surfaces
from kg.score.system import FoundFact


@dataclass(frozen=True, slots=True)
class Error:
    """One miss (`found` False) or wrong answer. `label` is its class, relation or metric; `shown` says what it is."""

    article: str
    task: str
    found: bool
    cause: str
    label: str
    shown: str
    sentence: str = ""


def errors(compared: Iterable[Compared]) -> list[Error]:
    """Every error of the articles, in their order."""
    out: list[Error] = []
    for one in compared:
        out += _entities(one)
        out += _relations(one)
        out += _facts(one)
    return out


def _entities(one: Compared) -> Iterator[Error]:
    by_form = {form: entity for entity in one.gold.entities for form in surfaces(entity)}
    held = {form: key for key in sorted(one.to_gold) for form in one.system.entities[key]}
    for key in sorted(one.system.entities):
        forms = one.system.entities[key]
        kinds = "/".join(sorted(one.types.get(key, ()))) or "untyped"
        shown = ", ".join(sorted(forms))
        if key in one.mistyped:
            wanted = next(e for e in one.gold.entities if e.id == one.to_gold[key])
            yield Error(one.gold.id, "entity", True, "wrong type", f"{kinds} for {wanted.types[0]}", shown)
        elif key not in one.to_gold:
            cause = "alias left unmerged" if forms & by_form.keys() else _boundary(forms, by_form) or "spurious"
            yield Error(one.gold.id, "entity", True, cause, kinds, shown)
    for entity in one.gold.entities:
        if entity.id not in one.to_system:
            yield _missed_entity(one, entity, held)


def _missed_entity(one: Compared, entity: GoldEntity, held: dict[str, str]) -> Error:
    forms = surfaces(entity)
    everything = {form for found in one.system.entities.values() for form in found}
    cause = "wrong merge" if forms & held.keys() else _boundary(forms, everything) or "not found"
    return Error(one.gold.id, "entity", False, cause, entity.types[0], f"{entity.name} ({', '.join(entity.mentions)})")


def _boundary(forms: Iterable[str], others: Collection[str]) -> str:
    """Whether a form is part of another, or has another as its part, by whole words."""
    spaced = [f" {other} " for other in others if other]
    for form in forms:
        if form and any(f" {form} " in other or other in f" {form} " for other in spaced):
            return "boundary"
    return ""


def _relations(one: Compared) -> Iterator[Error]:
    wanted = {(r.subject, r.predicate, r.object): r for r in one.gold.relations}
    found = {(one.to_gold.get(s, ""), p, one.to_gold.get(o, "")) for s, p, o in one.system.relations}
    for triple in one.wrong_relations:
        subject, predicate, object = triple
        ends = one.to_gold.get(subject, ""), one.to_gold.get(object, "")
        cause = "an end is no annotated entity" if "" in ends else _kin((ends[0], predicate, ends[1]), wanted)
        shown = f"{_name(one, subject)} {predicate} {_name(one, object)}"
        said = one.system.relations[triple][0].text
        yield Error(one.gold.id, "relation", True, cause or "spurious", predicate, shown, said)
    for key in sorted(wanted.keys() - one.hits):
        relation = wanted[key]
        missing = not {key[0], key[2]} <= one.to_system.keys()
        cause = "an end is missing" if missing else _kin(key, found - one.hits)
        shown = f"{key[0]} {key[1]} {key[2]}"
        cause = cause or _distance(one, relation)
        yield Error(one.gold.id, "relation", False, cause, key[1], shown, relation.evidence)


def _kin(key: tuple[str, str, str], others: Collection[tuple[str, str, str]]) -> str:
    """How a relation differs from the nearest of the other side, or "" where none is near."""
    subject, predicate, object = key
    if (object, predicate, subject) in others:
        return "wrong direction"
    between = {(s, o) for s, _, o in others}
    if (subject, object) in between or (object, subject) in between:
        return "wrong relation"
    if any(p == predicate and s == subject for s, p, _ in others):
        return "wrong object"
    if any(p == predicate and o == object for _, p, o in others):
        return "wrong subject"
    return ""


def _distance(one: Compared, relation: GoldRelation) -> str:
    """Whether the sentence names both ends, or reading it takes coreference."""
    by_id = {entity.id: surfaces(entity) for entity in one.gold.entities}
    said = f" {norm(relation.evidence)} "
    named = [any(form in said for form in by_id[end]) for end in (relation.subject, relation.object)]
    return "not found in the sentence" if all(named) else "an end is named in another sentence"


def _facts(one: Compared) -> Iterator[Error]:
    for found in one.wrong_facts:
        subject = one.to_gold.get(found.subject, "")
        cause = _nearest(_alike(one, fact, found) for fact in one.gold.facts)
        cause = cause if subject else "the subject is no annotated entity"
        shown = f"{_name(one, found.subject)} {found.metric} {found.value} {found.unit}"
        yield Error(one.gold.id, "fact", True, cause or "spurious", found.metric, shown, found.text)
    for fact in one.missed_facts:
        cause = _nearest(_alike(one, fact, found) for found in one.wrong_facts)
        cause = cause if fact.subject in one.to_system else "the subject is missing"
        shown = f"{fact.subject} {fact.metric} {fact.value} {fact.unit}"
        yield Error(one.gold.id, "fact", False, cause or "not found", fact.metric, shown, fact.evidence)


def _alike(one: Compared, fact: GoldFact, found: FoundFact) -> tuple[bool, ...]:
    """Whether subject, metric, unit and value agree."""
    return (
        one.to_gold.get(found.subject) == fact.subject,
        found.metric == fact.metric,
        found.unit == fact.unit,
        same_value(fact.value, fact.unit, found.value),
    )


def _nearest(alike: Iterable[tuple[bool, ...]]) -> str:
    """Which part alone differs from some fact of the other side, or "" where more do."""
    parts = ("wrong subject", "wrong metric", "wrong unit", "wrong value")
    differing = {agrees.index(False) for agrees in alike if agrees.count(False) == 1}
    return parts[min(differing)] if differing else ""


def _name(one: Compared, key: str) -> str:
    """A readable name of an entity of the graph: its annotated id, or the end of its address."""
    return one.to_gold.get(key, "") or "/".join(key.rsplit("/", 2)[-2:])
