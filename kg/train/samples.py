"""Annotated articles → training samples: text, sentences, mention spans, entity types and relations."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.annotate.labels import ACTORS
from kg.model import Sentence
from kg.score.gold import GoldArticle, GoldFact, occurrences, read_gold


@dataclass(frozen=True, slots=True)
class Span:
    """A mention in characters; `anaphor` for descriptions and pronouns."""

    begin: int
    end: int
    entity: int
    anaphor: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or date in characters, and the (entity, metric) facts that it states."""

    begin: int
    end: int
    facts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """One annotated text. `relations` are (subject, predicate, object) with the character where the evidence begins."""

    id: str
    text: str
    sentences: tuple[Sentence, ...]
    spans: tuple[Span, ...]
    types: tuple[tuple[str, ...], ...]
    relations: dict[tuple[int, str, int], int]
    roles: tuple[tuple[int, int], ...] = ()
    facts: tuple[tuple[int, GoldFact], ...] = ()
    figures: tuple[Figure, ...] = ()
    negatives: frozenset[tuple[int, str, int]] = frozenset()
    origin: str = "gold"


def gold_samples(folder: Path, split: Callable[[str], tuple[Sentence, ...]]) -> list[Sample]:
    """Samples from a folder of annotated articles in the format of the evaluation."""
    return [_from_gold(article, split(article.text)) for article in read_gold(folder)]


def _from_gold(article: GoldArticle, sentences: tuple[Sentence, ...]) -> Sample:
    index = {entity.id: n for n, entity in enumerate(article.entities)}
    relations = {
        (index[r.subject], r.predicate, index[r.object]): max(article.text.find(r.evidence), 0)
        for r in article.relations
    }
    outer = [Span(b, e, n) for b, e, n in occurrences(article)]
    spans = tuple(sorted({*outer, *_makers(article, outer)}, key=lambda s: (s.begin, s.end)))
    roles = _roles(article.text, [(r.role, r.evidence) for r in article.relations if r.role])
    facts = tuple((index[f.subject], f) for f in article.facts)
    return Sample(
        article.id, article.text, sentences, spans, tuple(e.types for e in article.entities), relations, roles, facts
    )


def _makers(article: GoldArticle, spans: list[Span]) -> Iterator[Span]:
    """Names of makers at the front of names of products: "Acme" in "Acme X5"."""
    makers = {form: n for n, e in enumerate(article.entities) if ACTORS & set(e.types) for form in e.mentions}
    for span in spans:
        words = article.text[span.begin : span.end].split(" ")
        for size in range(len(words) - 1, 0, -1):
            front = " ".join(words[:size])
            if makers.get(front, span.entity) != span.entity:
                yield Span(span.begin, span.begin + len(front), makers[front])
                break


def _roles(text: str, given: list[tuple[str, str]]) -> tuple[tuple[int, int], ...]:
    """Where the roles stand in their evidence, remarks in brackets aside."""
    found = set()
    for role, evidence in given:
        wanted = re.sub(r"\s*\(.*?\)", "", role)
        at = text.find(evidence)
        match = re.search(re.escape(wanted), evidence, re.IGNORECASE)
        if at >= 0 and wanted and match:
            found.add((at + match.start(), at + match.end()))
    return tuple(sorted(found))


def written_samples(
    folder: Path, parse: Callable[[Path], dict[str, Any]], split: Callable[[str], tuple[Sentence, ...]]
) -> list[Sample]:
    """Samples from the project's own marked-up articles (train/articles)."""
    return [from_written(parse(path), split) for path in sorted(folder.glob("*.txt"))]


def from_written(data: dict[str, Any], split: Callable[[str], tuple[Sentence, ...]]) -> Sample:
    """The sample of one marked-up article, as its parser gives it."""
    index = {entity["id"]: n for n, entity in enumerate(data["entities"])}
    text = data["text"]
    relations = {(index[r["s"]], r["p"], index[r["o"]]): max(text.find(r["evidence"]), 0) for r in data["relations"]}
    spans = tuple(
        Span(s["start"], s["end"], index[s["id"]], bool(s["coref"])) for s in data["spans"] if s["id"] in index
    )
    types = tuple((e["type"], *e.get("also", [])) for e in data["entities"])
    roles = _roles(text, [(r["role"], r["evidence"]) for r in data["relations"] if r.get("role")])
    facts = tuple(
        (
            index[f["s"]],
            GoldFact(f["s"], f["metric"], f["value"], f["unit"], f["evidence"], f["period"], f["qualifier"]),
        )
        for f in data["facts"]
    )
    negatives = frozenset((index[r["s"]], r["p"], index[r["o"]]) for r in data["negatives"] if "p" in r)
    return Sample(data["id"], text, split(text), spans, types, relations, roles, facts, (), negatives, "written")


def load_parser(path: Path) -> Callable[[Path], dict[str, Any]]:
    """The `parse` function of the script that checks the marked-up articles."""
    spec = importlib.util.spec_from_file_location("articles", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parse: Callable[[Path], dict[str, Any]] = module.parse
    return parse


COARSE = {"PER": "Person", "ORG": "Company", "LOC": "Place", "MISC": "Misc", "TIME": "Time", "NUM": "Number"}


def passages(path: Path) -> Iterator[Sample]:
    """Samples from Re-DocRED passages, with Wikidata's relations under their own names and coarse types."""
    for n, data in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        text, starts, sentences = "", [], []
        for words in data["sents"]:
            begin, row = len(text), []
            for word in words:
                row.append((len(text), len(text) + len(word)))
                text += word + " "
            starts.append(row)
            sentences.append(Sentence(begin, len(text)))
        spans, types = [], []
        for e, vertex in enumerate(data["vertexSet"]):
            types.append((COARSE[vertex[0]["type"]],))
            for m in vertex:
                row = starts[m["sent_id"]]
                spans.append(Span(row[m["pos"][0]][0], row[m["pos"][1] - 1][1], e))
        relations = {(r["h"], r["r"], r["t"]): 0 for r in data["labels"]}
        yield Sample(f"r{n}", text, tuple(sentences), tuple(spans), tuple(types), relations, origin="passages")
