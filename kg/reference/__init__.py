"""reference: the ontology as one HTML page, with a diagram of what may be said of what."""

from kg.reference.page import write_reference

__all__ = ["write_reference"]
