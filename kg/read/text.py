"""Bytes → text: the encoding told, line ends normalised, control characters blanked."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from kg.errors import ReadFailed
from kg.read.cues import Cues

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 1 << 20
"""Bytes by which an encoding is told."""
GARBLED = 0.1
"""Share of undecodable or control characters above which content is no text."""

HIGH = re.compile(rb"[\x80-\xff]+")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
BLANK = "[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
SPACES = re.compile(f"(?<![0-9]){BLANK}|{BLANK}(?![0-9]{{3}}(?![0-9]))")
"""Blanks of other kinds, but those that part the thousands of a number."""
SURROGATES = re.compile("[\ud800-\udfff]")


def decode(content: bytes, cues: Cues, declared: str = "") -> str:
    """The text of a file, without byte order mark, as `normal`; `declared` is an encoding that it names itself.

    Raises ReadFailed where it is binary or holds no text.
    """
    text = normal(_decode(content, cues, declared))
    if not text.strip(" \t\n\ufffd\u200b\ufeff"):
        raise ReadFailed("the file holds no text")
    return text


def normal(text: str) -> str:
    """Text with "\\n" for every line end, a blank for every other space and control character, and nothing that UTF-8
    cannot hold.

    Only "\\r\\n" gets shorter; all other characters keep their place.
    """
    text = LINE_ENDS.sub("\n", text)
    text = SPACES.sub(" ", CONTROLS.sub(" ", text))
    return SURROGATES.sub("\ufffd", text)


def _decode(content: bytes, cues: Cues, declared: str) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _readable(content[len(mark) :].decode(encoding, "replace"))
    if b"\0" in content:
        wide = _wide(content[:SAMPLE])
        if wide:
            return _readable(content.decode(wide, "replace"))
        raise ReadFailed("binary content (NUL bytes), not text; only text files can be read under this name")
    try:
        return _readable(content.decode("utf-8"))
    except UnicodeDecodeError:
        encoding = declared if _fits(content[:SAMPLE], declared) else _encoding(content, cues)
        return _readable(content.decode(encoding, "replace"))


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: Western text in it has a NUL at every second byte, nearly all on one side."""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if half and even > 0.6 * half and odd < 0.05 * half else ""


def _encoding(content: bytes, cues: Cues) -> str:
    """The encoding of bytes that are no valid UTF-8: damaged UTF-8, single bytes, pairs, or what statistics say."""
    high = HIGH.search(content)
    begin = max(high.start() - 1024, 0) if high else 0
    sample = content[begin : begin + SAMPLE]
    loose = sample.decode("utf-8", "replace")
    if sum(map("\ufffd".__ne__, re.findall("[\x80-\U0010ffff]", loose))) > loose.count("\ufffd"):
        return "utf-8"
    runs = HIGH.findall(sample)
    if sum(len(run) == 1 for run in runs) > len(runs) / 2 and _fits(sample, cues.single_byte):
        return cues.single_byte
    ascii_share = 1 - sum(map(len, runs)) / len(sample)
    if (
        cues.double_byte
        and ascii_share > 0.5
        and all(len(run) % 2 == 0 for run in runs[:-1])
        and _fits(sample, cues.double_byte)
    ):
        return cues.double_byte
    best = from_bytes(sample).best()
    return best.encoding if best else cues.single_byte


def _fits(sample: bytes, encoding: str) -> bool:
    """Whether an encoding decodes a sample, but for a character cut off at its end, without control characters."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        return not CONTROLS.search(decoder.decode(sample, final=False))
    except (UnicodeDecodeError, LookupError):
        return False


def _readable(text: str) -> str:
    sample = text[:SAMPLE]
    bad = len(CONTROLS.findall(sample)) + sample.count("\ufffd")
    if bad > GARBLED * len(sample):
        raise ReadFailed("binary content, not text; only text files can be read under this name")
    return text
