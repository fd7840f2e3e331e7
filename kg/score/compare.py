"""Annotated articles against what a graph says of them: figures per class, relation and metric.

An entity of the graph and one of the annotation match when they share a surface form, one to one, so that an alias left
unmerged costs precision and a wrong merge recall. A relation counts when both ends match and the predicate is the
same; a fact when entity, metric, unit and value do. Figures are micro-averaged over the articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from kg.score.gold import GoldArticle, GoldFact, GoldRelation
from kg.score.match import match_entities, norm, plain_role, same_value
from kg.score.system import Evidence, FoundFact, System, SystemArticle
from kg.score.tally import Row, Tally, share

OTHER = "other"
"""The metric of figures that fit no metric; what is worth noting there is a matter of taste, so it is scored apart."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The tables by label (ALL first), and the shares (0–1) of right answers whose details are right too."""

    entities: dict[str, Row]
    entities_ignoring_type: dict[str, Row]
    relations: dict[str, Row]
    facts: dict[str, Row]
    facts_other: dict[str, Row]
    evidence_agrees: float
    period_right: float
    role_right: float
    articles: int


@dataclass(slots=True)
class Compared:
    """One article: what matched, and what is left on either side."""

    gold: GoldArticle
    system: SystemArticle
    types: dict[str, frozenset[str]]
    to_system: dict[str, str]
    to_gold: dict[str, str]
    mistyped: list[str] = field(default_factory=list)
    hits: set[tuple[str, str, str]] = field(default_factory=set)
    wrong_relations: list[tuple[str, str, str]] = field(default_factory=list)
    missed_facts: list[GoldFact] = field(default_factory=list)
    wrong_facts: list[FoundFact] = field(default_factory=list)


@dataclass(slots=True)
class _Sums:
    entities: Tally = field(default_factory=Tally)
    untyped: Tally = field(default_factory=Tally)
    relations: Tally = field(default_factory=Tally)
    facts: Tally = field(default_factory=Tally)
    others: Tally = field(default_factory=Tally)
    backed: Counter[str] = field(default_factory=Counter)


def score(gold: Iterable[GoldArticle], system: System, symmetric: Collection[str]) -> tuple[Scores, list[Compared]]:
    """The figures, and article by article what they are made of. `symmetric` relations count in both directions."""
    sums = _Sums()
    compared = []
    for article in gold:
        found = system.articles.get(article.id) or SystemArticle()
        to_system = match_entities(article, found.entities, system.types)
        to_gold = {key: name for name, key in to_system.items()}
        one = Compared(article, found, system.types, to_system, to_gold)
        _entities(one, sums)
        _relations(one, sums, symmetric)
        _facts(one, sums)
        compared.append(one)
    return _scores(sums, len(compared)), compared


def _scores(sums: _Sums, articles: int) -> Scores:
    backed = sums.backed
    return Scores(
        entities=sums.entities.table(),
        entities_ignoring_type={"ALL": sums.untyped.row()},
        relations=sums.relations.table(),
        facts=sums.facts.table(),
        facts_other={"ALL": sums.others.row()},
        evidence_agrees=round(share(backed["evidence_ok"], backed["relations"]), 4),
        period_right=round(share(backed["periods_ok"], backed["periods"]), 4),
        role_right=round(share(backed["roles_ok"], backed["roles"]), 4),
        articles=articles,
    )


def _entities(one: Compared, sums: _Sums) -> None:
    by_id = {entity.id: entity for entity in one.gold.entities}
    for entity in one.gold.entities:
        sums.entities.wanted[entity.types[0]] += 1
        sums.untyped.wanted["any"] += 1
    for key in sorted(one.system.entities):
        kinds = one.types.get(key, frozenset())
        match = by_id.get(one.to_gold.get(key, ""))
        sums.untyped.found["any"] += 1
        sums.untyped.right["any"] += match is not None
        if match and kinds & set(match.types) and len(kinds) <= 2:
            sums.entities.right[match.types[0]] += 1
            sums.entities.found[match.types[0]] += 1
        else:
            sums.entities.found[min(kinds, default="untyped")] += 1
            if match:
                one.mistyped.append(key)


def _relations(one: Compared, sums: _Sums, symmetric: Collection[str]) -> None:
    wanted = {(r.subject, r.predicate, r.object): r for r in one.gold.relations}
    for relation in one.gold.relations:
        sums.relations.wanted[relation.predicate] += 1
    for triple in sorted(one.system.relations):
        subject, predicate, object = triple
        key = (one.to_gold.get(subject, ""), predicate, one.to_gold.get(object, ""))
        if predicate in symmetric and key not in wanted:
            key = (key[2], predicate, key[0])
        if key in one.hits:
            continue
        sums.relations.found[predicate] += 1
        if key in wanted:
            one.hits.add(key)
            sums.relations.right[predicate] += 1
            _back(wanted[key], one.system.relations[triple], sums.backed)
        else:
            one.wrong_relations.append(triple)


def _back(wanted: GoldRelation, found: Iterable[Evidence], backed: Counter[str]) -> None:
    """Whether the sentence and the role of a right relation are right too."""
    backed["relations"] += 1
    sentence = norm(wanted.evidence)
    texts = [norm(evidence.text) for evidence in found]
    backed["evidence_ok"] += any(text and (text in sentence or sentence in text) for text in texts)
    if wanted.role:
        role = plain_role(wanted.role)
        backed["roles"] += 1
        roles = [plain_role(evidence.role) for evidence in found]
        backed["roles_ok"] += any(own and (own in role or role in own) for own in roles)


def _facts(one: Compared, sums: _Sums) -> None:
    one.missed_facts = list(one.gold.facts)
    for fact in one.gold.facts:
        (sums.others if fact.metric == OTHER else sums.facts).wanted[fact.metric] += 1
    seen = set()
    for found in sorted(one.system.facts, key=_order):
        once = (found.subject, found.metric, found.value, found.unit)
        if once in seen:
            continue
        seen.add(once)
        tally = sums.others if found.metric == OTHER else sums.facts
        tally.found[found.metric] += 1
        match = next((fact for fact in one.missed_facts if _states(one, found, fact)), None)
        if match is None:
            one.wrong_facts.append(found)
            continue
        tally.right[found.metric] += 1
        one.missed_facts.remove(match)
        if match.unit != "date":
            sums.backed["periods"] += 1
            sums.backed["periods_ok"] += found.period[: len(match.period) or None] == match.period


def _states(one: Compared, found: FoundFact, fact: GoldFact) -> bool:
    same_place = one.to_gold.get(found.subject) == fact.subject and found.metric == fact.metric
    return same_place and found.unit == fact.unit and same_value(fact.value, fact.unit, found.value)


def _order(fact: FoundFact) -> tuple[str, str, str, str, str, str]:
    return fact.subject, fact.metric, fact.value, fact.unit, fact.period, fact.text
