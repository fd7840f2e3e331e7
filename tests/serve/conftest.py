from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.pipeline import Built
from kg.store import load
from tests.serve.running import Running, running
from tests.serve.synthetic import write


@pytest.fixture(scope="session")
def server(built: Built) -> Iterator[Running]:
    """A server of the annotated examples, as it starts without options."""
    with running(built.folder) as started:
        yield started


@pytest.fixture(scope="session")
def companies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the store of an invented graph of 1,000 companies (some 43,000 triples), and no more."""
    folder = tmp_path_factory.mktemp("companies")
    load(write(folder / "companies.trig", 1000), folder / "output" / "store")
    return folder / "output"


@pytest.fixture(scope="session")
def large(companies: Path) -> Iterator[Running]:
    """A server of the invented graph with tight limits."""
    with running(
        companies, "--timeout", "3", "--max-timeout", "3", "--max-rows", "20000", "--max-body", "16"
    ) as started:
        yield started
