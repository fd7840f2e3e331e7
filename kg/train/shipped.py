"""The files that `kg.train.export` writes → weights to train on from: an exported network can be taught more.

The encoder's weights come back as they were rounded to 8 bits, which training evens out again.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

MATRIX, ROUNDED, SCALE, ZERO = "/MatMul_quant", "_quantized", "_scale", "_zero_point"


def weights(folder: Path) -> dict[str, Tensor]:
    """The weights in encoder.onnx and pairs.onnx of `folder`, by their names in `kg.train.network.Network`."""
    pairs = _arrays(onnx.load(folder / "pairs.onnx").graph)
    found = {f"pairs.{name}": array for name, array in pairs.items() if name.endswith((".weight", ".bias"))}
    graph = onnx.load(folder / "encoder.onnx").graph
    arrays = _arrays(graph)
    for name, array in arrays.items():
        whole = name.removesuffix(ROUNDED)
        if whole.endswith((".weight", ".bias")):
            found[whole.removeprefix("net.")] = array if whole == name else _unrounded(arrays, whole)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            name = node.name.removesuffix(MATRIX).strip("/").replace("/", ".")
            found[f"{name}.weight"] = _unrounded(arrays, node.input[1].removesuffix(ROUNDED)).T
    return {name: torch.from_numpy(np.array(array, np.float32)) for name, array in found.items()}


def _arrays(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    return {row.name: numpy_helper.to_array(row) for row in graph.initializer}


def _unrounded(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    """What 8-bit whole numbers stand for; scale and zero point belong to the whole array or to each column."""
    rounded = arrays[name + ROUNDED].astype(np.float32)
    result: np.ndarray = (rounded - arrays[name + ZERO].astype(np.float32)) * arrays[name + SCALE]
    return result
