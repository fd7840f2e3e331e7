"""What each stage of a build does: plain steps that take the build on its way a bit further.

Heavy libraries are imported by the stage that needs them, so that commands which do not build start at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__, engine
from kg import graph as graphs
from kg import resolve as names
from kg.articles import NO_ARTICLES, Stored
from kg.cache import Cache, Waiting
from kg.config import Settings
from kg.corrections import Corrections, Outcome
from kg.errors import KgError, NothingBuilt
from kg.graph import Copies
from kg.model import Document, Graph, Resolution, Skipped
from kg.ontology import Ontology
from kg.output import CORRECTIONS, WHOLE
from kg.watch import Progress

if TYPE_CHECKING:
    from kg.rdf import WriteReport


@dataclass(slots=True)
class Work:
    """A build on its way: what the stages so far have made. `folder` becomes the output when all have ended well.

    `former` is the output of the build before, if there is one.
    """

    inputs: Sequence[str | Path]
    settings: Settings
    ontology: Ontology
    factory: engine.Factory
    corrections: Corrections
    former: Path
    folder: Path
    cache: Cache
    progress: Progress
    waiting: Waiting
    left_out: list[Document] = field(default_factory=list)
    copies: Copies = field(default_factory=Copies)
    skipped: list[Skipped] = field(default_factory=list)
    found: int = 0
    articles: Stored = NO_ARTICLES
    outcome: Outcome = field(default_factory=Outcome)
    resolution: Resolution | None = None
    graph: Graph | None = None
    written: WriteReport | None = None

    @property
    def omitted(self) -> tuple[str, ...]:
        """The files that are not written, since there are too many articles."""
        return WHOLE if len(self.articles) > self.settings.whole_articles else ()

    @property
    def merged(self) -> Graph:
        """The graph, once it is there."""
        if self.graph is None:
            raise KgError("this stage needs the merged graph, which no stage before it has made")
        return self.graph


def read(work: Work) -> None:
    """INPUT → the articles that a former build has read, from its cache, and the documents that wait to be read out.

    What the corrections exclude is left out.
    """
    from kg.read import read as read_inputs

    options, excluded = work.settings, work.corrections.excluded
    items = read_inputs(
        work.inputs,
        work.ontology.cues,
        without=[options.output],
        fields=options.fields,
        keep=lambda id, key, tell: work.cache.derived(id, "metadata", key, tell),
    )
    for item in items:
        if isinstance(item, Skipped):
            work.skipped.append(item)
        elif item.id in excluded:
            work.left_out.append(item)
        elif len(item.text) > work.settings.article_chars:
            work.skipped.append(_too_long(item, work.settings.article_chars))
        else:
            work.found += 1
            work.copies.hear(item, partial(work.cache.derived, item.id, "words", item.digest))
            if not work.cache.known(item):
                work.waiting.add(item)
        work.progress("read", work.found, 0)
    if not work.found:
        raise NothingBuilt(_nothing(work))


def annotate(work: Work) -> None:
    """Documents → articles, in the engine, into the cache."""
    options = work.settings
    results = engine.annotate(
        work.waiting.take(),
        work.factory,
        engine=options.engine,
        workers=options.workers,
        seconds=options.article_seconds,
    )
    for n, result in enumerate(results, work.found - len(work.waiting) + 1):
        if isinstance(result, Skipped):
            work.skipped.append(result)
        else:
            work.cache.add(result)
        work.progress("annotate", n, work.found)
    work.articles = work.cache.articles()
    if not work.articles:
        raise NothingBuilt(_nothing(work))


def resolve(work: Work) -> None:
    """Articles → entities, as people corrected what names mean."""
    from kg.corrections.check import fitting
    from kg.corrections.split import splitter

    corrections = fitting(work.corrections, work.ontology, work.outcome)
    split = splitter(corrections, work.ontology.concepts)
    if split is not None:
        work.articles = work.articles.changed(split)
    rules = names.load_rules(work.ontology.cues)
    work.resolution = names.resolve(work.articles, rules, corrections, work.outcome)


def merge(work: Work) -> None:
    """Articles and entities → the graph, as people corrected what is said."""
    from kg.corrections.apply import Claims
    from kg.corrections.check import fitting

    if work.resolution is None:
        raise KgError("the graph needs the entities, which no stage before it has made")
    corrections = fitting(work.corrections, work.ontology, work.outcome)
    claims = Claims(corrections, work.resolution, work.ontology, work.outcome)
    if claims:
        work.resolution = claims.learn(work.articles)
        work.articles = work.articles.changed(claims.corrected)
    rules = graphs.load_rules(work.ontology.cues)
    work.graph = graphs.merge(
        work.articles, work.resolution, rules, copies=work.copies.found(among=work.resolution.keys)
    )


def rdf(work: Work) -> None:
    """The graph → its RDF files, validated."""
    from kg.rdf import FILES, write

    work.written = write(
        work.merged,
        work.ontology,
        work.folder,
        base_iri=work.settings.base_iri,
        version=__version__,
        files=[name for name in FILES if name not in work.omitted],
        keep=work.cache.derived,
        corrections=(work.corrections, work.outcome),
    )


def store(work: Work) -> None:
    """The RDF → the embedded store: the one of the build before with what has changed, or one that is filled anew."""
    from kg.store import Former, load

    left = work.cache.left("store")
    former = Former(work.former / "graph.trig", work.former / "store", left) if left else None
    quads = work.written.counts["quads"] if work.written else 0
    work.cache.leave("store", load(work.folder / "graph.trig", work.folder / "store", former, quads))


def view(work: Work) -> None:
    """The graph → the page, unless it would be too large."""
    if work.omitted:
        return
    from kg.view import write_page

    graph = work.merged
    about = {
        "Articles": str(len(graph.articles)),
        "Read by": f"kg {__version__}, ontology {work.ontology.version}",
    }
    title = graph.articles[0].document.title if len(graph.articles) == 1 else f"{len(graph.articles)} articles"
    write_page(
        graph,
        work.folder / "graph.html",
        title=f"Knowledge graph of {title}" if title else "Knowledge graph",
        about=about,
        base_iri=work.settings.base_iri,
        ontology=work.ontology,
        keep=lambda key, make: work.cache.derived(key, "layout", key, make),
    )


def _too_long(document: Document, most: int) -> Skipped:
    reason = f"{len(document.text):,} characters are more than the {most:,} that --article-chars allows"
    return engine.set_aside(document, reason)


def _nothing(work: Work) -> str:
    """Why there is nothing to build, with the first reasons."""
    reasons = [f"{s.source}: {s.reason}" for s in work.skipped[:3]]
    reasons += [f"{d.id}: removed by {CORRECTIONS}" for d in work.left_out[:3]]
    more = len(work.skipped) + len(work.left_out) - len(reasons)
    if more > 0:
        reasons.append(f"and {more} more")
    return "no article could be read. " + ("; ".join(reasons) or "the input holds no text files")
