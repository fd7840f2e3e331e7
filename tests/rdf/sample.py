"""Two invented articles as a merged graph, and ways to vary them."""

from __future__ import annotations

from dataclasses import replace

from kg.model import (
    Article,
    Claim,
    Conflict,
    Document,
    Entity,
    Graph,
    LocalEntity,
    Mention,
    Merge,
    Observation,
    Sentence,
    Statement,
)

FIRST = (
    "Norda Motors shows the Velm K2.\n"
    "Norda's brand Velm starts selling the K2 at 21,500 euros on 4 March 2031.\n"
    "Ilse Brandt, head of design at Norda Motors, said a K2 coupe is only a rumour."
)
SECOND = "The Velm K2 costs 22,900 euros, reports say.\nNorda Motors works with Ostrava Cells."

ENTITIES = {
    "brand/velm": Entity("brand/velm", ("Brand",), "Velm", ("Velm",), concept="brand/velm"),
    "company/norda-motors": Entity(
        "company/norda-motors",
        ("Company", "Brand"),
        "Norda Motors",
        ("Norda", "Norda Motors"),
        merges=(Merge("Norda", "Norda Motors", "first word of the name"),),
    ),
    "company/ostrava-cells": Entity("company/ostrava-cells", ("Company",), "Ostrava Cells", ("Ostrava Cells",)),
    "model/velm-k2": Entity("model/velm-k2", ("Model",), "Velm K2", ("K2", "Velm K2")),
    "person/ilse-brandt": Entity("person/ilse-brandt", ("Person",), "Ilse Brandt", ("Ilse Brandt",)),
}
KEYS = {
    "first": ("company/norda-motors", "brand/velm", "model/velm-k2", "person/ilse-brandt"),
    "second": ("model/velm-k2", "company/norda-motors", "company/ostrava-cells"),
}


def sentences(text: str) -> tuple[Sentence, ...]:
    """The lines of a text as sentences."""
    found, at = [], 0
    for line in text.split("\n"):
        found.append(Sentence(at, at + len(line)))
        at += len(line) + 1
    return tuple(found)


def mention(text: str, surface: str, entity: int, start: int = 0) -> Mention:
    """The first mention of a surface form after `start`."""
    begin = text.index(surface, start)
    return Mention(begin, begin + len(surface), surface, entity, component="names", confidence=0.95)


def local(key: str) -> LocalEntity:
    entity = ENTITIES[key]
    return LocalEntity(entity.types, entity.label, entity.names, entity.concept)


def first() -> Article:
    return Article(
        Document(
            "first", FIRST, "first.txt", offset=100, title="Norda shows the K2", date="2031-03-04", url="http://x.y/z"
        ),
        sentences(FIRST),
        (
            mention(FIRST, "Norda Motors", 0),
            mention(FIRST, "Velm K2", 2),
            mention(FIRST, "Norda", 0, 30),
            mention(FIRST, "Ilse Brandt", 3),
        ),
        tuple(local(key) for key in KEYS["first"]),
        (
            Statement(0, "ownsBrand", 1, 1, confidence=0.876, component="patterns"),
            Statement(1, "makes", 2, 1, confidence=0.8),
            Statement(3, "worksFor", 0, 2, role="head of design", confidence=0.9),
            Statement(0, "makes", 2, 2, status="rumoured", confidence=0.6, speaker=3),
        ),
        (
            Observation(2, "price", 21500, "EUR", 1, confidence=0.7, component="figures"),
            Observation(2, "launchDate", "2031-03-04", "date", 1, confidence=0.9),
        ),
    )


def second() -> Article:
    return Article(
        Document("second", SECOND, "second.txt", title="K2 price", date="2031-03-05"),
        sentences(SECOND),
        (mention(SECOND, "Velm K2", 0), mention(SECOND, "Norda Motors", 1), mention(SECOND, "Ostrava Cells", 2)),
        tuple(local(key) for key in KEYS["second"]),
        (Statement(2, "partnersWith", 1, 1, confidence=0.5),),
        (
            Observation(0, "price", 22900.0, "EUR", 0, confidence=0.66, speaker=1),
            Observation(0, "launchDate", "2031-03-04", "date", 0, confidence=0.4),
        ),
    )


def sample() -> Graph:
    """The merged graph: the two articles disagree about the price."""
    conflict = Conflict(
        "model/velm-k2",
        "price",
        "price is given as 21500 EUR and 22900 EUR",
        (Claim("first", "observation", 0), Claim("second", "observation", 0)),
    )
    return Graph((first(), second()), ENTITIES, KEYS, (conflict,))


def with_article(graph: Graph, article: Article) -> Graph:
    """The graph with one of its articles exchanged."""
    articles = tuple(article if a.document.id == article.document.id else a for a in graph.articles)
    return replace(graph, articles=articles)


def named(graph: Graph, key: str, label: str) -> Graph:
    """The graph with another label for one entity."""
    return replace(graph, entities={**graph.entities, key: replace(graph.entities[key], label=label)})
