"""Entities and relations as nodes and edges of the picture: place, size and community of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import sqrt
from typing import Any

from kg.model import Entity, Graph
from kg.rdf.iris import Names
from kg.view.layout import WHOLE, lay_out
from kg.view.marks import clip
from kg.view.springs import Springs
from kg.view.tables import Tables

SMALLEST = 6.0
BIGGEST = 22.0
MOST_NAMES = 40
LETTER = 7.0
ROW = 16.0
ONE_ROW = 16


def node_rows(
    graph: Graph, keys: Sequence[str], tables: Tables, names: Names, springs: Springs | None = None
) -> list[dict[str, Any]]:
    """One row per entity, in the order of `keys`: what the picture and the search need of it.

    `iri` is there where it is not simply the base IRI with the key.
    """
    entities = [graph.entities[key] for key in keys]
    links = _links(tables)
    weights = importance(len(keys), tables)
    top = max(weights, default=1.0) or 1.0
    sizes = [round(SMALLEST + (BIGGEST - SMALLEST) * sqrt(weight / top), 1) for weight in weights]
    links += _companions(graph, tables, links, weights, {key: n for n, key in enumerate(keys)})
    names_below = [_name_below(entity.label, len(keys)) for entity in entities]
    half_width = [max(size, wide / 2) + 5 for size, (wide, _) in zip(sizes, names_below, strict=True)]
    half_height = [size + high / 2 + 3 for size, (_, high) in zip(sizes, names_below, strict=True)]
    layout = lay_out(links, half_width, half_height, springs)
    rows = []
    for n, entity in enumerate(entities):
        row = {"id": n, "key": entity.key, "label": clip(entity.label), "types": list(entity.types), "size": sizes[n]}
        row |= {"x": layout.x[n], "y": layout.y[n] - round(names_below[n][1] / 2), "group": layout.group[n]}
        row |= {"articles": tables.named_in[n]}
        row |= {"names": _other_names(entity), "mentions": tables.mentions[n]}
        iri = names.entity(entity.key).value
        rows.append(row if iri == names.base + entity.key else row | {"iri": iri})
    return rows


def edge_rows(tables: Tables) -> list[dict[str, Any]]:
    """One row per relation between two entities, however many sentences say it."""
    return [
        {"id": n, "from": subject, "to": target, "label": predicate, "arrows": "to"}
        for n, (subject, predicate, target) in enumerate(tables.relations)
    ]


def most_important(graph: Graph, most: int) -> list[str]:
    """Keys of at most `most` entities, sorted: those that most is said of, then those most often named."""
    if len(graph.entities) <= most:
        return sorted(graph.entities)
    said: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for article in graph.articles:
        keys = graph.keys[article.document.id]
        said.update(keys[end] for s in article.statements for end in (s.subject, s.object))
        said.update(keys[o.subject] for o in article.observations)
        named.update(keys[mention.entity] for mention in article.mentions)
    return sorted(sorted(graph.entities, key=lambda key: (-said[key], -named[key], key))[:most])


def importance(count: int, tables: Tables) -> list[float]:
    """How much each entity matters: its different relations first, then how often and where it is named."""
    weights = [0.0] * count
    asserted = {row[0] for row in tables.claims if row[2] == "asserted"}
    for number, (subject, _, target) in enumerate(tables.relations):
        if number in asserted:
            weights[subject] += 1.0
            weights[target] += 1.0
    for entity in range(count):
        weights[entity] += 0.5 * sqrt(tables.mentions[entity]) + 0.5 * len(tables.named_in[entity])
    return weights


def _name_below(label: str, count: int) -> tuple[float, float]:
    """Width and height of a name in one or two lines below its node; in crowds names wait for a closer look."""
    share = 1.0 if count <= WHOLE else 0.5
    rows = 1 if len(label) <= ONE_ROW else 2
    letters = min(len(label) / rows + (rows - 1) * 2, 24)
    return letters * LETTER * share, (ROW * rows + 2) * share


def _other_names(entity: Entity) -> list[str]:
    others = sorted(set(entity.names) - {entity.label})
    return [clip(name) for name in others[:MOST_NAMES]]


def _links(tables: Tables) -> list[tuple[int, int, float]]:
    links = []
    for relation, _, status, *_ in tables.claims:
        subject, _, target = tables.relations[relation]
        links.append((subject, target, 1.0 if status == "asserted" else 0.3))
    return links


def _companions(
    graph: Graph,
    tables: Tables,
    links: Sequence[tuple[int, int, float]],
    weights: Sequence[float],
    index: Mapping[str, int],
) -> list[tuple[int, int, float]]:
    """An unseen link from each entity without relations to the one it is most often named beside."""
    alone = set(range(len(weights))) - {n for left, right, _ in links if left != right for n in (left, right)}
    beside: dict[int, Counter[int]] = {n: Counter() for n in sorted(alone)}
    for article in graph.articles:
        local = [index.get(graph.key(article, n), -1) for n in range(len(article.entities))]
        present = sorted(set(local) - {-1})
        if not alone.intersection(present):
            continue
        leader = max(present, key=lambda n: (n not in alone, weights[n], -n))
        for n in present:
            if n in alone and n != leader:
                beside[n][leader] += 1
        named = sorted(article.mentions, key=lambda mention: (mention.begin, mention.end))
        order = [local[mention.entity] for mention in named if local[mention.entity] >= 0]
        for left, right in pairwise(order):
            for one, other in ((left, right), (right, left)):
                if one in alone and other not in alone:
                    beside[one][other] += 2
    return [
        (n, max(counts, key=lambda other: (counts[other], weights[other], -other)), 0.4)
        for n, counts in beside.items()
        if counts
    ]
