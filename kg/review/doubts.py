"""The questions: merges whose names are least alike, and claims that the program is least sure of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.corrections import Correction, Thing
from kg.corrections.check import same
from kg.resolve.names import normal
from kg.store.results import select, shorten
from kg.store.source import Source

_STATEMENTS = """SELECT * WHERE {
  { SELECT ?how ?s ?about ?o ?confidence WHERE {
    ?how a rdf:Statement ; kg:status "asserted" ; kg:confidence ?confidence ;
      rdf:subject ?s ; rdf:predicate ?about ; rdf:object ?o .
    FILTER(?confidence < 1)
  } ORDER BY ?confidence ?how LIMIT %d }
  ?s rdfs:label ?subject ; rdf:type ?subjectClass .
  ?o rdfs:label ?object ; rdf:type ?objectClass .
  ?how prov:wasDerivedFrom ?evidence .
  ?evidence nif:anchorOf ?sentence ; nif:referenceContext/dcterms:identifier ?article .
  OPTIONAL { ?how kg:role ?role }
} ORDER BY ?confidence ?how ?subjectClass ?objectClass"""
_FIGURES = """SELECT * WHERE {
  { SELECT ?how ?fact ?confidence WHERE {
    ?fact kg:status "asserted" ; prov:qualifiedDerivation ?how . ?how kg:confidence ?confidence .
    FILTER(?confidence < 1)
  } ORDER BY ?confidence ?how LIMIT %d }
  ?fact sosa:hasFeatureOfInterest ?s ; sosa:observedProperty ?about ; sosa:hasSimpleResult ?value ;
    schema:unitText ?unit .
  ?s rdfs:label ?subject ; rdf:type ?subjectClass .
  ?how prov:entity ?evidence .
  ?evidence nif:anchorOf ?sentence ; nif:referenceContext/dcterms:identifier ?article .
  OPTIONAL { ?fact kg:period ?period }
  OPTIONAL { ?fact kg:qualifier ?qualifier }
} ORDER BY ?confidence ?how ?subjectClass"""
_MERGES = """SELECT ?entity ?class ?reason WHERE { ?entity kg:mergeReason ?reason ; rdf:type ?class }
ORDER BY ?entity ?reason ?class"""
_REASON = re.compile(r"“(.*)” = “(.*?)”: (.*)", re.DOTALL)
_SURE = ("the lexicon", "as correction ")
"""What stands in reasons that nobody needs to be asked about."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that can be answered with yes or no, and what either answer corrects.

    `certainty` lies between 0 and 1. `entity` is the IRI of what a merge has made; `reason` says why it was merged, or
    how sure the program is of the claim.
    """

    question: str
    reason: str
    certainty: float
    yes: Correction
    no: Correction
    entity: str = ""

    @property
    def key(self) -> str:
        """What stands for the question in every build."""
        return self.yes.said


def doubts(
    source: Source,
    made: Iterable[Correction],
    *,
    put_off: Collection[str] = (),
    most: int = 50,
    timeout: float = 30.0,
) -> list[Doubt]:
    """The `most` least certain merges and claims that no correction is about; those `put_off` (by key) come last.

    Raises Timeout or StoreFailed.
    """
    known = list(made)
    wanted = most + len(known) + len(put_off)
    found = {doubt.key: doubt for doubt in _all(source, wanted, timeout)}
    left = [doubt for doubt in found.values() if not any(_answered(doubt, correction) for correction in known)]
    left.sort(key=lambda doubt: (doubt.key in put_off, doubt.certainty, doubt.key))
    return left[:most]


def _answered(doubt: Doubt, correction: Correction) -> bool:
    return correction.kind in (doubt.yes.kind, doubt.no.kind) and same(doubt.yes, correction)


def _all(source: Source, most: int, timeout: float) -> Iterator[Doubt]:
    yield from _merges(source, timeout)
    for query in (_STATEMENTS, _FIGURES):
        rows: dict[str, dict[str, str]] = {}
        for row in select(source, query % most, timeout=timeout).dicts():
            known = rows.setdefault(row["how"], row)
            for name in ("subjectClass", "objectClass"):  # a thing of two classes comes in two rows
                if name in row and known[name] != row[name]:
                    known[name] = ""
        yield from (_claim(row, source) for row in rows.values())


def _claim(row: dict[str, str], source: Source) -> Doubt:
    def local(name: str) -> str:
        return shorten(row.get(name, ""), source.base).removeprefix("kg:")

    fields = {name: row.get(name, "") for name in ("value", "unit", "period", "qualifier", "role")}
    fields |= {"sentence": row["sentence"], "article": row["article"], "about": local("about")}
    subject = Thing(row["subject"], local("subjectClass"))
    other = Thing(row["object"], local("objectClass")) if "object" in row else None
    yes, no = (Correction(kind, subject, other, **fields) for kind in ("confirm", "reject"))
    sure = float(row["confidence"])
    words = Correction("confirm", subject, other, **(fields | {"sentence": ""}))
    return Doubt(f"Does the sentence say that {words.said}?", f"sure to {sure:.0%}", sure, yes, no)


def _merges(source: Source, timeout: float) -> Iterator[Doubt]:
    rows: dict[tuple[str, str], list[str]] = {}
    for row in select(source, _MERGES, timeout=timeout).dicts():
        kind = shorten(row["class"], source.base).removeprefix("kg:")
        rows.setdefault((row["entity"], row["reason"]), []).append(kind)
    for (entity, text), classes in rows.items():
        cut = _REASON.fullmatch(text)
        if cut is None or any(sure in cut[3] for sure in _SURE) or normal(cut[1]) == normal(cut[2]):
            continue
        kind = classes[0] if len(classes) == 1 else ""
        left, right = Thing(cut[2], kind), Thing(cut[1], kind)
        certainty = SequenceMatcher(None, normal(cut[1]), normal(cut[2]), autojunk=False).ratio()
        yield Doubt(
            question=f"Are {left} and “{right.name}” one thing?",
            reason=cut[3],
            certainty=round(certainty, 4),
            yes=Correction("merge", left, right),
            no=Correction("apart", left, right),
            entity=entity,
        )
