"""The cue words of ontology/cues/reading.toml as compiled patterns, made once per reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import OntologyInvalid
from kg.read.dates import Dates, compile_dates

FILE = "ontology/cues/reading.toml"
NOTHING = r"(?!)"
COLON = r"\s*[:：|｜丨/]"
"""What stands after a label: "Editor: ZB", "Source | Fjord Post"."""


@dataclass(frozen=True, slots=True)
class Language:
    """The frequent words of a language, or its frequent characters where words are not spaced."""

    code: str
    words: frozenset[str]
    characters: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """What the stage knows about the frame of articles. Patterns ignore case and are meant for single lines.

    Those that are strings match one of the cue words, without what follows it, for the patterns of `signs`.
    """

    dates: Dates
    longest_title: int
    shortest_article: int
    kickers: frozenset[str]
    sections: re.Pattern[str]
    captions: re.Pattern[str]
    transfer: str
    source: str
    particles: str
    byline: str
    author: str
    reporter: str
    editor: str
    edited: str
    media: frozenset[str]
    agencies: frozenset[str]
    marks: frozenset[str]
    trailers: re.Pattern[str]
    on: str
    dated: str
    dated_head: str
    single_byte: str
    double_byte: str
    fields: Mapping[str, tuple[str, ...]]
    languages: tuple[Language, ...]


def load_cues(tables: Mapping[str, Any]) -> Cues:
    """Compile the tables of reading.toml; missing ones know nothing. Raises OntologyInvalid for wrong types."""
    table = _Tables(tables)
    notice = alternatives(table.words("ending", "notices"))
    return Cues(
        dates=compile_dates(
            [_strings(group, "date.months") for group in table.values("date", "months")],
            table.words("date", "weekdays"),
            table.words("date", "ordinals"),
        ),
        longest_title=table.number("title", "longest", 250),
        shortest_article=table.number("split", "shortest", 300),
        kickers=frozenset(word.casefold() for word in table.words("title", "kickers")),
        sections=_line_pattern(alternatives(table.words("title", "sections"))),
        captions=_line_pattern(alternatives(table.words("title", "captions")) + r"\.?\s*[\dIVX:(|–—-]"),
        transfer=alternatives(table.words("opening", "transfer")),
        particles=alternatives(table.words("opening", "particles")),
        source=alternatives(table.words("opening", "source")),
        byline=alternatives(table.words("opening", "byline")),
        author=alternatives(table.words("opening", "author")),
        reporter=alternatives(table.words("opening", "reporter")),
        editor=alternatives(table.words("ending", "editor")),
        edited=alternatives(table.words("ending", "edited")),
        media=frozenset(word.casefold() for word in table.words("opening", "media")),
        agencies=frozenset(word.casefold() for word in table.words("opening", "agencies")),
        marks=frozenset(word.casefold() for word in table.words("ending", "marks")),
        trailers=_line_pattern(f"(?:{notice}|{alternatives(table.words('ending', 'trailers'))}{COLON})"),
        on=alternatives(table.words("date", "on")),
        dated=alternatives((*table.words("date", "labels"), *table.words("date", "within"))),
        dated_head=alternatives((*table.words("date", "labels"), *table.words("date", "head_labels"))),
        single_byte=table.text("encodings", "single", "cp1252"),
        double_byte=table.text("encodings", "double", ""),
        fields={
            name: table.words("records", name)
            for name in ("text", "title", "date", "url", "publisher", "id", "language")
        },
        languages=_languages(table.table("language")),
    )


def alternatives(words: Iterable[str]) -> str:
    """A group that matches any of the words, longest first; any run of blanks stands for a blank."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    parts = [r"\s+".join(re.escape(part) for part in word.split()) for word in ordered]
    bounded = [part + r"(?!\w)" if part[-1].isalnum() else part for part in parts if part]
    return "(?:" + "|".join(bounded) + ")" if bounded else NOTHING


def _line_pattern(group: str) -> re.Pattern[str]:
    return re.compile(r"[\W_]*" + group, re.IGNORECASE)


def _languages(tables: Mapping[str, Any]) -> tuple[Language, ...]:
    found = []
    for code in sorted(tables):
        cues = _Tables({code: tables[code]})
        words = frozenset(word.casefold() for word in cues.words(code, "words"))
        found.append(Language(code, words, frozenset(cues.text(code, "characters", ""))))
    return tuple(found)


def _strings(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise OntologyInvalid(f'{FILE}: {where} is no list of strings; write it as ["…", "…"]')
    return tuple(value)


class _Tables:
    """Typed access to parsed TOML with the errors of this file."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.tables = tables

    def table(self, name: str) -> Mapping[str, Any]:
        found = self.tables.get(name, {})
        if not isinstance(found, Mapping):
            raise OntologyInvalid(f"{FILE}: {name} is no table; write it under a heading [{name}]")
        return found

    def values(self, table: str, key: str) -> list[Any]:
        found = self.table(table).get(key, [])
        if not isinstance(found, list):
            raise OntologyInvalid(f'{FILE}: {table}.{key} is no list; write it as ["…", "…"]')
        return found

    def words(self, table: str, key: str) -> tuple[str, ...]:
        return _strings(self.values(table, key), f"{table}.{key}")

    def number(self, table: str, key: str, default: int) -> int:
        found = self.table(table).get(key, default)
        if not isinstance(found, int) or isinstance(found, bool) or found < 1:
            raise OntologyInvalid(f"{FILE}: {table}.{key} is no positive whole number")
        return found

    def text(self, table: str, key: str, default: str) -> str:
        found = self.table(table).get(key, default)
        if not isinstance(found, str):
            raise OntologyInvalid(f"{FILE}: {table}.{key} is no string")
        return found
