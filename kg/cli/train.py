"""kg train: make the learned parts of an ontology from annotated articles."""

from __future__ import annotations

import importlib.util
from typing import Annotated

import typer

from kg.errors import UsageError

NEEDED = ("torch", "safetensors", "onnx")


def command(
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="-- [OPTIONS]", help="Options of the training; `kg train -- --help`.")
    ] = None,
) -> int:
    """Train the reader of an ontology, and write it beside the ontology (docs/training.md). Needs the extra `train`."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"training needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed; "
            "install kg[train], or what docs/training.md lists"
        )
    from kg.train.__main__ import main

    return main(list(arguments or ()))
