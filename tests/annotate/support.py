"""Hand-made values for the tests of `annotate`."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from kg.annotate.encoding import Ints
from kg.annotate.labels import Labels
from kg.annotate.names import Name
from kg.annotate.network import Floats
from kg.annotate.pairs import Pairs, Spot
from kg.annotate.sentences import sentences
from kg.model import LocalEntity, Mention, Sentence
from kg.ontology import Concept

LOW = -9.0


def concept(
    key: str, *names: str, types: str = "Company", noise: Sequence[str] = (), context: str = "", against: str = ""
) -> Concept:
    """A concept of the lexicon; its first name is its label; words are separated by blanks."""
    return Concept(
        key, tuple(types.split()), names[0], names, tuple(noise), tuple(context.split()), tuple(against.split())
    )


def name(text: str, surface: str, type_: str, confidence: float = 0.8, *, nth: int = 0, concept: str = "") -> Name:
    """The `nth` occurrence of a surface in a text, as found by the tagger."""
    begin = -1
    for _ in range(nth + 1):
        begin = text.index(surface, begin + 1)
    return Name(begin, begin + len(surface), surface, type_, confidence, "tagger", concept)


def split(text: str) -> tuple[Sentence, ...]:
    """Lines, and sentences that begin behind a full stop and a blank."""
    return sentences(text, [n + 2 for n in range(len(text)) if text.startswith(". ", n)])


def marked(text: str, **types: str) -> tuple[str, tuple[Mention, ...], tuple[LocalEntity, ...]]:
    """A text with its names in square brackets → plain text, mentions in reading order, entities.

    `types` gives the classes of each name, its blanks and hyphens written as "_"; the name stands for itself.
    """
    plain, mentions, keys = "", [], []
    for n, piece in enumerate(text.replace("]", "[").split("[")):
        if n % 2:
            if piece not in keys:
                keys.append(piece)
            mentions.append(Mention(len(plain), len(plain) + len(piece), piece, keys.index(piece)))
        plain += piece
    found = [types[k.replace(" ", "_").replace("-", "_")].split() for k in keys]
    entities = tuple(LocalEntity(tuple(t), k, (k,)) for k, t in zip(keys, found, strict=True))
    return plain, tuple(mentions), entities


def letter_tokenizer() -> Tokenizer:
    """A tokenizer of the kind that the network reads with, whose subwords are single letters."""
    marks = [*string.ascii_lowercase, *string.digits]
    words = ["[UNK]", *marks, *(f"##{mark}" for mark in marks), *string.punctuation]
    made = Tokenizer(models.WordPiece({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


@dataclass
class Oracle:
    """Stands in for the trained network: gives (subject spot, object spot) the logits that `says` names by label."""

    labels: Labels
    says: Callable[[Spot, Spot], dict[str, float]]
    settings: dict[str, object] = field(init=False)

    def __post_init__(self) -> None:
        self.settings = {"labels": self.labels.names, "thresholds": {"same": 0.5}}

    def score(self, vectors: Floats, spots: Sequence[Spot], kinds: Ints, pairs: Pairs) -> tuple[Floats, Floats]:
        logits = np.full((2, len(pairs.left), len(self.labels.names)), LOW, np.float32)
        for n, (a, b) in enumerate(zip(pairs.left, pairs.right, strict=True)):
            first, second = (spots[b], spots[a]) if pairs.flipped[n] else (spots[a], spots[b])
            for way, ends in enumerate([(first, second), (second, first)]):
                for name, logit in self.says(*ends).items():
                    logits[way, n, self.labels.number(name)] = logit
        return logits[0], logits[1]
