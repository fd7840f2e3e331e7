"""Quads → Turtle, TriG and N-Quads as bytes: readable, the same on every run, and written piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from pyoxigraph import Quad, RdfFormat, serialize

from kg.rdf.vocabulary import PREFIXES

_CHUNK = 50_000


def header(base: str) -> bytes:
    """The base and the prefixes, sorted."""
    lines = [f"@base <{base}> ."] + [f"@prefix {name}: <{PREFIXES[name]}> ." for name in sorted(PREFIXES)]
    return ("\n".join(lines) + "\n").encode()


def block(quads: Iterable[Quad], base: str) -> bytes:
    """Quads of one graph, grouped by subject as they come, without header. Subjects are parted by empty lines."""
    body = _without_header(serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES, base_iri=base) or b"")
    return b"\n" + body.replace(b" .\n<", b" .\n\n<").replace(b" .\n\t<", b" .\n\n\t<") if body else b""


def blocks(quads: Iterable[Quad], base: str) -> Iterable[bytes]:
    """Many quads of the default graph as blocks of bounded size, cut between subjects."""
    stream = iter(quads)
    chunk = list(islice(stream, _CHUNK))
    while chunk:
        following = next(stream, None)
        while following is not None and following.subject == chunk[-1].subject:
            chunk.append(following)
            following = next(stream, None)
        yield block(chunk, base)
        chunk = [] if following is None else [following, *islice(stream, _CHUNK)]


def lines(quads: Iterable[Quad]) -> bytes:
    """Quads as N-Quads."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def _without_header(written: bytes) -> bytes:
    # The serializer writes one line for the base and for each prefix, the latter in an order that varies.
    at = 0
    while written.startswith((b"@base ", b"@prefix "), at):
        at = written.index(b"\n", at) + 1
    return written[at:]
