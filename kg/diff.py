"""What two outputs say differently: facts that are new, gone or changed, with the sentences that say them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg import trig
from kg.trig import DERIVED, IDENTIFIER, LABEL, NIF, RDF, SOSA, UNIT, Properties


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a fact is said: the article's identifier, the sentence, and whether it asserts it."""

    article: str
    sentence: str
    status: str = trig.ASSERTED


@dataclass(frozen=True, slots=True)
class Said:
    """A fact of one output. `key` is what it is about; `value` is what may change: the role, or value and unit."""

    key: tuple[str, ...]
    value: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is said in both outputs, in another way or by other sentences."""

    old: Said
    new: Said


@dataclass(frozen=True, slots=True)
class Difference:
    """What the second output says more, less and otherwise than the first."""

    new: tuple[Said, ...] = ()
    gone: tuple[Said, ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed)


def diff(old: Path, new: Path) -> Difference:
    """Compare two outputs (folders, or graph.trig files). Raises InputMissing, and KgError for malformed RDF."""
    before, after = read_said(old), read_said(new)
    fresh, gone, changed = [], [], []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key, {}), after.get(key, {})
        lost = [was[value] for value in sorted(was.keys() - now.keys())]
        come = [now[value] for value in sorted(now.keys() - was.keys())]
        if len(lost) == len(come) == 1:
            changed.append(Change(lost[0], come[0]))
        else:
            gone += lost
            fresh += come
        same = sorted(was.keys() & now.keys())
        changed += [Change(was[value], now[value]) for value in same if was[value].sources != now[value].sources]
    return Difference(tuple(fresh), tuple(gone), tuple(changed))


Facts = Mapping[tuple[str, ...], Mapping[str, Said]]
"""Facts by what they are about, then by value."""


@dataclass(slots=True)
class _Gathered:
    text: str = ""
    sources: set[Source] = field(default_factory=set)


def read_said(output: Path) -> Facts:
    """All statements and observations of an output, whatever their status."""
    nodes = trig.read_nodes(output / "graph.trig" if output.is_dir() or not output.exists() else output)
    found: dict[tuple[str, ...], dict[str, _Gathered]] = defaultdict(lambda: defaultdict(_Gathered))
    for about in nodes.values():
        parts = _parts(about, nodes)
        if parts:
            key, value, text = parts
            gathered = found[key][value]
            gathered.text = text
            gathered.sources.update(_sources(about, nodes))
    return {
        key: {value: Said(key, value, got.text, tuple(sorted(got.sources))) for value, got in values.items()}
        for key, values in found.items()
    }


def _parts(about: Properties, nodes: Mapping[str, Properties]) -> tuple[tuple[str, ...], str, str] | None:
    """What a node of the RDF says: its key, its value, and both in words; None where it is no fact."""
    if RDF + "subject" in about:
        subject, predicate, object = (trig.one(about, RDF + part) for part in ("subject", "predicate", "object"))
        role = trig.named(about, "role")
        text = f"{_label(subject, nodes)} {trig.local(predicate)} {_label(object, nodes)}"
        return (subject, predicate, object), role, f"{text} ({role})" if role else text
    if SOSA + "hasFeatureOfInterest" in about:
        subject = trig.one(about, SOSA + "hasFeatureOfInterest")
        metric, unit = trig.one(about, SOSA + "observedProperty"), trig.one(about, *UNIT)
        condition = (trig.named(about, "period"), trig.named(about, "qualifier"))
        value = trig.one(about, SOSA + "hasSimpleResult")
        shown = value if unit == "date" else f"{value} {unit}"
        where = ", ".join(part for part in condition if part)
        text = f"{_label(subject, nodes)} {trig.local(metric)} {shown}"
        return (subject, metric, unit, *condition), value, f"{text} ({where})" if where else text
    return None


def _label(iri: str, nodes: Mapping[str, Properties]) -> str:
    return trig.one(nodes.get(iri, {}), LABEL) or trig.local(iri)


def _sources(about: Properties, nodes: Mapping[str, Properties]) -> set[Source]:
    out = set()
    for sentence in about.get(DERIVED, ()):
        said = nodes.get(sentence, {})
        for document in said.get(NIF + "referenceContext", ()):
            article = trig.one(nodes.get(document, {}), IDENTIFIER)
            out.add(Source(article, trig.one(said, NIF + "anchorOf"), trig.status(about)))
    return out
