"""The joint network: a small BERT encoder with a head that tags mentions and one that relates pairs of them."""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from kg.annotate.encoding import CASES
from kg.annotate.labels import KINDS, TYPES
from kg.annotate.pairs import DISTANCES, GAPS


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out, self.norm = nn.Linear(width, width), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down, self.norm2 = (
            nn.Linear(width, inner),
            nn.Linear(inner, width),
            nn.LayerNorm(width, eps=1e-12),
        )

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """States (batch, tokens, width) → the next states; `bias` (batch, 1, 1, tokens) masks padding, if any."""
        b, n, w = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(b, n, self.heads, w // self.heads).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        near = q @ k.transpose(-1, -2) / math.sqrt(w // self.heads)
        weights = torch.softmax(near if bias is None else near + bias, dim=-1)
        weights = F.dropout(weights, self.dropout, self.training)
        mixed = (weights @ v).transpose(1, 2).reshape(b, n, w)
        x = self.norm(x + F.dropout(self.out(mixed), self.dropout, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.dropout, self.training))


class Encoder(nn.Module):
    """BERT with case classes added to its uncased vocabulary; `extra` feature classes (lexicon) may be added too."""

    def __init__(
        self, vocabulary: int, width: int, layers: int, heads: int, inner: int, extra: int, dropout: float = 0.1
    ):
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(512, width)
        self.cases = nn.Embedding(CASES, width)
        self.extra = nn.Embedding(extra, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner, dropout) for _ in range(layers))
        self.dropout = dropout
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.extra.weight)

    def forward(self, ids: Tensor, cases: Tensor, extra: Tensor, mask: Tensor | None = None) -> Tensor:
        """Token numbers, classes and mask (batch, tokens) → states (batch, tokens, width). Without mask all count."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(place)[None] + self.cases(cases) + self.extra(extra))
        x = F.dropout(x, self.dropout, self.training)
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


class PairHead(nn.Module):
    """Scores of labels for (subject, object) pairs of spots, from their states, what stands between, and classes."""

    def __init__(self, width: int, hidden: int, kinds: int, labels: int) -> None:
        super().__init__()
        self.subject = nn.Linear(2 * width, hidden)
        self.object = nn.Linear(2 * width, hidden)
        self.between = nn.Linear(width, hidden)
        self.left, self.right = nn.Linear(2 * width, 128), nn.Linear(2 * width, 128)
        self.cross = nn.Linear(128, hidden)
        self.subject_kind, self.object_kind = nn.Embedding(kinds, hidden), nn.Embedding(kinds, hidden)
        self.distance = nn.Embedding(2 * DISTANCES, hidden)
        self.gap = nn.Embedding(GAPS, hidden)
        self.out = nn.Linear(hidden, labels)

    def forward(
        self, spots: Tensor, sums: Tensor, kinds: Tensor, pairs: Tensor, drop: float = 0.0, out: nn.Linear | None = None
    ) -> Tensor:
        """Spots (m, 2·width), running sums of states (n + 1, width), kinds (m), pairs (p, 7) → logits (p, labels).

        A row of pairs: subject, object, between-begin, between-end, distance bucket, gap, whether the object is first.
        """
        spots = F.dropout(spots, drop, self.training)
        s, o, begin, end, distance, gap, first = pairs.unbind(1)
        middle = (sums[end] - sums[begin]) / (end - begin).clamp(min=1)[:, None].to(sums.dtype)
        hidden = (
            self.subject(spots)[s]
            + self.object(spots)[o]
            + self.between(middle)
            + self.cross(self.left(spots)[s] * self.right(spots)[o])
            + self.subject_kind(kinds[s])
            + self.object_kind(kinds[o])
            + self.distance(distance + DISTANCES * first)
            + self.gap(gap)
        )
        logits: Tensor = (out or self.out)(F.dropout(F.gelu(hidden), drop, self.training))
        return logits


class Network(nn.Module):
    """Encoder, tag heads and pair head; heads of their own for the passages it is warmed up on."""

    cls, sep = 101, 102

    def __init__(self, config: dict[str, int], labels: int, passages: tuple[str, ...] = (), layers: int = 0) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.passages = passages
        self.encoder = Encoder(
            config["vocab_size"], width, layers or config["num_hidden_layers"], config["num_attention_heads"],
            config["intermediate_size"], 1 + 2 * len(TYPES),
        )  # fmt: skip
        self.tags = nn.Linear(width, 1 + 2 * len(TYPES))
        self.roles = nn.Linear(width, 3)
        self.pairs = PairHead(width, 256, len(KINDS), labels)
        self.passage_tags = nn.Linear(width, 13)
        self.passage_labels = nn.Linear(256, max(1, len(passages)))
        for head in (self.pairs.out, self.passage_labels):
            nn.init.constant_(head.bias, -5.0)


def pretrained(folder: Path, labels: int, passages: tuple[str, ...] = (), layers: int = 0) -> Network:
    """A network whose encoder starts from the weights of a BERT model folder (config.json, model.safetensors)."""
    config = json.loads((folder / "config.json").read_text())
    net = Network(config, labels, passages, layers)
    given = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    e = net.encoder
    e.words.weight.data.copy_(given["embeddings.word_embeddings.weight"])
    kind = given["embeddings.token_type_embeddings.weight"][0]
    e.positions.weight.data.copy_(given["embeddings.position_embeddings.weight"] + kind)
    _fill(e.norm, given, "embeddings.LayerNorm")
    for n, layer in enumerate(e.layers):
        at = f"encoder.layer.{n}."
        for mine, theirs in (
            ("query", "attention.self.query"), ("key", "attention.self.key"), ("value", "attention.self.value"),
            ("out", "attention.output.dense"), ("norm", "attention.output.LayerNorm"), ("up", "intermediate.dense"),
            ("down", "output.dense"), ("norm2", "output.LayerNorm"),
        ):  # fmt: skip
            _fill(getattr(layer, mine), given, at + theirs)
    return net


def _fill(module: nn.Module, given: dict[str, Tensor], name: str) -> None:
    module.weight.data.copy_(given[name + ".weight"])  # type: ignore[operator,union-attr]
    module.bias.data.copy_(given[name + ".bias"])  # type: ignore[operator,union-attr]
