"""kg serve: the explorer and the SPARQL endpoint."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import complain
from kg.cli.options import config_option, option, settings


def command(
    output: Annotated[Path | None, option("output")] = None,
    ontology: Annotated[Path | None, option("ontology")] = None,
    host: Annotated[str | None, option("host")] = None,
    port: Annotated[int | None, option("port")] = None,
    timeout: Annotated[float | None, option("timeout")] = None,
    max_timeout: Annotated[
        float, typer.Option("--max-timeout", metavar="SECONDS", help="The longest time limit that a request may name.")
    ] = 300.0,
    processes: Annotated[
        int, typer.Option("--processes", metavar="N", help="How many queries may run at one moment.")
    ] = 16,
    waiting: Annotated[
        int, typer.Option("--waiting", metavar="N", help="How many more may wait; further ones are answered 503.")
    ] = 512,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", help="Memory of one query; one that needs more is ended.")
    ] = 2048,
    max_rows: Annotated[
        int, typer.Option("--max-rows", metavar="N", help="The most rows or triples that an answer may have.")
    ] = 1_000_000,
    max_write: Annotated[
        int, typer.Option("--max-write", metavar="MB", help="The largest body of a request that may write.")
    ] = 64,
    max_body: Annotated[
        int, typer.Option("--max-body", metavar="KB", help="The largest body that a request may have.")
    ] = 256,
    origin: Annotated[
        list[str] | None,
        typer.Option("--origin", metavar="ORIGIN", help="Web origin whose pages may read answers (CORS); repeatable."),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Another name that the server is called by; repeatable."),
    ] = None,
    token: Annotated[
        str,
        typer.Option(
            "--token",
            envvar="KG_SERVE_TOKEN",
            metavar="TOKEN",
            help="Let requests that bear this token write; without one the store is only read.",
            show_default=False,
        ),
    ] = "",
    no_log: Annotated[bool, typer.Option("--no-log", help="Do not log requests on standard error.")] = False,
    config: Annotated[Path | None, config_option()] = None,
) -> None:
    """Serve the graph: the explorer at /, SPARQL at /sparql, each thing at the path after the base IRI.

    It is only read, unless there is a token. The server listens on this machine alone unless --host names another
    address, and serves a new build as soon as that is there.
    """
    chosen = settings(config, output=output, ontology=ontology, host=host, port=port, timeout=timeout)
    from kg.serve.options import KIB, MIB, Limits, Options
    from kg.serve.run import serve

    limits = Limits(
        timeout=chosen.timeout,
        max_timeout=max(max_timeout, chosen.timeout),
        processes=processes,
        waiting=waiting,
        memory=memory * MIB,
        rows=max_rows,
        body=max_body * KIB,
        write=max_write * MIB,
    )
    options = Options(
        output=chosen.output.absolute(),
        ontology=chosen.ontology,
        host=chosen.host,
        port=chosen.port,
        origins=tuple(origin or ()),
        hosts=tuple(allow_host or ()),
        quiet=no_log,
        token=token,
        limits=limits,
    )
    _log()
    serve(options, ready=lambda address: complain(f"serving {chosen.output} at {address} (SPARQL at {address}sparql)"))


def _log() -> None:
    """Requests and faults go to standard error, each with the time."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    for name, level in (("kg.serve.access", logging.INFO), ("uvicorn.error", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False
