"""corrections.ttl → corrections."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from kg.corrections import triples
from kg.corrections.model import Corrections
from kg.errors import UsageError
from kg.output import CORRECTIONS


def load_corrections(folder: Path) -> Corrections:
    """The corrections of an output folder; none where it has no such file. Raises UsageError for a malformed file."""
    said = load_triples(folder)
    try:
        made = tuple(triples.corrections(said))
    except ValueError as error:
        raise UsageError(f"{folder / CORRECTIONS}: {error}; mend it, or move it away") from error
    return Corrections(tuple(triples.exclusions(said)), made)


def load_triples(folder: Path) -> list[Triple]:
    """All that the file says, also what is no correction. Raises UsageError for a file that is no Turtle."""
    path = folder / CORRECTIONS
    if not path.is_file():
        return []
    try:
        content = path.read_bytes()
        quads = list(parse(content, RdfFormat.TURTLE, base_iri=f"{triples.BASE}correction/"))
    except (OSError, ValueError, SyntaxError) as error:
        raise UsageError(f"{path} is not valid Turtle: {error}; mend it, or move it away") from error
    return [quad.triple for quad in quads]
