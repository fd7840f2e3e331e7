"""serve: the graph over HTTP: a SPARQL endpoint, linked data, and pages that work without JavaScript.

Names are imported on first use, so that the processes which run the queries do not wait for the web libraries.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.serve.app import create_app
    from kg.serve.options import Limits, Options
    from kg.serve.run import serve

__all__ = ["Limits", "Options", "create_app", "serve"]

_HOMES = {
    "create_app": "kg.serve.app",
    "Limits": "kg.serve.options",
    "Options": "kg.serve.options",
    "serve": "kg.serve.run",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
