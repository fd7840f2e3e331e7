"""JSON Lines, plain or packed with gzip or zstd, and Parquet → one part per record, as a stream."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any, BinaryIO

from kg.errors import ReadFailed
from kg.read import parquet
from kg.read.access import CHANGED, open_file, state
from kg.read.cues import Cues
from kg.read.kinds import kind_of
from kg.read.limits import Limits
from kg.read.parts import Part
from kg.read.text import normal

EXTRA = 'pip install "newsgraph-kg[read]"'


def read_records(path: str, cues: Cues, limits: Limits) -> Iterator[Part | ReadFailed]:
    """The records of a file, numbered by their lines or rows.

    Those that cannot be read come as errors, and the rest goes on. A single record has number 0. Raises ReadFailed
    where the file itself cannot be read.
    """
    first: Part | None = None
    several = bad = False
    fault: ReadFailed | None = None
    try:
        for item in _records(path, cues, limits):
            if isinstance(item, Part) and first is None and not several:
                first = item
                continue
            if isinstance(item, Part) and first is not None:
                yield first
                first, several = None, True
            bad = bad or isinstance(item, ReadFailed)
            yield item
    except ReadFailed as error:
        fault = error
    if first is not None:
        yield first if fault else replace(first, number=0)
    if fault:
        raise fault
    if first is None and not several and not bad:
        raise ReadFailed("the file is empty")


def _records(path: str, cues: Cues, limits: Limits) -> Iterator[Part | ReadFailed]:
    bad = 0
    found = _parquet(path, cues, limits) if kind_of(path) == "parquet" else _json(path, cues, limits)
    for place, part in found:
        if isinstance(part, ReadFailed):
            bad += 1
        yield part
        if bad >= limits.bad_records:
            raise ReadFailed(f"the rest of the file after {place} is left out: {bad} records could not be read")


def _json(path: str, cues: Cues, limits: Limits) -> Iterator[tuple[str, Part | ReadFailed]]:
    for number, line in _lines(path, limits):
        place = f"line {number}"
        try:
            record = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield place, ReadFailed(f"{place}: no valid JSON: {error}")
            continue
        if isinstance(record, dict):
            yield place, _record(record, number, place, cues)
        else:
            yield place, ReadFailed(f"{place}: no JSON object; write one object per line")


def _parquet(path: str, cues: Cues, limits: Limits) -> Iterator[tuple[str, Part | ReadFailed]]:
    names = [name for names in cues.fields.values() for name in names]
    with open_file(path) as file:
        before = state(file)
        for number, row in parquet.rows(file, names, limits):
            place = f"row {number}"
            yield place, _record(row, number, place, cues)
        if state(file) != before:
            raise ReadFailed(CHANGED)


def _lines(path: str, limits: Limits) -> Iterator[tuple[int, bytes]]:
    blank = number = 0
    with open_file(path) as file, closing(_unpacked(file, path)) as stream:
        before = state(file)
        while True:
            try:
                line = stream.readline(limits.file_bytes + 1)
            except _faults() as error:
                raise ReadFailed(f"damaged after line {number}: {error}") from error
            if state(file) != before:
                raise ReadFailed(f"the rest of the file after line {number} is left out: {CHANGED}")
            if not line:
                return
            number += 1
            if len(line) > limits.file_bytes:
                raise ReadFailed(
                    f"the rest of the file is left out: line {number} is longer than {limits.file_bytes} bytes"
                )
            blank = 0 if line.strip() else blank + 1
            if blank > limits.blank_records:
                raise ReadFailed(f"the rest of the file is left out: {blank} blank lines up to line {number}")
            if not blank:
                yield number, line


def _unpacked(file: BinaryIO, path: str) -> BinaryIO:
    lower = path.lower()
    opener: Callable[[BinaryIO], BinaryIO] = _plain
    if lower.endswith(".gz"):
        opener = _gzip
    elif lower.endswith(".zst"):
        opener = _zstd()
    return opener(file)


def _plain(file: BinaryIO) -> BinaryIO:
    return file


def _gzip(file: BinaryIO) -> BinaryIO:
    return io.BufferedReader(gzip.GzipFile(fileobj=file))


def _zstd() -> Callable[[BinaryIO], BinaryIO]:
    try:
        import zstandard
    except ImportError as error:
        raise ReadFailed(f"zstd needs the package zstandard; install it with {EXTRA}") from error
    return lambda file: io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))


def _faults() -> tuple[type[Exception], ...]:
    """What reading a damaged packed file raises."""
    zstandard = sys.modules.get("zstandard")
    return (OSError, EOFError, zlib.error) + ((zstandard.ZstdError,) if zstandard else ())


def _record(record: Mapping[str, Any], number: int, place: str, cues: Cues) -> Part | ReadFailed:
    text = _field(record, cues.fields["text"])
    if not text.strip():
        return ReadFailed(f"{place}: no text; known names of its field are {', '.join(cues.fields['text']) or 'none'}")
    values: dict[str, Any] = {name: _field(record, names) for name, names in cues.fields.items() if name != "text"}
    return replace(Part(text, number=number), **values)


def _field(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of the fields that holds a string, a number or a date, as text."""
    for name in names:
        value = _value(record, name)
        if isinstance(value, str) and value.strip():
            return normal(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, date):
            return value.isoformat()
    return ""


def _value(record: Any, name: str) -> Any:
    """A field by its name, or by the names of the objects around it: "meta.title"."""
    if isinstance(record, Mapping):
        if name in record:
            return record[name]
        outer, dot, inner = name.partition(".")
        if dot:
            return _value(record.get(outer), inner)
    return None
