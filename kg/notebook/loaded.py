"""What `kg.load` returns: one object that answers from the store of an output folder."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputMissing
from kg.graph import to_networkx
from kg.model import Graph
from kg.notebook import frames
from kg.notebook.picture import Picture, picture
from kg.ontology import Ontology, load_ontology
from kg.region import around, most_connected, read_region
from kg.store import bind_stored, find_entities, find_stored, open_source

if TYPE_CHECKING:
    import pandas as pd

    from kg.graph.network import Network

MOST = 300
"""The most entities of a picture that names no other number."""


class Loaded:
    """A built graph. It stays as it was when it was loaded; after another build load it again.

    `graph`, `entities`, `statements` and `observations` read the whole graph when they are first used, and keep it;
    `query` and `show` read only what they need. Use it from one thread at a time.
    """

    def __init__(self, output: Path | str, ontology: Path | None = None, timeout: float = 60.0) -> None:
        opened = ExitStack()
        self._source = opened.enter_context(open_source(output))
        self._output = output
        self._folder = ontology
        self._timeout = timeout
        self._end = weakref.finalize(self, opened.close)

    def __enter__(self) -> Loaded:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"kg.load({str(self._output)!r})"

    def close(self) -> None:
        """End the process that answers; what was read already can still be used."""
        self._end()

    @cached_property
    def model(self) -> Graph:
        """The graph as the program's own frozen values (see `kg.model`). Raises Timeout or StoreFailed."""
        return read_region(self._source, timeout=self._timeout)

    @cached_property
    def graph(self) -> Network:
        """A `networkx.MultiDiGraph`: nodes by entity key (label, types, names, mentions, articles), an edge for each
        asserted relation (relation, roles, confidence from 0 to 1, documents). Raises Timeout or StoreFailed."""
        return to_networkx(self.model)

    @cached_property
    def entities(self) -> pd.DataFrame:
        """One row for each entity, by key; see `kg.notebook.frames.entities`."""
        return frames.entities(self.model, self._source.base)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row for each place that states a relation; see `kg.notebook.frames.statements`."""
        return frames.statements(self.model)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """One row for each place that gives a figure; see `kg.notebook.frames.observations`."""
        return frames.observations(self.model)

    def query(self, sparql: str, *, timeout: float | None = None) -> pd.DataFrame:
        """The answer of a SPARQL query; the prefixes of graph.ttl need not be declared.

        A graph (CONSTRUCT, DESCRIBE) has the columns subject, predicate and object; a truth (ASK) is one cell.
        Raises QueryInvalid, Timeout or StoreFailed.
        """
        return frames.answer(self._source, sparql, timeout or self._timeout)

    def ask(self, name: str, *, timeout: float | None = None, **parameters: str | Sequence[str]) -> pd.DataFrame:
        """The answer of a stored query, such as `ask("prices", model="Haval H6")`. Raises what `query` raises."""
        limit = timeout or self._timeout
        text = bind_stored(find_stored(self._ontology.folder, name), parameters, self._source, timeout=limit)
        return frames.answer(self._source, text, limit)

    def show(self, *names: str, steps: int = 1, most: int = MOST) -> Picture:
        """The interactive picture of what lies within `steps` relations of the entities of these names, in Jupyter.

        At most `most` entities, the nearest first; without a name, the most connected ones. Names are written as in
        `kg explain`. Raises QueryInvalid for a name that is not in the graph, Timeout or StoreFailed.
        """
        centres = self._named(names)
        if centres:
            chosen = around(self._source, centres, steps, max(most, len(centres)), timeout=self._timeout)
        else:
            chosen = most_connected(self._source, most, timeout=self._timeout)
        graph = read_region(self._source, chosen, timeout=self._timeout)
        opened = centres[0].removeprefix(self._source.base) if len(centres) == 1 else ""
        title = ", ".join(names) or "The most connected"
        return picture(graph, title=title, opened=opened, base_iri=self._source.base, ontology=self._ontology)

    @cached_property
    def _ontology(self) -> Ontology:
        return load_ontology(self._folder, lexicon=False)

    def _named(self, names: Iterable[str]) -> list[str]:
        found = [node.value for name in names for node in find_entities(self._source, name, timeout=self._timeout)]
        return list(dict.fromkeys(found))


def load(output: Path | str = "output", *, ontology: Path | None = None, timeout: float = 60.0) -> Loaded:
    """The graph of an output folder, or of the SPARQL endpoint at an address.

    `ontology` is the ontology folder that it was built with, if not the one that comes with kg; `timeout` the seconds
    that each question to the store may take. Raises InputMissing for a folder that is not there, StoreFailed for one
    without a store.
    """
    if not str(output).startswith(("http://", "https://")) and not Path(output).is_dir():
        raise InputMissing(f"there is no output folder {output}; build one with kg build, or name where it is")
    return Loaded(output, ontology, timeout)
