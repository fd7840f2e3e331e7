"""What the readers of single formats hand over, and the ways in which they fail."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import ReadFailed


@dataclass(frozen=True, slots=True)
class Part:
    """An article as it stands in its file, before titles and dates are settled.

    `number` is its position among several articles of the file (from 1), or 0 for the only one; `id` the identifier
    that a record gives itself. Metadata are as the file spells them.
    """

    text: str
    offset: int = 0
    number: int = 0
    id: str = ""
    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""


class OtherKind(ReadFailed):
    """The file is of a kind that holds no articles; in a folder it is listed, not counted as a failure."""
