from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.model import Graph
from kg.ontology import default_folder, load_ontology
from kg.rdf import write
from kg.store import Session, load
from tests.rdf.sample import sample

BASE = "https://example.org/kg/"
QUERIES = default_folder()


def build(graph: Graph, folder: Path) -> Path:
    """An output folder with the graph's TriG and its store."""
    folder.mkdir(parents=True, exist_ok=True)
    write(graph, load_ontology(lexicon=False), folder, base_iri=BASE, version="1", files=("graph.trig",))
    load(folder / "graph.trig", folder / "store")
    return folder


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of tests/rdf as an output folder. Not to be changed."""
    return build(sample(), tmp_path_factory.mktemp("store") / "output")


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Graph], Path]:
    """Any graph as an output folder."""
    return lambda graph: build(graph, tmp_path_factory.mktemp("made"))


@pytest.fixture
def session(output: Path) -> Iterator[Session]:
    with Session(output / "store") as opened:
        yield opened
