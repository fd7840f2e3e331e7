"""rdf: the merged graph → Turtle, TriG, JSON-LD, GraphML, N-Quads and CSV, validated with SHACL.

Names are imported on first use, so that who needs the vocabulary alone does not wait for the libraries behind the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.rdf.files import EXTRA_FILES, FILES, WriteReport, write
    from kg.rdf.iris import Names, check_base_iri
    from kg.rdf.shapes import Shapes, Violation, load_shapes, validate

__all__ = [
    "EXTRA_FILES",
    "FILES",
    "Names",
    "Shapes",
    "Violation",
    "WriteReport",
    "check_base_iri",
    "load_shapes",
    "validate",
    "write",
]

_HOMES = {
    "kg.rdf.iris": ("Names", "check_base_iri"),
    "kg.rdf.shapes": ("Shapes", "Violation", "load_shapes", "validate"),
    "kg.rdf.files": ("EXTRA_FILES", "FILES", "WriteReport", "write"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
