"""Metadata beside a file (`x.meta.toml` for `x.txt`) or at its beginning (front matter of Markdown)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ReadFailed
from kg.read import access
from kg.read.cues import Cues
from kg.read.dates import parse_date
from kg.read.kinds import stem_and_suffix
from kg.read.remote import is_remote

FIELDS = ("title", "date", "publisher", "url", "language")
LIMIT = 1 << 20
FRONT = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*\n(?P<body>.{0,10000}?)\n(?P=mark)[ \t]*(?:\n\s*|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says: of all articles of its file, and of single ones, in their order."""

    common: Mapping[str, str]
    articles: tuple[Mapping[str, str], ...] = ()

    def of(self, number: int) -> Mapping[str, str]:
        """The fields of article `number` (0: the only one). The file's title is not that of one article of many."""
        single = self.articles[max(number, 1) - 1] if len(self.articles) >= max(number, 1) else {}
        return {key: value for key, value in self.common.items() if key != "title" or not number} | dict(single)


NONE = Sidecar({})


def sidecar_path(path: str) -> Path:
    """Where the sidecar of a file lies."""
    file = Path(path)
    return file.with_name(stem_and_suffix(file.name)[0] + access.SIDECAR)


def read_sidecar(path: str, cues: Cues) -> Sidecar:
    """The sidecar of the file `path`, or NONE if there is none, as beside anything that has an address.

    Raises ReadFailed where it is malformed.
    """
    beside = sidecar_path(path)
    if is_remote(path) or not beside.is_file():
        return NONE
    try:
        tables = tomllib.loads(access.read_bytes(str(beside), LIMIT).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadFailed(f"not used, for it is no valid TOML: {error}") from error
    singles = tables.pop("article", [])
    if not isinstance(singles, list) or not all(isinstance(single, dict) for single in singles):
        raise ReadFailed("not used: write one [[article]] table for each article of the file")
    return Sidecar(_fields(tables, cues), tuple(_fields(single, cues) for single in singles))


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The fields of the block that opens a Markdown text, between "---" (key: value) or "+++" (TOML), and its end."""
    match = FRONT.match(text)
    if not match:
        return {}, 0
    found: dict[str, Any] = {}
    if match["mark"] == "+++":
        try:
            found = tomllib.loads(match["body"])
        except (ValueError, RecursionError):
            return {}, 0
    else:
        lines = re.findall(r"^([A-Za-z_]+)\s*:[ \t]*(.*?)[ \t]*$", match["body"], re.MULTILINE)
        found = {key.lower(): re.sub(r"^(['\"])(.*)\1$", r"\2", value) for key, value in lines}
    if not found:
        return {}, 0
    fields = {key: str(value) for key, value in found.items() if key in FIELDS and not isinstance(value, dict | list)}
    return fields, match.end()


def _fields(table: Mapping[str, Any], cues: Cues) -> dict[str, str]:
    fields: dict[str, str] = {}
    for key, value in table.items():
        if key not in FIELDS:
            raise ReadFailed(f"not used: unknown key {key!r}; known are {', '.join(FIELDS)}")
        if key == "date":
            fields[key] = parse_date(value, cues.dates)
            if not fields[key]:
                raise ReadFailed(f"not used: date {value!r} is no full date; write it as 2023-05-24")
        elif isinstance(value, str):
            fields[key] = value.strip()
        else:
            raise ReadFailed(f"not used: {key} is no string")
    return fields
