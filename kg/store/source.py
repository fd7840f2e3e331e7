"""Where queries go: the embedded store of an output folder, or a store elsewhere."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from kg.store.messages import Form, Format
from kg.store.session import Session

_ADDRESS = re.compile(r"(https?):/+(.+)")  # a Path has lost one of the slashes


class Source(Protocol):
    """Something that answers queries. `base` is the base IRI of its data."""

    base: str

    def run(
        self, query: str, *, format: Format = "json", graph_format: Format = "turtle", timeout: float = 30.0
    ) -> tuple[bytes, Form]:
        """The whole answer in the wanted format, and its form. Raises QueryInvalid, Timeout or StoreFailed."""
        ...


def open_source(output: Path | str) -> AbstractContextManager[Source]:
    """The store of an output folder, or the SPARQL endpoint at an address. Raises StoreFailed where there is none."""
    address = _ADDRESS.match(str(output))
    if address:
        from kg.store.remote import Remote

        return Remote(f"{address[1]}://{address[2]}")
    return Session(Path(output) / "store")
