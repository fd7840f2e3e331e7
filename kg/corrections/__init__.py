"""corrections: what people corrected, kept in the file corrections.ttl of an output folder and followed by every build.

A correction names things by their names, classes and sentences, never by addresses of the graph, so that it survives
rebuilds. `kg.resolve` follows those about names, `kg.graph` those about what is said; what none of the articles bears
out any more is told by `Outcome`.
"""

from kg.corrections.check import check
from kg.corrections.model import KINDS, Correction, Corrections, Exclusion, Outcome, Thing
from kg.corrections.read import load_corrections
from kg.corrections.write import add, exclude, include, undo

__all__ = [
    "KINDS",
    "Correction",
    "Corrections",
    "Exclusion",
    "Outcome",
    "Thing",
    "add",
    "check",
    "exclude",
    "include",
    "load_corrections",
    "undo",
]
