"""Who says so: for an entity, statement or figure, each sentence behind it, how sure it is, why names were merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pyoxigraph import NamedNode

from kg.errors import QueryInvalid
from kg.store.bind import bind
from kg.store.names import as_iri, find_entities
from kg.store.results import select, shorten
from kg.store.source import Source, open_source

Kind = Literal["entity", "statement", "observation"]

_ENTITY = """SELECT ?kind ?value WHERE {
  VALUES ?entity { }
  VALUES (?property ?kind) {
    (rdfs:label "label") (rdf:type "class") (skos:altLabel "name") (kg:mergeReason "merge")
  }
  ?entity ?property ?value .
} ORDER BY ?kind ?value"""

_CORRECTIONS = """SELECT DISTINCT ?correction ?at ?by ?why ?unmet WHERE {
  VALUES ?thing { }
  ?thing prov:wasInfluencedBy ?it . ?it dcterms:description ?correction .
  OPTIONAL { ?it prov:generatedAtTime ?at }
  OPTIONAL { ?it prov:wasAttributedTo/schema:name ?by }
  OPTIONAL { ?it rdfs:comment ?why }
  OPTIONAL { ?it kg:unmet ?unmet }
} ORDER BY ?at ?correction"""

# OPTIONAL comes last: the engine joins what follows one to all that there is.
_SOURCE = """
  ?evidence nif:anchorOf ?sentence ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?document .
  ?document dcterms:identifier ?article .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document dcterms:date ?date }
  OPTIONAL { ?document dcterms:publisher ?publisher }
  OPTIONAL { ?document schema:url ?url }
  OPTIONAL { ?how kg:component ?component }
  OPTIONAL { ?how kg:speaker/rdfs:label ?speaker }
"""
_STATEMENTS = f"""
  ?how rdf:subject/rdfs:label ?subject ; rdf:predicate ?about ; rdf:object/rdfs:label ?object ;
    kg:status ?status ; kg:confidence ?confidence ; prov:wasDerivedFrom ?evidence .
  {_SOURCE}
  OPTIONAL {{ ?how kg:role ?role }}
}}"""
_OBSERVATIONS = f"""
  ?fact sosa:hasFeatureOfInterest/rdfs:label ?subject ; sosa:observedProperty ?about ; sosa:hasSimpleResult ?value ;
    schema:unitText ?unit ; kg:status ?status ; prov:qualifiedDerivation ?how .
  ?how kg:confidence ?confidence ; prov:entity ?evidence .
  {_SOURCE}
  OPTIONAL {{ ?fact kg:period ?period }}
  OPTIONAL {{ ?fact kg:qualifier ?qualifier }}
}}"""
_STATEMENT = "SELECT * WHERE { VALUES ?how { }" + _STATEMENTS
_STATEMENTS_ABOUT = (
    """SELECT * WHERE {
  VALUES ?entity { }
  { ?how rdf:subject ?entity } UNION { ?how rdf:object ?entity }"""
    + _STATEMENTS
)
_OBSERVATION = "SELECT * WHERE { VALUES ?fact { }" + _OBSERVATIONS
_DERIVATION = "SELECT * WHERE { VALUES ?how { }" + _OBSERVATIONS
_OBSERVATIONS_ABOUT = "SELECT * WHERE { VALUES ?entity { } ?fact sosa:hasFeatureOfInterest ?entity ." + _OBSERVATIONS


@dataclass(frozen=True, slots=True)
class Said:
    """One place where something is said.

    `text` puts it in words, `iri` is that of the statement or observation. `begin` and `end` are the offsets of the
    sentence in the file. `confidence` lies between 0 and 1, `component` is the part of the program that found it.
    """

    text: str
    iri: str
    status: str
    confidence: float
    component: str
    speaker: str
    sentence: str
    article: str
    title: str
    date: str
    publisher: str
    url: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """What somebody corrected: the correction in words, by whom, at which time (ISO), why, and why it is not met."""

    text: str
    by: str
    at: str
    why: str
    unmet: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One thing: an entity with its classes, its other names and the reasons for merging them, or a single claim.

    `says` is everything that is said of it, by article and place; `corrections` what people corrected of it.
    """

    iri: str
    kind: Kind
    label: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    merges: tuple[str, ...]
    says: tuple[Said, ...]
    corrections: tuple[Corrected, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of all things that bear a name, or of the one thing with an IRI."""

    asked: str
    things: tuple[Explained, ...]


def explain(output: Path | str, name_or_iri: str, *, timeout: float = 30.0) -> Explanation:
    """Explain an entity (by name or IRI), a statement or an observation (by IRI) of a built graph.

    Raises QueryInvalid, with the nearest names, where there is no such thing; Timeout; StoreFailed.
    """
    with open_source(output) as source:
        claim = as_iri(source, name_or_iri)
        explained = _claim(source, claim, timeout) if claim is not None else None
        if explained is not None:
            return Explanation(name_or_iri, (explained,))
        try:
            entities = find_entities(source, name_or_iri, timeout=timeout)
        except QueryInvalid as error:
            raise QueryInvalid(
                f"{error}. kg explain takes names, and IRIs of entities, statements and figures"
            ) from error
        return Explanation(name_or_iri, tuple(_entity(source, entity, timeout) for entity in entities))


def _claim(source: Source, claim: NamedNode, timeout: float) -> Explained | None:
    """The statement or observation with that IRI; also an observation by the IRI of one of its derivations."""
    queries: tuple[tuple[Kind, str, str], ...] = (
        ("statement", "how", _STATEMENT),
        ("observation", "fact", _OBSERVATION),
        ("observation", "how", _DERIVATION),
    )
    for kind, variable, query in queries:
        says = _says(source, bind(query, {variable: [claim]}), timeout)
        if says:
            corrections = _corrections(source, [claim], timeout)
            return Explained(claim.value, kind, says[0].text, (), (), (), says, corrections)
    return None


def _entity(source: Source, entity: NamedNode, timeout: float) -> Explained:
    found: dict[str, list[str]] = {}
    for row in select(source, bind(_ENTITY, {"entity": [entity]}), timeout=timeout).dicts():
        found.setdefault(row["kind"], []).append(row["value"])
    queries = (_STATEMENTS_ABOUT, _OBSERVATIONS_ABOUT)
    says = [said for query in queries for said in _says(source, bind(query, {"entity": [entity]}), timeout)]
    return Explained(
        iri=entity.value,
        kind="entity",
        label=found["label"][0],
        types=tuple(shorten(iri, source.base).removeprefix("kg:") for iri in found.get("class", ())),
        names=tuple(found.get("name", ())),
        merges=tuple(found.get("merge", ())),
        says=_sorted(says),
        corrections=_corrections(source, [entity], timeout),
    )


def _corrections(source: Source, things: list[NamedNode], timeout: float) -> tuple[Corrected, ...]:
    rows = select(source, bind(_CORRECTIONS, {"thing": things}), timeout=timeout).dicts()
    return tuple(Corrected(r["correction"], r["by"], r["at"], r["why"], r["unmet"]) for r in rows)


def _says(source: Source, query: str, timeout: float) -> tuple[Said, ...]:
    found = []
    for row in select(source, query, timeout=timeout).dicts():
        said = f"{row['object']}{_in_brackets(row['role'])}" if "object" in row else _figure(row)
        found.append(_said(row, row.get("fact") or row["how"], f"{row['subject']} {_local(row, source)} {said}"))
    return _sorted(found)


def _local(row: dict[str, str], source: Source) -> str:
    return shorten(row["about"], source.base).removeprefix("kg:")


def _in_brackets(*texts: str) -> str:
    written = ", ".join(text for text in texts if text)
    return f" ({written})" if written else ""


def _figure(row: dict[str, str]) -> str:
    unit = "" if row["unit"] in ("date", "other") else f" {row['unit']}"
    return row["value"] + unit + _in_brackets(row["period"], row["qualifier"])


def _said(row: dict[str, str], iri: str, text: str) -> Said:
    return Said(
        text=text,
        iri=iri,
        status=row["status"],
        confidence=float(row["confidence"]),
        component=row["component"],
        speaker=row["speaker"],
        sentence=row["sentence"],
        article=row["article"],
        title=row["title"],
        date=row["date"],
        publisher=row["publisher"],
        url=row["url"],
        begin=int(row["begin"]),
        end=int(row["end"]),
    )


def _sorted(says: Iterable[Said]) -> tuple[Said, ...]:
    return tuple(sorted(set(says), key=lambda said: (said.article, said.begin, said.text, said.iri, said.component)))
