"""Whether a correction makes sense: with the ontology, and with those that were made before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.corrections.model import OF_NAMES, Correction, Corrections, Outcome, Thing
from kg.errors import UsageError
from kg.ontology import Ontology

CONTRARY = {"merge": "apart", "apart": "merge", "reject": "confirm", "confirm": "reject", "add": "reject"}


def check(correction: Correction, known: Iterable[Correction], ontology: Ontology) -> None:
    """Raise UsageError where the ontology lacks what is named, or an earlier correction says the same or contrary."""
    problem = misfit(correction, ontology)
    if problem:
        raise UsageError(f"{problem}")
    for other in known:
        if same(correction, other) and other.kind == correction.kind:
            raise UsageError(f"correction {other.id} says so already: {other}")
        if (same(correction, other) and CONTRARY.get(correction.kind) == other.kind) or (
            correction.kind == "reject" and other.kind == "add" and same(correction, other)
        ):
            raise UsageError(
                f"correction {other.id} says the contrary ({other}); take it back first: kg correct --undo {other.id}"
            )


def misfit(correction: Correction, ontology: Ontology) -> str:
    """What of a correction does not fit the ontology, or is missing, in words; "" where it fits."""
    classes = [thing.type for thing in (correction.subject, correction.object) if thing and thing.type]
    if correction.kind == "retype":
        classes.append(correction.new)
    for name in classes:
        if name not in ontology.classes:
            return f"the ontology has no class {name!r}; it has {', '.join(ontology.classes)}"
    if correction.object and _thing(correction.subject) == _thing(correction.object):
        return f"both names are “{correction.subject.name}”; name two things"
    return "" if correction.kind in OF_NAMES else _claim(correction, ontology)


def fitting(corrections: Corrections, ontology: Ontology, outcome: Outcome) -> Corrections:
    """The corrections that fit the ontology; `outcome` is told of the others, which somebody has written by hand."""
    for correction in corrections.made:
        problem = misfit(correction, ontology)
        if problem:
            outcome.fail(correction, problem)
    return replace(corrections, made=tuple(c for c in corrections.made if c.id not in outcome.unmet))


def _claim(correction: Correction, ontology: Ontology) -> str:
    about = correction.about
    if about not in ontology.relations and about not in ontology.metrics:
        known = ", ".join([*ontology.relations, *ontology.metrics])
        return f"the ontology has no relation or metric {about!r}; it has {known}"
    if about in ontology.relations and correction.object is None:
        return f"{about} is a relation; name what it leads to"
    if about in ontology.metrics and not correction.value:
        return f"{about} is a metric; give its value"
    if correction.unit and correction.unit not in ontology.units:
        return f"the ontology has no unit {correction.unit!r}; it has {', '.join(ontology.units)}"
    if correction.kind == "add" and not correction.sentence:
        return "a fact that is added needs the sentence that says it: --sentence"
    if correction.kind == "add" and about in ontology.metrics and not correction.unit:
        return f"a figure needs its unit: --unit {' or '.join(ontology.metrics[about].units)}"
    return ""


def same(left: Correction, right: Correction) -> bool:
    """Whether two corrections are about the same."""
    ends = (_ends(left), _ends(right))
    if left.kind in ("merge", "apart") and right.kind in ("merge", "apart"):
        return sorted(ends[0]) == sorted(ends[1])
    return ends[0] == ends[1] and _claimed(left) == _claimed(right) and left.new == right.new


def _claimed(correction: Correction) -> tuple[str, ...]:
    c = correction
    return c.about, c.value, c.unit, c.period, fold(c.qualifier), fold(c.sentence)


def _ends(correction: Correction) -> list[tuple[str, str]]:
    return [_thing(thing) for thing in (correction.subject, correction.object) if thing]


def _thing(thing: Thing) -> tuple[str, str]:
    return fold(thing.name), thing.type


def fold(text: str) -> str:
    """A text as compared: without case, and with single spaces."""
    return " ".join(text.casefold().split())
