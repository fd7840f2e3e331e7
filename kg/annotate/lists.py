"""Lists and tables → candidates: what an item holds is said of what heads the list, by its words and its classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.annotate.cues import compiled
from kg.annotate.facts.lines import Line, Lines, Span
from kg.annotate.patterns import Hit, filled
from kg.annotate.sentences import sentence_at
from kg.errors import OntologyInvalid
from kg.model import LocalEntity, Mention, Sentence
from kg.ontology import Ontology

NONE = (-1, -1)
LEAD = 14
MOST_HEADS = 3


@dataclass(frozen=True, slots=True)
class _Rule:
    """A row of the table: `over` are words of the line over the list, `label` words before an item's colon."""

    relation: str
    over: re.Pattern[str] | None
    label: re.Pattern[str] | None
    head: frozenset[str]
    item: frozenset[str]
    reverse: bool
    role: bool
    confidence: float


class Lists:
    """The rules on lists of an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        """Raises OntologyInvalid for a rule that lacks a part or names an unknown relation."""
        table = ontology.cues.get("relations", {})
        words = table.get("words", {})
        self._rules = [_rule(row, words, ontology, n) for n, row in enumerate(table.get("list", ()), 1)]

    def find(
        self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], entities: Sequence[LocalEntity]
    ) -> Iterator[Hit]:
        """All hits, line by line; the sentence of a hit is that of the item."""
        page = _Page(text, mentions, entities)
        for n, line in enumerate(page.lines.lines):
            if not line.item or not page.inside[n]:
                continue
            for rule in self._rules:
                for head, item in _pairs(page, line, page.inside[n], rule):
                    number = sentence_at(sentences, mentions[item].begin)
                    one, two = (item, head) if rule.reverse else (head, item)
                    role = text[slice(*line.label)] if rule.role and line.label != NONE else ""
                    yield Hit(one, rule.relation, two, number, rule.confidence, role)


class _Page:
    """A text as lines, with the outermost mentions of each."""

    def __init__(self, text: str, mentions: Sequence[Mention], entities: Sequence[LocalEntity]) -> None:
        self.text, self.mentions, self.entities = text, mentions, entities
        self.lines = Lines(text)
        self.inside: list[list[int]] = [[] for _ in self.lines.lines]
        last = -1
        for n in sorted(range(len(mentions)), key=lambda n: (mentions[n].begin, -mentions[n].end)):
            if mentions[n].begin >= last:
                self.inside[self.lines.index(mentions[n].begin)].append(n)
                last = mentions[n].end

    def among(self, found: Sequence[int], types: frozenset[str]) -> list[int]:
        """The first mention of each entity that has one of the classes."""
        first: dict[int, int] = {}
        for n in found:
            entity = self.mentions[n].entity
            if types & set(self.entities[entity].types):
                first.setdefault(entity, n)
        return list(first.values())

    def within(self, n: int, span: Span) -> list[int]:
        """The mentions of a line that lie in a span."""
        return [m for m in self.inside[n] if span[0] <= self.mentions[m].begin < span[1]]

    def over(self, n: int) -> Span:
        """What of a line introduces the list under it: its last sentence."""
        line = self.lines.lines[n]
        ends = [m.end() for m in re.finditer(r"[.!?]\s+(?=[A-Z])", self.text[line.begin : line.end])]
        return line.begin + (ends[-1] if ends else 0), line.end


def _pairs(page: _Page, line: Line, inside: Sequence[int], rule: _Rule) -> Iterator[tuple[int, int]]:
    if rule.label is not None and (line.label == NONE or not rule.label.fullmatch(page.text, *line.label)):
        return
    start = line.label[1] if rule.label is not None else line.begin
    items = page.among([n for n in inside if page.mentions[n].begin >= start], rule.item)
    if rule.over is not None:
        items = [n for n in items[:1] if page.mentions[n].begin - line.begin <= LEAD]
    for item in items:
        for head in _heads(page, line, item, rule):
            if page.mentions[head].entity != page.mentions[item].entity:
                yield head, item


def _heads(page: _Page, line: Line, item: int, rule: _Rule) -> list[int]:
    """Mentions of what an item is said of: in the table's column or row, else over the list, else over that."""
    if line.cells:
        return _table_heads(page, line, item, rule)
    for n in (line.heading, line.section):
        if n < 0:
            continue
        span = page.over(n)
        if rule.over is not None and not rule.over.search(page.text, *span):
            continue
        found = page.among(page.within(n, span), rule.head)
        if len(found) == 1 or (found and len(found) <= MOST_HEADS and page.text[: span[1]].rstrip().endswith(":")):
            return found
        if found:
            return []
    return []


def _table_heads(page: _Page, line: Line, item: int, rule: _Rule) -> list[int]:
    begin = page.mentions[item].begin
    column = next((k for k, (first, end) in enumerate(line.cells) if first <= begin < end), 0)
    if rule.over is not None or column == 0:
        return []
    found: list[int] = []
    if line.header >= 0:
        cells = page.lines.lines[line.header].cells
        found = page.among(page.within(line.header, cells[column] if column < len(cells) else (0, 0)), rule.head)
    found = found or page.among(page.within(page.lines.index(begin), line.cells[0]), rule.head)
    return found if len(found) == 1 else []


def _rule(row: Mapping[str, Any], words: Mapping[str, str], ontology: Ontology, number: int) -> _Rule:
    where = f"relations.toml, list {number}"
    if lacking := {"relation", "head", "item", "confidence"} - row.keys():
        raise OntologyInvalid(f"cues/{where} has no {', '.join(sorted(lacking))}; add what is missing")
    if row["relation"] not in ontology.relations:
        raise OntologyInvalid(f"cues/{where} is for {row['relation']!r}, a relation that schema.ttl lacks; take it out")
    over, label = (
        compiled(f"(?i:{filled(row[key], words)})", where) if key in row else None for key in ("over", "label")
    )
    return _Rule(
        row["relation"], over, label, frozenset(row["head"]), frozenset(row["item"]),
        bool(row.get("reverse")), bool(row.get("role")), row["confidence"],
    )  # fmt: skip
