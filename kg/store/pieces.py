"""What differs between two TriG files of kg, without holding either: their pieces are parted by empty lines.

A piece is one thing of the default graph with all that is said of it there, or one named graph as a whole. A file is
its prefixes and a set of pieces, so that two files differ in the pieces that one of them alone has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

_START = b"\n\n<"
_READ = 4 << 20


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file has no more and what it has anew; `graphs` are the named graphs that are gone as a whole."""

    gone: frozenset[Quad]
    come: frozenset[Quad]
    graphs: frozenset[NamedNode]


def difference(former: Path, source: Path, most: int) -> Difference | None:
    """What makes the graphs of `source` out of those of `former`; None where it takes more than `most` bytes to say.

    It is right where no quad stands in two pieces of one file. Raises OSError, SyntaxError for a file that is no TriG.
    """
    left = {_digest(piece) for piece in pieces(former)}
    new = _within(_unknown(pieces(source), left), most)
    old = _within((piece for piece in pieces(former) if _digest(piece) in left), most)
    if new is None or old is None:
        return None
    had, has = _quads(former, old), _quads(source, new)
    graphs = _graphs(had) - _graphs(has)
    return Difference(had - has, has - had, graphs)


def pieces(path: Path) -> Iterator[bytes]:
    """The prefixes of a file, then each of its pieces as it stands there."""
    begin = rest = b""
    with open(path, "rb") as file:
        while read := file.read(_READ):
            *whole, rest = (rest + read).split(_START)
            for piece in whole:
                yield begin + piece
                begin = b"<"
    yield begin + rest.rstrip(b"\n")


def _unknown(found: Iterable[bytes], known: set[bytes]) -> Iterator[bytes]:
    """The pieces whose digest is not `known`; those of the others are taken out of it."""
    for piece in found:
        digest = _digest(piece)
        if digest in known:
            known.remove(digest)
        else:
            yield piece


def _within(found: Iterable[bytes], most: int) -> list[bytes] | None:
    taken: list[bytes] = []
    for piece in found:
        most -= len(piece)
        if most < 0:
            return None
        taken.append(piece)
    return taken


def _quads(path: Path, found: Iterable[bytes]) -> frozenset[Quad]:
    prefixes = next(pieces(path))
    return frozenset(parse(b"\n\n".join([prefixes, *found]), format=RdfFormat.TRIG))


def _graphs(quads: Iterable[Quad]) -> frozenset[NamedNode]:
    return frozenset(quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode))


def _digest(piece: bytes) -> bytes:
    return blake2b(piece, digest_size=16).digest()
