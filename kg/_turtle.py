"""Turtle and TOML files of the ontology folder → plain values, with errors that name file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.errors import OntologyInvalid

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
Node = pyoxigraph.NamedNode | pyoxigraph.BlankNode
_NODES = (pyoxigraph.NamedNode, pyoxigraph.BlankNode)

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class Triples:
    """The triples of a few Turtle files by subject and predicate, all in the order in which the files give them."""

    def __init__(self, paths: list[Path]) -> None:
        """Read `paths`. Raises OntologyInvalid for a file that cannot be read or is no Turtle."""
        self.origin: dict[Node, Path] = {}
        self._objects: dict[Node, dict[str, list[Term]]] = {}
        for path in paths:
            former: Node | None = None
            for subject, predicate, value in _parse(path):
                if subject != former:
                    former = subject
                    self.origin.setdefault(subject, path)
                    rows = self._objects.setdefault(subject, {})
                rows.setdefault(predicate, []).append(value)

    def subjects(self, predicate: str, value: Term) -> Iterator[Node]:
        """Subjects that have `value` for the predicate's IRI, in file order."""
        return (subject for subject, rows in self._objects.items() if value in rows.get(predicate, ()))

    def named(self) -> Iterator[Node]:
        """Subjects that have a name of their own, in file order."""
        return (subject for subject in self._objects if isinstance(subject, pyoxigraph.NamedNode))

    def objects(self, subject: Node, predicate: str) -> list[Term]:
        """Values of a predicate of `subject`, in file order, without doubles."""
        values = self._objects.get(subject, {}).get(predicate, [])
        return values if len(values) < 2 else list(dict.fromkeys(values))

    def predicates(self, subject: Node) -> Set[str]:
        """IRIs of the predicates that `subject` has."""
        return self._objects.get(subject, {}).keys()

    def texts(self, subject: Node, predicate: str) -> list[str]:
        """Literal values of a predicate, as text. Raises OntologyInvalid where one is no literal, or is empty."""
        found = []
        for value in self.objects(subject, predicate):
            if not isinstance(value, pyoxigraph.Literal) or not value.value.strip():
                raise self.error(subject, f"{name_of(predicate)} must be a text in quotes, not {value}")
            found.append(value.value)
        return found

    def text(self, subject: Node, predicate: str) -> str:
        """The one literal value of a predicate. Raises OntologyInvalid unless there is exactly one."""
        found = self.texts(subject, predicate)
        if len(found) != 1:
            raise self.error(subject, f"there must be one {name_of(predicate)}, not {len(found)}")
        return found[0]

    def nodes(self, subject: Node, predicate: str) -> list[Node]:
        """Values of a predicate that must be resources. Raises OntologyInvalid where one is a literal."""
        found: list[Node] = []
        for value in self.objects(subject, predicate):
            if not isinstance(value, _NODES):
                raise self.error(subject, f"{name_of(predicate)} must be the name of something, not {value}")
            found.append(value)
        return found

    def members(self, node: Node) -> list[Node]:
        """Members of the RDF list that begins at `node`."""
        found: list[Node] = []
        seen: set[Node] = set()
        while node.value != _RDF + "nil" and node not in seen:
            seen.add(node)
            found += self.nodes(node, _RDF + "first")
            node = next(iter(self.nodes(node, _RDF + "rest")), pyoxigraph.NamedNode(_RDF + "nil"))
        return found

    def error(self, subject: Node, problem: str) -> OntologyInvalid:
        """An error about `subject` that names the file and, where it can be told, the line where it stands."""
        path = self.origin[subject]
        name = name_of(subject.value) if isinstance(subject, pyoxigraph.NamedNode) else "a node without a name"
        line = _line(path, subject)
        return OntologyInvalid(f"{path}{f', line {line}' if line else ''}: {name}: {problem}.")


def name_of(iri: str) -> str:
    """What people call an IRI: the key of a lexicon concept, otherwise its local name."""
    for mark in ("/lexicon/", "#", "/"):
        if mark in iri:
            return iri.rpartition(mark)[2]
    return iri


def read_tables(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises OntologyInvalid for a file that cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise OntologyInvalid(f"{path} cannot be read as TOML: {problem}. Correct the file.") from problem


def _parse(path: Path) -> Iterator[tuple[Node, str, Term]]:
    try:
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            yield quad.subject, quad.predicate.value, quad.object
    except (OSError, ValueError, SyntaxError) as problem:
        line = f", line {problem.lineno}" if isinstance(problem, SyntaxError) and problem.lineno else ""
        reason = problem.msg if isinstance(problem, SyntaxError) else problem
        raise OntologyInvalid(f"{path}{line} cannot be read as Turtle: {reason}. Correct the file.") from problem


def _line(path: Path, subject: Node) -> int:
    """Number of the first line that begins with the name of `subject`, or 0 where none does."""
    name = name_of(subject.value)
    starts = (f"<{name}>", f"<{subject.value}>", f":{name} ")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(starts[:2]) or re.match(rf"\w*{re.escape(starts[2])}", line):
            return number
    return 0
