"""Items → trained network: batches and losses."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from kg.annotate.encoding import Encoding, Ints
from kg.annotate.labels import KINDS, TYPES, Labels
from kg.annotate.pairs import pair
from kg.train.items import Item
from kg.train.network import Network

TAG_WEIGHT, ROLE_WEIGHT, PAIR_SCALE = 4.0, 3.0, 20.0
KEEP_NAMES, KEEP_LEXICON, KEEP_BEST_TYPE = 0.5, 0.8, 0.8


def states(net: Network, encoding: Encoding, lexicon: Ints | None) -> Tensor:
    """Document-level states (tokens, width), each token's from the window in which it stands most central."""
    windows = encoding.windows
    longest = max(w.end - w.begin for w in windows) + 2
    ids = torch.zeros(len(windows), longest, dtype=torch.long)
    cases, extra, mask = torch.zeros_like(ids), torch.zeros_like(ids), torch.zeros_like(ids)
    for row, w in enumerate(windows):
        n = w.end - w.begin
        ids[row, 0], ids[row, n + 1] = net.cls, net.sep
        ids[row, 1 : n + 1] = torch.from_numpy(encoding.ids[w.begin : w.end])
        cases[row, 1 : n + 1] = torch.from_numpy(encoding.cases[w.begin : w.end])
        if lexicon is not None:
            extra[row, 1 : n + 1] = torch.from_numpy(lexicon[w.begin : w.end])
        mask[row, : n + 2] = 1
    out = net.encoder(ids, cases, extra, mask)
    parts = [out[r, 1 + w.keep_begin - w.begin : 1 + w.keep_end - w.begin] for r, w in enumerate(windows)]
    return torch.cat(parts)


def node_logits(
    net: Network, item: Item, h: Tensor, kinds: Sequence[int], allowed: np.ndarray, *, drop: float = 0.0
) -> tuple[Tensor, np.ndarray] | None:
    """Logits (pairs of nodes, labels) of all permitted pairs in both directions, and their nodes (pairs, 2)."""
    can: np.ndarray = np.any(allowed, axis=2)
    kind = np.array(kinds)
    ok = can[kind[:, None], kind[None, :]] | can[kind[None, :], kind[:, None]]
    pairs = pair(item.spots, ok, item.given_away)
    if not len(pairs.left):
        return None
    begin = torch.tensor([s.begin for s in item.spots])
    last = torch.tensor([s.last for s in item.spots])
    spots = torch.cat([h[begin], h[last]], 1)
    sums = torch.cat([torch.zeros(1, h.shape[1]), h.cumsum(0)])
    left, right = torch.from_numpy(pairs.left), torch.from_numpy(pairs.right)
    rest = [
        last[left] + 1,
        torch.maximum(begin[right], last[left] + 1),
        torch.from_numpy(pairs.distance),
        torch.from_numpy(pairs.gap),
    ]
    zero = torch.zeros_like(left)
    forward = torch.stack([left, right, *rest, zero], 1)
    backward = torch.stack([right, left, *rest, zero + 1], 1)
    flipped = torch.from_numpy(pairs.flipped)[:, None]
    rows = torch.cat([torch.where(flipped, backward, forward), torch.where(flipped, forward, backward)])
    groups = torch.from_numpy(pairs.groups)
    groups = torch.cat([groups, groups + len(pairs.entities)])
    nodes = np.concatenate([pairs.entities, pairs.entities[:, ::-1]])
    passage = item.sample.origin == "passages"
    spot_kinds = torch.from_numpy(kind[[s.entity for s in item.spots]])
    logits = net.pairs(spots, sums, spot_kinds, rows, drop, net.passage_labels if passage else None)
    return pooled(logits, groups, len(nodes)), nodes


def pooled(logits: Tensor, groups: Tensor, n: int) -> Tensor:
    """Log-sum-exp of the logits of each group's mention pairs: (rows, labels) → (n, labels)."""
    index = groups[:, None].expand_as(logits)
    top = torch.full((n, logits.shape[1]), -1e4).scatter_reduce(0, index, logits.detach(), "amax")
    total = torch.zeros(n, logits.shape[1]).index_add(0, groups, (logits - top[groups]).exp())
    return top + total.clamp(min=1e-9).log()


def loss_of(net: Network, item: Item, labels: Labels, rng: random.Random) -> Tensor:
    """Losses of tags, roles and pairs of one item, added up."""
    lexicon = item.lexicon if rng.random() < KEEP_LEXICON else None
    h = states(net, item.encoding, lexicon)
    passage = item.sample.origin == "passages"
    dropped = F.dropout(h, 0.1, net.training)
    head = net.passage_tags if passage else net.tags
    loss = TAG_WEIGHT * F.cross_entropy(head(dropped), torch.from_numpy(item.tags), ignore_index=-1)
    if not passage:
        loss = loss + ROLE_WEIGHT * F.cross_entropy(net.roles(dropped), torch.from_numpy(item.roles), ignore_index=-1)
    kinds = [k[0] if rng.random() < KEEP_BEST_TYPE else rng.choice(k) for k in item.kinds]
    allowed = np.ones((len(KINDS), len(KINDS), len(net.passages)), bool) if passage else labels.allowed
    scored = node_logits(net, item, h, kinds, allowed, drop=0.2)
    if scored is None:
        return loss
    logits, nodes = scored
    target = torch.zeros_like(logits)
    where = {(int(a), int(b)): n for n, (a, b) in enumerate(nodes)}
    truth = {(s, net.passages.index(p), o) for s, p, o in item.sample.relations} if passage else item.truth
    for s, label, o in truth:
        if (s, o) in where:
            target[where[s, o], label] = 1
    kind = np.array(kinds)
    permitted = torch.from_numpy(allowed[kind[nodes[:, 0]], kind[nodes[:, 1]]]).float()
    pairs = F.binary_cross_entropy_with_logits(logits, target, reduction="none") * permitted
    return loss + pairs.sum() / PAIR_SCALE


def _variant(variants: Sequence[Item], rng: random.Random) -> Item:
    """The sample as it is, or at times another variant."""
    return variants[0] if rng.random() < KEEP_NAMES else rng.choice(variants)


def train(
    net: Network,
    items: Sequence[Sequence[Item]],
    labels: Labels,
    *,
    epochs: int,
    rate: float,
    head_rate: float,
    seed: int,
    batch: int = 2,
    report: Callable[[str], None] = lambda _: None,
) -> None:
    """Optimise with AdamW, linear warm-up and decay; one item at a time, `batch` items a step.

    `items` holds for each sample its variants, of which every epoch takes one.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    body = [p for n, p in net.named_parameters() if n.startswith("encoder.") and "cases" not in n and "extra" not in n]
    known = {id(p) for p in body}
    heads = [p for p in net.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW([{"params": body, "lr": rate}, {"params": heads, "lr": head_rate}], weight_decay=0.01)
    steps = epochs * ((len(items) + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / max(1, steps // 10), max(0.0, (steps - s) / max(1, steps)))
    )
    net.train()
    order = list(range(len(items)))
    for epoch in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for at in range(0, len(order), batch):
            part = order[at : at + batch]
            for n in part:
                loss = loss_of(net, _variant(items[n], rng), labels, rng) / len(part)
                loss.backward()  # type: ignore[no-untyped-call]
                total += loss.item() * len(part)
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
        report(f"epoch {epoch + 1} of {epochs}: loss {total / len(order):.3f}")
    net.eval()


TAGS = 1 + 2 * len(TYPES)
