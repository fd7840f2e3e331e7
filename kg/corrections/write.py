"""Corrections → corrections.ttl. The caller holds the lock of the output folder; what else the file says is kept."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, Triple, serialize

from kg.corrections import triples
from kg.corrections.model import Correction, Exclusion
from kg.corrections.read import load_corrections, load_triples
from kg.errors import UsageError
from kg.output import CORRECTIONS, failed


def add(folder: Path, corrections: Iterable[Correction]) -> list[Correction]:
    """Add corrections, each with the next number, and return them with it. Raises UsageError or OutputFailed."""
    known = load_corrections(folder).made
    number = max((triples.order(c.id)[0] for c in known if c.id.isascii() and c.id.isdigit()), default=0)
    numbered = [replace(correction, id=str(number + n)) for n, correction in enumerate(corrections, 1)]
    for correction in numbered:
        _check_text(correction)
    said = load_triples(folder)
    _write([*said, *(triple for correction in numbered for triple in triples.describe(correction))], folder)
    return numbered


def undo(folder: Path, ids: Iterable[str]) -> list[Correction]:
    """Take corrections away, and return them. Raises UsageError where there is none of an id, or OutputFailed."""
    known = {correction.id: correction for correction in load_corrections(folder).made}
    wanted = list(dict.fromkeys(ids))
    for id in wanted:
        if id not in known:
            raise UsageError(f"there is no correction {id}; kg correct list shows those that there are")
    kept = without(load_triples(folder), {triples.node(id) for id in wanted})
    used = {triple.object for triple in kept if triple.predicate == triples.ATTRIBUTED}
    gone = {triples.agent(known[id].by) for id in wanted} - used
    _write(without(kept, gone), folder)
    return [known[id] for id in wanted]


def exclude(folder: Path, exclusions: Iterable[Exclusion]) -> None:
    """Add exclusions to the corrections of a folder. Raises UsageError (malformed file) or OutputFailed."""
    said = load_triples(folder)
    _write([*said, *(triple for found in exclusions for triple in triples.exclusion(found))], folder)


def include(folder: Path, articles: Iterable[str]) -> None:
    """Take back the exclusions of these articles. Raises UsageError where one is not excluded, or OutputFailed."""
    said = load_triples(folder)
    for article in articles:
        named = {t.subject for t in said if (t.predicate, t.object) == (triples.IDENTIFIER, Literal(article))}
        nodes = {t.subject for t in said if t.object == triples.EXCLUSION and t.subject in named}
        if not nodes:
            raise UsageError(f"article {article!r} is not excluded; {folder / CORRECTIONS} lists those that are")
        said = without(said, nodes)
    _write(said, folder)


def without(said: Iterable[Triple], nodes: Iterable[object]) -> list[Triple]:
    """The triples about anything else."""
    gone = set(nodes)
    return [triple for triple in said if triple.subject not in gone]


def _check_text(correction: Correction) -> None:
    """Refuse what no file can hold. Raises UsageError."""
    try:
        found = list(triples.describe(correction))
    except (UnicodeError, ValueError) as error:
        raise UsageError(f"a correction must be valid Unicode: {error}; write it without that character") from error
    if any("\0" in triple.object.value for triple in found if isinstance(triple.object, Literal)):
        raise UsageError("a correction cannot hold the character NUL; write it without")


def _write(said: Iterable[Triple], folder: Path) -> None:
    target, draft = folder / CORRECTIONS, folder / f".{CORRECTIONS}.new"
    content = serialize(sorted(set(said), key=_order), format=RdfFormat.TURTLE, prefixes=triples.PREFIXES)
    header, body = _split(content or b"")
    try:
        with draft.open("wb") as file:
            file.write(header + b"\n" + body.replace(b" .\n<", b" .\n\n<"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise failed(folder, error) from error


def _split(content: bytes) -> tuple[bytes, bytes]:
    """The prefixes, sorted, since the serializer's order of them varies; and the rest."""
    lines = content.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"".join(sorted(lines[:count])), b"".join(lines[count:])


def _order(triple: Triple) -> tuple[int, str, bool, str, str]:
    at = str(triple.subject)
    number, _ = triples.order(at.removeprefix(f"<{triples.BASE}correction/").removesuffix(">"))
    return number, at, triple.predicate != triples.TYPE, str(triple.predicate), str(triple.object)
