"""kg correct: say what is wrong, so that every further build gets it right."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import say
from kg.cli.options import config_option, option, settings
from kg.config import Settings
from kg.errors import InputMissing, UsageError

HELP = "merge, apart, rename, retype, reject, confirm, add, list or undo."


def command(
    action: Annotated[str, typer.Argument(metavar="ACTION", help=HELP)] = "list",
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORD", help='What the action takes; names as "Tern" or "Tern (Model)".'),
    ] = None,
    sentence: Annotated[str, typer.Option("--sentence", help="The sentence that says it, or does not.")] = "",
    article: Annotated[str, typer.Option("--article", help="Identifier of the article with that sentence.")] = "",
    role: Annotated[str, typer.Option("--role", help="The role of somebody who works somewhere.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Unit of a figure, as kg query shows it.")] = "",
    period: Annotated[str, typer.Option("--period", help="Time that a figure is about: 2024, 2024-05, 2024-Q2.")] = "",
    qualifier: Annotated[str, typer.Option("--qualifier", help="Condition under which a figure holds.")] = "",
    by: Annotated[
        str, typer.Option("--by", envvar="KG_BY", help="Who corrects [default: the user of this system].")
    ] = "",
    why: Annotated[str, typer.Option("--why", help="Why, for those who read it later.")] = "",
    undo: Annotated[list[str] | None, typer.Option("--undo", metavar="N", help="Take correction N back.")] = None,
    as_list: Annotated[bool, typer.Option("--list", help="List the corrections, as the action list does.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="List them as JSON.")] = False,
    output: Annotated[Path | None, option("output")] = None,
    ontology: Annotated[Path | None, option("ontology")] = None,
    timeout: Annotated[float | None, option("timeout")] = None,
    config: Annotated[Path | None, config_option()] = None,
) -> None:
    """Correct the graph: merge, apart, rename, retype, reject, confirm, add; list and undo corrections.

    What is corrected stays corrected in every further build. The output itself changes with the next kg build.
    """
    chosen = settings(config, output=output, ontology=ontology, timeout=timeout)
    if not chosen.output.is_dir():
        raise InputMissing(f"no output folder {chosen.output}; build one with kg build, or name it with -o")
    given = words or []
    if undo or action == "undo":
        _undo(chosen, [*(undo or []), *(given if action == "undo" else [])])
    elif action == "list" or as_list:
        _list(chosen, as_json=as_json)
    else:
        more = {"sentence": sentence, "article": article, "role": role}
        more |= {"unit": unit, "period": period, "qualifier": qualifier}
        _add(chosen, action, given, more, by, why)


def _add(chosen: Settings, action: str, words: list[str], more: dict[str, str], by: str, why: str) -> None:
    from kg import corrections
    from kg.corrections.form import in_graph, made, signed
    from kg.ontology import load_ontology
    from kg.output import CORRECTIONS, locked
    from kg.store.source import open_source

    ontology = load_ontology(chosen.ontology, lexicon=False)
    with open_source(chosen.output) as source:
        found = made(action, words, more | signed(by, why), ontology, in_graph(source, chosen.timeout))
    folder = chosen.output.resolve()
    with locked(folder):
        known = corrections.load_corrections(folder).made
        for correction in found:
            corrections.check(correction, known, ontology)
        for correction in corrections.add(folder, found):
            say(f"{correction.id}  {correction}")
    say(f"The next kg build applies it ({chosen.output / CORRECTIONS}).")


def _undo(chosen: Settings, ids: list[str]) -> None:
    from kg import corrections
    from kg.output import locked

    if not ids:
        raise UsageError("say which correction to take back: kg correct undo N; kg correct list shows their numbers")
    folder = chosen.output.resolve()
    with locked(folder):
        for correction in corrections.undo(folder, ids):
            say(f"taken back: {correction.id}  {correction}")
    say("The next kg build applies it.")


def _list(chosen: Settings, *, as_json: bool) -> None:
    from kg import corrections, report

    found = corrections.load_corrections(chosen.output)
    unmet = {row["id"]: row["reason"] for row in report.read(chosen.output).get("corrections", {}).get("unmet", [])}
    if as_json:
        rows = [asdict(correction) | {"unmet": unmet.get(correction.id, "")} for correction in found.made]
        say(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for correction in found.made:
        why = f" ({correction.why})" if correction.why else ""
        say(f"{correction.id}  {correction} — {correction.by}, {correction.at[:10]}{why}")
        if correction.id in unmet:
            say(f"   the latest build could not follow it: {unmet[correction.id]}")
    for exclusion in found.exclusions:
        say(f"-  remove: article {exclusion.article} (kg remove --undo {exclusion.article})")
    if not found.made and not found.exclusions:
        say("Nothing has been corrected.")
