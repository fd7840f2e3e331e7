"""Corrections ↔ triples, in the words of the ontology and of PROV-O. `base` ends in "/"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Triple

from kg.corrections.model import KINDS, Correction, Exclusion, Kind, Thing

BASE = "https://example.org/kg/"
KG = "https://example.org/kg/ontology#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREFIXES = {
    "dcterms": DCTERMS,
    "kg": KG,
    "prov": PROV,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

CLASSES: dict[Kind, str] = {
    "merge": "Merging",
    "apart": "Separation",
    "rename": "Renaming",
    "retype": "Retyping",
    "reject": "Rejection",
    "confirm": "Confirmation",
    "add": "Addition",
}
EXCLUSION = NamedNode(KG + "Exclusion")
AGENT = NamedNode(PROV + "Agent")
ATTRIBUTED = NamedNode(PROV + "wasAttributedTo")
GENERATED = NamedNode(PROV + "generatedAtTime")
NAME = NamedNode(SCHEMA + "name")
DATE_TIME = NamedNode(PREFIXES["xsd"] + "dateTime")
IDENTIFIER = NamedNode(DCTERMS + "identifier")
TITLE = NamedNode(DCTERMS + "title")
SOURCE = NamedNode(DCTERMS + "source")
FIELDS = {
    "new": KG + "newValue",
    "about": KG + "aboutTerm",
    "value": KG + "valueText",
    "unit": SCHEMA + "unitText",
    "period": KG + "period",
    "qualifier": KG + "qualifier",
    "role": KG + "role",
    "sentence": KG + "sentenceText",
    "article": KG + "inArticle",
    "why": RDFS + "comment",
}
THINGS = {"subject": (KG + "subjectName", KG + "subjectClass"), "object": (KG + "objectName", KG + "objectClass")}
_KINDS = {KG + CLASSES[kind]: kind for kind in KINDS}

Said = Mapping[str, list[Literal | NamedNode]]


def node(id: str, base: str = BASE) -> NamedNode:
    """The address of a correction."""
    return NamedNode(f"{base}correction/{quote(id, safe='/')}")


def agent(name: str, base: str = BASE) -> NamedNode:
    """The address of somebody who corrects."""
    return NamedNode(f"{base}corrector/{quote(name, safe='')}")


def describe(correction: Correction, base: str = BASE) -> Iterator[Triple]:
    """All that a correction says, who made it and when."""
    at = node(correction.id, base)
    yield Triple(at, TYPE, NamedNode(KG + CLASSES[correction.kind]))
    for end, (name, kind) in THINGS.items():
        thing: Thing | None = getattr(correction, end)
        if thing is not None:
            yield Triple(at, NamedNode(name), Literal(thing.name))
            if thing.type:
                yield Triple(at, NamedNode(kind), Literal(thing.type))
    for field, predicate in FIELDS.items():
        if getattr(correction, field):
            yield Triple(at, NamedNode(predicate), Literal(getattr(correction, field)))
    if correction.at:
        yield Triple(at, GENERATED, Literal(correction.at, datatype=DATE_TIME))
    if correction.by:
        who = agent(correction.by, base)
        yield Triple(at, ATTRIBUTED, who)
        yield Triple(who, TYPE, AGENT)
        yield Triple(who, NAME, Literal(correction.by))


def exclusion(found: Exclusion) -> Iterator[Triple]:
    """That an article stays out."""
    at = NamedNode(f"{BASE}correction/exclude/{quote(found.article, safe='')}")
    yield Triple(at, TYPE, EXCLUSION)
    yield Triple(at, IDENTIFIER, Literal(found.article))
    for predicate, value in ((TITLE, found.title), (SOURCE, found.source)):
        if value:
            yield Triple(at, predicate, Literal(value))


def exclusions(triples: Iterable[Triple]) -> list[Exclusion]:
    """The exclusions that triples say, sorted."""
    found = []
    for said in _grouped(triples).values():
        if EXCLUSION in said.get(TYPE.value, ()):
            title, source = _text(said, TITLE.value), _text(said, SOURCE.value)
            found += [Exclusion(article.value, title, source) for article in said.get(IDENTIFIER.value, ())]
    return sorted(found, key=lambda e: (e.article, e.title, e.source))


def corrections(triples: Iterable[Triple]) -> list[Correction]:
    """The corrections that triples say, in their order. Raises ValueError for one without what it needs."""
    groups = _grouped(triples)
    found = []
    for at, said in groups.items():
        for kind in (_KINDS[value.value] for value in said.get(TYPE.value, ()) if value.value in _KINDS):
            found.append(_correction(at, kind, said, groups))
    return sorted(found, key=lambda correction: order(correction.id))


def order(id: str) -> tuple[int, str]:
    """The order in which corrections were made: by number; others, written by hand, come last."""
    return (int(id), id) if id.isascii() and id.isdigit() else (1 << 62, id)


def _correction(at: NamedNode, kind: Kind, said: Said, groups: Mapping[NamedNode, Said]) -> Correction:
    things = {end: _thing(said, *names) for end, names in THINGS.items()}
    subject = things["subject"]
    if subject is None:
        raise ValueError(f"<{at.value}> has no kg:subjectName")
    who = next((value for value in said.get(ATTRIBUTED.value, ()) if isinstance(value, NamedNode)), None)
    by = _text(groups.get(who, {}), NAME.value) if who is not None else ""
    texts = {field: _text(said, predicate) for field, predicate in FIELDS.items()}
    time = _text(said, GENERATED.value)
    found = Correction(kind, subject, things["object"], by=by, at=time, id=_id(at), **texts)
    needed = {"merge": "object", "apart": "object", "rename": "new", "retype": "new"}.get(kind, "about")
    if not getattr(found, needed):
        raise ValueError(f"<{at.value}>, a kg:{CLASSES[kind]}, does not say all that it must; see docs/corrections.md")
    return found


def _id(at: NamedNode) -> str:
    return unquote(at.value.removeprefix(f"{BASE}correction/"))


def _thing(said: Said, name: str, kind: str) -> Thing | None:
    return Thing(_text(said, name), _text(said, kind)) if _text(said, name) else None


def _text(said: Said, predicate: str) -> str:
    return min((value.value for value in said.get(predicate, ()) if isinstance(value, Literal)), default="")


def _grouped(triples: Iterable[Triple]) -> dict[NamedNode, Said]:
    groups: dict[NamedNode, dict[str, list[Literal | NamedNode]]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal | NamedNode):
            said = groups.setdefault(triple.subject, defaultdict(list))
            said[triple.predicate.value].append(triple.object)
    return {subject: dict(said) for subject, said in groups.items()}
