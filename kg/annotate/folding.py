"""Letters as patterns that ignore case see them, to look up what such a pattern has found."""

from __future__ import annotations


def folded(text: str) -> str:
    """The text in small letters; "ſ" is an s, the Kelvin sign a k, "ı" and "İ" are an i, as in `re.IGNORECASE`."""
    return text.casefold().replace("\u0307", "").replace("\u0131", "i")
