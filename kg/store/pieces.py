"""What differs between two TriG files of kg, without holding either: their pieces are parted by empty lines.

A piece is one thing of the default graph with all that is said of it there, or one named graph as a whole. A file is
its prefixes and a set of pieces, so that two files differ in the pieces that one of them alone has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

_START = b"\n\n<"
_READ = 4 << 20
SIZE = 16


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file has no more and what it has anew; `graphs` are the named graphs that are gone as a whole."""

    gone: frozenset[Quad]
    come: frozenset[Quad]
    graphs: frozenset[NamedNode]


def digests(path: Path) -> bytes:
    """The digests of a file's pieces in their order, SIZE bytes each: what tells it from any other. Raises OSError."""
    return b"".join(blake2b(piece, digest_size=SIZE).digest() for piece in pieces(path))


def difference(former: Path, source: Path, most: int, *, had: bytes, has: bytes) -> Difference | None:
    """What makes the graphs of `source` out of those of `former`; None where it takes more than `most` bytes to say.

    `had` and `has` are the digests of the two. It is right where no quad stands in two pieces of one file. Raises
    OSError, SyntaxError for a file that is no TriG.
    """
    old = _picked(former, _alone(had, has), most)
    new = _picked(source, _alone(has, had), most)
    if new is None or old is None:
        return None
    before, after = _quads(old), _quads(new)
    return Difference(before - after, after - before, _graphs(before) - _graphs(after))


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


def _alone(here: bytes, there: bytes) -> set[int]:
    """The numbers of the pieces that are here and not there; the first are the prefixes, which are always taken."""
    known = set(_each(there))
    return {0} | {number for number, digest in enumerate(_each(here)) if digest not in known}


def _each(digests: bytes) -> Iterator[bytes]:
    return (digests[at : at + SIZE] for at in range(0, len(digests), SIZE))


def _picked(path: Path, numbers: Collection[int], most: int) -> list[bytes] | None:
    """The pieces of these numbers, unless they are more than `most` bytes."""
    taken: list[bytes] = []
    for number, piece in enumerate(pieces(path)):
        if number in numbers:
            most -= len(piece)
            if most < 0:
                return None
            taken.append(piece)
    return taken


def _quads(found: Iterable[bytes]) -> frozenset[Quad]:
    return frozenset(parse(b"\n\n".join(found), format=RdfFormat.TRIG))


def _graphs(quads: Iterable[Quad]) -> frozenset[NamedNode]:
    return frozenset(quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode))
