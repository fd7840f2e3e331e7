"""Annotated articles and sentences → examples for the reading of figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import check_articles
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.facts.cache import compiled
from kg.annotate.facts.calendar import DateExpression
from kg.annotate.facts.figures import COUNT, Figure, find_figures
from kg.annotate.facts.page import CueTable, Page
from kg.annotate.sentences import sentences
from kg.model import LocalEntity, Mention, Sentence
from kg.ontology import Ontology
from kg.score.gold import GoldArticle, read_gold, to_article

TYPES = {
    "C": "Company", "B": "Brand", "M": "Model", "T": "Technology", "P": "Person", "O": "Organization", "L": "Place",
}  # fmt: skip
SENTENCE_DATE = "2025-06-15"
_MARK = re.compile(r"(?P<open>[\[{])(?P<surface>[^\[\]{}|]+)\|(?P<key>[^\]}]+)[\]}]")


@dataclass(frozen=True, slots=True)
class Fact:
    """An annotated fact: where its evidence lies, and what it says. `unit` is "" where only the place is annotated."""

    subject: int
    metric: str
    value: int | float | str
    unit: str
    begin: int
    end: int
    period: str = ""


@dataclass(slots=True)
class Example:
    """A text with what is known of it.

    `right` gives for each figure the metrics that it states with their subjects; `unclear` are figures that neither
    state a known fact nor are known to state none.
    """

    id: str
    origin: str
    doc: Doc
    mentions: tuple[Mention, ...]
    entities: tuple[LocalEntity, ...]
    sentences: tuple[Sentence, ...]
    date: str
    facts: list[Fact]
    denied: list[Fact] = field(default_factory=list)
    page: Page = field(init=False)
    figures: list[Figure] = field(init=False)
    dates: tuple[DateExpression, ...] = field(init=False)
    right: list[dict[str, set[int]]] = field(init=False)
    unclear: set[int] = field(default_factory=set)

    def lay_out(self, ontology: Ontology) -> None:
        """Find the figures and what each of them states."""
        table = compiled("metrics", ontology.cues, CueTable)
        self.page = Page(self.doc, self.mentions, self.entities, self.sentences, table)
        self.figures, self.dates = find_figures(self.page, ontology, self.date)
        self.right = [{} for _ in self.figures]
        for fact in self.facts:
            self._match(fact)
        for fact in self.denied:
            self.unclear |= {n for n in self._stating(fact) if fact.begin <= self.figures[n].begin < fact.end}

    def _stating(self, fact: Fact) -> list[int]:
        return [n for n, figure in enumerate(self.figures) if states(figure, fact)]

    def _match(self, fact: Fact) -> None:
        found = self._stating(fact)
        inside = [n for n in found if fact.begin <= self.figures[n].begin < fact.end]
        for n in inside or found:
            self.right[n].setdefault(fact.metric, set()).add(fact.subject)
        for n in found if inside else ():
            if n not in inside and _telling(fact.value):
                self.right[n].setdefault(fact.metric, set()).add(fact.subject)
            elif n not in inside:
                self.unclear.add(n)


def states(figure: Figure, fact: Fact) -> bool:
    """Whether a figure has the value that the fact says, whatever its sign and whatever a bare count counts."""
    if fact.metric not in figure.options:
        return False
    value, unit = figure.options[fact.metric]
    if fact.unit == "":
        return fact.begin < figure.end and figure.begin < fact.end
    if unit == COUNT:
        unit = fact.unit if fact.unit in ("vehicle", "other") else unit
    return unit == fact.unit and same_value(fact.value, value)


def same_value(one: int | float | str, two: int | float | str) -> bool:
    """Whether two values are equal as the score takes it: dates exactly, numbers within 0.5 %, signs aside."""
    if isinstance(one, str) or isinstance(two, str):
        return str(one) == str(two)[:10]
    a, b = abs(float(one)), abs(float(two))
    return abs(a - b) <= 0.005 * max(a, b, 1e-9)


def _telling(value: int | float | str) -> bool:
    """Whether a value is so particular that the same value elsewhere in the article states the same fact."""
    if isinstance(value, str):
        return len(value) > len("2024-05")
    return len(str(value).replace(".", "").strip("0")) >= 3


def gold_examples(folder: Path, nlp: Language, origin: str) -> list[Example]:
    """Examples from a folder of annotated articles in the format of the evaluation."""
    articles = read_gold(folder)
    docs = nlp.pipe(article.text for article in articles)
    return [_gold(article, doc, origin) for article, doc in zip(articles, docs, strict=True)]


def _gold(gold: GoldArticle, doc: Doc, origin: str) -> Example:
    split = sentences(gold.text, [s.start_char for s in doc.sents])
    article = to_article(gold, split)
    facts = []
    for observation, fact in zip(article.observations, gold.facts, strict=True):
        at = max(gold.text.find(fact.evidence), 0)
        facts.append(
            Fact(observation.subject, fact.metric, fact.value, fact.unit, at, at + len(fact.evidence), str(fact.period))
        )
    return Example(gold.id, origin, doc, article.mentions, article.entities, split, "", facts)


def own_examples(folder: Path, nlp: Language) -> list[Example]:
    """Examples from the annotated articles of the project."""
    parsed = [check_articles.parse(path) for path in sorted(folder.glob("*.txt"))]
    docs = nlp.pipe(article["text"] for article in parsed)
    return [_own(article, doc) for article, doc in zip(parsed, docs, strict=True)]


def _own(article: dict[str, Any], doc: Doc) -> Example:
    text = article["text"]
    index = {entity["id"]: n for n, entity in enumerate(article["entities"])}
    entities = tuple(LocalEntity((e["type"], *e["also"]), e["name"], tuple(e["mentions"])) for e in article["entities"])
    mentions = []
    for span in article["spans"]:
        if not span["coref"]:  # figures are read by names alone
            surface = text[span["start"] : span["end"]]
            mentions.append(Mention(span["start"], span["end"], surface, index[span["id"]]))

    def fact(row: dict[str, Any]) -> Fact:
        at = max(text.find(row["evidence"]), 0)
        period = str(row["period"])
        end = at + len(row["evidence"])
        return Fact(index[row["s"]], row["metric"], row["value"], row["unit"], at, end, period)

    split = sentences(text, [s.start_char for s in doc.sents])
    facts = [fact(row) for row in article["facts"]]
    denied = [fact(row) for row in article["negatives"] if "metric" in row]
    return Example(article["id"], "own", doc, tuple(mentions), entities, split, article["date"], facts, denied)


def sentence_examples(path: Path, nlp: Language) -> list[Example]:
    """Examples from the file of marked sentences."""
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]
    stripped = [_strip(row.replace("\\n", "\n")) for row in rows]
    docs = nlp.pipe(text for text, _ in stripped)
    return [_marked(n, marks, doc) for n, ((_, marks), doc) in enumerate(zip(stripped, docs, strict=True), 1)]


def _strip(raw: str) -> tuple[str, list[tuple[bool, int, int, str]]]:
    """The text without marks; each mark as (is a figure, begin, end, key)."""
    text, at, marks = "", 0, []
    for match in _MARK.finditer(raw):
        text += raw[at : match.start()]
        begin = len(text)
        text += match["surface"]
        marks.append((match["open"] == "{", begin, len(text), match["key"]))
        at = match.end()
    return text + raw[at:], marks


def _marked(number: int, marks: Iterable[tuple[bool, int, int, str]], doc: Doc) -> Example:
    marks = list(marks)
    names = [(begin, end, key) for figure, begin, end, key in marks if not figure]
    keys = list(dict.fromkeys(key.lstrip("~") for _, _, key in names))
    text = doc.text
    surfaces = {key: tuple(text[b:e] for b, e, k in names if k == key) for key in keys}
    entities = tuple(LocalEntity((TYPES[key[0]],), (surfaces[key] or (key,))[0], surfaces[key]) for key in keys)
    mentions = tuple(Mention(b, e, text[b:e], keys.index(k)) for b, e, k in names if k[0] != "~")
    facts = [
        Fact(keys.index(subject), key.split("=")[0], 0, "", begin, end)
        for figure, begin, end, key in marks
        if figure
        for subject in key.split("=")[1].split(",")
    ]
    split = sentences(text, [s.start_char for s in doc.sents])
    return Example(f"sentence-{number}", "sentence", doc, mentions, entities, split, SENTENCE_DATE, facts)


def laid_out(examples: Sequence[Example], ontology: Ontology) -> list[Example]:
    """The examples with their figures found."""
    for example in examples:
        example.lay_out(ontology)
    return list(examples)
