"""JSON Lines, plain or packed with gzip or zstd → one part per record, as a stream."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any, BinaryIO

from kg.errors import ReadFailed
from kg.read.access import CHANGED, open_file, state
from kg.read.cues import Cues
from kg.read.limits import Limits
from kg.read.parts import Part
from kg.read.text import normal

EXTRA = 'pip install "newsgraph-kg[read]"'


def read_records(path: str, cues: Cues, limits: Limits) -> Iterator[Part | ReadFailed]:
    """The records of a file, numbered by their lines; those that cannot be read come as errors, and the rest goes on.

    A single record has number 0. Raises ReadFailed where the file itself cannot be read.
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
    for number, line in _lines(path, limits):
        part = _record(line, number, cues)
        if isinstance(part, ReadFailed):
            bad += 1
        yield part
        if bad >= limits.bad_records:
            raise ReadFailed(f"the rest of the file after line {number} is left out: {bad} records could not be read")


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


def _record(line: bytes, number: int, cues: Cues) -> Part | ReadFailed:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return ReadFailed(f"line {number}: no valid JSON: {error}")
    if not isinstance(record, dict):
        return ReadFailed(f"line {number}: no JSON object; write one object per line")
    text = _field(record, cues.fields["text"])
    if not text.strip():
        return ReadFailed(
            f"line {number}: no text; known names of its field are {', '.join(cues.fields['text']) or 'none'}"
        )
    values: dict[str, Any] = {name: _field(record, names) for name, names in cues.fields.items() if name != "text"}
    return replace(Part(text, number=number), **values)


def _field(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of the fields that holds a string or a number, as text."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return normal(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""
