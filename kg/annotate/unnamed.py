"""Products without a name of their own: "the Xiaomi car", where an article goes on calling it so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.annotate.labels import ACTORS
from kg.annotate.names import Name

NEVER = r"(?!)"
COMPONENT, MODEL, CONFIDENCE = "unnamed", "Model", 0.8


class Unnamed:
    """The table `unnamed` of cues/names.toml: nouns for goods, what they are not part of, and how often is enough."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        nouns = "|".join(map(re.escape, table.get("nouns", ())))
        further = "|".join(map(re.escape, table.get("further", ()))) or NEVER
        against = "|".join(map(re.escape, table.get("against", ()))) or NEVER
        pattern = rf" (?:{nouns})(?: (?:{further}))?(?![\w-])(?! (?:{against})\b)" if nouns else NEVER
        self._goods = re.compile(pattern)
        self._least = int(table.get("least", 2))

    def named(self, text: str, names: Sequence[Name]) -> list[Name]:
        """The names, and a model for a maker's name with a noun behind it, where the article has that often enough.

        The noun is in lower case, so that it is no part of the maker's name, even where it was taken for one.
        """
        makers = {name.text for name in names if name.type in ACTORS}
        found: dict[str, list[tuple[Name, Name]]] = defaultdict(list)
        for name in names:
            if name.type not in ACTORS:
                continue
            front = name.text.rpartition(" ")[0]
            maker = front if front in makers else name.text
            if goods := self._goods.match(text, name.begin + len(maker)):
                whole = replace(name, end=goods.end(), text=text[name.begin : goods.end()], type=MODEL, concept="")
                found[maker].append((name, replace(whole, confidence=CONFIDENCE, found_by=COMPONENT)))
        often = [pair for pairs in found.values() if len(pairs) >= self._least for pair in pairs]
        taken = {name for name, whole in often if (whole.begin, whole.end) == (name.begin, name.end)}
        kept = [name for name in names if name not in taken]
        return sorted({*kept, *(whole for _, whole in often)}, key=lambda n: (n.begin, -n.end, n.type))
