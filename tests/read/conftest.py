from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.model import Document, Skipped
from kg.read import Limits, read
from kg.read.cues import Cues, load_cues

REPO = Path(__file__).parents[2]
TABLES: dict[str, Any] = tomllib.loads((REPO / "ontology" / "cues" / "reading.toml").read_text(encoding="utf-8"))

Reader = Callable[..., tuple[list[Document], list[Skipped]]]


@pytest.fixture(scope="session")
def tables() -> dict[str, Any]:
    """All cue tables of an ontology, as the pipeline hands them over."""
    return {"reading": TABLES}


@pytest.fixture(scope="session")
def cues() -> Cues:
    return load_cues(TABLES)


@pytest.fixture
def reading(tables: dict[str, Any]) -> Reader:
    """Read inputs to the end: (documents, what was skipped)."""

    def run(*inputs: str | os.PathLike[str], limits: Limits | None = None) -> tuple[list[Document], list[Skipped]]:
        found = list(read(inputs, tables, **({"limits": limits} if limits else {})))
        return [item for item in found if isinstance(item, Document)], [i for i in found if isinstance(i, Skipped)]

    return run
