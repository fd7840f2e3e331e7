from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Graph
from kg.ontology import Concept, Ontology, load_ontology
from kg.rdf import WriteReport, write

BASE = "https://example.org/kg/"


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    concepts = (
        Concept("brand/velm", ("Brand",), "Velm", ("Velm", "Velm cars")),
        Concept("brand/velm", ("Brand",), "Velm", (), ("Welm",), context=("Norda",)),
        Concept("brand/unused", ("Brand",), "Unused", ("Unused",)),
    )
    return replace(load_ontology(lexicon=False), concepts=concepts)


@pytest.fixture
def written(ontology: Ontology, tmp_path: Path) -> Callable[..., tuple[Path, WriteReport]]:
    """Write a graph into a folder of its own."""

    def run(graph: Graph, base: str = BASE, **options: object) -> tuple[Path, WriteReport]:
        folder = tmp_path / f"run-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return folder, write(graph, ontology, folder, base_iri=base, version="0.0.7", **options)  # type: ignore[arg-type]

    return run
