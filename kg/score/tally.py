"""Counts of right, found and wanted answers, and the figures that follow from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """Precision, recall and F1 (0–1, four places), the number of annotated answers and of those found."""

    precision: float
    recall: float
    f1: float
    gold: int
    found: int


@dataclass(slots=True)
class Tally:
    """Right, found and wanted answers by label."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)

    def row(self, label: str | None = None) -> Row:
        """The figures of one label, or of all."""
        if label is None:
            right, found, wanted = self.right.total(), self.found.total(), self.wanted.total()
        else:
            right, found, wanted = self.right[label], self.found[label], self.wanted[label]
        precision, recall = share(right, found), share(right, wanted)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return Row(round(precision, 4), round(recall, 4), round(f1, 4), wanted, found)

    def table(self) -> dict[str, Row]:
        """The figures of all together (ALL) and of each label."""
        return {"ALL": self.row()} | {label: self.row(label) for label in sorted(self.wanted | self.found)}


def share(part: int, whole: int) -> float:
    """Part of the whole; 0 where there is none."""
    return part / whole if whole else 0.0
