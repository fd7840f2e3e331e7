"""The page of an article: its text with the mentions in it, and what was read out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import NamedNode
from starlette.responses import Response

from kg.serve.pages import text
from kg.serve.pages.asking import Row, ask
from kg.serve.pages.links import local
from kg.serve.pages.render import page
from kg.serve.site import Site
from kg.store import Source


@dataclass(frozen=True, slots=True)
class ArticleView:
    """All that the page shows; `entities` are IRI, name, classes and number of mentions, the most frequent first."""

    iri: str
    about: Row
    sentences: tuple[text.Sentence, ...]
    entities: tuple[tuple[str, str, tuple[str, ...], int], ...]
    relations: tuple[Row, ...]
    figures: tuple[Row, ...]


def view(source: Source, iri: str, timeout: float) -> ArticleView | None:
    """What the store knows of an article; None where it has none of that IRI. Raises Timeout, Busy or StoreFailed."""
    node = NamedNode(iri)
    about = ask(source, "article", timeout, document=node)
    if not about:
        return None
    marks = text.marks(ask(source, "mentions", timeout, document=node))
    counted = Counter((mark.iri, mark.name, mark.classes) for mark in marks)
    order = sorted(counted.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))
    return ArticleView(
        iri=iri,
        about=about[0],
        sentences=tuple(text.sentences(ask(source, "sentences", timeout, document=node), marks)),
        entities=tuple((*thing, number) for thing, number in order),
        relations=tuple(ask(source, "article-relations", timeout, document=node)),
        figures=tuple(ask(source, "article-figures", timeout, document=node)),
    )


def respond(here: Site, iri: str) -> Response | None:
    """The page, or None where there is no such article. For use in threads."""
    found = view(here.source, iri, here.options.limits.timeout)
    if found is None:
        return None
    words = {name: relation.label for name, relation in here.ontology.relations.items()}
    words |= {name: metric.label for name, metric in here.ontology.metrics.items()}
    return page(
        "article", order=tuple(here.ontology.classes), article=found, base=here.source.base, words=words, local=local
    )
