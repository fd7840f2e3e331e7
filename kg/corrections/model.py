"""The nouns of correcting: frozen values, and what became of them in a build."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

from kg.model import Claim

Kind = Literal["merge", "apart", "rename", "retype", "reject", "confirm", "add"]
KINDS: tuple[Kind, ...] = ("merge", "apart", "rename", "retype", "reject", "confirm", "add")
"""All that can be corrected, in the order of the manual."""
OF_NAMES: frozenset[Kind] = frozenset(("merge", "apart", "rename", "retype"))
"""Those that say what a name means; the others say what is said."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a correction is about: a name as articles or people write it, and its class where that tells it apart."""

    name: str
    type: str = ""

    def __str__(self) -> str:
        return f"“{self.name}” ({self.type})" if self.type else f"“{self.name}”"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.

    merge, apart: `subject` and `object` are one thing, or two. rename, retype: `subject` gets the name or class `new`.
    reject, confirm, add: that `subject` has the relation `about` to `object` (with `role`), or that its metric `about`
    is `value`, as `sentence` says; without a sentence, wherever that is said. `article` is where the sentence stood.
    `by` made it `at` a time (ISO, UTC), and says `why`. `id` is its number, "" before it has one.
    """

    kind: Kind
    subject: Thing
    object: Thing | None = None
    new: str = ""
    about: str = ""
    value: str = ""
    unit: str = ""
    period: str = ""
    qualifier: str = ""
    role: str = ""
    sentence: str = ""
    article: str = ""
    by: str = ""
    at: str = ""
    why: str = ""
    id: str = ""

    @property
    def said(self) -> str:
        """What it corrects, in words."""
        if self.kind in ("merge", "apart"):
            return f"{self.subject} and {self.object} are {'one thing' if self.kind == 'merge' else 'two things'}"
        if self.kind in ("rename", "retype"):
            return f"{self.subject} is {'called' if self.kind == 'rename' else 'a'} {self.new}"
        end = str(self.object) if self.object else " ".join(part for part in (self.value, self.unit) if part)
        more = ", ".join(part for part in (self.role, self.period, self.qualifier) if part)
        where = f", in the sentence “{' '.join(self.sentence.split())}”" if self.sentence else ""
        return f"{self.subject} {self.about} {end}{f' ({more})' if more else ''}{where}"

    @property
    def credit(self) -> str:
        """Which correction it is, and whose: "correction 3 by anna, 2026-11-26: reason"."""
        by = f" by {self.by}" if self.by else ""
        at = f", {self.at[:10]}" if self.at else ""
        return f"correction {self.id}{by}{at}{f': {self.why}' if self.why else ''}"

    def __str__(self) -> str:
        return f"{self.kind}: {self.said}"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An article that stays out: its identifier, and its title and file for the reader's sake."""

    article: str
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of an output folder: `made` in the order in which they were."""

    exclusions: tuple[Exclusion, ...] = ()
    made: tuple[Correction, ...] = ()

    @property
    def excluded(self) -> frozenset[str]:
        """Identifiers of the articles that stay out."""
        return frozenset(exclusion.article for exclusion in self.exclusions)

    def of(self, *kinds: Kind) -> tuple[Correction, ...]:
        """Those of some kinds, in their order."""
        return tuple(correction for correction in self.made if correction.kind in kinds)


@dataclass(slots=True)
class Outcome:
    """What became of the corrections in a build, by their ids: why one could not be followed, and what one touched."""

    unmet: dict[str, str] = field(default_factory=dict)
    entities: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    claims: dict[str, set[Claim]] = field(default_factory=lambda: defaultdict(set))

    def fail(self, correction: Correction, reason: str) -> None:
        """Note why a correction cannot be followed; the first reason counts."""
        self.unmet.setdefault(correction.id, reason)
