"""kg query: SPARQL on the output, by text, file or name."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import say
from kg.cli.options import config_option, option, settings
from kg.errors import InputMissing, UsageError


def command(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="A query in SPARQL.", show_default=False)] = None,
    output: Annotated[Path | None, option("output")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="F.rq", help="A file with the query; - reads it.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="A stored query.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="x=…", help="A value for a parameter; may be repeated.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the stored queries.")] = False,
    format: Annotated[str | None, option("format")] = None,
    store: Annotated[str | None, option("store")] = None,
    timeout: Annotated[float | None, option("timeout")] = None,
    ontology: Annotated[Path | None, option("ontology")] = None,
    config: Annotated[Path | None, config_option()] = None,
) -> None:
    """Ask the graph in SPARQL, or with a stored query (--list shows them). The union of all graphs is asked."""
    chosen = settings(config, output=output, format=format, timeout=timeout, ontology=ontology, store=store)
    from kg.ontology import default_folder

    folder = chosen.ontology or default_folder()
    if sum((query is not None, file is not None, name is not None, listed)) != 1:
        raise UsageError("give one of these: a query, --file, --name or --list")
    if listed:
        _list(folder)
        return
    from kg.store import run_query, run_stored

    params, form, seconds = _params(param or ()), chosen.format, chosen.timeout
    where = chosen.store or chosen.output
    if name is not None:
        answer = run_stored(where, folder, name, params=params, format=form, timeout=seconds)
    else:
        text = _read(file) if file is not None else query or ""
        answer = run_query(where, text, params=params, format=form, timeout=seconds)
    sys.stdout.write(answer if answer.endswith("\n") or not answer else f"{answer}\n")


def _params(given: Iterable[str]) -> Mapping[str, list[str]]:
    """The values by parameter. Raises UsageError for one without a name."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in given:
        name, sign, value = text.partition("=")
        if not (name and sign):
            raise UsageError(f"--param takes NAME=VALUE, not {text!r}")
        found[name].append(value)
    return found


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputMissing(f"cannot read the query {file}: {error}") from error


def _list(folder: Path) -> None:
    """The stored queries with their parameters, each ready to be copied."""
    from kg.store import stored_queries

    for name, stored in stored_queries(folder).items():
        say(f"{name}: {stored.title}")
        say(f"    {stored.description}")
        for parameter in stored.parameters:
            taken = f"--param {parameter.name}=… ({parameter.kind})"
            say(f"    {taken} {parameter.description}; default: {parameter.default}")
