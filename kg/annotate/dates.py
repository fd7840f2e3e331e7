"""Dates and periods in a text, as ISO values of the precision that the text gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc

from kg.annotate.facts.cache import compiled
from kg.annotate.facts.calendar import DateExpression
from kg.annotate.facts.dategrammar import DateGrammar
from kg.annotate.parser import text_of

__all__ = ["DateExpression", "find_dates", "infer_anchor"]


def find_dates(doc: Doc, cues: Mapping[str, Any], anchor: str) -> tuple[DateExpression, ...]:
    """The dates and periods of a text, in order; `cues` are the ontology's cue tables.

    Relative ones ("last month", "on Tuesday", "in May") are resolved with `anchor`, the article's ISO date; where that
    is "", with a date that the text itself gives. What cannot be resolved has the value "".
    """
    return compiled("dates", cues, DateGrammar).find(text_of(doc), anchor)


def infer_anchor(text: str, cues: Mapping[str, Any]) -> str:
    """The ISO date that a text without a known date was most likely written at, or "" where it names none."""
    return compiled("dates", cues, DateGrammar).anchor(text)
