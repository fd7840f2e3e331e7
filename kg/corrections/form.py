"""Corrections from what people type: an action and its words, with names that the graph knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from getpass import getuser
from itertools import combinations
from typing import Any

from pyoxigraph import NamedNode

from kg.corrections.model import KINDS, Correction, Kind, Thing
from kg.errors import QueryInvalid, UsageError
from kg.ontology import Ontology
from kg.store.bind import bind
from kg.store.names import find_entities
from kg.store.results import select, shorten
from kg.store.source import Source

USES: Mapping[Kind, str] = {
    "merge": "merge NAME NAME…",
    "apart": "apart NAME NAME…",
    "rename": "rename NAME NEW_NAME",
    "retype": "retype NAME CLASS",
    "reject": "reject SUBJECT RELATION OBJECT, or reject SUBJECT METRIC VALUE",
    "confirm": "confirm SUBJECT RELATION OBJECT, or confirm SUBJECT METRIC VALUE",
    "add": "add SUBJECT RELATION OBJECT --sentence TEXT, or add SUBJECT METRIC VALUE --unit UNIT --sentence TEXT",
}
_IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]+)\)\s*", re.DOTALL)
_CLASSES = "SELECT DISTINCT ?class WHERE { VALUES ?entity { } ?entity rdf:type ?class } ORDER BY ?class"

Known = Callable[[Thing], Thing]
"""Gives a name the class that it has in the graph. Raises QueryInvalid where the graph knows no such name."""


def made(
    kind: str, words: Sequence[str], more: Mapping[str, str], ontology: Ontology, known: Known
) -> list[Correction]:
    """The corrections of a kind that words say; `more` are further fields of them. Raises UsageError."""
    if kind not in KINDS:
        raise UsageError(f"nothing is done by {kind!r}; use {', '.join(KINDS)}, list or undo")
    action: Kind = kind
    _check_count(action, words)
    things = [thing(word, ontology) for word in words]
    found = list(_made(action, words, things, ontology, known))
    fields: dict[str, Any] = dict(more)
    return [replace(correction, **fields) for correction in found]


def _made(
    kind: Kind, words: Sequence[str], things: Sequence[Thing], ontology: Ontology, known: Known
) -> Iterator[Correction]:
    if kind == "merge":
        first, *others = map(known, things)
        yield from (Correction(kind, first, other) for other in others)
    elif kind == "apart":
        yield from (Correction(kind, left, right) for left, right in combinations(map(known, things), 2))
    elif kind in ("rename", "retype"):
        yield Correction(kind, known(things[0]), new=words[1].strip())
    elif words[1] in ontology.metrics:
        yield Correction(kind, _claimed(kind, things[0], known), about=words[1], value=words[2].strip())
    else:
        ends = (_claimed(kind, things[0], known), _claimed(kind, things[2], known))
        yield Correction(kind, *ends, about=words[1])


def _claimed(kind: Kind, found: Thing, known: Known) -> Thing:
    """A thing of a claim; what is added may speak of things that the graph does not know, if it says their class."""
    try:
        return known(found)
    except QueryInvalid:
        if kind == "add" and found.type:
            return found
        raise


def _check_count(kind: Kind, words: Sequence[str]) -> None:
    least, most = {"merge": (2, 100), "apart": (2, 100), "rename": (2, 2), "retype": (2, 2)}.get(kind, (3, 3))
    if not least <= len(words) <= most:
        raise UsageError(f"{kind} takes other words: kg correct {USES[kind]}")
    if any(not word.strip() for word in words):
        raise UsageError("a name, relation, class or value is empty; write it")


def thing(text: str, ontology: Ontology) -> Thing:
    """A name, with its class where that stands behind it in brackets: "Tern (Model)"."""
    cut = _IN_BRACKETS.fullmatch(text)
    if cut and cut[2] in ontology.classes:
        return Thing(" ".join(cut[1].split()), cut[2])
    return Thing(" ".join(text.split()))


def in_graph(source: Source, timeout: float) -> Known:
    """Looks names up in a built graph."""

    def known(found: Thing) -> Thing:
        entities = find_entities(source, found.name, timeout=timeout)
        if found.type:
            return found
        sets = [_classes(source, entity.value, timeout) for entity in entities]
        return replace(found, type=sets[0][0]) if len(sets) == 1 and len(sets[0]) == 1 else found

    return known


def _classes(source: Source, entity: str, timeout: float) -> list[str]:
    rows = select(source, bind(_CLASSES, {"entity": [NamedNode(entity)]}), timeout=timeout).dicts()
    return [shorten(row["class"], source.base).removeprefix("kg:") for row in rows]


def signed(by: str = "", why: str = "") -> dict[str, str]:
    """The fields that say who corrects (unless named, the user of this system), when, and why."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"by": by or user(), "at": now, "why": why}


def user() -> str:
    """The name of the user of this system, or "unknown"."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
