"""kg remove: keep an article out of the graph."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.console import say
from kg.cli.options import config_option, option, settings
from kg.errors import InputMissing, UsageError


def command(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE", help="An article's identifier, or a file with all its articles.")
    ],
    output: Annotated[Path | None, option("output")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take an earlier removal back.")] = False,
    config: Annotated[Path | None, config_option()] = None,
) -> None:
    """Leave articles out of every further build. The output itself changes with the next kg build."""
    chosen = settings(config, output=output)
    from kg import corrections, report
    from kg.output import CORRECTIONS, locked

    folder = chosen.output.resolve()
    if not folder.is_dir():
        raise InputMissing(f"no output folder {chosen.output}; build one with kg build, or name it with -o")
    with locked(folder):
        if undo:
            corrections.include(folder, articles)
        else:
            rows = [row for article in articles for row in _find(article, report.read(folder).get("articles", []))]
            found = [corrections.Exclusion(row["id"], row["title"], row["source"]) for row in rows]
            corrections.exclude(folder, found)
            articles = [exclusion.article for exclusion in found]
    done = "taken back into" if undo else "left out of"
    say(f"{', '.join(articles)}: {done} the next build ({chosen.output / CORRECTIONS}).")


def _find(name: str, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The article of this identifier, or all those of this file."""
    found = [row for row in rows if row["id"] == name]
    found = found or [row for row in rows if name in (row["source"], Path(row["source"]).name)]
    if found:
        return found
    known = [row["id"] for row in rows]
    near = difflib.get_close_matches(name, known, 3)
    hint = f"did you mean {' or '.join(near)}?" if near else "report.json lists those that are"
    raise UsageError(f"the output has no article {name!r}; {hint}")
