"""kg build: articles → graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import log
from kg.cli.console import complain
from kg.cli.options import config_option, option, settings
from kg.cli.progress import progress
from kg.cli.summary import found, stored, summary

if TYPE_CHECKING:
    from kg.pipeline import Built

INPUT = "Files, folders and addresses such as s3://bucket/*.jsonl.gz; together the full set."
SHOWN = 10  # articles left out that are named one by one


def command(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help=INPUT)],
    output: Annotated[Path | None, option("output")] = None,
    ontology: Annotated[Path | None, option("ontology")] = None,
    no_lexicon: Annotated[bool | None, option("no_lexicon")] = None,
    engine: Annotated[str | None, option("engine")] = None,
    workers: Annotated[int | None, option("workers")] = None,
    base_iri: Annotated[str | None, option("base_iri")] = None,
    store: Annotated[str | None, option("store")] = None,
    fields: Annotated[str | None, option("fields")] = None,
    article_seconds: Annotated[float | None, option("article_seconds")] = None,
    article_chars: Annotated[int | None, option("article_chars")] = None,
    whole_articles: Annotated[int | None, option("whole_articles")] = None,
    quiet: Annotated[bool | None, option("quiet")] = None,
    log_format: Annotated[str | None, option("log_format")] = None,
    config: Annotated[Path | None, config_option()] = None,
) -> int:
    """Read articles and build the graph: RDF, an embedded SPARQL store and a page.

    The output is a function of INPUT, the ontology, the options and its own corrections. When anything fails, the
    former output stays as it was. Exit code 3: built, but some articles could not be read.
    """
    chosen = settings(
        config,
        output=output,
        ontology=ontology,
        no_lexicon=no_lexicon,
        engine=engine,
        workers=workers,
        base_iri=base_iri,
        store=store,
        fields=fields,
        article_seconds=article_seconds,
        article_chars=article_chars,
        whole_articles=whole_articles,
        quiet=quiet,
        log_format=log_format,
    )
    log.use(chosen.log_format)
    from kg.pipeline import build

    with progress(quiet=chosen.quiet) as tell:
        built = build(inputs, chosen, progress=tell)
    if log.as_json():
        _log(built)
    else:
        if not chosen.quiet:
            summary(built)
        _complain(built.report["failed"], built.folder)
        for row in built.report["corrections"]["unmet"]:
            complain(_unmet(row))
    return 3 if built.report["failed"] else 0


def _log(built: Built) -> None:
    report, folder = built.report, built.folder
    for row in report["failed"]:
        log.write("warning", "left out", f"left out {row['source']}: {row['reason']}", **row)
    for row in report["corrections"]["unmet"]:
        log.write("warning", "correction unmet", _unmet(row), **row)
    counts = {name: count for name, count in report["counts"].items() if isinstance(count, int)}
    log.write("info", "built", " ".join(found(report)), output=str(folder), failed=len(report["failed"]), **counts)
    if built.pushed:
        log.write("info", "stored", stored(built.pushed), graphs=built.pushed.graphs, quads=built.pushed.quads)


def _unmet(row: dict[str, str]) -> str:
    return f"correction {row['id']} ({row['correction']}) cannot be followed: {row['reason']}; {row['todo']}"


def _complain(failed: list[dict[str, str]], folder: Path) -> None:
    for row in failed[:SHOWN]:
        complain(f"left out {row['source']}: {row['reason']}")
    if len(failed) > SHOWN:
        complain(f"and {len(failed) - SHOWN} more; {folder / 'report.json'} lists them all")
