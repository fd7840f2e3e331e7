"""kg explain: who says so, where, how sure, why merged."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import say
from kg.cli.options import config_option, option, settings

if TYPE_CHECKING:
    from kg.store.explain import Corrected, Explained, Said


def command(
    name: Annotated[str, typer.Argument(metavar="NAME_OR_IRI", help="A name, or the address of an entity or claim.")],
    output: Annotated[Path | None, option("output")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
    store: Annotated[str | None, option("store")] = None,
    timeout: Annotated[float | None, option("timeout")] = None,
    config: Annotated[Path | None, config_option()] = None,
) -> None:
    """Show what is said of a thing: by whom, in which sentence, how sure, and why its names were merged."""
    chosen = settings(config, output=output, timeout=timeout, store=store)
    from kg.store.explain import explain

    found = explain(chosen.store or chosen.output, name, timeout=chosen.timeout)
    if as_json:
        say(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    for number, thing in enumerate(found.things):
        if number:
            say()
        _thing(thing)


def _thing(thing: Explained) -> None:
    kinds = f" ({', '.join(thing.types)})" if thing.types else ""
    say(f"{thing.label}{kinds}")
    say(f"  {thing.iri}")
    if thing.names:
        say(f"  also called {', '.join(thing.names)}")
    for reason in thing.merges:
        say(f"  merged: {reason}")
    for corrected in thing.corrections:
        say(f"  corrected: {_corrected(corrected)}")
    claims: dict[str, list[Said]] = {}
    for said in thing.says:
        claims.setdefault(said.text, []).append(said)
    for text in sorted(claims):
        say(f"\n  {text}")
        _places(claims[text])


def _corrected(found: Corrected) -> str:
    """What, by whom, when, why, and whether the graph follows it."""
    who = ", ".join(part for part in (found.by, found.at[:10]) if part)
    why = f" ({found.why})" if found.why else ""
    unmet = f"; not followed: {found.unmet}" if found.unmet else ""
    return f"{found.text}{f' — {who}' if who else ''}{why}{unmet}"


def _places(says: Iterable[Said]) -> None:
    """Each place that says it: how sure, the article, and the sentence."""
    for said in says:
        status = "" if said.status == "asserted" else f" {said.status}"
        about = ", ".join(part for part in (said.date, said.publisher, said.component) if part)
        speaker = f" {said.speaker}:" if said.speaker else ""
        where = f"{said.article} ({about})" if about else said.article
        say(f"    {said.confidence:.2f}{status}  {where}:{speaker} {' '.join(said.sentence.split())}")
