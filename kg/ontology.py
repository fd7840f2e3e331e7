"""The ontology folder → frozen values: classes, relations, metrics, units, known names, cue tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg._lexicon import Concept, read_lexicon
from kg._schema import Metric, Relation, read_schema
from kg._turtle import read_tables
from kg.errors import OntologyInvalid

__all__ = ["Concept", "Metric", "Ontology", "Relation", "default_folder", "load_ontology", "load_unit_iris"]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All that the program knows about a domain. `cues` maps the stem of each ontology/cues/*.toml to its tables."""

    folder: Path
    version: str
    classes: tuple[str, ...]
    relations: Mapping[str, Relation]
    metrics: Mapping[str, Metric]
    units: tuple[str, ...]
    concepts: tuple[Concept, ...]
    cues: Mapping[str, Mapping[str, Any]]


def load_ontology(folder: Path | None = None, *, lexicon: bool = True) -> Ontology:
    """Read an ontology folder (default: the one shipped with kg). Raises OntologyInvalid.

    Without `lexicon` the known names are left out. `version` is a short hash of the files' contents: of all but the
    pages and queries, which no build depends on, and the names, where these are left out.
    """
    folder = default_folder() if folder is None else folder
    schema = read_schema(_schema_file(folder))
    names = _lexicon_files(folder) if lexicon else []
    return Ontology(
        folder=folder,
        version=_version(folder, lexicon),
        classes=schema.classes,
        relations=schema.relations,
        metrics=schema.metrics,
        units=schema.units,
        concepts=read_lexicon(names, schema.classes),
        cues={path.stem: read_tables(path) for path in sorted((folder / "cues").glob("*.toml"))},
    )


def load_unit_iris(folder: Path | None = None) -> Mapping[str, str]:
    """Units (as in `schema:unitText`) → their QUDT IRIs, where there is one. Raises OntologyInvalid."""
    return read_schema(_schema_file(default_folder() if folder is None else folder)).unit_iris


def default_folder() -> Path:
    """The folder shipped with kg: inside an installed package, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_ontology"
    return installed if installed.is_dir() else package.parent / "ontology"


def _schema_file(folder: Path) -> Path:
    path = folder / "schema.ttl"
    if not path.is_file():
        raise OntologyInvalid(f"{folder} is no ontology folder: it has no schema.ttl. Name a folder that has one.")
    return path


def _lexicon_files(folder: Path) -> list[Path]:
    return [path for path in _files(folder) if path.suffix == ".ttl" and _is_lexicon(folder, path)]


def _is_lexicon(folder: Path, path: Path) -> bool:
    return path.relative_to(folder).parts[0] in ("lexicon", "lexicon.ttl")


def _files(folder: Path) -> Iterator[Path]:
    """The folder's files, sorted by their names relative to it; hidden ones do not count."""
    found = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in found}
    return (names[name] for name in sorted(names) if not any(part.startswith(".") for part in name.split("/")))


def _version(folder: Path, lexicon: bool) -> str:
    digest = hashlib.sha256()
    for path in _files(folder):
        if path.suffix in (".md", ".rq") or (not lexicon and _is_lexicon(folder, path)):
            continue
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
