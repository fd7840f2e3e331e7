"""What a build changed: the articles, entities and numbers of its report beside those of the build before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.model import Entity
from kg.rdf.iris import Names
from kg.store import open_source, select

MOST_LISTED = 50
MOST_COMPARED = 100_000
"""Entities of a graph up to which names are compared; comparing takes memory for all of them at once."""

_ENTITIES = "SELECT ?entity ?label WHERE { ?entity skos:prefLabel ?label ; rdfs:label ?label }"
_SECONDS = 60.0

Report = dict[str, Any]


def since(former: Report, now: Report, folder: Path, entities: Mapping[str, Entity], base_iri: str) -> Report | None:
    """What is otherwise than in the report `former` of the output in `folder`; None where there was no build before.

    `articles` and `entities` have `new`, `gone` and (articles alone) `changed`, each with its `number` and the first
    of MOST_LISTED; `counts` has [before, now] for each number that differs. Entities are missing where there are more
    than MOST_COMPARED, or where the former store cannot be read, which `trouble` then tells.
    """
    if not former.get("articles"):
        return None
    found: Report = {"articles": _articles(former["articles"], now["articles"])}
    found["counts"] = _counts(former.get("counts", {}), now["counts"])
    if max(len(entities), former.get("counts", {}).get("entities", 0)) > MOST_COMPARED:
        return found
    try:
        found["entities"] = _entities(_former(folder), entities, base_iri)
    except KgError as error:
        found["trouble"] = str(error)
    return found


def _articles(former: Iterable[Report], now: Iterable[Report]) -> Report:
    """An article is another one when its text, its metadata, or what was read out of it differs."""
    was, are = ({row["id"]: row for row in rows} for rows in (former, now))
    both = sorted(was.keys() & are.keys())
    return {
        "new": _listed([_article(are[id]) for id in sorted(are.keys() - was.keys())]),
        "gone": _listed([_article(was[id]) for id in sorted(was.keys() - are.keys())]),
        "changed": _listed([_article(are[id]) for id in both if _differ(was[id], are[id])]),
    }


def _differ(was: Report, now: Report) -> bool:
    """Whether anything differs that both rows tell; an older kg told less."""
    return any(was[name] != now[name] for name in was.keys() & now.keys())


def _article(row: Report) -> Report:
    return {"id": row["id"], "title": row.get("title", "")}


def _counts(former: Report, now: Report) -> dict[str, list[int]]:
    """The plain numbers that differ, before and now."""
    both = {name: [former.get(name, 0), value] for name, value in now.items() if isinstance(value, int)}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def _former(folder: Path) -> dict[str, str]:
    """The labels of the former output's entities by IRI. Raises KgError."""
    with open_source(folder) as source:
        return {row["entity"]: row["label"] for row in select(source, _ENTITIES, timeout=_SECONDS).dicts()}


def _entities(was: Mapping[str, str], entities: Mapping[str, Entity], base_iri: str) -> Report:
    names = Names(base_iri)
    are = {names.entity(key).value: entity.label for key, entity in entities.items()}
    new = [{"iri": iri, "label": are[iri]} for iri in sorted(are.keys() - was.keys())]
    gone = [{"iri": iri, "label": was[iri]} for iri in sorted(was.keys() - are.keys())]
    return {"new": _listed(new), "gone": _listed(gone)}


def _listed(rows: list[Report]) -> Report:
    return {"number": len(rows), "first": rows[:MOST_LISTED]}
