"""What the tests of `annotate` share: the ontology, a reader without trained weights, and one with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from kg.annotate import Annotator
from kg.annotate.forms import Forms
from kg.model import Article, Document
from kg.ontology import Ontology, load_ontology
from tests.annotate.support import letter_tokenizer

Read = Callable[[str], Article]


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="session")
def untrained(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    """The ontology as it is before anything was trained."""
    return replace(ontology, folder=tmp_path_factory.mktemp("no-models"))


@pytest.fixture(scope="session")
def read(untrained: Ontology) -> Read:
    """Reads a text by names and patterns alone."""
    return _reading(Annotator(untrained))


@pytest.fixture(scope="session")
def learned(ontology: Ontology) -> Read:
    """Reads a text as kg does by default, with the trained network."""
    if not (ontology.folder / "models" / "reader.json").is_file():
        pytest.skip("the ontology has no trained network: python -m kg.train")
    return _reading(Annotator(ontology))


def _reading(annotator: Annotator) -> Read:
    def read(text: str) -> Article:
        (article,) = annotator.annotate([Document("article", text, "article.txt")])
        return article

    return read


@pytest.fixture(scope="session")
def forms(ontology: Ontology) -> Forms:
    return Forms(ontology.cues["names"])


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return letter_tokenizer()


@pytest.fixture(scope="session")
def models_folder(ontology: Ontology) -> Path:
    """The trained network of the ontology."""
    folder = ontology.folder / "models"
    if not (folder / "reader.json").is_file():
        pytest.skip("the ontology has no trained network: python -m kg.train")
    return folder
