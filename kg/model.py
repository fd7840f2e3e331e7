"""The nouns: frozen values that the stages take and return.

Offsets count Unicode characters. Those of sentences, mentions and evidence are relative to `Document.text`;
add `Document.offset` for the position in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

MentionKind = Literal["name", "description", "pronoun"]
Status = Literal["asserted", "denied", "hypothetical", "rumoured", "wished", "former"]


@dataclass(frozen=True, slots=True)
class Document:
    """One article as read.

    `id` is the file's stem, or stem-1, stem-2 … where a file holds several articles. `offset` is where the article
    begins in the text of its file. `source` is the file's path relative to the INPUT that named it. `date` is an ISO
    date, or "" where none is known. `digest` is the SHA-256 of the article's text and its metadata, in hex.
    """

    id: str
    text: str
    source: str
    offset: int = 0
    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""
    language: str = "en"
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that was left out. `failed` tells a file that should have been read from one merely of another kind."""

    source: str
    reason: str
    failed: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or line of the article: the evidence that statements and observations point to."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to an entity. `entity` is the index in `Article.entities`."""

    begin: int
    end: int
    text: str
    entity: int
    kind: MentionKind = "name"
    component: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two names are taken for one thing, for example ("GWM", "Great Wall Motor", "acronym in brackets")."""

    left: str
    right: str
    reason: str


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """What one article says of one thing: the cluster of its mentions.

    `types` holds the local names of one class, or two where a name is both Company and Brand, best first. `names` are
    the surface forms seen (names only). `concept` is the key of the lexicon's concept, or "".
    """

    types: tuple[str, ...]
    name: str
    names: tuple[str, ...]
    concept: str = ""
    merges: tuple[Merge, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Statement:
    """A typed relation between two entities of the article (indices in `Article.entities`).

    `sentence` is the index in `Article.sentences` of the sentence that says it; `speaker` that of the entity it is
    attributed to.
    """

    subject: int
    predicate: str
    object: int
    sentence: int
    role: str = ""
    status: Status = "asserted"
    confidence: float = 1.0
    component: str = ""
    speaker: int | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure about an entity: metric, value and unit (local names as in the ontology), period and qualifier.

    `value` is a number with scale words multiplied out, or an ISO date string where `unit` is "date".
    """

    subject: int
    metric: str
    value: int | float | str
    unit: str
    sentence: int
    period: str = ""
    qualifier: str = ""
    status: Status = "asserted"
    confidence: float = 1.0
    component: str = ""
    speaker: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """Everything that was read out of one document: the result of `annotate`."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[LocalEntity, ...] = ()
    statements: tuple[Statement, ...] = ()
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing across all articles. `key` is the tail of its IRI, for example "brand/haval".

    `names` are all surface forms seen, `label` the preferred one; `merges` say why the names belong together.
    """

    key: str
    types: tuple[str, ...]
    label: str
    names: tuple[str, ...]
    concept: str = ""
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The result of `resolve`: the entities by key, and by document id the keys of its local entities, in order."""

    entities: Mapping[str, Entity]
    keys: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Claim:
    """A place where something is said: the document's id, and "statement" or "observation" number `index`."""

    document: str
    kind: Literal["statement", "observation"]
    index: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all be true: about `subject`, relation or metric `about`, with the `reason` in words."""

    subject: str
    about: str
    reason: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The merged graph: articles sorted by document id, entities by key, and what disagrees.

    `copies` maps the id of an article to that of the one whose words it repeats, nearly or wholly. Very many articles
    lie on disk and are made anew each time they are gone through, so go through them once.
    """

    articles: Sequence[Article]
    entities: Mapping[str, Entity]
    keys: Mapping[str, tuple[str, ...]]
    conflicts: tuple[Conflict, ...] = field(default=())
    copies: Mapping[str, str] = field(default_factory=dict)

    def source(self, document: str) -> str:
        """The id of the article that `document` is a copy of, or its own: copies are no further witnesses."""
        return self.copies.get(document, document)

    def key(self, article: Article, index: int) -> str:
        """Key of the entity that local entity `index` of `article` stands for."""
        return self.keys[article.document.id][index]
