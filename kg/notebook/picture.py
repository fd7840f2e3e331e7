"""A part of the graph as the interactive page, in a frame of a notebook or in a file."""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg.errors import OutputFailed
from kg.model import Graph
from kg.ontology import Ontology
from kg.view import render_page

HEIGHT = 640
# The frame is a place of its own: it may run the page's script, but reaches neither the notebook nor the network.
_FRAME = (
    '<iframe title="{title}" src="data:text/html;charset=utf-8;base64,{page}{hash}" width="100%" height="{height}" '
    'sandbox="allow-scripts allow-downloads allow-popups" style="border:1px solid #8886;border-radius:8px" '
    'loading="lazy"></iframe>'
)


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """The page of a part of the graph. Jupyter shows it as the value of a cell; it needs no network.

    `html` is the whole page, `opened` the key of the entity whose details are open ("" for none), `height` is in
    pixels.
    """

    html: str
    title: str
    entities: int
    opened: str = ""
    height: int = HEIGHT

    def __repr__(self) -> str:
        return f"Picture({self.title!r}, {self.entities} entities)"

    def _repr_html_(self) -> str:
        """The page in a frame, as notebooks show it."""
        page = base64.b64encode(self.html.encode("utf-8")).decode("ascii")
        opened = f"#entity={quote(self.opened)}" if self.opened else ""
        return _FRAME.format(title=html.escape(self.title), page=page, hash=opened, height=int(self.height))

    def save(self, path: Path | str) -> Path:
        """Write the page as a file that any browser opens. Raises OutputFailed."""
        target = Path(path)
        try:
            target.write_text(self.html, encoding="utf-8")
        except OSError as error:
            raise OutputFailed(f"cannot write {target}: {error.strerror or error}; choose another place") from error
        return target


def picture(graph: Graph, *, title: str, opened: str, base_iri: str, ontology: Ontology) -> Picture:
    """The picture of a graph, with the entity of the key `opened` open."""
    about = {"Entities": f"{len(graph.entities):,}", "Articles": f"{len(graph.articles):,}"}
    page = render_page(graph, title=title, about=about, base_iri=base_iri, ontology=ontology)
    return Picture(page, title, len(graph.entities), opened)
