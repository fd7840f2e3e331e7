"""Answers as cells: an entity's address and its name, which queries give in two columns, become one link."""

from __future__ import annotations

from dataclasses import dataclass

from kg.rdf.vocabulary import XSD
from kg.store import Rows, Term

NAME = "Name"
LONG = 60
NUMBERS = tuple(XSD + name for name in ("integer", "decimal", "double", "float", "int", "long"))
"""The datatypes of numbers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term, and the text to show in its place (empty: the term itself)."""

    term: Term | None
    text: str = ""

    @property
    def number(self) -> bool:
        """Whether it shows a number."""
        return not self.text and self.term is not None and self.term.datatype in NUMBERS

    @property
    def shown(self) -> str:
        """Its text."""
        return self.text or (self.term.value if self.term else "")

    @property
    def long(self) -> bool:
        """Whether it needs a wide column to be read, as a sentence does."""
        return len(self.shown) > LONG and not (self.term and self.term.iri)


@dataclass(frozen=True, slots=True)
class Cells:
    """The columns to show, and a cell for each of them in each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def fold(found: Rows) -> Cells:
    """Columns `x` and `xName` as one, where all that stands in `x` are IRIs; the others as they are."""
    at = {name: number for number, name in enumerate(found.columns)}
    named = {name: at[name + NAME] for name in at if name + NAME in at and _all_iris(found, at[name])}
    shown = [name for name in found.columns if at[name] not in named.values()]
    rows = tuple(tuple(_cell(row, at[name], named.get(name)) for name in shown) for row in found.rows)
    return Cells(tuple(shown), rows)


def _all_iris(found: Rows, column: int) -> bool:
    return all(term is None or term.iri for term in (row[column] for row in found.rows))


def _cell(row: tuple[Term | None, ...], column: int, name: int | None) -> Cell:
    label = row[name] if name is not None else None
    if row[column] is None and label is not None:
        return Cell(label)
    return Cell(row[column], label.value if label is not None else "")
