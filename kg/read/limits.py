"""How much one input may take: sizes, time and memory."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that hold for every file, so that no single one can stop a build.

    `file_bytes`: the largest file, and the longest record of a JSON Lines file. `unpacked_bytes`: what an archive such
    as DOCX may unpack to. `convert_seconds`, `convert_bytes`: time and memory in which one HTML, PDF, DOCX or feed file
    must be converted. `split_lines`: texts of more lines are taken for one article. `bad_records`: unreadable records
    after which the rest of a JSON Lines file is left out. `blank_records`: blank lines in a row after which it is.
    """

    file_bytes: int = 64 * MIB
    unpacked_bytes: int = 256 * MIB
    convert_seconds: float = 60.0
    convert_bytes: int = 2048 * MIB
    split_lines: int = 500_000
    bad_records: int = 100
    blank_records: int = 100_000


DEFAULT = Limits()
