"""A trained network → the files that `kg.annotate.network` reads: ONNX with 8-bit weights, tokenizer, settings.

The weights use 7 of their 8 bits, so that processors without instructions for such products (VNNI) have no overflow:
what is read should not depend on the machine.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.annotate.labels import Labels
from kg.train.network import Network

READS, SAYS = ("ids", "cases", "lexicon"), ("states", "tags", "roles")
WEIGHS = ("spots", "sums", "kinds", "pairs")


class _Tagger(nn.Module):
    """Encoder and heads for one text without padding, so without mask: adding nothing to all weights takes time too."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, cases: Tensor, lexicon: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h = self.net.encoder(ids, cases, lexicon)
        return h, self.net.tags(h), self.net.roles(h)


def export(net: Network, labels: Labels, tokenizer: Path, settings: dict[str, Any], folder: Path) -> None:
    """Write encoder.onnx, pairs.onnx, tokenizer.json and reader.json into `folder`."""
    net.eval()
    folder.mkdir(parents=True, exist_ok=True)
    width = net.tags.in_features
    ids = torch.ones(1, 12, dtype=torch.long)
    given = (ids, ids * 0, ids * 0)
    parts = (
        torch.zeros(3, 2 * width),
        torch.zeros(9, width),
        torch.zeros(3, dtype=torch.long),
        torch.ones(4, 7, dtype=torch.long),
    )
    axes = {name: {0: "batch", 1: "tokens"} for name in (*READS, *SAYS)}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "encoder.onnx"
        _write(_Tagger(net), given, whole, READS, SAYS, axes)
        rounded = {"weight_type": QuantType.QInt8, "per_channel": True, "reduce_range": True}
        quantize_dynamic(whole, folder / "encoder.onnx", **rounded)
    rows = {name: {0: size} for name, size in zip((*WEIGHS, "logits"), "mnmpp", strict=True)}
    _write(net.pairs, parts, folder / "pairs.onnx", WEIGHS, ("logits",), rows)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    text = json.dumps({"labels": list(labels.names)} | settings, indent=1, sort_keys=True)
    (folder / "reader.json").write_text(text + "\n", encoding="utf-8")


def _write(
    module: nn.Module, given: Any, path: Path, names: Sequence[str], outputs: Sequence[str], axes: dict[str, Any]
) -> None:
    torch.onnx.export(
        module,
        given,
        path,
        input_names=names,
        output_names=outputs,
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )
