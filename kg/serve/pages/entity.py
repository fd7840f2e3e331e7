"""The page of an entity: what is said of it, by whom, in which sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode
from starlette.responses import Response

from kg.ontology import Ontology
from kg.serve.pages.asking import Row, ask, filled
from kg.serve.pages.links import local
from kg.serve.pages.render import page
from kg.serve.site import Site
from kg.store import Source

MOST = 300


@dataclass(frozen=True, slots=True)
class Relation:
    """The entity's relation to another one, with every place that says so.

    `outward`: the entity is its subject, or the relation holds both ways.
    """

    name: str
    label: str
    outward: bool
    other: str
    other_name: str
    said: tuple[Row, ...]

    @property
    def asserted(self) -> bool:
        """Whether any place says it without denying or doubting it."""
        return any(row["status"] == "asserted" for row in self.said)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure about the entity, with every place that says so."""

    metric: str
    label: str
    value: str
    unit: str
    period: str
    qualifier: str
    status: str
    said: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """All that the page shows. `more` says that there is more than it can show."""

    iri: str
    label: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    merges: tuple[str, ...]
    relations: tuple[Relation, ...]
    figures: tuple[Figure, ...]
    conflicts: tuple[Row, ...]
    articles: tuple[Row, ...]
    more: bool


def view(source: Source, ontology: Ontology, iri: str, timeout: float) -> EntityView | None:
    """What the store knows of an entity; None where it has none of that IRI. Raises Timeout, Busy or StoreFailed."""
    node = NamedNode(iri)
    kinds: dict[str, list[str]] = {}
    for row in ask(source, "names", timeout, entity=node):
        kinds.setdefault(row["kind"], []).append(row["value"])
    if "label" not in kinds or "class" not in kinds:
        return None
    out = ask(source, "relations-out", timeout, entity=node)
    into = ask(source, "relations-in", timeout, entity=node)
    figures = ask(source, "figures", timeout, entity=node)
    articles = ask(source, "mentioned", timeout, entity=node)
    return EntityView(
        iri=iri,
        label=kinds["label"][0],
        classes=tuple(local(name) for name in kinds["class"]),
        names=tuple(kinds.get("name", ())),
        merges=tuple(kinds.get("merge", ())),
        relations=(*_relations(out[:MOST], ontology, True), *_relations(into[:MOST], ontology, False)),
        figures=tuple(_figures(figures[:MOST], ontology)),
        conflicts=tuple(ask(source, "disputed", timeout, entity=node)),
        articles=tuple(articles[:200]),
        more=max(map(len, (out, into, figures))) > MOST or len(articles) > 200,
    )


def _relations(rows: Iterable[Row], ontology: Ontology, outward: bool) -> list[Relation]:
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((local(row["relation"]), row["otherName"], row["other"]), []).append(row)
    found = []
    for name, other_name, other in sorted(groups):
        known = ontology.relations.get(name)
        said = tuple(sorted(groups[name, other_name, other], key=_by_article))
        forth = outward or (known is not None and known.symmetric)
        found.append(Relation(name, known.label if known else name, forth, other, other_name, said))
    return found


def _figures(rows: Iterable[Row], ontology: Ontology) -> list[Figure]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["figure"], []).append(row)
    found = []
    for said in groups.values():
        first, name = said[0], local(said[0]["metric"])
        known = ontology.metrics.get(name)
        label, places = known.label if known else name, tuple(sorted(said, key=_by_article))
        parts = (first["value"], first["unit"], first["period"], first["qualifier"], first["status"])
        found.append(Figure(name, label, *parts, places))
    return sorted(found, key=lambda figure: (figure.label, figure.period, figure.qualifier, figure.unit, figure.value))


def _by_article(row: Row) -> tuple[str, ...]:
    return (row["article"], row["sentence"], row["status"])


def respond(here: Site, iri: str) -> Response | None:
    """The page, or None where there is no such entity. For use in threads."""
    found = view(here.source, here.ontology, iri, here.options.limits.timeout)
    if found is None:
        return None
    groups: dict[tuple[str, bool], list[Relation]] = {}
    for relation in found.relations:
        groups.setdefault((relation.label, relation.outward), []).append(relation)
    key = iri.removeprefix(here.source.base)
    return page(
        "entity",
        order=tuple(here.ontology.classes),
        entity=found,
        groups=groups,
        base=here.source.base,
        key=key,
        correct=bool(here.options.token),
        rest=filled("said-of", entity=NamedNode(iri)),
    )
