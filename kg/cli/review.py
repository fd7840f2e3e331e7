"""kg review: walk through what is least certain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import say
from kg.cli.options import config_option, option, settings
from kg.config import Settings
from kg.errors import InputMissing

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.review import Doubt, Place

ANSWERS = "y yes, n no, s skip, q quit"


def command(
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="How many questions are asked at most.")] = 50,
    by: Annotated[
        str, typer.Option("--by", envvar="KG_BY", help="Who answers [default: the user of this system].")
    ] = "",
    output: Annotated[Path | None, option("output")] = None,
    ontology: Annotated[Path | None, option("ontology")] = None,
    timeout: Annotated[float | None, option("timeout")] = None,
    config: Annotated[Path | None, config_option()] = None,
) -> None:
    """Ask about the least certain merges and claims, each with its sentence; the answers become corrections.

    Each is written at once, so quit at any moment and go on later. Answers may be piped, a line each.
    """
    chosen = settings(config, output=output, ontology=ontology, timeout=timeout)
    if not chosen.output.is_dir():
        raise InputMissing(f"no output folder {chosen.output}; build one with kg build, or name it with -o")
    from kg import corrections
    from kg.ontology import load_ontology
    from kg.review import doubts, evidence, skipped
    from kg.store.source import open_source

    known = load_ontology(chosen.ontology, lexicon=False)
    made = corrections.load_corrections(chosen.output).made
    answered = 0
    with open_source(chosen.output) as source:
        off = skipped(chosen.output)
        found = doubts(source, made, put_off=off, most=most, timeout=chosen.timeout)
        if not found:
            say("There is nothing left to ask.")
            return
        for number, doubt in enumerate(found, 1):
            _show(number, len(found), doubt, evidence(source, doubt, timeout=chosen.timeout))
            reply = _ask()
            if reply == "q":
                break
            answered += _done(chosen, doubt, reply, by, known)
    say(_summary(answered, chosen))


def _show(number: int, total: int, doubt: Doubt, places: tuple[Place, ...]) -> None:
    say(f"\n{number} of {total}  {doubt.question}")
    say(f"    {doubt.reason}")
    for place in places:
        say(f"    {place.article}: {' '.join(place.sentence.split())}")


def _ask() -> str:
    """The answer's first letter; "q" at the end of the input."""
    while True:
        say(f"({ANSWERS})")
        line = sys.stdin.readline()
        reply = line.strip().lower()[:1]
        if not line or (reply in ("y", "n", "s", "q") and reply):
            return reply or "q"


def _done(chosen: Settings, doubt: Doubt, reply: str, by: str, ontology: Ontology) -> int:
    """Carry out an answer; how many corrections it has made."""
    from kg.corrections.form import signed
    from kg.review import answer, put_off

    folder = chosen.output.resolve()
    if reply == "s":
        put_off(folder, doubt)
        return 0
    correction = answer(folder, doubt, reply == "y", signed(by), ontology)
    say(f"    {correction.id}  {correction}")
    return 1


def _summary(answered: int, chosen: Settings) -> str:
    from kg.output import CORRECTIONS

    if not answered:
        return "\nNothing was corrected."
    many = f"{answered} correction{'' if answered == 1 else 's'}"
    return f"\n{many} written to {chosen.output / CORRECTIONS}; the next kg build applies them."
