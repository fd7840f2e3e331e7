"""What the reading of an article depends on beside the article: the program, its libraries, the ontology, the options.

The version of the package alone would not show that somebody edited the code, so its files count too.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from kg import report
from kg.model import Document
from kg.ontology import Ontology

FORMAT = 1
PACKAGE = Path(__file__).parents[1]
READING = ("read", "annotate", "cache", "model.py", "ontology.py", "_lexicon.py", "_schema.py", "_turtle.py")
"""The parts of the program that decide what is read out of an article."""
WRITING = (*READING, "rdf", "graph", "resolve", "view")
"""The parts that decide what is written of it."""
STORING = (*WRITING, "store")
"""The parts that decide what lies in the store."""


def fingerprint(ontology: Ontology, factory: Callable[[], Any] | None = None) -> str:
    """A hash of all that decides what is read out of an article; "" where a `factory` of one's own has no name.

    A factory is known by what pickles of it: the function with its arguments, not the function's code.
    """
    own = ""
    if factory is not None:
        try:
            own = hashlib.sha256(pickle.dumps(factory)).hexdigest()
        except (pickle.PicklingError, AttributeError, TypeError):
            return ""
    return _hash([FORMAT, report.versions(ontology.version), code(READING), own])


def key(document: Document) -> str:
    """A hash of an article's content: its text and metadata, not its name or place."""
    return _hash([document.text, document.title, document.date, document.publisher, document.url, document.language])


@cache
def code(parts: tuple[str, ...]) -> str:
    """A hash of the files of these parts of the program."""
    digest = hashlib.sha256()
    for path in sorted(path for name in parts for path in _files(PACKAGE / name)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [file for file in path.rglob("*") if file.suffix in (".py", ".js", ".toml")]


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode("ascii")).hexdigest()
