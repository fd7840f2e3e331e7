"""A network that was exported can be trained on."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="pip install -r requirements-train.txt")
pytest.importorskip("onnx", reason="pip install -r requirements-train.txt")

from kg.annotate.labels import labels_of  # noqa: E402
from kg.ontology import load_ontology  # noqa: E402

CONFIG = {
    "hidden_size": 24,
    "vocab_size": 40,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 48,
}


def test_the_weights_of_an_exported_network_come_back_but_for_rounding(tmp_path: Path) -> None:
    from kg.train.export import export
    from kg.train.network import Network
    from kg.train.shipped import weights

    torch.manual_seed(1)
    labels = labels_of(load_ontology())
    net = Network(CONFIG, len(labels.names))
    for row in net.parameters():
        torch.nn.init.normal_(row)
    tokenizer = tmp_path / "some.json"
    tokenizer.write_text("{}")
    export(net, labels, tokenizer, {}, tmp_path / "models")
    back = weights(tmp_path / "models")
    own = {name: row for name, row in net.state_dict().items() if not name.startswith("passage")}
    assert back.keys() == own.keys()
    for name, row in own.items():
        assert row.shape == back[name].shape
        assert float((row - back[name]).abs().max()) <= float(row.abs().max()) / 60 + 1e-6, name
