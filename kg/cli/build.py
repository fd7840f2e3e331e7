"""kg build: articles → graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.console import complain, progress, say
from kg.cli.options import config_option, option, settings

SHOWN = 10  # articles left out that are named one by one


def command(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT", help="Files and folders; together the full set.")],
    output: Annotated[Path | None, option("output")] = None,
    ontology: Annotated[Path | None, option("ontology")] = None,
    no_lexicon: Annotated[bool | None, option("no_lexicon")] = None,
    engine: Annotated[str | None, option("engine")] = None,
    workers: Annotated[int | None, option("workers")] = None,
    base_iri: Annotated[str | None, option("base_iri")] = None,
    article_seconds: Annotated[float | None, option("article_seconds")] = None,
    article_chars: Annotated[int | None, option("article_chars")] = None,
    quiet: Annotated[bool | None, option("quiet")] = None,
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
        article_seconds=article_seconds,
        article_chars=article_chars,
        quiet=quiet,
    )
    from kg.pipeline import build

    with progress(quiet=chosen.quiet) as tell:
        built = build(inputs, chosen, progress=tell)
    if not chosen.quiet:
        _tell(built.folder, built.report)
    _complain(built.report["failed"], built.folder)
    return 3 if built.report["failed"] else 0


def _tell(folder: Path, report: dict[str, Any]) -> None:
    """What was found and where to look, in a few lines."""
    counts = report["counts"]
    kinds = sorted(counts["entities_by_class"].items(), key=lambda item: (-item[1], item[0]))
    found = ", ".join(f"{number} {name}" for name, number in kinds)
    took = sum(report["seconds"].values())
    say(f"Read {number(counts['articles'], 'article')} ({counts['words']:,} words) in {took:.1f} s.")
    say(f"Found {number(counts['entities'], 'entity', 'entities')} ({found}),")
    say(
        f"{number(counts['statements'], 'statement')}, {number(counts['observations'], 'figure')} and "
        f"{number(counts['conflicts'], 'contradiction')}."
    )
    left_out = sum(violation["left_out"] for violation in report["violations"])
    if left_out:
        listed = folder / "report.json"
        say(f"Left out, since the ontology forbids it: {number(left_out, 'claim')}; see {listed}.")
    say(f"Look:  {folder / 'graph.html'} in a browser")
    say(f"Ask:   kg query -o {folder} --list    kg explain -o {folder} NAME")


def _complain(failed: list[dict[str, str]], folder: Path) -> None:
    for row in failed[:SHOWN]:
        complain(f"left out {row['source']}: {row['reason']}")
    if len(failed) > SHOWN:
        complain(f"and {len(failed) - SHOWN} more; {folder / 'report.json'} lists them all")


def number(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 article", "2 articles"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
