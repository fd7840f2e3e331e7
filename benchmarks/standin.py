"""A cheap stand-in for the reading of articles, for measuring what comes after it with very many articles.

Each sentence of a stock is read once by the real pipeline; an article of such sentences, a line each, is then what its
sentences are together. A line "NAME hires PERSON." that is not in the stock gives two entities, a statement and a
figure that no other article has, so that what there is to know grows with the articles, as it does in the news.
"""

from __future__ import annotations

import pickle
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from kg.annotate import Annotator
from kg.engine import Annotate
from kg.model import Article, Document, LocalEntity, Mention, Observation, Sentence, Statement
from kg.ontology import load_ontology

SENTENCE = re.compile(r"[A-Z][^\n]{30,300}?[.!?](?=\s)")
OWN = re.compile(r"(\w+ Works (\d+)) hires (\w+ \w+ \d+)\.")
Stock = dict[str, Article]


def stock(texts: Path, most: int, kept: Path) -> Stock:
    """What the real pipeline reads out of `most` sentences of a folder, each alone; read again from `kept`."""
    if kept.exists():
        found: Stock = pickle.loads(kept.read_bytes())
        return found
    files = sorted(texts.rglob("*.txt"))
    all_sentences = sorted({s for file in files for s in SENTENCE.findall(file.read_text(encoding="utf-8"))})
    chosen = sorted(random.Random(7).sample(all_sentences, min(most, len(all_sentences))))
    read = Annotator(load_ontology()).annotate
    found = {s: next(iter(read([Document("x", s, "x")]))) for s in chosen}
    kept.write_bytes(pickle.dumps(found))
    return found


def texts(found: Stock, count: int, lines: int = 9) -> Iterator[str]:
    """`count` articles of the stock's sentences and a line of their own, the same each time."""
    chance = random.Random(7)
    sentences = sorted(found)
    for number in range(count):
        own = f"Orlo Works {number} hires Mara Venn {number}."
        yield "\n".join([own, *chance.sample(sentences, lines)]) + "\n"


def reader(kept: Path) -> Callable[[], Annotate]:
    """A factory of the stand-in, for `kg.pipeline.build`."""
    return partial(_load, kept)


def _load(kept: Path) -> Annotate:
    return partial(_annotate, pickle.loads(kept.read_bytes()))


def _annotate(found: Stock, documents: Iterable[Document]) -> Iterator[Article]:
    for document in documents:
        together = _Together(document)
        begin = 0
        for line in document.text.splitlines():
            own = OWN.fullmatch(line)
            together.add(_own(line, own) if own else found[line], begin)
            begin += len(line) + 1
        yield together.article()


def _own(line: str, match: re.Match[str]) -> Article:
    names = [("Company",), match[1]], [("Person",), match[3]]
    mentions = tuple(Mention(match.start(g), match.end(g), match[g], n) for n, g in enumerate((1, 3)))
    return Article(
        Document("x", line, "x"),
        (Sentence(0, len(line)),),
        mentions,
        tuple(LocalEntity(types, name, (name,)) for types, name in names),
        (Statement(1, "worksFor", 0, 0, confidence=0.9),),
        (Observation(0, "employees", int(match[2]), "persons", 0, period="2024"),),
    )


class _Together:
    """One article of several readings, in which things of one name and class are one."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sentences: list[Sentence] = []
        self._mentions: list[Mention] = []
        self._entities: dict[tuple[str, ...], tuple[int, LocalEntity]] = {}
        self._statements: list[Statement] = []
        self._observations: list[Observation] = []

    def add(self, part: Article, begin: int) -> None:
        """Take in the reading of a line that begins at `begin`."""
        first = len(self._sentences)
        self._sentences += [Sentence(s.begin + begin, s.end + begin) for s in part.sentences]
        local = [self._place(entity) for entity in part.entities]
        for m in part.mentions:
            self._mentions.append(replace(m, begin=m.begin + begin, end=m.end + begin, entity=local[m.entity]))
        for s in part.statements:
            speaker = None if s.speaker is None else local[s.speaker]
            ends = {"subject": local[s.subject], "object": local[s.object], "speaker": speaker}
            self._statements.append(replace(s, sentence=s.sentence + first, **ends))
        for o in part.observations:
            speaker = None if o.speaker is None else local[o.speaker]
            self._observations.append(
                replace(o, subject=local[o.subject], speaker=speaker, sentence=o.sentence + first)
            )

    def _place(self, entity: LocalEntity) -> int:
        key = (entity.concept,) if entity.concept else (entity.name, *entity.types)
        number, known = self._entities.setdefault(key, (len(self._entities), entity))
        names = tuple(dict.fromkeys((*known.names, *entity.names)))
        self._entities[key] = (number, replace(known, names=names))
        return number

    def article(self) -> Article:
        """The whole."""
        return Article(
            self._document,
            tuple(self._sentences),
            tuple(self._mentions),
            tuple(entity for _, entity in self._entities.values()),
            tuple(self._statements),
            tuple(self._observations),
        )
