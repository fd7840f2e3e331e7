"""The value that the grammar of figures returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["single", "range", "change", "list"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as the text has it.

    `begin` and `end` are character offsets of the figure with its unit or currency sign. `value` has scale words
    multiplied out and is in `unit`: a unit of the ontology, "other", or "" where the text names none. `name` is the
    unit as the table calls it ("Ah", "energy density"), `kind` what it measures ("money", "energy", "percent", or
    "bare" without a unit), `per` what it is counted for ("kWh", "month"), `scale` the scale word's factor. `modifier`
    is "more than", "about" and the like. Figures joined in a range, a change or a list share `group`, in which this is
    number `position` of `size`; `role` says which, `bound` is "min" or "max" in ranges. `conversion` is the index of
    the figure that this one repeats in another unit, or -1.
    """

    begin: int
    end: int
    value: int | float
    unit: str
    kind: str
    name: str = ""
    scale: float = 1.0
    modifier: str = ""
    per: str = ""
    group: int = -1
    position: int = 0
    size: int = 1
    role: Role = "single"
    bound: str = ""
    conversion: int = -1
