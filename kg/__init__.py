"""kg reads news articles and builds a knowledge graph in which every fact is tied to the sentence that says it.

The parts, in the order of the flow:

    read      files and folders → Document
    annotate  Document → Article: mentions, statements, observations, each with its sentence
    resolve   the articles' entities → one Entity for each real thing
    graph     the merged Graph, and what disagrees in it
    rdf       Graph → Turtle, TriG, JSON-LD, GraphML; validation
    store     the triple store: stored queries, SPARQL, explanations
    region    the triple store → a part of the Graph, chosen by its entities
    view      Graph → one HTML page
    serve     SPARQL endpoint and explorer
    engine    where the articles are read out: in process or in worker processes
    score     a built graph against annotated articles
    notebook  a built graph in code and in Jupyter: networkx, pandas, SPARQL, the picture
    pipeline  the order of the stages; model, errors, config, output: what they share; cli: the command
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.notebook import load

__all__ = ["__version__", "load"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`kg.load`, imported on first use, so that `import kg` costs nothing."""
    if name == "load":
        from kg.notebook import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
