"""Graph and answers → pandas data frames."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat
from pyoxigraph import parse as parse_rdf

from kg.errors import KgError
from kg.graph.claims import observations as all_observations
from kg.graph.claims import statements as all_statements
from kg.model import Article, Graph, Observation, Statement
from kg.rdf.iris import Names
from kg.rdf.vocabulary import XSD
from kg.store import Source, Term
from kg.store.results import parse

if TYPE_CHECKING:
    import pandas as pd

_INTEGERS = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")
_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys((XSD + name for name in _INTEGERS), int),
    **dict.fromkeys((XSD + name for name in ("decimal", "double", "float")), float),
    XSD + "boolean": lambda text: text in ("true", "1"),
    XSD + "date": datetime.date.fromisoformat,
}
_ENTITY_COLUMNS = ["label", "type", "types", "names", "mentions", "articles", "iri"]
_SAID_COLUMNS = ["status", "confidence", "speaker", "sentence", "article", "title", "date"]
_STATEMENT_COLUMNS = ["subject", "subject_label", "relation", "object", "object_label", "role", *_SAID_COLUMNS]
_OBSERVATION_COLUMNS = ["entity", "label", "metric", "value", "day", "unit", "period", "qualifier", *_SAID_COLUMNS]


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise KgError("data frames need pandas; install it with: pip install 'newsgraph-kg[notebook]'") from error
    return pandas


def entities(graph: Graph, base: str) -> pd.DataFrame:
    """One row for each entity, by key: label, type (the first of its types), types, names, iri, and how many mentions
    and articles name it."""
    mentions: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for article in graph.articles:
        keys = graph.keys[article.document.id]
        mentions.update(keys[mention.entity] for mention in article.mentions)
        articles.update(set(keys))
    names = Names(base)
    rows = [
        (
            e.label,
            e.types[0] if e.types else "",
            e.types,
            e.names,
            mentions[key],
            articles[key],
            names.entity(key).value,
        )
        for key, e in graph.entities.items()
    ]
    pandas = _pandas()
    found: pd.DataFrame = pandas.DataFrame(
        rows, columns=_ENTITY_COLUMNS, index=pandas.Index(list(graph.entities), name="key")
    )
    return found


def statements(graph: Graph) -> pd.DataFrame:
    """One row for each place that states a relation, whatever its status: the ends by key and label, the role, and who
    says it how. `confidence` is from 0 to 1, `date` that of the article."""
    articles = {article.document.id: article for article in graph.articles}
    rows = []
    for said in all_statements(graph):
        subject = (said.subject, _label(graph, said.subject), said.statement.predicate)
        object_ = (said.object, _label(graph, said.object), said.statement.role)
        rows.append((*subject, *object_, *_said(graph, articles[said.claim.document], said.statement)))
    return _frame(rows, _STATEMENT_COLUMNS)


def observations(graph: Graph) -> pd.DataFrame:
    """One row for each place that gives a figure. `value` is a number in the unit given, with scale words multiplied
    out; where the figure is a date it stands in `day` (ISO) and `value` is missing."""
    articles = {article.document.id: article for article in graph.articles}
    rows = []
    for said in all_observations(graph):
        seen = said.observation
        value = (float("nan"), seen.value) if isinstance(seen.value, str) else (float(seen.value), "")
        about = (said.subject, _label(graph, said.subject), seen.metric, *value, seen.unit, seen.period, seen.qualifier)
        rows.append((*about, *_said(graph, articles[said.claim.document], seen)))
    return _frame(rows, _OBSERVATION_COLUMNS)


def _frame(rows: list[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    pandas = _pandas()
    found: pd.DataFrame = pandas.DataFrame(rows, columns=columns)
    found["date"] = pandas.to_datetime(found["date"], errors="coerce", format="%Y-%m-%d")
    return found


def _said(graph: Graph, article: Article, what: Statement | Observation) -> tuple[Any, ...]:
    sentence, document = article.sentences[what.sentence], article.document
    speaker = "" if what.speaker is None else graph.key(article, what.speaker)
    text = document.text[sentence.begin : sentence.end].strip()
    return (what.status, what.confidence, speaker, text, document.id, document.title, document.date)


def _label(graph: Graph, key: str) -> str:
    return graph.entities[key].label


def answer(source: Source, query: str, timeout: float) -> pd.DataFrame:
    """The answer of a query: numbers, truths and dates as such, all else as text; what is not bound is missing.

    Raises QueryInvalid, Timeout or StoreFailed.
    """
    pandas = _pandas()
    found, form = source.run(query, graph_format="ntriples", timeout=timeout)
    made: pd.DataFrame
    if form == "graph":
        triples = parse_rdf(found, RdfFormat.N_TRIPLES)
        rows = [tuple(_plain(term) for term in (t.subject, t.predicate, t.object)) for t in triples]
        made = pandas.DataFrame(rows, columns=["subject", "predicate", "object"])
        return made
    table = parse(found)
    if form == "boolean":
        made = pandas.DataFrame({"answer": [row[0] is not None and row[0].value == "yes" for row in table.rows]})
        return made
    made = pandas.DataFrame([[_value(term) for term in row] for row in table.rows], columns=list(table.columns))
    return made


def _plain(term: Any) -> Any:
    datatype = getattr(term, "datatype", None)
    text = str(getattr(term, "value", term))
    return text if datatype is None else _value(Term(text, datatype=datatype.value))


def _value(term: Term | None) -> Any:
    if term is None:
        return None
    try:
        return _READERS.get(term.datatype, str)(term.value)
    except ValueError:  # RDF allows values that are none of their type
        return term.value
