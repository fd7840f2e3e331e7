"""The page itself: one HTML file without scripts, the same bytes for the same ontology."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.errors import OutputFailed
from kg.ontology import Ontology
from kg.rdf.vocabulary import KG, PREFIXES
from kg.reference.diagram import diagram
from kg.reference.terms import read_terms

_SHORT: Mapping[str, str] = PREFIXES | {
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
}


def write_reference(ontology: Ontology, target: Path) -> None:
    """Write the page of an ontology to the file `target`. Raises OutputFailed."""
    try:
        target.write_text(reference(ontology), encoding="utf-8")
    except OSError as error:
        raise OutputFailed(f"cannot write {target}: {error}; choose another file") from error


def reference(ontology: Ontology) -> str:
    """The page as text."""
    folder = FileSystemLoader(Path(__file__).parent)
    templates = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    templates.filters |= {"short": _shortened, "place": _place}
    header, kinds = read_terms(ontology.folder)
    drawn = diagram(ontology.classes, ontology.relations)
    return templates.get_template("template.html").render(header=header, kinds=kinds, diagram=drawn) + "\n"


def _shortened(text: str) -> str:
    """An IRI with its prefix, or the text as it is."""
    for prefix, iri in _SHORT.items():
        if text.startswith(iri):
            return f"{prefix}:{text.removeprefix(iri)}"
    return text


def _place(text: str) -> str:
    """Where a link to the text leads: a place on the page for a term of the ontology, else the IRI; "" for no IRI."""
    if text.startswith(KG):
        return "#" + text.removeprefix(KG)
    return text if text.startswith(("http://", "https://")) else ""
