"""Articles ↔ bytes: fields by their place, without names, as compressed JSON."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from typing import Any

from kg.model import Article, Document, LocalEntity, Mention, Merge, Observation, Sentence, Statement

LEVEL = 3
PLACE = ("id", "source", "offset")
"""What of a document is not kept: where its article lies, which may change while the article does not."""
CONTENT = tuple(f.name for f in fields(Document) if f.name not in PLACE)
PARTS = (
    ("sentences", Sentence),
    ("mentions", Mention),
    ("entities", LocalEntity),
    ("statements", Statement),
    ("observations", Observation),
)


def pack(article: Article) -> bytes:
    """Everything that was read out of an article, with its text; not where the article lies."""
    document = [getattr(article.document, name) for name in CONTENT]
    rows = [[_row(value) for value in getattr(article, name)] for name, _ in PARTS]
    return zlib.compress(json.dumps([document, *rows], separators=(",", ":")).encode("ascii"), LEVEL)


def unpack(content: bytes, id: str, source: str, offset: int) -> Article:
    """The article at the place where it lies now. Raises ValueError for bytes that `pack` has not made."""
    try:
        document, *rows = json.loads(zlib.decompress(content))
        named = dict(zip(CONTENT, document, strict=True))
        parts: dict[str, Any] = {
            name: tuple(_value(kind, row) for row in found) for (name, kind), found in zip(PARTS, rows, strict=True)
        }
        return Article(Document(id=id, source=source, offset=offset, **named), **parts)
    except (zlib.error, TypeError, IndexError, RecursionError) as error:
        raise ValueError(f"not a packed article: {error}") from error


def _row(value: Any) -> list[Any]:
    row = [getattr(value, f.name) for f in fields(value)]
    if isinstance(value, LocalEntity):
        row[4] = [_row(merge) for merge in value.merges]
    return row


def _value(kind: type, row: list[Any]) -> Any:
    if kind is LocalEntity:
        types, name, names, concept, merges, confidence = row
        return LocalEntity(tuple(types), name, tuple(names), concept, tuple(Merge(*m) for m in merges), confidence)
    return kind(*row)
