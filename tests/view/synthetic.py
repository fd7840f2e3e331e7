"""Invented graphs of any size and a richly filled small one, for tests and benchmarks of the page."""

from __future__ import annotations

import random
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

TYPES = ("Company", "Brand", "Model", "Person", "Technology", "Organization", "Place")
PREDICATES = ("makes", "usesTechnology", "worksFor", "partnersWith", "supplies", "locatedIn", "invests")
SYLLABLES = ("ka", "lo", "mir", "ten", "vo", "sha", "ri", "dun", "pel", "zu", "gra", "nim", "os", "ty", "be", "quan")


class Writer:
    """Writes one article sentence by sentence and keeps the offsets."""

    def __init__(self, stem: str, entities: list[tuple[str, str, str]], **about: str) -> None:
        """`entities` are (key, type, name)."""
        self.stem = stem
        self.about = about
        self.entities = entities
        self.text = ""
        self.sentences: list[Sentence] = []
        self.mentions: list[Mention] = []
        self.statements: list[Statement] = []
        self.observations: list[Observation] = []

    def say(self, *parts: str | int) -> int:
        """Append a sentence of words and entity numbers (which are mentions); returns its number."""
        begin = len(self.text)
        for part in parts:
            word = self.entities[part][2] if isinstance(part, int) else part
            if isinstance(part, int):
                self.mentions.append(Mention(len(self.text), len(self.text) + len(word), word, part))
            self.text += word
        self.sentences.append(Sentence(begin, len(self.text)))
        self.text += "\n"
        return len(self.sentences) - 1

    def relate(self, subject: int, predicate: str, target: int, sentence: int, **more: object) -> None:
        self.statements.append(Statement(subject, predicate, target, sentence, **more))  # type: ignore[arg-type]

    def measure(self, subject: int, metric: str, value: float | str, unit: str, sentence: int, **more: object) -> None:
        self.observations.append(Observation(subject, metric, value, unit, sentence, **more))  # type: ignore[arg-type]

    def article(self) -> Article:
        document = Document(id=self.stem, text=self.text, source=f"{self.stem}.txt", **self.about)
        local = tuple(LocalEntity((kind,), name, (name,)) for _, kind, name in self.entities)
        return Article(
            document,
            tuple(self.sentences),
            tuple(self.mentions),
            local,
            tuple(self.statements),
            tuple(self.observations),
        )


def merge(articles: list[Article], keys: dict[str, tuple[str, ...]], conflicts: tuple[Conflict, ...] = ()) -> Graph:
    """A graph in which local entities with one key are one entity."""
    types: dict[str, tuple[str, ...]] = {}
    names: dict[str, dict[str, None]] = {}
    for article in articles:
        for local, key in zip(article.entities, keys[article.document.id], strict=True):
            types.setdefault(key, local.types)
            names.setdefault(key, {}).update(dict.fromkeys(local.names))
    entities = {
        key: Entity(key, types[key], next(iter(names[key])), tuple(sorted(names[key]))) for key in sorted(types)
    }
    return Graph(tuple(articles), entities, keys, conflicts)


def large_graph(nodes: int, edges: int, *, seed: int = 1, facts: int | None = None) -> Graph:
    """A graph with communities, hubs and loners, its sentences about as long as those of news articles."""
    chance = random.Random(seed)
    region = 60
    entities = []
    for n in range(nodes):
        kind = TYPES[chance.randrange(len(TYPES))]
        name = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).title()
        entities.append((f"{kind.lower()}/{name.lower()}-{n}", kind, f"{name} {n}"))
    filler = (
        " according to figures that the two sides published on Monday, while analysts had expected less, and the "
        "agreement still needs to be approved before the end of the year, "
    )
    articles, keys = [], {}
    per_article = 25
    for number in range(max(1, edges // per_article)):
        home = chance.randrange(max(1, nodes // region)) * region
        pairs = [_pair(chance, nodes, home, region) for _ in range(per_article)]
        present = sorted({n for pair in pairs for n in pair})
        stem = f"article-{number:05d}"
        day = f"20{20 + number % 5}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        writer = Writer(stem, [entities[n] for n in present], title=f"News number {number}", date=day)
        place = {n: at for at, n in enumerate(present)}
        for left, right in pairs:
            predicate = PREDICATES[chance.randrange(len(PREDICATES))]
            line = writer.say("On that day ", place[left], " went on to " + predicate + " with ", place[right], filler)
            status = "rumoured" if chance.random() < 0.05 else "asserted"
            sure = round(chance.uniform(0.4, 1), 3)
            writer.relate(place[left], predicate, place[right], line, confidence=sure, status=status)
        for _ in range(per_article // 2 if facts is None else facts):
            one = chance.choice(present)
            value = chance.randrange(1000, 90000)
            line = writer.say("In that month ", place[one], f" delivered {value:,} vehicles,", filler)
            writer.measure(place[one], "deliveries", value, "vehicle", line, period=day[:7])
        articles.append(writer.article())
        keys[stem] = tuple(entities[n][0] for n in present)
    rest = Writer("rest", entities, title="All names")
    for n in range(nodes):
        rest.say("Also there: ", n)
    articles.append(rest.article())
    keys["rest"] = tuple(key for key, _, _ in entities)
    return merge(sorted(articles, key=lambda a: a.document.id), keys)


def _pair(chance: random.Random, nodes: int, home: int, region: int) -> tuple[int, int]:
    left = min(nodes - 1, home + int(region * chance.random() ** 2))
    right = chance.randrange(nodes) if chance.random() < 0.08 else min(nodes - 1, home + chance.randrange(region))
    return left, right if right != left else (left + 1) % nodes


def small_graph() -> Graph:
    """Two invented articles with every feature: aliases, series, conflict, speaker, denial, self-made merges."""
    entities = [
        ("company/orlanda-motors", "Company", "Orlanda Motors"),
        ("brand/velta", "Brand", "Velta"),
        ("model/velta-n3", "Model", "Velta N3"),
        ("model/velta-n7", "Model", "Velta N7"),
        ("person/ines-okoro", "Person", "Ines Okoro"),
        ("technology/lattice-cell", "Technology", "Lattice Cell"),
        ("company/ferrin", "Company", "Ferrin"),
        ("place/port-almar", "Place", "Port Almar"),
    ]
    first = Writer(
        "a-first",
        entities,
        title="Orlanda shows the Velta N3",
        date="2023-05-16",
        publisher="The Harbour Post",
        url="https://example.org/a",
    )
    line = first.say(0, " owns the brand ", 1, ", which makes the ", 2, ".")
    first.relate(0, "ownsBrand", 1, line, confidence=0.97)
    first.relate(1, "makes", 2, line, confidence=0.93)
    line = first.say(4, ", head of design at ", 1, ", said the ", 2, " uses the ", 5, ".")
    first.relate(4, "worksFor", 1, line, role="head of design", confidence=0.88)
    first.relate(2, "usesTechnology", 5, line, confidence=0.81, speaker=4)
    line = first.say("The ", 2, " costs 139,800 yuan and travels 510 km.")
    first.measure(2, "price", 139800, "CNY", line, confidence=0.9)
    first.measure(2, "range", 510, "km", line, qualifier="CLTC", confidence=0.9)
    for month, value in (("2023-01", 1200), ("2023-02", 2400), ("2023-03", 3100), ("2023-04", 2900)):
        line = first.say(f"In {month} ", 1, f" delivered {value:,} cars.")
        first.measure(1, "deliveries", value, "vehicle", line, period=month, confidence=0.95)
    line = first.say(6, " denied that it will buy ", 0, ".")
    first.relate(6, "invests", 0, line, status="denied", confidence=0.7)
    second_entities = [*entities[:3], ("model/velta-n3", "Model", "N3"), *entities[3:]]
    second = Writer("b-second", second_entities, title="Velta in Port Almar", date="2024-02-01")
    line = second.say(1, " builds the ", 3, " and the ", 4, ".")
    second.relate(1, "makes", 3, line, confidence=0.9)
    second.relate(1, "makes", 4, line, confidence=0.9)
    line = second.say(0, " has its works in ", 8, ".")
    second.relate(0, "locatedIn", 8, line, confidence=0.6)
    line = second.say("The ", 3, " now costs 128,000 yuan.")
    second.measure(3, "price", 128000, "CNY", line, confidence=0.85)
    line = second.say(7, " and ", 0, " are partners.")
    second.relate(7, "partnersWith", 0, line, confidence=0.92)
    keys = {
        "a-first": tuple(key for key, _, _ in entities),
        "b-second": tuple(key for key, _, _ in second_entities),
    }
    conflict = Conflict(
        "model/velta-n3",
        "price",
        "two prices without a condition",
        (Claim("a-first", "observation", 0), Claim("b-second", "observation", 0)),
    )
    graph = merge([first.article(), second.article()], keys, (conflict,))
    merged = graph.entities["model/velta-n3"]
    merges = (Merge("Velta N3", "N3", "short name in one article"),)
    both = graph.entities["company/orlanda-motors"]
    changed = {merged.key: replace(merged, merges=merges), both.key: replace(both, types=("Company", "Brand"))}
    return Graph(graph.articles, {**graph.entities, **changed}, keys, (conflict,))
