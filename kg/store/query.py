"""Queries by text or by name, answered as text in any format."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from kg.errors import QueryInvalid
from kg.store.bind import Params, bind_stored, bind_text
from kg.store.messages import Format
from kg.store.results import Rows, parse, table
from kg.store.source import Source, open_source
from kg.store.stored import find_stored

NO_PARAMS: Params = {}


def run_query(
    output: Path | str, text: str, *, params: Params = NO_PARAMS, format: str = "table", timeout: float = 30.0
) -> str:
    """Run a query on the store of an output folder and return the answer as text.

    `format` is table, csv, tsv, json, xml or turtle. The prefixes of graph.ttl need not be declared. `params` stand in
    for the insides of VALUES blocks. Raises QueryInvalid, Timeout or StoreFailed.
    """
    with open_source(output) as source:
        return _answer(source, bind_text(text, params), format, timeout)


def run_stored(
    output: Path | str,
    ontology: Path,
    name: str,
    *,
    params: Params = NO_PARAMS,
    format: str = "table",
    timeout: float = 30.0,
) -> str:
    """Run a stored query of an ontology folder; as `run_query`, with the parameters of the kinds it declares."""
    stored = find_stored(ontology, name)
    with open_source(output) as source:
        return _answer(source, bind_stored(stored, params, source, timeout=timeout), format, timeout)


def select_stored(
    output: Path | str, ontology: Path, name: str, *, params: Params = NO_PARAMS, timeout: float = 30.0
) -> Rows:
    """The answer of a stored query as rows. Raises what `run_stored` raises."""
    stored = find_stored(ontology, name)
    with open_source(output) as source:
        query = bind_stored(stored, params, source, timeout=timeout)
        return parse(source.run(query, timeout=timeout)[0])


def _answer(source: Source, query: str, format: str, timeout: float) -> str:
    if format == "table":
        found, form = source.run(query, timeout=timeout)
        return found.decode() if form == "graph" else table(parse(found), source.base)
    known = get_args(Format)
    if format not in known:
        raise QueryInvalid(f"there is no format {format!r}: take table, {', '.join(known)}")
    wanted: Format = format  # type: ignore[assignment]
    return source.run(query, format=wanted, graph_format=wanted, timeout=timeout)[0].decode()
