"""Annotated articles (gold JSON) → frozen values, for scoring and training."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputMissing, UsageError
from kg.model import Article, Document, LocalEntity, Mention, Observation, Sentence, Statement


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An annotated entity: its accepted types, best first, and its surface forms."""

    id: str
    types: tuple[str, ...]
    name: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """An annotated relation between entity ids."""

    subject: str
    predicate: str
    object: str
    evidence: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class GoldFact:
    """An annotated figure."""

    subject: str
    metric: str
    value: float | int | str
    unit: str
    evidence: str
    period: str = ""
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotated article."""

    id: str
    text: str
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]
    facts: tuple[GoldFact, ...]


def read_gold(folder: Path) -> list[GoldArticle]:
    """The annotated articles of a folder, by id. Raises InputMissing (there is none) or UsageError (a faulty one)."""
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(data, dict) and "entities" in data:
                found.append(_article(data))
        except (OSError, ValueError) as error:
            raise UsageError(f"{path}: cannot be read as JSON: {error}") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{path}: is not annotated as docs/evaluate.md says: {error!r}") from error
    if not found:
        raise InputMissing(f"no annotated articles (*.json) in {folder}; name a folder that holds some")
    return found


def _article(data: dict) -> GoldArticle:  # type: ignore[type-arg]
    entities = tuple(
        GoldEntity(e["id"], (e["type"], *e.get("also", [])), e["name"], tuple(e["mentions"])) for e in data["entities"]
    )
    relations = tuple(GoldRelation(r["s"], r["p"], r["o"], r["evidence"], r.get("role", "")) for r in data["relations"])
    facts = tuple(
        GoldFact(f["s"], f["metric"], f["value"], f["unit"], f["evidence"], f.get("period", ""), f.get("qualifier", ""))
        for f in data["facts"]
    )
    return GoldArticle(data["id"], data["text"], entities, relations, facts)


def occurrences(gold: GoldArticle) -> list[tuple[int, int, int]]:
    """(begin, end, entity index) of every annotated surface form in the text; longest first, without overlaps."""
    forms = sorted(
        ((form, n) for n, entity in enumerate(gold.entities) for form in entity.mentions),
        key=lambda item: -len(item[0]),
    )
    taken: set[int] = set()
    found = []
    for form, n in forms:
        for begin, end in _places(form, gold.text):
            if not taken.intersection(range(begin, end)):
                taken.update(range(begin, end))
                found.append((begin, end, n))
    return sorted(found)


def _places(form: str, text: str) -> Iterator[tuple[int, int]]:
    left = r"(?<!\w)" if form[0].isalnum() else ""
    right = r"(?!\w)" if form[-1].isalnum() else ""
    for match in re.finditer(left + re.escape(form) + right, text):
        yield match.start(), match.end()


def to_article(gold: GoldArticle, sentences: tuple[Sentence, ...]) -> Article:
    """The annotation as `annotate` would return it; evidence goes to the sentence that holds its beginning."""
    index = {entity.id: n for n, entity in enumerate(gold.entities)}

    def sentence(evidence: str) -> int:
        at = max(gold.text.find(evidence), 0)
        return next((n for n, s in enumerate(sentences) if s.begin <= at < s.end), 0)

    return Article(
        document=Document(id=gold.id, text=gold.text, source=f"{gold.id}.txt"),
        sentences=sentences,
        mentions=tuple(Mention(b, e, gold.text[b:e], n) for b, e, n in occurrences(gold)),
        entities=tuple(LocalEntity(e.types, e.name, e.mentions) for e in gold.entities),
        statements=tuple(
            Statement(index[r.subject], r.predicate, index[r.object], sentence(r.evidence), r.role)
            for r in gold.relations
        ),
        observations=tuple(
            Observation(index[f.subject], f.metric, f.value, f.unit, sentence(f.evidence), f.period, f.qualifier)
            for f in gold.facts
        ),
    )
