"""Stored queries: SPARQL files whose header comments say what they answer and which parameters they take.

    # title: Line-up
    # description: The models that a company or brand makes.
    # param maker: entity – the company or brand – any
    SELECT ?model WHERE { VALUES ?maker { UNDEF } ?maker kg:makes ?model }

Each parameter is a block `VALUES ?name { … }`, whose insides are the default: the file runs as it stands in any store
that holds the graph, and values given for the parameter take the place of the insides.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kg.errors import OntologyInvalid, QueryInvalid
from kg.store.scan import values_blocks

Kind = Literal["entity", "name", "class", "relation", "metric", "text", "period", "number"]

REQUIRED = "required"
"""The default, in words, of a parameter that must be given; in the file stands something that matches nothing."""

_HEADER = re.compile(r"#\s*(title|description|param\s+(\w+))\s*:\s*(.*)")
_DASH = re.compile(r"\s+(?:–|--|-)\s+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a stored query: its name, the kind of its values, what it means, its default in words."""

    name: str
    kind: Kind
    description: str
    default: str


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A stored query; `name` is the stem of its file."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def required(self) -> tuple[str, ...]:
        """The parameters that must be given."""
        return tuple(parameter.name for parameter in self.parameters if parameter.default == REQUIRED)

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name. Raises QueryInvalid."""
        found = {parameter.name: parameter for parameter in self.parameters}
        if name in found:
            return found[name]
        known = f"it has {', '.join(found)}" if found else "it has none"
        raise QueryInvalid(f"the stored query {self.name} has no parameter {name!r}; {known}")


def stored_queries(ontology: Path) -> Mapping[str, StoredQuery]:
    """The stored queries of an ontology folder, by name. Raises OntologyInvalid for a faulty file."""
    return {name: read_stored(path) for name, path in _files(ontology).items()}


def find_stored(ontology: Path, name: str) -> StoredQuery:
    """The stored query of that name. Raises QueryInvalid where there is none, OntologyInvalid for a faulty file."""
    known = _files(ontology)
    if name in known:
        return read_stored(known[name])
    near = difflib.get_close_matches(name, known, 3)
    hint = f"did you mean {' or '.join(near)}?" if near else "kg query --list shows them all"
    raise QueryInvalid(f"there is no stored query {name!r}; {hint}")


def _files(ontology: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((ontology / "queries").glob("*.rq"))}


def read_stored(path: Path) -> StoredQuery:
    """Read one file. Raises OntologyInvalid, with the line, where its header is not as it must be."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyInvalid(f"{path}: cannot be read: {error}") from error
    found: dict[str, str] = {}
    parameters = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = _HEADER.fullmatch(line.strip())
        if match and match[2]:
            parameters.append(_parameter(match[2], match[3], f"{path}, line {number}"))
        elif match:
            found[match[1]] = match[3]
    for wanted in ("title", "description"):
        if not found.get(wanted):
            raise OntologyInvalid(f"{path}: the header has no line '# {wanted}: …'; add one")
    blocks = values_blocks(text)
    for parameter in parameters:
        if parameter.name not in blocks:
            raise OntologyInvalid(
                f"{path}: parameter {parameter.name} needs a block VALUES ?{parameter.name} {{ UNDEF }}"
            )
    return StoredQuery(path.stem, found["title"], found["description"], tuple(parameters), text)


def _parameter(name: str, written: str, where: str) -> Parameter:
    parts = _DASH.split(written)
    if len(parts) != 3 or parts[0] not in get_args(Kind):
        raise OntologyInvalid(
            f"{where}: write '# param {name}: TYPE – DESCRIPTION – DEFAULT', TYPE one of {', '.join(get_args(Kind))}"
        )
    kind: Kind = parts[0]  # type: ignore[assignment]
    return Parameter(name, kind, parts[1], parts[2])
