"""kg ontology: the ontology as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import say
from kg.cli.options import config_option, option, settings


def command(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The HTML file to write.")] = Path("ontology.html"),
    ontology: Annotated[Path | None, option("ontology")] = None,
    config: Annotated[Path | None, config_option()] = None,
) -> None:
    """Write the ontology as one HTML page: a diagram of the relations, and every term with what it means."""
    chosen = settings(config, ontology=ontology)
    from kg.ontology import load_ontology
    from kg.reference import write_reference

    write_reference(load_ontology(chosen.ontology, lexicon=False), target)
    say(f"Wrote {target}")
