"""One article of a part of the graph: its evidence, and what it says, with the model's own numbering."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

from kg.model import Article, Document, LocalEntity, Mention, MentionKind, Observation, Sentence, Statement, Status
from kg.rdf.vocabulary import KG
from kg.region.asking import Row


@dataclass(frozen=True, slots=True)
class Read:
    """An article, its IRI, and the IRIs of its local entities in their order."""

    iri: str
    article: Article
    entities: tuple[str, ...]


@dataclass(slots=True)
class ArticleOf:
    """Takes rows of the store as they come; `finish` makes the article of them."""

    iri: str
    _entities: dict[str, int] = field(default_factory=dict)
    _sentences: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    _mentions: list[Row] = field(default_factory=list)
    _statements: list[Row] = field(default_factory=list)
    _observations: list[Row] = field(default_factory=list)

    def entity(self, iri: str) -> int:
        """The number of an entity in this article."""
        return self._entities.setdefault(iri, len(self._entities))

    def state(self, row: Row) -> int:
        """Take in a statement; its number in this article."""
        self._evidence(row)
        self._statements.append(row)
        return len(self._statements) - 1

    def observe(self, row: Row) -> int:
        """Take in an observation; its number in this article."""
        self._evidence(row)
        self._observations.append(row)
        return len(self._observations) - 1

    def mention(self, row: Row) -> None:
        """Take in a mention."""
        self.entity(row["entity"])
        self._mentions.append(row)

    def _evidence(self, row: Row) -> None:
        for name in ("subject", "object", "speaker"):
            if row.get(name):
                self.entity(row[name])
        self.sentence(row)

    def sentence(self, row: Row) -> None:
        """Take in a sentence."""
        begin = _place(row["begin"])
        self._sentences[row["sentence"]] = (begin, begin + len(row["text"]), row["text"])

    def finish(self, about: Row) -> Read:
        """The article, described by a row of articles.rq."""
        order = sorted(self._sentences, key=lambda iri: (self._sentences[iri], iri))
        numbers, text, spans, moved = {}, "", [], []
        for number, iri in enumerate(order):
            begin, end, said = self._sentences[iri]
            numbers[iri] = number
            spans.append(Sentence(len(text), len(text) + len(said)))
            moved.append((begin, end, len(text) - begin))
            text += said + "\n"
        document = Document(
            id=about["article"],
            text=text,
            source=about["source"],
            title=about["title"],
            date=about["date"],
            publisher=about["publisher"],
            url=about["url"],
            language=about["language"] or "en",
        )
        article = Article(
            document=document,
            sentences=tuple(spans),
            mentions=tuple(self._placed(moved, text)),
            entities=tuple(LocalEntity((), iri, ()) for iri in self._entities),
            statements=tuple(self._statement(row, numbers) for row in self._statements),
            observations=tuple(self._observation(row, numbers) for row in self._observations),
        )
        return Read(self.iri, article, tuple(self._entities))

    def _placed(self, moved: list[tuple[int, int, int]], text: str) -> list[Mention]:
        """The mentions within the evidence, where they lie in its text."""
        found = []
        rows = sorted(self._mentions, key=lambda row: (_place(row["begin"]), _place(row["end"]), row["entity"]))
        for row in rows:
            begin, end = _place(row["begin"]), _place(row["end"])
            for left, right, by in moved:
                if left <= begin and end <= right:
                    words = text[begin + by : end + by]
                    found.append(
                        Mention(begin + by, end + by, words, self._entities[row["entity"]], _kind(row["kind"]))
                    )
        return found

    def _statement(self, row: Row, numbers: dict[str, int]) -> Statement:
        return Statement(
            subject=self._entities[row["subject"]],
            predicate=row["relation"].removeprefix(KG),
            object=self._entities[row["object"]],
            sentence=numbers[row["sentence"]],
            role=row["role"],
            status=_status(row),
            confidence=_sure(row["confidence"]),
            speaker=self._entities[row["speaker"]] if row["speaker"] else None,
        )

    def _observation(self, row: Row, numbers: dict[str, int]) -> Observation:
        return Observation(
            subject=self._entities[row["subject"]],
            metric=row["metric"].removeprefix(KG),
            value=_value(row["value"], row["unit"]),
            unit=row["unit"],
            sentence=numbers[row["sentence"]],
            period=row["period"],
            qualifier=row["qualifier"],
            status=_status(row),
            confidence=_sure(row["confidence"]),
            speaker=self._entities[row["speaker"]] if row["speaker"] else None,
        )


def _status(row: Row) -> Status:
    """A status that kg does not know, which others may have written into the store, is not taken for asserted."""
    found: Status = row["status"] if row["status"] in get_args(Status) else "hypothetical"  # type: ignore[assignment]
    return found


def _kind(text: str) -> MentionKind:
    found: MentionKind = text if text in get_args(MentionKind) else "name"  # type: ignore[assignment]
    return found


def _place(text: str) -> int:
    """An offset; -1, which lies in no sentence, where the store has something else in its place."""
    return int(text) if text.isdecimal() else -1


def _sure(text: str) -> float:
    """A confidence from 0 to 1; 0 where the store has something else in its place."""
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _value(text: str, unit: str) -> int | float | str:
    """The value as the model has it: a number, or a date as text."""
    if unit == "date":
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
