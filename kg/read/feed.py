"""RSS and Atom files → one part per entry (feedparser)."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from kg.errors import ReadFailed
from kg.read.html import text_of
from kg.read.limits import Limits
from kg.read.parts import OtherKind, Part

ROOT = re.compile(rb"<(?:rss|(?:\w+:)?feed|(?:\w+:)?RDF)[\s>]", re.IGNORECASE)


def looks_like_feed(content: bytes) -> bool:
    """Whether XML begins as RSS or Atom does; told without any library, so that other XML needs none."""
    return bool(ROOT.search(content[:10_000].replace(b"\0", b"")))


def read_feed(content: bytes, limits: Limits) -> list[Part]:
    """The entries of a feed, numbered in their order. Raises OtherKind for other XML, ReadFailed where it is empty."""
    import feedparser  # type: ignore[import-untyped,import-not-found,unused-ignore]

    # A stream, for feedparser would fetch a page or open a file that the content happens to name.
    parsed = feedparser.parse(io.BytesIO(content))
    if not parsed.get("version"):
        raise OtherKind("XML, but no RSS or Atom feed")
    publisher = _text(parsed.feed.get("title", ""))
    language = str(parsed.feed.get("language", ""))[:2].lower()
    parts = [_part(entry, number, publisher, language) for number, entry in enumerate(parsed.entries, 1)]
    found = [part for part in parts if part]
    if not found:
        raise ReadFailed("the feed holds no entry with a text")
    return found if len(found) > 1 else [_part(parsed.entries[found[0].number - 1], 0, publisher, language) or found[0]]


def _part(entry: Mapping[str, Any], number: int, publisher: str, language: str) -> Part | None:
    title = _text(entry.get("title", ""))
    bodies = [str(body.get("value", "")) for body in entry.get("content", [])] + [str(entry.get("summary", ""))]
    body = next((text for text in map(text_of, bodies) if text), "")
    source = entry.get("source")
    named = _text(source.get("title", "")) if isinstance(source, Mapping) else ""
    text = "\n\n".join(piece for piece in (title, body) if piece)
    if not text:
        return None
    return Part(
        text,
        number=number,
        title=title,
        date=str(entry.get("published", "") or entry.get("updated", "")),
        publisher=named or publisher,
        url=str(entry.get("link", "")),
        language=language,
    )


def _text(value: object) -> str:
    return re.sub(r"\s+", " ", text_of(str(value))).strip()
