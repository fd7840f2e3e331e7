"""Whether a sentence asserts what it mentions, or denies, doubts, or only supposes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.annotate.cues import compiled
from kg.model import Status

ORDER: tuple[Status, ...] = ("denied", "rumoured", "hypothetical", "wished", "former")
DOUBT: Status = "rumoured"


class Statuses:
    """Finds the cue phrases of cues/status.toml.

    A cue counts where it stands between the two ends, since it then governs what links them; what an end is called
    ("the BYD Seal", "Ms Li, head of Acme") holds whatever is said of it. Doubt also reaches ends that follow its cue in
    the same clause.
    """

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self._patterns: list[tuple[Status, re.Pattern[str]]] = [
            (status, _phrases(cues[status])) for status in ORDER if cues.get(status)
        ]
        self._but = _phrases(cues.get("boundaries", ()), "|[;:]")

    def of(self, text: str, begin: int, end: int, spans: Sequence[tuple[int, int]]) -> Status:
        """Status of what links the spans (of the two ends) in the sentence at characters `begin` to `end`."""
        inside = sorted(s for s in spans if begin <= s[0] < end)
        if len(inside) < 2:
            return "asserted"
        left, right = inside[0][1], inside[-1][0]
        clause = max((m.end() for m in self._but.finditer(text, begin, inside[0][0])), default=begin)
        for status, pattern in self._patterns:
            start = clause if status == DOUBT else left
            if pattern.search(text, start, max(right, left)):
                return status
        return "asserted"


def _phrases(phrases: Sequence[str], further: str = "") -> re.Pattern[str]:
    """One of the phrases as whole words, in any case; of none, what never fits."""
    words = "|".join(phrases) or r"(?!)"
    return compiled(rf"(?<!\w)(?:{words})(?!\w){further}", "status.toml", re.IGNORECASE)
