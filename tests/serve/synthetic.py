"""Invented graphs of any size in the project's own vocabulary: companies that partner, sell and are counted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.rdf import vocabulary as v
from kg.rdf.iris import Names
from kg.rdf.literals import integer

BASE = "https://example.org/kg/"
RELATIONS = ("partnersWith", "supplies", "investsIn", "ownsBrand")
METRICS = ("deliveries", "revenue", "price")
FACTS_PER_COMPANY = 4


def quads(companies: int, base: str = BASE, seed: int = 1) -> Iterator[Quad]:
    """Companies with three relations and one figure each; ten of them share an article of as many sentences."""
    chance = random.Random(seed)
    names = Names(base)
    for number in range(companies):
        yield from _company(number, companies, names, chance)


def _company(number: int, companies: int, names: Names, chance: random.Random) -> Iterator[Quad]:
    key, label = f"company/c{number}", f"Company {number}"
    entity, stem = names.entity(key), f"a{number // 10:06d}"
    graph = NamedNode(names.article_graph(stem))
    home = names.document(stem)
    sentence = NamedNode(f"{home}#char={number % 10 * 100},{number % 10 * 100 + 90}")
    mention = NamedNode(f"{home}#mention={number % 10 * 100},{number % 10 * 100 + len(label)}")
    yield Quad(entity, v.TYPE, v.term("Company"))
    yield Quad(entity, v.LABEL, Literal(label))
    yield Quad(entity, v.PREF_LABEL, Literal(label))
    yield Quad(entity, v.ALT_LABEL, Literal(f"C{number} Group"))
    yield from _relations(number, companies, names, chance, sentence, graph)
    yield from _figure(number, names, chance, sentence, graph)
    document = NamedNode(home)
    if number % 10 == 0:
        yield Quad(document, v.TYPE, v.NEWS_ARTICLE, graph)
        yield Quad(document, v.IDENTIFIER, Literal(stem), graph)
        yield Quad(document, v.TITLE, Literal(f"News number {number // 10}"), graph)
        day = f"20{number // 3600 % 90 + 10}-{number // 300 % 12 + 1:02d}-{number // 10 % 28 + 1:02d}"
        yield Quad(document, v.ISSUED, Literal(day, datatype=v.DATE), graph)
    yield Quad(sentence, v.TYPE, v.SENTENCE, graph)
    yield from _span(sentence, f"{label} is in the news again.", number % 10 * 100, document, graph)
    yield Quad(mention, v.TYPE, v.PHRASE, graph)
    yield from _span(mention, label, number % 10 * 100, document, graph)
    yield Quad(mention, v.REFERS_TO, entity, graph)
    yield Quad(mention, v.KIND, Literal("name"), graph)


def _span(node: NamedNode, text: str, begin: int, document: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    yield Quad(node, v.ANCHOR, Literal(text), graph)
    yield Quad(node, v.BEGIN, integer(begin), graph)
    yield Quad(node, v.END, integer(begin + len(text)), graph)
    yield Quad(node, v.CONTEXT, document, graph)


def _relations(
    number: int, companies: int, names: Names, chance: random.Random, sentence: NamedNode, graph: NamedNode
) -> Iterator[Quad]:
    subject = names.entity(f"company/c{number}")
    others = {chance.choice(RELATIONS): int(companies * chance.random() ** 3) for _ in range(FACTS_PER_COMPANY - 1)}
    for n, (name, other) in enumerate(sorted(others.items())):
        object_ = names.entity(f"company/c{other}")
        statement = NamedNode(f"{sentence.value.partition('#')[0]}#statement={number % 10 * 3 + n}")
        yield Quad(subject, v.term(name), object_)
        yield Quad(statement, v.TYPE, v.STATEMENT, graph)
        yield Quad(statement, v.SUBJECT, subject, graph)
        yield Quad(statement, v.PREDICATE, v.term(name), graph)
        yield Quad(statement, v.OBJECT, object_, graph)
        yield Quad(statement, v.STATUS, Literal("asserted"), graph)
        yield Quad(statement, v.CONFIDENCE, Literal("0.8", datatype=v.DECIMAL), graph)
        yield Quad(statement, v.DERIVED_FROM, sentence, graph)


def _figure(number: int, names: Names, chance: random.Random, sentence: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    key, metric = f"company/c{number}", chance.choice(METRICS)
    node = names.observation(key, metric, (str(number),))
    yield Quad(node, v.TYPE, v.OBSERVATION)
    yield Quad(node, v.FEATURE, names.entity(key))
    yield Quad(node, v.PROPERTY, v.term(metric))
    yield Quad(node, v.RESULT, integer(chance.randrange(1000, 100000)))
    yield Quad(node, v.UNIT_TEXT, Literal("vehicle" if metric == "deliveries" else "EUR"))
    yield Quad(node, v.PERIOD, Literal(f"2031-{chance.randrange(1, 13):02d}"))
    yield Quad(node, v.STATUS, Literal("asserted"))
    yield Quad(node, v.CONFIDENCE, Literal("0.7", datatype=v.DECIMAL))
    yield Quad(node, v.DERIVED_FROM, sentence, graph)


def write(path: Path, companies: int, base: str = BASE) -> Path:
    """The graph as a file that a store can be filled from."""
    with path.open("wb") as file:
        serialize(quads(companies, base), file, format=RdfFormat.TRIG)
    return path
