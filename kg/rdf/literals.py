"""Python values → RDF literals: canonical numbers and dates, and text that every RDF syntax can hold."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal

from kg.rdf import vocabulary as v

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SIGNIFICANT = 12


def clean(text: str) -> str:
    """`text` with each character that XML (so RDF/XML, SPARQL results in XML, GraphML) cannot hold as U+FFFD."""
    return text if text.isprintable() else _UNWRITABLE.sub("\ufffd", text)


def text(value: str) -> Literal:
    """A string literal."""
    return Literal(clean(value))


@lru_cache(maxsize=65536)
def integer(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(value), datatype=v.INTEGER)


@lru_cache(maxsize=4096)
def confidence(value: float) -> Literal:
    """A confidence as xsd:decimal with at most two digits after the point: finer differences are noise."""
    return Literal(str(rounded(value)), datatype=v.DECIMAL)


def rounded(value: float) -> float:
    """A confidence between 0 and 1, rounded as it is written."""
    return round(min(max(float(value), 0.0), 1.0), 2)


def number(value: int | float) -> Literal:
    """An xsd:integer where the value is whole, else an xsd:decimal of 12 significant digits, without exponent.

    What is not finite becomes an xsd:double, which no figure may be: validation then leaves it out.
    """
    if isinstance(value, int):
        return Literal(str(int(value)), datatype=v.INTEGER)
    if not math.isfinite(value):
        return Literal("NaN" if math.isnan(value) else "INF" if value > 0 else "-INF", datatype=v.DOUBLE)
    exact = Decimal(int(value)) if value == int(value) else Decimal(f"{value:.{_SIGNIFICANT}g}")
    if exact == exact.to_integral_value():
        return Literal(str(int(exact)), datatype=v.INTEGER)
    return Literal(format(exact, "f").rstrip("0"), datatype=v.DECIMAL)


def moment(value: str) -> Literal:
    """An ISO date, month or year as xsd:date, xsd:gYearMonth or xsd:gYear; any other text as a string."""
    match = _DATE.fullmatch(value)
    if match is None or not _exists(*match.groups()):
        return text(value)
    datatype = v.DATE if match[3] else v.YEAR_MONTH if match[2] else v.YEAR
    return Literal(value, datatype=datatype)


def _exists(year: str, month: str | None, day: str | None) -> bool:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


def result(value: int | float | str) -> Literal:
    """What an observation found: a number, or a date where it is text."""
    return moment(value) if isinstance(value, str) else number(value)
