"""Lists of specifications: which heading a line of a list stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.annotate.patterns import Hit
from kg.model import LocalEntity, Mention, Sentence

BULLET = re.compile(r"[ \t]*(?:[-–—•*·▪●◦‣]|\d{1,2}[.)])[ \t]+|[A-Z][\w /()-]{2,40}:[ \t]")
HEADING_WORDS = 14
CONFIDENCE = 0.8


def listed(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], entities: Sequence[LocalEntity]
) -> Iterator[Hit]:
    """A technology in a list of specifications is used by the model that heads the list."""
    at = 0
    head: int | None = None
    fresh = item = False
    ordered = sorted(range(len(mentions)), key=lambda n: mentions[n].begin)
    for number, sentence in enumerate(sentences):
        inside = []
        while at < len(ordered) and mentions[ordered[at]].begin < sentence.end:
            inside.append(ordered[at])
            at += 1
        begins_line = not text[text.rfind("\n", 0, sentence.begin) + 1 : sentence.begin].strip()
        line = text[sentence.begin : sentence.end]
        if begins_line:
            item = BULLET.match(text, sentence.begin) is not None
        if item:
            if head is not None:
                yield from _hits(head, inside, mentions, entities, number)
            fresh = False
            continue
        models = [n for n in inside if "Model" in entities[mentions[n].entity].types]
        short = begins_line and len(line.split()) <= HEADING_WORDS and not line.endswith((".", "!", "?", "”", '"'))
        if short:
            head = models[0] if len({mentions[n].entity for n in models}) == 1 else None
            fresh = True
        elif begins_line and not fresh:
            head = None


def _hits(
    head: int, inside: Sequence[int], mentions: Sequence[Mention], entities: Sequence[LocalEntity], number: int
) -> Iterator[Hit]:
    for n in inside:
        if "Technology" in entities[mentions[n].entity].types:
            yield Hit(head, "usesTechnology", n, number, CONFIDENCE)
