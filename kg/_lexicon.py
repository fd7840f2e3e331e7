"""ontology/lexicon/*.ttl → the known names, as Concepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg._schema import KG
from kg._turtle import Node, Triples, name_of

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAMES = (_SKOS + "altLabel", _SKOS + "hiddenLabel", KG + "contextWord", KG + "notBeside")
_OWNER = KG + "belongsTo"
_ALLOWED = {_TYPE, _SKOS + "prefLabel", KG + "denotes", KG + "ambiguous", _OWNER, *_NAMES}


@dataclass(frozen=True, slots=True)
class Concept:
    """A known name of the lexicon.

    `key` is its IRI's tail ("brand/haval"); `names` its labels, `noise` its misspellings and translation noise
    (skos:hiddenLabel). `context` are words of which one must stand in the article for an ambiguous name to mean this
    (empty: no need); `against` words beside the name that tell it is something else ("University" after "Harvard").
    One key may have several Concepts: one with the names that need no context, and others with those that do.
    `owners` are the keys of the concepts that it belongs to, or belonged to.
    """

    key: str
    types: tuple[str, ...]
    label: str
    names: tuple[str, ...]
    noise: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


def read_lexicon(paths: list[Path], classes: tuple[str, ...]) -> tuple[Concept, ...]:
    """The concepts of the lexicon's files, sorted by key.

    Raises OntologyInvalid where a file is malformed, a class is not among `classes`, or two concepts claim one name.
    """
    triples = Triples(paths)
    nodes: dict[str, Node] = {}
    for node in triples.named():
        if not _is_scheme(triples, node) and nodes.setdefault(_key(triples, node), node) != node:
            raise triples.error(node, "another @base already has a concept of this key; use one @base for all files")
    concepts: list[Concept] = []
    for key in sorted(nodes):
        concepts += _concepts(triples, key, nodes, classes)
    _check_claims(triples, concepts, nodes)
    return tuple(concepts)


def _key(triples: Triples, node: Node) -> str:
    key = name_of(node.value)
    if "/lexicon/" not in node.value or "/" not in key:
        raise triples.error(node, "a concept's IRI ends in lexicon/CLASS/NAME; write <class/name> below the @base line")
    return key


def _is_scheme(triples: Triples, node: Node) -> bool:
    return any(name_of(kind.value) == "ConceptScheme" for kind in triples.nodes(node, _TYPE))


def _types(triples: Triples, node: Node, key: str, classes: tuple[str, ...]) -> tuple[str, ...]:
    """The classes of a concept; the one that its key begins with comes first."""
    names = tuple(name_of(value.value) for value in triples.nodes(node, KG + "denotes"))
    if unknown := sorted(set(names) - set(classes)):
        problem = f"kg:denotes names {', '.join(unknown)}; the schema's classes are {', '.join(classes)}"
        raise triples.error(node, problem)
    first = [name for name in names if name.lower() == key.split("/")[0]]
    if not first:
        raise triples.error(node, f"its IRI begins with the class {key.split('/')[0]}, which kg:denotes does not name")
    return (*first, *sorted(set(names) - set(first)))


def _owners(triples: Triples, node: Node, nodes: Mapping[str, Node]) -> tuple[str, ...]:
    """The keys of the concepts that a concept belongs to."""
    keys = tuple(_key(triples, owner) for owner in triples.nodes(node, _OWNER))
    if unknown := sorted(key for key in keys if key not in nodes):
        raise triples.error(node, f"kg:belongsTo names {', '.join(unknown)}, which the lexicon does not have")
    return keys


def _concepts(triples: Triples, key: str, nodes: Mapping[str, Node], classes: tuple[str, ...]) -> list[Concept]:
    """The concept itself, then its ambiguous names in file order, each with a context of its own."""
    node = nodes[key]
    types, owners = _types(triples, node, key, classes), _owners(triples, node, nodes)
    label = triples.text(node, _SKOS + "prefLabel")
    names, noise, context, against = _labels(triples, node, _ALLOWED)
    groups = []
    for group in triples.nodes(node, KG + "ambiguous"):
        groups.append(_labels(triples, group, set(_NAMES)))
        if not (groups[-1][0] or groups[-1][1]) or not (groups[-1][2] or groups[-1][3]):
            raise triples.error(node, "kg:ambiguous needs a label, and a kg:contextWord or kg:notBeside")
    unsure = {name for group in groups for name in (*group[0], *group[1])}
    names = tuple(name for name in dict.fromkeys((label, *names)) if name not in unsure)
    noise = tuple(name for name in noise if name not in unsure)
    sure = () if context else (*names, *noise)
    found = [Concept(key, types, label, names, noise, context, against, owners)] if names or noise else []
    for some, noisy, words, beside in groups:
        # A name that is beyond doubt is the best context there is for one that is not.
        words = tuple(dict.fromkeys((*words, *sure))) if words else ()
        found.append(Concept(key, types, label, some, noisy, words, beside, owners))
    return found


def _labels(triples: Triples, node: Node, allowed: set[str]) -> tuple[tuple[str, ...], ...]:
    """Names, noise, context and against of a concept or of one of its ambiguous groups."""
    present = triples.predicates(node)
    if unknown := sorted(present - allowed):
        problem = f"the lexicon has no use for {', '.join(map(name_of, unknown))}; see ontology/README.md"
        raise triples.error(node, problem)
    return tuple(tuple(triples.texts(node, name)) if name in present else () for name in _NAMES)


def _check_claims(triples: Triples, concepts: list[Concept], nodes: dict[str, Node]) -> None:
    """A name that needs no context can mean one thing only."""
    claimed: dict[str, str] = {}
    for concept in concepts:
        for name in () if concept.context else (*concept.names, *concept.noise):
            other = claimed.setdefault(name, concept.key)
            if other != concept.key:
                problem = f'"{name}" already means {other}; give one of the two a kg:contextWord, or take it away'
                raise triples.error(nodes[concept.key], problem)
