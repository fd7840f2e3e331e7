"""Graph → one self-contained interactive page (`graph.html`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.errors import OutputFailed
from kg.model import Graph
from kg.ontology import Ontology

Keep = Callable[[str, Callable[[], bytes]], bytes]

__all__ = ["render_page", "write_page"]


def write_page(
    graph: Graph,
    path: Path,
    *,
    title: str,
    about: Mapping[str, str],
    base_iri: str,
    ontology: Ontology | None = None,
    keep: Keep | None = None,
) -> None:
    """Write the page of `graph` to `path`. The same arguments give the same bytes. Raises OutputFailed.

    `about` is what the page says of its origin, in this order. `ontology` gives the words of relations and metrics
    and a fixed colour per class; without it both follow from the graph. `keep` saves laying out again what lies as
    before: it gives the bytes that were made before under a key, or else those of the function.
    """
    html = render_page(graph, title=title, about=about, base_iri=base_iri, ontology=ontology, keep=keep)
    try:
        path.write_bytes(html.encode("utf-8"))
    except OSError as error:
        what = f"cannot write the page {path}: {error.strerror or error}"
        raise OutputFailed(f"{what}; check the folder's permissions and free space") from error


def render_page(
    graph: Graph,
    *,
    title: str,
    about: Mapping[str, str],
    base_iri: str,
    ontology: Ontology | None = None,
    keep: Keep | None = None,
    served: bool = False,
) -> str:
    """The page of `graph` as text; see `write_page`. One that is `served` by kg serve asks there for what it lacks."""
    # pyvis brings IPython with it, which no other command should wait for.
    from kg.view.html import page_html

    return page_html(graph, title=title, about=about, base_iri=base_iri, ontology=ontology, keep=keep, served=served)
