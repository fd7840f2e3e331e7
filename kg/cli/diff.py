"""kg diff: what two outputs say differently."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import say

if TYPE_CHECKING:
    from kg.diff import Change, Difference, Said, Source


def command(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Output folder of the earlier build.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Output folder of the later build.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the differences as JSON.")] = False,
) -> None:
    """Show which facts are new, gone or changed between two outputs, with their sentences."""
    from kg.diff import diff

    found = diff(old, new)
    if as_json:
        say(json.dumps(_json(found), ensure_ascii=False, indent=1))
        return
    _facts("+", found.new)
    _facts("-", found.gone)
    for change in found.changed:
        _change(change)
    say(f"{len(found.new)} new, {len(found.gone)} gone, {len(found.changed)} changed.")


def _json(found: Difference) -> dict[str, Any]:
    return {
        "new": [_said(said) for said in found.new],
        "gone": [_said(said) for said in found.gone],
        "changed": [{"old": _said(change.old), "new": _said(change.new)} for change in found.changed],
    }


def _said(said: Said) -> dict[str, Any]:
    return {"fact": said.text, "about": said.key, "value": said.value, "sources": [asdict(s) for s in said.sources]}


def _facts(sign: str, facts: Iterable[Said]) -> None:
    for said in facts:
        say(f"{sign} {said.text}")
        _sources(" ", said.sources)


def _change(change: Change) -> None:
    old, new = change.old, change.new
    say(f"~ {new.text}" if old.text == new.text else f"~ {old.text}  →  {new.text}")
    _sources("-", [source for source in old.sources if source not in new.sources])
    _sources("+", [source for source in new.sources if source not in old.sources])


def _sources(sign: str, sources: Sequence[Source]) -> None:
    for source in sources:
        remark = "" if source.status == "asserted" else f" [{source.status}]"
        say(f"    {sign} {source.article}: {' '.join(source.sentence.split())}{remark}")
