"""How well a trained network does on items: mentions, roles, and labels of pairs with the right nodes given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from kg.annotate.encoding import Encoding, Ints
from kg.annotate.labels import Labels
from kg.train.fit import node_logits, states
from kg.train.items import Item
from kg.train.network import Network

THRESHOLDS = np.arange(0.1, 0.85, 0.05)


@dataclass(slots=True)
class Score:
    """True positives, found and wanted."""

    tp: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.tp / max(self.found + self.wanted, 1)

    def __str__(self) -> str:
        precision, recall = self.tp / max(self.found, 1), self.tp / max(self.wanted, 1)
        return f"P {precision:.3f} R {recall:.3f} F {self.f1:.3f} n {self.wanted}"


def runs(tags: Ints, encoding: Encoding) -> list[tuple[int, int, int]]:
    """(first token, last token, class) of each tagged stretch; an I without its B begins one."""
    found: list[list[int]] = []
    current: list[int] | None = None
    for n, tag in enumerate(tags):
        if not encoding.starts[n]:
            if current:
                current[1] = n
        elif tag <= 0:
            current = None
        elif tag % 2 == 1 or current is None or current[2] != (tag - 1) // 2:
            current = [n, n, (int(tag) - 1) // 2]
            found.append(current)
        else:
            current[1] = n
    return [(a, b, c) for a, b, c in found]


@torch.no_grad()
def measure(net: Network, items: Sequence[Item], labels: Labels, *, lexicon: bool = True) -> dict[str, str]:
    """Scores by task; relations, coreference and metrics each at their best common threshold."""
    net.eval()
    mentions, roles = Score(), Score()
    rows: dict[str, list[tuple[float, bool, str]]] = defaultdict(list)
    wanted: dict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        h = states(net, item.encoding, item.lexicon if lexicon else None)
        for score, head, gold in ((mentions, net.tags, item.tags), (roles, net.roles, item.roles)):
            found, right = set(runs(head(h).argmax(1).numpy(), item.encoding)), set(runs(gold, item.encoding))
            score.tp += len(found & right)
            score.found += len(found)
            score.wanted += len(right)
        once = {
            (min(s, o), n, max(s, o)) if labels.names[n] in labels.symmetric else (s, n, o) for s, n, o in item.truth
        }
        for _, n, _ in once:
            wanted[_group(n, labels)][labels.names[n]] += 1
        kinds = [k[0] for k in item.kinds]
        scored = node_logits(net, item, h, kinds, labels.allowed)
        if scored is None:
            continue
        probabilities, nodes = scored[0].sigmoid().numpy(), scored[1]
        for row, (a, b) in enumerate(nodes):
            for n in map(int, np.nonzero(labels.allowed[kinds[a], kinds[b]])[0]):
                if probabilities[row, n] >= THRESHOLDS[0] and not (labels.names[n] in labels.symmetric and a > b):
                    holds = (a, n, b) in item.truth
                    rows[_group(n, labels)].append((float(probabilities[row, n]), holds, labels.names[n]))
    out = {"mentions": str(mentions), "roles": str(roles)}
    for group, table in rows.items():
        best = max(THRESHOLDS, key=lambda t: _at(table, sum(wanted[group].values()), t).f1)
        out[group] = f"{_at(table, sum(wanted[group].values()), best)} at {best:.2f}"
        if group == "relations":
            for name in sorted(wanted[group]):
                out["  " + name] = str(_at([r for r in table if r[2] == name], wanted[group][name], best))
    return out


def _group(label: int, labels: Labels) -> str:
    return "relations" if label < labels.same else "coreference" if label == labels.same else "facts"


def _at(rows: Sequence[tuple[float, bool, str]], wanted: int, threshold: float) -> Score:
    kept = [r for r in rows if r[0] >= threshold]
    return Score(sum(r[1] for r in kept), len(kept), wanted)
