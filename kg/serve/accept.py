"""The header Accept: which of several media types the client likes best (RFC 9110, 12.5.1)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """One entry of the header: a media type, "type/*" or "*/*", and how much it is liked (0 to 1)."""

    media: str
    quality: float


def parse(header: str) -> tuple[Range, ...]:
    """The entries of the header; none without a header. What cannot be read is passed over."""
    found = []
    for entry in header.split(","):
        media, *parameters = (part.strip().lower() for part in entry.split(";"))
        if media == "*":
            media = "*/*"
        if "/" in media:
            found.append(Range(media, _quality(parameters)))
    return tuple(found)


def _quality(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return min(1.0, max(0.0, quality)) if math.isfinite(quality) else 0.0
    return 1.0


def quality(media: str, ranges: tuple[Range, ...]) -> float:
    """How much a media type is liked; the most specific entry decides. Without entries all are liked alike."""
    if not ranges:
        return 1.0
    for pattern in (media, media.partition("/")[0] + "/*", "*/*"):
        found = [entry.quality for entry in ranges if entry.media == pattern]
        if found:
            return max(found)
    return 0.0


def best(offers: Iterable[tuple[str, Iterable[str]]], ranges: tuple[Range, ...]) -> tuple[str, float]:
    """The name and the quality of the best-liked offer, the first among equals; ("", 0.0) where none is liked.

    An offer is a name and the media types that ask for it: the one it is sent as, and others that must be named.
    """
    name, top = "", 0.0
    for offer, (media, *others) in offers:
        named = [entry.quality for entry in ranges if entry.media in others]
        liked = max([quality(media, ranges), *named])
        if liked > top:
            name, top = offer, liked
    return name, top
