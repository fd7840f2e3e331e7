"""Sentences whose wording states a relation → candidates, by the patterns of cues/relations.toml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.annotate.cues import compiled
from kg.annotate.labels import ACTORS
from kg.errors import OntologyInvalid
from kg.model import LocalEntity, Mention, Sentence
from kg.ontology import Ontology

ROLE = r"(?P<role>(?:[\w&'’-]+,? ){0,7}?(?i:{position})(?: (?:and|&|of|for|in charge of) [\w ]{2,40}?)?)"
POSITION = r"[\w&-]+"
LONGEST = 1500
PLAIN = str.maketrans("‹›", "<>")


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern that fits: mentions of subject and object (indices), the relation, the sentence, the role's wording."""

    subject: int
    relation: str
    object: int
    sentence: int
    confidence: float
    role: str = ""


@dataclass(frozen=True, slots=True)
class _Pattern:
    relation: str
    regex: re.Pattern[str]
    confidence: float
    subjects: frozenset[str]
    objects: frozenset[str]


class Patterns:
    """The compiled patterns of an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.cues.get("relations", {})
        words = table.get("words", {})
        self._patterns = [_compiled(row, words, ontology, n) for n, row in enumerate(table.get("pattern", ()), 1)]

    def find(
        self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], entities: Sequence[LocalEntity]
    ) -> Iterator[Hit]:
        """All hits, sentence by sentence. Pronouns and descriptions count like names."""
        for number, (sentence, inside) in enumerate(zip(sentences, by_sentence(sentences, mentions), strict=True)):
            if len(inside) < 2 or sentence.end - sentence.begin > LONGEST:
                continue
            line = masked(text, sentence, mentions, inside)
            for pattern in self._patterns:
                for match in pattern.regex.finditer(line):
                    s, o = int(match["s"]), int(match["o"])
                    one, two = mentions[s].entity, mentions[o].entity
                    kinds = pattern.subjects & set(entities[one].types), pattern.objects & set(entities[two].types)
                    if one != two and all(kinds):
                        role = match.groupdict().get("role") or ""
                        yield Hit(s, pattern.relation, o, number, pattern.confidence, role)


def _compiled(row: Mapping[str, Any], words: Mapping[str, str], ontology: Ontology, number: int) -> _Pattern:
    where = f"relations.toml, pattern {number}"
    if lacking := {"relation", "text", "confidence"} - row.keys():
        raise OntologyInvalid(f"cues/{where} has no {', '.join(sorted(lacking))}; add what is missing")
    if row["relation"] not in ontology.relations:
        raise OntologyInvalid(f"cues/{where} is for {row['relation']!r}, a relation that schema.ttl lacks; take it out")
    text = filled(row["text"].replace("{role}", ROLE), {"position": POSITION} | dict(words))
    first, second = ("o", "s") if row.get("reverse") else ("s", "o")
    text = text.replace("{S}", rf"‹(?P<{first}>\d+)›").replace("{O}", rf"‹(?P<{second}>\d+)›")
    regex, relation = compiled(text, where), ontology.relations[row["relation"]]
    if not {"s", "o"} <= regex.groupindex.keys():
        raise OntologyInvalid(f"cues/{where} names no {{S}} or no {{O}}; a pattern needs both")
    return _Pattern(row["relation"], regex, row["confidence"], _kinds(relation.domain), _kinds(relation.range))


def filled(text: str, words: Mapping[str, str]) -> str:
    """A pattern with the {names} of other words replaced by them, also inside those words."""
    for _ in range(2):
        for name, value in words.items():
            text = text.replace("{" + name + "}", value)
    return text


def _kinds(types: Sequence[str]) -> frozenset[str]:
    return frozenset(types) | (ACTORS if ACTORS & set(types) else frozenset())


def by_sentence(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[list[int]]:
    """Indices of the mentions of each sentence; of nested ones the outer only."""
    rows: dict[int, list[int]] = defaultdict(list)
    at, last = 0, -1
    for n in sorted(range(len(mentions)), key=lambda n: (mentions[n].begin, -mentions[n].end)):
        while at < len(sentences) - 1 and sentences[at].end <= mentions[n].begin:
            at += 1
        if mentions[n].begin >= last:
            rows[at].append(n)
            last = mentions[n].end
    return [rows[n] for n in range(len(sentences))]


def masked(text: str, sentence: Sentence, mentions: Sequence[Mention], inside: Sequence[int]) -> str:
    """A sentence in which ‹n› stands for each of the mentions `inside` (indices, in order)."""
    parts, at = [], sentence.begin
    for n in inside:
        parts += [text[at : mentions[n].begin].translate(PLAIN), f"‹{n}›"]
        at = mentions[n].end
    parts.append(text[at : sentence.end].translate(PLAIN))
    return "".join(parts)
